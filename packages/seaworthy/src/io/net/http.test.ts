import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proxyFor, send } from "./http.js";

describe("the proxy for an address", () => {
  const env = { HTTPS_PROXY: "http://secure:3128", http_proxy: "plain:3128", NO_PROXY: "internal.example,.corp,10.0.0.1:5000" };
  const of = (url: string, more = {}) => proxyFor(new URL(url), { ...env, ...more })?.host ?? null;
  it("is the one of its scheme", () => {
    expect(of("https://registry.example/v2/")).toBe("secure:3128");
    expect(of("http://registry.example/v2/")).toBe("plain:3128");
    expect(of("https://x.example/", { https_proxy: "http://lower:1" })).toBe("lower:1");
    expect(proxyFor(new URL("https://x.example/"), {})).toBeNull();
  });

  it("is none where NO_PROXY says so, and for this machine", () => {
    for (const url of ["https://internal.example/", "https://a.internal.example/", "https://a.b.corp/", "http://10.0.0.1:5000/"])
      expect([url, of(url)]).toEqual([url, null]);
    for (const url of ["http://localhost:5000/", "https://127.0.0.1/", "http://[::1]:1/"]) expect(of(url)).toBeNull();
    for (const url of ["https://notinternal.example/", "http://10.0.0.1/", "https://corporate/"]) expect(of(url)).not.toBeNull();
    expect(of("https://x.example/", { NO_PROXY: "*" })).toBeNull();
  });
});

describe("a request through a proxy", () => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
    response.end("by proxy");
  });
  let secure = 0;
  proxy.on("connect", (request, socket) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
    if (secure === 0) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const there = connect(secure, "127.0.0.1");
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    socket.pipe(there).pipe(socket);
  });
  let address = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    address = `http://me:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    proxy.close();
  });

  it("names the whole address, or asks for a tunnel", async () => {
    const answer = await send(new URL("http://registry.example/v2/"), { env: { HTTP_PROXY: address } });
    answer.destroy();
    const login = `Basic ${Buffer.from("me:secret").toString("base64")}`;
    await expect(send(new URL("https://registry.example/v2/"), { env: { HTTPS_PROXY: address } })).rejects.toThrow(
      "the proxy answered 403",
    );
    expect(seen).toEqual([`GET http://registry.example/v2/ ${login}`, `CONNECT registry.example:443 ${login}`]);
  });

  const hasOpenssl = spawnSync("openssl", ["version"]).error === undefined;
  it.skipIf(!hasOpenssl)("reaches a host with TLS by the tunnel, whose certificate counts", async () => {
    const root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
    const subject = ["-subj", "/CN=registry.example", "-addext", "subjectAltName=DNS:registry.example"];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-keyout",
      "key.pem",
      "-out",
      "cert.pem",
      ...subject,
    ];
    expect(spawnSync("openssl", made, { cwd: root }).status).toBe(0);
    const [key, cert] = ["key.pem", "cert.pem"].map((name) => readFileSync(join(root, name))) as [Buffer, Buffer];
    rmSync(root, { recursive: true });
    const target = createSecureServer({ key, cert }, ({ url, headers }, response) => response.end(`${headers.host}${url}`));
    await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
    secure = (target.address() as AddressInfo).port;
    const env = { HTTPS_PROXY: address };
    const url = new URL("https://registry.example/v2/");
    let body = "";
    for await (const piece of await send(url, { env, verify: false })) body += piece;
    expect(body).toBe("registry.example/v2/");
    await expect(send(url, { env })).rejects.toThrow("shows a certificate that is not trusted");
    target.closeAllConnections();
    target.close();
  });
});
