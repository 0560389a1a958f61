import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import { parseImageConfig } from "../models/image/parse-config.js";
import { conditionsOf } from "../models/trial/conditions.js";
import type { TrialPlan } from "../models/trial/plan.js";
import { type TrialSketch, trialOf } from "../models/trial/sketch.js";
import { trialAndJudge } from "./trial.js";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-trial-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** An engine that has these images, and whose containers do as the sketch says. */
function hostOf(images: Readonly<Record<string, object>>, drills: TrialSketch["drills"] = {}) {
  const plans: TrialPlan[] = [];
  const host: TrialHost = {
    platform: async () => "linux/amd64",
    address: "test",
    image: async (name) => {
      const config = images[name];
      if (!config) throw new UsageError(`the engine at test has no image ${name}: build it or pull it first`);
      return { ...parseImageConfig({ config, os: "linux", architecture: "amd64" }), id: `sha256:${"b".repeat(64)}` };
    },
    build: async () => {
      throw new UsageError("nothing is built here");
    },
    run: async (plan, { signal }) => {
      signal?.throwIfAborted();
      plans.push(plan);
      const conditions = conditionsOf(plan);
      return { ...trialOf({ ...(drills ? { drills } : {}), conditions }), image: plan.app.image };
    },
  };
  return { host, plans };
}

const COMPOSE = `
services:
  api: { image: "acme/api:1", expose: ["3000"], depends_on: [db], environment: { TOKEN: "\${API_TOKEN}" } }
  db: { image: "postgres:15" }
  built: { build: . }
`;

describe("a trial", () => {
  it("of an image judges what was tried of it, and nothing else", async () => {
    const { host, plans } = hostOf(
      { "acme/api:1": { ExposedPorts: { "80/tcp": {} } } },
      { stop: { stops: [{ exitCode: 1 }] }, identity: {} },
    );
    const done = await trialAndJudge("acme/api:1", { cwd: folderWith({}), host, config: null });
    expect(plans[0]).toMatchObject({ service: null, ports: [80], outside: false });
    expect(plans[0]?.drills).toContain("rebuild");
    expect(done.report.inspected).toMatchObject({ depths: ["trial"], engine: "docker 29.0.0 (linux/amd64)" });
    const [service] = done.report.services;
    expect(service?.name).toBe("acme/api:1");
    expect(service?.items.map(({ item, verdict, depth }) => `${item} ${verdict} ${depth}`)).toEqual([
      "non-root-user met trial",
      "graceful-shutdown unmet trial",
    ]);
  });

  it("of a service runs it as Compose does, with the caller's variables and what the config adds", async () => {
    const files = {
      "compose.yaml": COMPOSE,
      Dockerfile: "FROM scratch\n",
      "seaworthy.yaml": "trial:\n  services:\n    api: { slow: GET /report }\n",
    };
    const cwd = folderWith(files);
    const { host, plans } = hostOf({ "acme/api:1": {} }, { stop: {} });
    const done = await trialAndJudge("api", { cwd, host, env: { API_TOKEN: "t", PATH: "" } });
    expect(plans[0]).toMatchObject({
      service: "api",
      from: ["compose.yaml", "seaworthy.yaml"],
      http: { port: 3000, slow: { method: "GET", path: "/report" } },
    });
    expect(plans[0]?.app.environment.get("TOKEN")).toBe("t");
    expect(plans[0]?.dependencies.map(({ name }) => name)).toEqual(["db"]);
    expect(done.report.services.map(({ name }) => name)).toEqual(["api"]);
    expect(done.report.trials[0]).toMatchObject({ service: "api", conditions: { deployed: true } });
    // A `.env` beside the file is read as Compose reads it, also where git ignores it.
    writeFileSync(join(cwd, ".env"), "API_TOKEN=from-the-file\n");
    await trialAndJudge("api", { cwd, host, env: { PATH: "" } });
    expect(plans[1]?.app.environment.get("TOKEN")).toBe("from-the-file");
  });

  it("asks in one line for what is missing", async () => {
    const cwd = folderWith({ "compose.yaml": COMPOSE, Dockerfile: "FROM scratch\n" });
    const { host, plans } = hostOf({ "acme/api:1": {} });
    const told = (named: string, more = {}) =>
      trialAndJudge(named, { cwd, host, env: { PATH: "" }, config: null, ...more }).then(
        () => "",
        (error: unknown) => (error instanceof UsageError ? error.message : String(error)),
      );
    expect(await told("api")).toContain("give a value to API_TOKEN");
    expect(await told("built")).toContain("built has no `image:` that the engine could know it by");
    expect(await told("built", { image: "acme/api:1" })).toBe("");
    expect(await told("acme/none:1")).toBe("the engine at test has no image acme/none:1: build it or pull it first");
    expect(await told("acme/api:1", { drills: ["stopp"] })).toContain("no drill is named stopp: there are start, identity");
    expect(plans).toHaveLength(1);
  });

  it("does what the asked rules look at, what is named, or what is quick", async () => {
    const cwd = folderWith({});
    const { host, plans } = hostOf({ a: {} });
    await trialAndJudge("a", { cwd, host, config: null, only: ["graceful-shutdown"] });
    await trialAndJudge("a", { cwd, host, config: null, drills: ["logs"] });
    await trialAndJudge("a", { cwd, host, config: null, quick: true });
    expect(plans.map(({ drills }) => drills.join(" "))).toEqual([
      "start stop zombies",
      "start logs",
      "start identity read-only stop logs canaries",
    ]);
  });

  it("ends with the reason of the signal", async () => {
    const { host } = hostOf({ a: {} });
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(trialAndJudge("a", { cwd: folderWith({}), host, config: null, signal })).rejects.toThrow("enough");
  });
});
