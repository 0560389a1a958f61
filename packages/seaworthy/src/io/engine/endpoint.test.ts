import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { candidates, parseEndpoint } from "./endpoint.js";

describe("the address of an engine", () => {
  it.each([
    ["unix:///var/run/docker.sock", { kind: "socket", path: "/var/run/docker.sock" }],
    ["npipe:////./pipe/docker_engine", { kind: "socket", path: "\\\\.\\pipe\\docker_engine" }],
    ["tcp://10.0.0.1:2375", { kind: "tcp", host: "10.0.0.1", port: 2375, tls: null }],
    ["tcp://engine", { kind: "tcp", host: "engine", port: 2375, tls: null }],
    ["http://engine:80/", { kind: "tcp", host: "engine", port: 80, tls: null }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375, tls: null }],
    ["tcp://[fe80::1]", { kind: "tcp", host: "fe80::1", port: 2375, tls: null }],
    ["ssh://me@build.example:2222", { kind: "ssh", target: "me@build.example", port: 2222 }],
    ["ssh://build.example", { kind: "ssh", target: "build.example", port: null }],
  ])("%s", (address, endpoint) => {
    expect(parseEndpoint(address, null)).toEqual(endpoint);
  });

  it("has the port of TLS where there are certificates", () => {
    const tls = { ca: null, cert: null, key: null, verify: true };
    expect(parseEndpoint("tcp://engine", tls)).toMatchObject({ port: 2376, tls: { verify: true } });
    expect(parseEndpoint("https://engine", null)).toMatchObject({ port: 2376, tls: { verify: true } });
  });

  it.each(["", "docker", "unix://", "unix://relative", "tcp://", "tcp://:2375", "ftp://x", "ssh://-oProxyCommand=x", "ssh://"])(
    "is none: %j",
    (address) => expect(() => parseEndpoint(address, null)).toThrow(/is no engine's address/),
  );
});

describe("engines to ask", () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
    const id = createHash("sha256").update("far").digest("hex");
    mkdirSync(join(root, "contexts/meta", id), { recursive: true });
    mkdirSync(join(root, "contexts/tls", id, "docker"), { recursive: true });
    writeFileSync(
      join(root, "contexts/meta", id, "meta.json"),
      JSON.stringify({ Name: "far", Endpoints: { docker: { Host: "tcp://far.example:2376", SkipTLSVerify: false } } }),
    );
    writeFileSync(join(root, "contexts/tls", id, "docker/ca.pem"), "authority");
    writeFileSync(join(root, "config.json"), JSON.stringify({ currentContext: "far" }));
    writeFileSync(join(root, "ca.pem"), "own authority");
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const addresses = (kind: "docker" | "podman", env: Record<string, string>) =>
    candidates(kind, env, "linux").map(({ address }) => address);
  it("are those that DOCKER_HOST, a context, the config name, and no other", () => {
    const env = { DOCKER_CONFIG: root, HOME: "/home/me" };
    expect(addresses("docker", { ...env, DOCKER_HOST: "tcp://other:1" })).toEqual(["tcp://other:1"]);
    expect(addresses("docker", { ...env, DOCKER_CONTEXT: "far" })).toEqual(["tcp://far.example:2376"]);
    const [far] = candidates("docker", env, "linux");
    expect(far).toMatchObject({
      chosen: 'the Docker context "far"',
      endpoint: { kind: "tcp", host: "far.example", tls: { verify: true, ca: Buffer.from("authority") } },
    });
    expect(addresses("docker", { ...env, DOCKER_CONTEXT: "default" })[0]).toBe("unix:///var/run/docker.sock");
    expect(() => addresses("docker", { ...env, DOCKER_CONTEXT: "gone" })).toThrow('the Docker context "gone" is not there');
    expect(() => addresses("docker", { ...env, DOCKER_HOST: "nonsense" })).toThrow(
      'DOCKER_HOST: "nonsense" is no engine\'s address',
    );
  });

  it("are the usual sockets else", () => {
    const env = { DOCKER_CONFIG: "/nowhere", HOME: "/home/me", XDG_RUNTIME_DIR: "/run/user/1000" };
    expect(addresses("docker", env).slice(0, 3)).toEqual([
      "unix:///var/run/docker.sock",
      "unix:///run/user/1000/docker.sock",
      "unix:///home/me/.docker/run/docker.sock",
    ]);
    expect(addresses("podman", env).slice(0, 2)).toEqual([
      "unix:///run/user/1000/podman/podman.sock",
      "unix:///run/podman/podman.sock",
    ]);
    expect(addresses("podman", { CONTAINER_HOST: "unix:///x" })).toEqual(["unix:///x"]);
    expect(candidates("docker", {}, "win32")[0]?.endpoint).toEqual({ kind: "socket", path: "\\\\.\\pipe\\docker_engine" });
  });

  it("use the certificates that Docker's variables name", () => {
    const env = { DOCKER_HOST: "tcp://engine", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: root };
    expect(candidates("docker", env, "linux")[0]?.endpoint).toEqual({
      kind: "tcp",
      host: "engine",
      port: 2376,
      tls: { ca: Buffer.from("own authority"), cert: null, key: null, verify: true },
    });
  });
});
