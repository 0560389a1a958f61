import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildRequest } from "../io/build/build-request.js";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import { parseImageConfig } from "../models/image/parse-config.js";
import { conditionsOf } from "../models/trial/conditions.js";
import { DRILLS } from "../models/trial/drills.js";
import { type TrialSketch, trialOf } from "../models/trial/sketch.js";
import { dockerArchiveOf } from "../testing/made-image.js";
import { attestations } from "./attest.js";
import { certifyProject } from "./certify.js";

const CONFIG = { User: "10001", Cmd: ["node", "server.js"], ExposedPorts: { "3000/tcp": {} } };
const ARCHIVE = dockerArchiveOf({ layers: [[{ path: "app/server.js", content: "" }]], config: CONFIG });
/** The id that the archive's own manifest gives its configuration. */
const ID = `sha256:${/"Config":"(?:blobs\/sha256\/)?([0-9a-f]{64})/.exec(Buffer.from(ARCHIVE).toString("latin1"))?.[1]}`;

let folder: string;
let engine: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-certify-"));
  for (const [path, text] of Object.entries({
    "api/Dockerfile": 'FROM node:22.1.0\nWORKDIR /app\nCOPY . .\nUSER root\nCMD ["node", "server.js"]\n',
    "api/server.js": "",
    "asks/Dockerfile": "FROM node:22.1.0\n",
    "broken/Dockerfile": "FROM node:22.1.0\nRUN false\n",
    "compose.yaml":
      'services:\n  api: { build: ./api, image: "acme/api:1", expose: ["3000"] }\n  broken: { build: ./broken }\n  asks: { build: ./asks, image: "acme/asks:1", environment: { KEY: "${NOT_GIVEN}" } }\n',
  })) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // An engine of which the image is read.
  engine = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? "");
    response.setHeader("Api-Version", "1.41");
    if (url.endsWith("/_ping")) response.end("OK");
    else if (/\/images\/.*\/json$/.test(url)) response.end(JSON.stringify({ Id: ID, Size: ARCHIVE.length }));
    else if (/\/images\/.*\/get$/.test(url)) response.end(ARCHIVE);
    else response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => engine.listen(join(folder, "engine.sock"), resolve));
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true, force: true });
});

function hostOf(drills: TrialSketch["drills"]): { readonly host: TrialHost; readonly builds: BuildRequest[] } {
  const builds: BuildRequest[] = [];
  return {
    builds,
    host: {
      address: "test",
      platform: async () => "linux/amd64",
      image: async () => ({ ...parseImageConfig({ config: CONFIG, os: "linux", architecture: "amd64" }), id: ID }),
      build: async (request) => {
        if (request.context.endsWith("broken")) throw new UsageError("the build failed: RUN false");
        builds.push(request);
        return ID;
      },
      run: async (plan) => ({ ...trialOf({ ...(drills ? { drills } : {}), conditions: conditionsOf(plan) }), digest: ID }),
    },
  };
}

describe("certify", () => {
  it("joins what was built here with its source: the deepest evidence decides", async () => {
    const { host, builds } = hostOf(Object.fromEntries(DRILLS.map((name) => [name, {}])));
    const env = { DOCKER_HOST: `unix://${join(folder, "engine.sock")}`, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
    const certified = await certifyProject({ cwd: folder, host, env, config: null, noCache: true, services: ["api"] });
    expect(builds).toMatchObject([
      { context: join(folder, "api"), dockerfile: join(folder, "api/Dockerfile"), tag: "acme/api:1" },
    ]);
    const [service] = certified.report.services;
    expect(service?.ship).toEqual({ image: "acme/api:1", shown: true, because: "was built from this tree in this run" });
    const user = service?.items.flatMap(({ rulings }) => rulings).find(({ rule }) => rule === "non-root-user/user");
    // The Dockerfile's words say root; the image is of another user, and so are its processes.
    expect(user).toMatchObject({
      ruling: "yes",
      depth: "trial",
      overruled: [
        { depth: "image", ruling: "yes" },
        { depth: "source", ruling: "no" },
      ],
    });
    expect(certified.report.inspected.depths).toEqual(["source", "image", "trial"]);
    expect(certified.report.trials[0]?.image).toBe("acme/api:1");
    expect(certified.failed).toEqual([]);
    const [certificate = ""] = attestations(certified, null).split("\n");
    expect(JSON.parse(certificate)).toMatchObject({
      subject: [{ name: "acme/api:1", digest: { sha256: ID.slice(7) } }],
      predicate: { service: "api", depths: ["source", "image", "trial"], database: null, trial: { deployed: true } },
    });
    expect(JSON.parse(certificate).predicate.items).toHaveLength(12);
  });

  it("names what could not be built or tried, and judges the rest", async () => {
    const { host } = hostOf({ start: {} });
    const env = { DOCKER_HOST: `unix://${join(folder, "engine.sock")}`, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
    const certified = await certifyProject({ cwd: folder, host, env, config: null, noCache: true });
    expect(certified.failed).toEqual([
      "broken could not be built: the build failed: RUN false",
      expect.stringContaining("asks could not be tried: give a value to NOT_GIVEN"),
    ]);
    expect(certified.report.services.map(({ name }) => name).sort()).toEqual(["api", "asks", "broken"]);
    expect(certified.images.map(({ service, trial }) => [service, trial !== null])).toEqual([
      ["api", true],
      ["asks", false],
    ]);
    expect(JSON.parse(attestations(certified, null).split("\n")[2] ?? "").predicate).toMatchObject({
      service: "asks",
      depths: ["source", "image"],
      trial: null,
    });
  });

  it("builds with what Compose says of the build, others' contexts first, and names what it does not give a build", async () => {
    const root = join(folder, "inputs");
    for (const [path, text] of Object.entries({
      "web/Dockerfile": "FROM node:22.1.0\n",
      "base/Dockerfile": "FROM node:22.1.0\n",
      token: "hush",
      "compose.yaml": `services:
  web:
    build: {context: ./web, secrets: [npm], additional_contexts: {base: "service:base"}, tags: [other]}
  base: { build: ./base }
  wide: { build: {context: ., dockerfile_inline: FROM scratch, network: host} }
secrets: { npm: { file: ./token } }
`,
    })) {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { host, builds } = hostOf({});
    const env = { DOCKER_HOST: `unix://${join(folder, "engine.sock")}`, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
    const certified = await certifyProject({ cwd: root, host, env, config: null, noCache: true });
    expect(builds.map(({ tag }) => tag)).toEqual(["inputs-base:latest", "inputs-web:latest"]);
    expect(builds[1]?.inputs).toMatchObject({
      secrets: [{ id: "npm", value: "hush" }],
      contexts: new Map([["base", "docker-image://inputs-base:latest"]]),
    });
    expect(certified.notes).toContain("web is built without `tags`");
    expect(certified.failed).toContain(
      "wide could not be built: its build asks for the network of this machine, which a build is not given here",
    );
  });

  it("refuses a tag that became another image meanwhile", async () => {
    const { host } = hostOf({});
    const env = { DOCKER_HOST: `unix://${join(folder, "engine.sock")}`, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") };
    const other: TrialHost = { ...host, build: async () => `sha256:${"9".repeat(64)}` };
    await expect(
      certifyProject({ cwd: folder, host: other, env, config: null, noCache: true, services: ["api"] }),
    ).rejects.toThrow("somebody else builds it, too");
  });
});
