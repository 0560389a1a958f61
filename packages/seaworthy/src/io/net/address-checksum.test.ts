import { createHash } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { checksumOfAddress } from "./address-checksum.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A proxy that answers for all hosts itself: names are not looked up, and no request leaves the machine. */
async function proxy(listener: RequestListener): Promise<{ http_proxy: string }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { http_proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const SUM = createHash("sha256").update("echo hi\n").digest("hex");

describe("the checksum of what an address serves", () => {
  it("is that of the body, and no credential is sent", async () => {
    const headers: unknown[] = [];
    const env = await proxy((request, response) => {
      headers.push(request.headers.authorization, request.headers.cookie);
      response.end("echo hi\n");
    });
    expect(await checksumOfAddress("http://get.tools.example/install.sh", env)).toBe(SUM);
    expect(headers).toEqual([undefined, undefined]);
  });

  it("is that of where a redirect leads to", async () => {
    const env = await proxy((request, response) => {
      if (request.url?.endsWith("/latest")) response.writeHead(302, { location: "/v2/install.sh" }).end();
      else response.end("echo hi\n");
    });
    expect(await checksumOfAddress("http://get.tools.example/latest", env)).toBe(SUM);
  });

  it.each<[string, RequestListener]>([
    ["an error", (_, response) => response.writeHead(404).end("no")],
    ["nothing", (_, response) => response.end()],
    ["a circle of redirects", (_, response) => response.writeHead(301, { location: "/again" }).end()],
    ["a redirect to this machine", (_, response) => response.writeHead(301, { location: "http://127.0.0.1:9/x" }).end()],
    ["a redirect to no address", (_, response) => response.writeHead(301, { location: "http://" }).end()],
    [
      "less than was promised",
      (_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("echo", () => response.destroy());
      },
    ],
  ])("is none where there is %s", async (_, listener) => {
    expect(await checksumOfAddress("http://get.tools.example/install.sh", await proxy(listener))).toBeNull();
  });

  it.each([
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://app.localhost/x",
    "http://localhost./x",
    "http://app.localhost./x",
    "http://[::1]/x",
    "http://169.254.169.254/latest/meta-data",
    "http://[fe80::1]/x",
    "http://[::ffff:7f00:1]/x",
    "http://0.0.0.0/x",
    "http://2130706433/x",
    "http://user:word@get.tools.example/x",
    "ftp://get.tools.example/x",
    "file:///etc/passwd",
    "no address",
  ])("%s is not asked", async (address) => {
    let asked = 0;
    const env = await proxy((_, response) => {
      asked++;
      response.end("x");
    });
    expect(await checksumOfAddress(address, env)).toBeNull();
    expect(asked).toBe(0);
  });
});
