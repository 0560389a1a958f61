import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { configOf, dockerArchiveOf, layerTar, type MadeImage, sha256 } from "../../testing/made-image.js";
import { type ReadImageOptions, readImage } from "./read-image.js";

const IMAGE: MadeImage = {
  layers: [[{ path: "etc/os-release", content: "ID=alpine\n" }], [{ path: "app/data", content: "x".repeat(300_000) }]],
  config: { User: "app" },
};
const ID = sha256(configOf(IMAGE));
const layerId = (i: number) => `sha256:${sha256(layerTar(IMAGE.layers[i] ?? []))}`;

let root: string;
let servers: Server[];
let asked: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
  servers = [];
  asked = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  rmSync(root, { recursive: true, force: true });
});

interface Fake {
  readonly headers?: Record<string, string>;
  readonly archive?: (response: ServerResponse) => void;
  readonly listen?: string | number;
  readonly bases?: boolean;
}

/** An engine that holds one image, as acme/api:1; gives the address for DOCKER_HOST. */
async function engine({
  headers = { "Api-Version": "1.41" },
  archive,
  bases = false,
  listen = join(root, "engine.sock"),
}: Fake = {}): Promise<string> {
  const server = createServer((request, response) => {
    const [path = "", query = ""] = (request.url ?? "").split("?");
    asked.push(path + (query === "" ? "" : `?${query}`));
    if (path === "/_ping") response.writeHead(200, headers).end("OK");
    else if (/\/images\/acme\/api%3A1\/json$/.test(path)) response.end(JSON.stringify({ Id: `sha256:${ID}`, Size: 300_010 }));
    else if (path.endsWith(`/images/${ID}/get`)) archive ? archive(response) : response.end(dockerArchiveOf(IMAGE));
    else if (bases && path.endsWith("/images/json"))
      response.end(
        JSON.stringify([
          { Id: `sha256:${"b".repeat(64)}`, RepoTags: ["alpine:3.20"] },
          { Id: "sha256:x", RepoTags: null },
        ]),
      );
    else if (bases && path.endsWith(`/images/${"b".repeat(64)}/json`))
      response.end(JSON.stringify({ RootFS: { Layers: [layerId(0)] }, RepoDigests: [`alpine@sha256:${"d".repeat(64)}`] }));
    else response.writeHead(404).end('{"message":"No such image"}');
  });
  await new Promise<void>((resolve) =>
    typeof listen === "number" ? server.listen(listen, "127.0.0.1", resolve) : server.listen(listen, resolve),
  );
  servers.push(server);
  const address = server.address();
  return typeof address === "string" ? `unix://${address}` : `tcp://127.0.0.1:${(address as AddressInfo).port}`;
}

const read = (name: string, host: string, options: Partial<ReadImageOptions> = {}) =>
  readImage(name, {
    today: "2026-11-27",
    env: { DOCKER_HOST: host, CONTAINER_HOST: host, HOME: root, DOCKER_CONFIG: root },
    ...options,
  });
const sound = {
  unread: [],
  form: "docker",
  digest: `sha256:${ID}`,
  config: { user: "app" },
  os: { id: "alpine" },
  layers: [{}, { bytes: 300_000 }],
};

describe("an engine", () => {
  it("gives an image over its socket, by its name with and without a prefix", async () => {
    const host = await engine();
    expect(await read("docker:acme/api:1", host)).toMatchObject(sound);
    expect(await read("acme/api:1", host)).toMatchObject(sound);
    expect(asked.slice(0, 3)).toEqual(["/_ping", "/v1.41/images/acme/api%3A1/json", `/v1.41/images/${ID}/get`]);
  });

  it("gives an image over TCP, and is spoken to in no newer version than is known", async () => {
    expect(await read("docker:acme/api:1", await engine({ listen: 0, headers: { "Api-Version": "1.99" } }))).toMatchObject(sound);
    expect(asked).toContain("/v1.51/images/acme/api%3A1/json");
  });

  it("may be Podman, which has names of its own for everything", async () => {
    const host = await engine({ headers: { "Api-Version": "1.41", "Libpod-Api-Version": "4.3.1" } });
    for (const name of ["podman:acme/api:1", "acme/api:1"]) expect(await read(name, host)).toMatchObject(sound);
    expect(asked.slice(0, 3)).toEqual([
      "/_ping",
      "/v4.3.1/libpod/images/acme/api%3A1/json",
      `/v4.3.1/libpod/images/${ID}/get?format=docker-archive`,
    ]);
  });

  it("is asked what an image is, and exports none that is known", async () => {
    const host = await engine();
    const cache = join(root, "cache/seaworthy");
    const first = await read("acme/api:1", host, { cache });
    asked.length = 0;
    const second = await read("acme/api:1", host, { cache });
    expect(asked).toEqual(["/_ping", "/v1.41/images/acme/api%3A1/json"]);
    expect(second).toMatchObject(sound);
    expect([...second.files.entries()]).toEqual([...first.files.entries()]);
    // Another file is wanted: the layer that holds it is read, and the export is asked for once more.
    expect((await read("acme/api:1", host, { cache, wanted: ["/app/*"] })).content("/app/data")?.length).toBe(300_000);
    expect(asked.filter((path) => path.includes("/get"))).toHaveLength(1);
  });

  it("shows the base of an image where it has it", async () => {
    const host = await engine({ bases: true });
    const base = { reference: "alpine:3.20", digest: `sha256:${"d".repeat(64)}`, layers: 1, by: "diff ids" };
    const cache = join(root, "cache/seaworthy");
    for (let run = 0; run < 2; run++)
      expect(await read("acme/api:1", host, { cache })).toMatchObject({
        ...sound,
        base,
        layers: [{ fromBase: true }, { fromBase: false }],
      });
    expect(asked.filter((path) => path.endsWith("/images/json"))).toHaveLength(1);
  });

  it("may break off, or send something else", async () => {
    const half = await engine({
      archive: (response) => {
        response.write(dockerArchiveOf(IMAGE).subarray(0, 100_000), () => response.destroy());
      },
    });
    await expect(read("acme/api:1", half)).rejects.toThrow(`acme/api:1: the engine at ${half} broke its export off`);
    await expect(
      read("acme/api:1", await engine({ listen: 0, archive: (response) => response.end("no archive".repeat(100)) })),
    ).rejects.toThrow(/^acme\/api:1: a (?:header|number)/);
  });

  it("is told by one line: that it has no such image, that none answers, that it may not be used", async () => {
    const host = await engine();
    await expect(read("docker:acme/other", host)).rejects.toThrow(
      `acme/other is not in the engine at ${host}: pull or build it, or name it registry:acme/other to ask its registry`,
    );
    await expect(read("docker:acme/api:1", "unix:///nowhere/engine.sock")).rejects.toThrow(
      "acme/api:1: no engine answers (unix:///nowhere/engine.sock (DOCKER_HOST) is not there): start Docker or Podman, name a file (docker save), or registry:acme/api:1 to ask its registry",
    );
    await expect(read("acme/api:1", "tcp://127.0.0.1:1")).rejects.toThrow(
      /is no file or folder here, and no engine answers .*nobody listens/,
    );
    await expect(read("docker:No Name", host)).rejects.toThrow(/is no image's name/);
    await expect(read("./image.tar", host)).rejects.toThrow("./image.tar is not there");
    expect(asked.filter((path) => path.includes("image.tar"))).toEqual([]);
  });
});
