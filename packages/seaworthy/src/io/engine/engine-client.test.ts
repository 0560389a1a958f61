import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EngineClient } from "./engine-client.js";

let root: string;
let servers: Server[];
const path = process.env.PATH;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
  servers = [];
});
afterEach(async () => {
  process.env.PATH = path;
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(root, { recursive: true, force: true });
});

const engine: RequestListener = ({ url, method, headers }, response) => {
  if (url === "/_ping") response.writeHead(200, { "Api-Version": "1.44" }).end("OK");
  else if (url?.startsWith("/v1.44/info")) response.end(JSON.stringify({ url, method, host: headers.host }));
  else if (url === "/v1.44/plain") response.end("OK\n");
  else if (url === "/v1.44/silent") response.writeHead(200).write(" ");
  else response.writeHead(500).end('{"message":"it is broken"}');
};

async function listening(server: Server, at: string | 0): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => (at === 0 ? server.listen(0, "127.0.0.1", resolve) : server.listen(at, resolve)));
  return at === 0 ? (server.address() as AddressInfo).port : 0;
}

describe("a client of an engine", () => {
  it("asks over a socket, with a query, and tells what went wrong", async () => {
    const socket = join(root, "engine.sock");
    await listening(createServer(engine), socket);
    const client = new EngineClient({ kind: "socket", path: socket });
    expect(await client.json("POST", "/info", { query: { all: true, name: "a b&c" } })).toEqual({
      url: "/v1.44/info?all=true&name=a+b%26c",
      method: "POST",
      host: "docker",
    });
    await expect(client.json("GET", "/other")).rejects.toThrow("it is broken");
    await expect(client.json("GET", "/silent", { silence: 50 })).rejects.toMatchObject({ name: "EngineError" });
    await expect(client.json("POST", "/plain")).rejects.toThrow("not JSON");
    await client.have("POST", "/plain");
    await expect(client.have("POST", "/other")).rejects.toThrow("it is broken");
    const gone = new EngineClient({ kind: "socket", path: join(root, "gone.sock") });
    await expect(gone.ping()).rejects.toMatchObject({ name: "EngineError", code: "ENOENT" });
  });

  it("asks over ssh through the engine's client on the other side", async () => {
    const socket = join(root, "engine.sock");
    await listening(createServer(engine), socket);
    const ssh = join(root, "ssh");
    const join_ = `const s = require("net").connect(${JSON.stringify(socket)}); process.stdin.pipe(s); s.pipe(process.stdout);`;
    writeFileSync(ssh, `#!/bin/sh\necho "$@" > ${root}/arguments\nexec ${process.execPath} -e '${join_}'\n`);
    chmodSync(ssh, 0o755);
    process.env.PATH = `${root}:${path}`;
    const client = new EngineClient({ kind: "ssh", target: "me@far.example", port: 2222 });
    expect(await client.json("GET", "/info")).toMatchObject({ method: "GET" });
    expect(readFileSync(join(root, "arguments"), "utf8").trim()).toBe("-p 2222 -T -- me@far.example docker system dial-stdio");
    process.env.PATH = join(root, "nowhere");
    await expect(new EngineClient({ kind: "ssh", target: "far", port: null }).ping()).rejects.toMatchObject({
      name: "EngineError",
    });
  });

  const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;
  it.skipIf(!hasOpenssl)("asks over TLS with the certificates that it is given, and believes no other", async () => {
    const make = (...args: string[]) => expect(spawnSync("openssl", args, { cwd: root }).status).toBe(0);
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    make("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", "key.pem", "-out", "cert.pem", ...subject);
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(root, name))) as [Buffer, Buffer];
    const port = await listening(
      createSecureServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: true }, engine),
      0,
    );
    const client = (tls: object) =>
      new EngineClient({ kind: "tcp", host: "127.0.0.1", port, tls: { ca: cert, cert, key, verify: true, ...tls } });
    expect(await client({}).json("GET", "/info")).toMatchObject({ host: `127.0.0.1:${port}` });
    expect(await client({ ca: null, verify: false }).json("GET", "/info")).toMatchObject({ method: "GET" });
    await expect(client({ ca: null }).ping()).rejects.toMatchObject({ name: "EngineError" });
    await expect(client({ cert: null, key: null }).ping()).rejects.toMatchObject({ name: "EngineError" });
  });
});
