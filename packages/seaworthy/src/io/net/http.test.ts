import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
  proxy.on("connect", (request, socket) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"]}`);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
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
});
