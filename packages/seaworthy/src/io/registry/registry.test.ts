import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type MadeImage, ociFilesOf } from "../../testing/made-image.js";
import { type ReadImageOptions, readImage } from "../image/read-image.js";

const IMAGE: MadeImage = {
  layers: [[{ path: "etc/os-release", content: "ID=alpine\n" }], [{ path: "big", content: noise(500_000) }]],
};

/** Bytes that no compression makes small. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  });
}

type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | undefined;
let root: string;
let home: string;
let servers: Server[];
let requests: { readonly method: string; readonly url: string; readonly authorization: string; readonly host: string }[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
  home = join(root, "docker");
  mkdirSync(home);
  servers = [];
  requests = [];
});
afterEach(async () => {
  rmSync(root, { recursive: true, force: true });
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A registry that holds one image as acme/api:1; `first` may answer before it. Gives its host and port. */
async function registry(first: Handler = () => false, files = ociFilesOf(IMAGE)): Promise<string> {
  const { manifests } = JSON.parse(files.get("index.json")?.toString() ?? "");
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, authorization: headers.authorization ?? "", host: headers.host ?? "" });
    if (first(request, response)) return;
    const [, kind, name] = /^\/v2\/acme\/api\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    if (url === "/v2/") response.end("{}");
    else {
      const digest = kind === "manifests" && name === "1" ? manifests[0].digest : name;
      const bytes = digest && files.get(`blobs/sha256/${digest.slice(7)}`);
      const error = JSON.stringify({ errors: [{ code: "UNKNOWN", message: "manifest unknown" }] });
      if (!bytes) response.writeHead(404).end(error);
      else {
        const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
        response.writeHead(from > 0 ? 206 : 200, { "Content-Length": bytes.length - from }).end(bytes.subarray(from));
      }
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const read = (host: string, options: Partial<ReadImageOptions> = {}) =>
  readImage(`registry:${host}/acme/api:1`, {
    today: "2026-11-27",
    env: { DOCKER_CONFIG: home, PATH: `${root}:${process.env.PATH}` },
    ...options,
  });
const login = (config: object) => writeFileSync(join(home, "config.json"), JSON.stringify(config));
const auth = (text: string) => Buffer.from(text).toString("base64");
const sound = { unread: [], form: "oci", os: { id: "alpine" }, layers: [{ files: 1 }, { bytes: 500_000 }] };

describe("a registry", () => {
  it("gives an image to anybody, over plain http on this machine", async () => {
    const image = await read(await registry());
    expect(image).toMatchObject(sound);
    expect(image.digest).toMatch(/^sha256:/);
    expect(requests.every(({ authorization }) => authorization === "")).toBe(true);
  });

  it("gives an image by its digest, and no other than that", async () => {
    const files = ociFilesOf(IMAGE);
    const { manifests } = JSON.parse(files.get("index.json")?.toString() ?? "");
    const options = { today: "2026-11-27", env: { DOCKER_CONFIG: home } };
    expect(await readImage(`registry:${await registry()}/acme/api@${manifests[0].digest}`, options)).toMatchObject(sound);
    const lying = await registry((request, response) => request.url?.includes("manifests") && !!response.end("{}"));
    await expect(readImage(`registry:${lying}/acme/api@${manifests[0].digest}`, options)).rejects.toThrow(
      /gave another manifest/,
    );
  });

  it("is asked for its manifest alone when all else is known", async () => {
    const host = await registry();
    const cache = join(root, "cache/seaworthy");
    await read(host, { cache });
    requests.length = 0;
    expect(await read(host, { cache })).toMatchObject(sound);
    expect(requests.map(({ url }) => url).filter((url) => url !== "/v2/")).toEqual(["/v2/acme/api/manifests/1"]);
  });

  it("gets a password where it asks for one, from Docker's config", async () => {
    const guard: Handler = ({ headers }, response) =>
      headers.authorization === `Basic ${auth("me:pass:word")}`
        ? false
        : !!response.writeHead(401, { "WWW-Authenticate": "Basic realm=x" }).end();
    const host = await registry(guard);
    await expect(read(host)).rejects.toThrow(
      `${host}/acme/api:1: access to ${host}/acme/api is denied: log in with docker login ${host}`,
    );
    login({ auths: { [`https://${host}/v2/`]: { auth: auth("me:pass:word") } } });
    expect(await read(host)).toMatchObject(sound);
  });

  it("gets a token where it asks for one, for its scope and as whoever is logged in", async () => {
    let service = "";
    const guard: Handler = ({ headers }, response) =>
      headers.authorization === "Bearer good"
        ? false
        : !!response
            .writeHead(401, {
              "WWW-Authenticate": `Bearer realm="http://${service}/token",service="reg",scope="repository:acme/api:pull"`,
            })
            .end();
    service = await registry(({ url = "" }, response) => url.startsWith("/token") && !!response.end('{"token":"good"}'));
    const host = await registry(guard);
    expect(await read(host)).toMatchObject(sound);
    const anonymous = requests.find(({ url }) => url.startsWith("/token"));
    expect(anonymous).toMatchObject({ url: "/token?service=reg&scope=repository%3Aacme%2Fapi%3Apull", authorization: "" });
    requests.length = 0;
    login({ auths: { [host]: { username: "me", password: "secret" } } });
    await read(host);
    expect(requests.find(({ url }) => url.startsWith("/token"))).toMatchObject({
      url: "/token?service=reg&scope=repository%3Aacme%2Fapi%3Apull&account=me",
      authorization: `Basic ${auth("me:secret")}`,
    });
    requests.length = 0;
    login({ auths: { [host]: { identitytoken: "long-lived" } } });
    await read(host);
    expect(requests.find(({ url }) => url.startsWith("/token"))).toMatchObject({ method: "POST", authorization: "" });
  });

  it("gets what a credential helper says", async () => {
    const host = await registry(({ headers }, response) =>
      headers.authorization === `Basic ${auth("helper:secret")}`
        ? false
        : !!response.writeHead(401, { "WWW-Authenticate": "Basic" }).end(),
    );
    const helper = join(root, "docker-credential-test");
    writeFileSync(
      helper,
      `#!/bin/sh\nread host\n[ "$1 $host" = "get ${host}" ] || exit 1\necho '{"Username":"helper","Secret":"secret"}'\n`,
    );
    chmodSync(helper, 0o755);
    for (const config of [{ credHelpers: { [host]: "test" } }, { credsStore: "test" }]) {
      login(config);
      expect(await read(host)).toMatchObject(sound);
    }
    login({ credsStore: "missing" });
    await expect(read(host)).rejects.toThrow(
      "the credential helper docker-credential-missing, which Docker's config names, cannot be run",
    );
    login({ credsStore: "../evil" });
    await expect(read(host)).rejects.toThrow(/has no plain name/);
  });

  it("may send to another host, which is told nothing of who asks", async () => {
    const store = await registry();
    const host = await registry(({ headers, url = "" }, response) => {
      if (headers.authorization !== `Basic ${auth("me:secret")}`)
        return !!response.writeHead(401, { "WWW-Authenticate": "Basic" }).end();
      return url.includes("/blobs/") && !!response.writeHead(307, { Location: `http://${store}${url}` }).end();
    });
    login({ auths: { [host]: { auth: auth("me:secret") } } });
    expect(await read(host)).toMatchObject(sound);
    const sent = requests.filter(({ host }) => host === store);
    expect(sent.length).toBe(3);
    expect(sent.every(({ authorization }) => authorization === "")).toBe(true);
  });

  it("may send in circles, and to nowhere", async () => {
    const circle = await registry(({ url }, response) => !!response.writeHead(302, { Location: url }).end());
    await expect(read(circle)).rejects.toThrow(/leads from one address to the next without end/);
    const nowhere = await registry((_, response) => !!response.writeHead(302, { Location: "http://[" }).end());
    await expect(read(nowhere)).rejects.toThrow(/leads to an address that is none/);
    const file = await registry((_, response) => !!response.writeHead(302, { Location: "file:///etc/passwd" }).end());
    await expect(read(file)).rejects.toThrow(/is not http/);
  });

  it.each([true, false])("may break off in a layer, which is taken up where it broke (ranges known: %s)", async (ranges) => {
    let broken = 0;
    const files = ociFilesOf(IMAGE);
    const host = await registry(({ headers, url = "" }, response) => {
      const bytes = files.get(`blobs/sha256/${url.slice(-64)}`);
      if (!url.includes("/blobs/") || !bytes || bytes.length < 100_000) return false;
      if (headers.range && ranges) return false;
      if (broken++ > 0) return !!response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
      response.writeHead(200, { "Content-Length": bytes.length });
      response.write(bytes.subarray(0, 150_000), () => response.destroy());
      return true;
    }, files);
    expect(await read(host)).toMatchObject(sound);
    expect(broken).toBe(ranges ? 1 : 2);
  });

  it("may be busy for a while", async () => {
    let busy = 0;
    const host = await registry(({ url }, response) =>
      url !== "/v2/" && busy++ < 2 ? !!response.writeHead(429, { "Retry-After": "0" }).end() : false,
    );
    expect(await read(host)).toMatchObject(sound);
  });

  it("may hold bytes of another digest, or more of them than it says", async () => {
    const files = ociFilesOf(IMAGE);
    const names = [...files].filter(([, bytes]) => bytes[0] === 0x1f).map(([name]) => name);
    const longer = new Map(files).set(
      names[1] ?? "",
      Buffer.concat([files.get(names[1] ?? "") ?? "", Buffer.alloc(10)] as Buffer[]),
    );
    expect((await read(await registry(undefined, longer))).unread).toMatchObject([
      { layer: 1, because: expect.stringMatching(/^it is longer than the \d+ bytes that its manifest says$/) },
    ]);
    const other = new Map(files).set(names[0] ?? "", files.get(names[0] ?? "")?.subarray(0, 50) ?? new Uint8Array());
    expect((await read(await registry(undefined, other))).unread).toMatchObject([{ layer: 0 }]);
  });

  it("is told by one line: what it lacks, that it does not answer, that the name is none", async () => {
    const host = await registry();
    const options = { today: "2026-11-27", env: { DOCKER_CONFIG: home } };
    await expect(readImage(`registry:${host}/acme/api:2`, options)).rejects.toThrow(
      `${host}/acme/api:2: ${host}/acme/api or what was asked of it is not there: manifest unknown`,
    );
    await expect(readImage("registry:127.0.0.1:1/acme/api", options)).rejects.toThrow(
      "127.0.0.1:1/acme/api: 127.0.0.1:1 refuses the connection",
    );
    await expect(readImage("registry:Acme API", options)).rejects.toThrow('"Acme API" is no image\'s name');
    const huge = await registry((_, response) => {
      for (let i = 0; i < 10; i++) response.write(Buffer.alloc(1024 * 1024));
      return !!response.end();
    });
    await expect(read(huge)).rejects.toThrow(/more than 8388608 bytes where little was asked for/);
  });

  it("has mirrors that are asked first, and is asked when they fail", async () => {
    const host = await registry();
    const mirror = await registry();
    const registries = { [host]: { mirrors: [`http://127.0.0.1:1`, `http://${mirror}`] } };
    expect(await read(host, { registries })).toMatchObject(sound);
    expect(new Set(requests.map(({ host }) => host))).toEqual(new Set([mirror]));
    requests.length = 0;
    expect(await read(host, { registries: { [host]: { mirrors: ["http://127.0.0.1:1"] } } })).toMatchObject(sound);
    expect(new Set(requests.map(({ host }) => host))).toEqual(new Set([host]));
  });
});
