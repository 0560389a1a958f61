import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readImage } from "../../src/io/image/read-image.js";
import { type MadeImage, ociFilesOf } from "../../src/testing/made-image.js";
import {
  answers,
  ended,
  freePort,
  isInstalled,
  isMissing,
  type Missing,
  type Running,
  removeScratch,
  run,
  scratch,
  title,
} from "./tools.js";

const IMAGE: MadeImage = {
  layers: [[{ path: "etc/os-release", content: "ID=alpine\n" }], [{ path: "data", content: "x".repeat(100_000) }]],
};
const LOGIN = `Basic ${Buffer.from("me:secret").toString("base64")}`;
const running: Running[] = [];
const plain = await registry({});
const guarded = await registry({ password: isInstalled("htpasswd") });
const secure = await registry({ tls: isInstalled("openssl") });
afterAll(async () => {
  for (const one of running) await one.stop();
  removeScratch();
});

/** A registry of its own, empty, on this machine alone. */
async function registry({ password, tls }: { password?: boolean; tls?: boolean }): Promise<Running | Missing> {
  if (!isInstalled("docker-registry")) return { because: "docker-registry is not installed" };
  if (password === false) return { because: "htpasswd is not installed" };
  if (tls === false) return { because: "openssl is not installed" };
  const root = scratch();
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const lines = ["version: 0.1", "log: { level: error }", `storage: { filesystem: { rootdirectory: ${root}/data } }`];
  if (password) {
    writeFileSync(join(root, "htpasswd"), run("htpasswd", ["-Bbn", "me", "secret"]));
    lines.push(`auth: { htpasswd: { realm: test, path: ${root}/htpasswd } }`);
  }
  if (tls) {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"];
    run("openssl", [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-keyout",
      `${root}/key.pem`,
      "-out",
      `${root}/cert.pem`,
      ...subject,
    ]);
  }
  lines.push(`http: { addr: "${host}"${tls ? `, tls: { certificate: ${root}/cert.pem, key: ${root}/key.pem }` : ""} }`);
  writeFileSync(join(root, "config.yml"), lines.join("\n"));
  const child = spawn("docker-registry", ["serve", join(root, "config.yml")], { stdio: "ignore" });
  const address = `${tls ? "https" : "http"}://${host}`;
  const one = { address, stop: () => ended(child) };
  running.push(one);
  if (!(await answers(child, () => ask("GET", `${address}/v2/`)))) return { because: "docker-registry does not start here" };
  await push(address);
  return one;
}

interface Answer {
  readonly status: number;
  readonly location: string;
}

function ask(method: string, url: string, body?: Uint8Array, type = "application/octet-stream"): Promise<Answer> {
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    method,
    headers: { Authorization: LOGIN, ...(body ? { "Content-Type": type, "Content-Length": body.length } : {}) },
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const request = (url.startsWith("https:") ? httpsRequest : httpRequest)(url, options, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, location: String(answer.headers.location ?? "") }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Puts the image there as acme/api:1, as the distribution's specification asks. */
async function push(address: string): Promise<void> {
  const files = ociFilesOf(IMAGE);
  const { manifests } = JSON.parse(files.get("index.json")?.toString() ?? "");
  for (const [path, bytes] of files) {
    const hex = path.slice("blobs/sha256/".length);
    if (!path.startsWith("blobs/") || manifests[0].digest === `sha256:${hex}`) continue;
    const { location } = await ask("POST", `${address}/v2/acme/api/blobs/uploads/`);
    const url = new URL(location, address);
    url.searchParams.set("digest", `sha256:${hex}`);
    expect((await ask("PUT", url.href, bytes)).status).toBe(201);
  }
  const manifest = files.get(`blobs/sha256/${manifests[0].digest.slice(7)}`) as Uint8Array;
  expect((await ask("PUT", `${address}/v2/acme/api/manifests/1`, manifest, manifests[0].mediaType)).status).toBe(201);
}

const sound = { unread: [], form: "oci", os: { id: "alpine" }, layers: [{}, { bytes: 100_000 }] };
const nameAt = ({ address }: Running, tag = "1") => `registry:${address.replace(/^https?:\/\//, "")}/acme/api:${tag}`;
const TODAY = { today: "2026-11-27" };

describe.skipIf(isMissing(plain))(title("a registry for anybody", plain), () => {
  it("gives an image, and says what it lacks", async () => {
    expect(await readImage(nameAt(plain as Running), TODAY)).toMatchObject(sound);
    await expect(readImage(nameAt(plain as Running, "2"), TODAY)).rejects.toThrow(/is not there: manifest unknown/);
  });
});

describe.skipIf(isMissing(guarded))(title("a registry with a password", guarded), () => {
  it("gives an image to whoever is logged in", async () => {
    const name = nameAt(guarded as Running);
    const config = scratch();
    const host = (guarded as Running).address.replace("http://", "");
    await expect(readImage(name, { ...TODAY, env: { DOCKER_CONFIG: config } })).rejects.toThrow(
      /is denied.*: log in with docker login/,
    );
    writeFileSync(join(config, "config.json"), JSON.stringify({ auths: { [host]: { auth: LOGIN.slice(6) } } }));
    expect(await readImage(name, { ...TODAY, env: { DOCKER_CONFIG: config } })).toMatchObject(sound);
    const wrong = { auths: { [host]: { auth: Buffer.from("me:wrong").toString("base64") } } };
    writeFileSync(join(config, "config.json"), JSON.stringify(wrong));
    await expect(readImage(name, { ...TODAY, env: { DOCKER_CONFIG: config } })).rejects.toThrow(/is denied/);
  });
});

describe.skipIf(isMissing(secure))(title("a registry with TLS", secure), () => {
  it("gives an image where its certificate is trusted, and where it need not be", async () => {
    const { address } = secure as Running;
    const host = address.replace("https://", "");
    // On this machine itself Docker takes any certificate, and so do we.
    expect(await readImage(nameAt(secure as Running), TODAY)).toMatchObject(sound);
    const { port } = new URL(address);
    const hosts = { [`other.localhost:${port}`]: { mirrors: [`https://${host}`] } };
    expect(await readImage(`registry:other.localhost:${port}/acme/api:1`, { ...TODAY, registries: hosts })).toMatchObject(sound);
  });
});

describe.skipIf(isMissing(plain) || !isInstalled("skopeo"))(
  isInstalled("skopeo")
    ? title("an image that skopeo copied", plain)
    : "an image that skopeo copied (skipped: skopeo is not installed)",
  () => {
    it("is read from each form that it writes, zstd layers too", async () => {
      const root = scratch();
      const from = `docker://${(plain as Running).address.replace("http://", "")}/acme/api:1`;
      const copy = (to: string, ...options: string[]) =>
        run("skopeo", ["copy", "-q", "--insecure-policy", "--src-tls-verify=false", ...options, from, to]);
      mkdirSync(join(root, "zstd"));
      copy(`docker-archive:${root}/docker.tar:acme/api:1`);
      copy(`oci-archive:${root}/oci.tar:v1`);
      copy(`oci:${root}/zstd:v1`, "--dest-compress-format", "zstd", "--dest-compress");
      for (const name of [
        `docker-archive:${root}/docker.tar:acme/api:1`,
        `oci-archive:${root}/oci.tar:v1`,
        `oci:${root}/zstd:v1`,
      ])
        expect(await readImage(name, TODAY)).toMatchObject({ unread: [], os: { id: "alpine" } });
    });
  },
);
