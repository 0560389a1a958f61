import { afterEach, describe, expect, it } from "vitest";
import type { PlannedContainer, TrialPlan } from "../../models/trial/plan.js";
import { type FakeAnswer, type FakeEngine, type FakeQuestion, fakeEngine } from "../../testing/fake-engine.js";
import { LONGEST_RUN, thisProcess } from "./owner.js";
import { Run } from "./run.js";

let fake: FakeEngine;
afterEach(() => fake.close());

const never = new AbortController().signal;
const APP: PlannedContainer = {
  ...{ name: "app", aliases: [], image: "example/app", entrypoint: null, command: null, environment: new Map() },
  ...{ user: null, workingDir: null, healthcheck: null, files: [], volumes: [], tmpfs: [], init: false, stopSignal: null },
  ...{ stopGraceMs: null, capAdd: [], readOnly: false, sysctls: new Map(), shmBytes: null, after: [] },
};
const PLAN: TrialPlan = {
  ...{ from: [], service: null, app: APP, dependencies: [], ports: [8080], http: null, canaries: [], outside: false },
  limits: { memoryBytes: 2 ** 28, pids: 64, cpus: 1, readyMs: 1_000, diskBytes: 2 ** 30 },
  ...{ drills: ["start"], build: null },
};

async function open(
  answer: (question: FakeQuestion) => FakeAnswer | undefined,
  plan: Partial<TrialPlan> = {},
  api?: string,
): Promise<Run> {
  fake = await fakeEngine(answer, api);
  return Run.open(fake.engine, { ...PLAN, ...plan }, never);
}
const asked = (what: RegExp) => fake.questions.filter((question) => what.test(question.what));

describe("a run", () => {
  it("gives a container no right, no place of the host and no way out", async () => {
    const run = await open(() => undefined);
    await (await run.shared()).app({ readOnly: true, tmpfs: [{ path: "/tmp", options: "uid=5" }] });
    expect(asked(/networks\/create/)[0]?.body).toMatchObject({ Internal: true });
    const [creation] = asked(/containers\/create/);
    expect(creation?.body).toMatchObject({
      HostConfig: {
        CapDrop: ["ALL"],
        CapAdd: [],
        ReadonlyRootfs: true,
        SecurityOpt: ["no-new-privileges"],
        Memory: 2 ** 28,
        MemorySwap: 2 ** 28,
        PidsLimit: 64,
        NanoCpus: 1e9,
        Tmpfs: { "/tmp": "uid=5" },
        Mounts: [],
        LogConfig: { Type: "json-file", Config: { "max-size": "16m", "max-file": "2" } },
      },
    });
    const { HostConfig = {} } = (creation?.body ?? {}) as { HostConfig?: Record<string, unknown> };
    expect(Object.keys(HostConfig).filter((key) => /privileged|binds|devices|pidmode|ipc|userns|cgroup/i.test(key))).toEqual([]);
    expect(String(HostConfig.NetworkMode)).toMatch(/^seaworthy-[0-9a-f]{12}-1-net$/);
    await run.close();
  });

  it("has Podman take what Docker takes: no places to write but those that are asked for, no entry point where there is none", async () => {
    fake = await fakeEngine(({ what }) =>
      /libpod\/images/.test(what) ? { Id: "f".repeat(64), Os: "linux", Architecture: "amd64" } : undefined,
    );
    const plan = { ...PLAN, app: { ...APP, volumes: ["/var/tmp"], entrypoint: [] } };
    const run = await Run.open({ ...fake.engine, kind: "podman" }, plan, never);
    const around = await run.shared();
    await around.app({ readOnly: true, tmpfs: [{ path: "/tmp", options: "uid=5" }] });
    await around.app();
    expect(asked(/containers\/create/).map(({ body }) => (body as { HostConfig: { Tmpfs: object } }).HostConfig.Tmpfs)).toEqual([
      { "/run": "ro", "/tmp": "uid=5,notmpcopyup" },
      {},
    ]);
    expect(asked(/containers\/create/)[0]?.body).toMatchObject({ Entrypoint: [""] });
    await run.close();
  });

  it("removes a helper that could not be started, at once", async () => {
    const run = await open(({ what }) =>
      /^POST \/containers\/[0-9a-f]+\/start$/.test(what) ? new Error("it has ended") : undefined,
    );
    const container = await (await run.shared()).createApp();
    await expect(container.look()).rejects.toThrow();
    expect(asked(/^DELETE \/containers/)).toHaveLength(1);
    await run.close();
  });

  const XFS = { OSType: "linux", Architecture: "x86_64", Driver: "overlay2", DriverStatus: [["Backing Filesystem", "xfs"]] };
  const quotas = () =>
    asked(/containers\/create/).map(({ body }) => (body as { HostConfig: { StorageOpt?: object } }).HostConfig.StorageOpt);

  it("asks for a quota where the storage driver may have one", async () => {
    const run = await open(({ what }) => (what === "GET /info" ? XFS : undefined));
    await (await run.shared()).app();
    expect(quotas()).toEqual([{ size: String(2 ** 31) }]);
    await run.close();
  });

  it("does without a quota where the engine knows none", async () => {
    const why = "--storage-opt is supported only for overlay over xfs with 'pquota' mount option";
    const run = await open(({ what, body }) => {
      if (what === "GET /info") return XFS;
      return what === "POST /containers/create" && JSON.stringify(body).includes("StorageOpt") ? new Error(why) : undefined;
    });
    const around = await run.shared();
    await around.app();
    await around.app();
    expect(quotas()).toEqual([{ size: String(2 ** 31) }, undefined, undefined]);
    await run.close();
  });

  it("tells a newer engine how often to ask while the service starts", async () => {
    const health = { interval: 500, timeout: 1_000, retries: 2, startPeriod: 60_000 };
    const run = await open(() => undefined, {}, "1.52");
    await (await run.shared()).app({ health });
    expect(asked(/containers\/create/)[0]?.body).toMatchObject({
      Healthcheck: { Interval: 5e8, StartInterval: 5e8, Retries: 2 },
    });
    await run.close();
    await fake.close();
    const older = await open(() => undefined, {}, "1.43");
    await (await older.shared()).app({ health });
    expect(asked(/containers\/create/)[0]?.body).not.toHaveProperty("Healthcheck.StartInterval");
    await older.close();
  });

  it("names an engine that is too old", async () => {
    await expect(open(() => undefined, {}, "1.39")).rejects.toThrow(/speaks API 1\.39: a trial needs 1\.40/);
  });

  it("removes what it made and nothing else, also where a creation failed half-way", async () => {
    let mine: Record<string, string> = {};
    let gone = false;
    const run = await open(({ what, body }) => {
      if (what === "POST /networks/create") {
        mine = (body as { Labels: Record<string, string> }).Labels;
        return { Id: "n" };
      }
      if (what === "POST /containers/create") return 500;
      if (what.startsWith("DELETE /containers")) {
        gone = true;
        return 204;
      }
      if (what === "GET /containers/json" && !gone)
        return [
          { Id: "a".repeat(64), Labels: mine, Created: 0 },
          { Id: "b".repeat(64), Labels: {}, Created: 0 },
          { Id: "c".repeat(64), Labels: { "seaworthy.run": "another" }, Created: Date.now() / 1000 },
          { Id: "d".repeat(64), Labels: null },
          "nonsense",
        ];
      return undefined;
    });
    await expect((await run.shared()).app()).rejects.toThrow("no: 500");
    expect(await run.close()).toEqual([]);
    expect(asked(/^DELETE/).map(({ what }) => what)).toEqual([`DELETE /containers/${"a".repeat(64)}`]);
    expect([...(asked(/^DELETE/)[0]?.query ?? [])]).toEqual([
      ["force", "true"],
      ["v", "true"],
    ]);
  });

  it("makes nothing any more once it is closed", async () => {
    const run = await open(() => undefined);
    const around = await run.shared();
    await run.close();
    await expect(around.app()).rejects.toThrow("the run is over");
  });

  it("says what could not be removed, and does not throw", async () => {
    let mine: Record<string, string> = {};
    const run = await open(({ what, body }) => {
      if (what === "POST /networks/create") mine = (body as { Labels: Record<string, string> }).Labels;
      if (what.startsWith("DELETE")) return 409;
      if (what === "GET /containers/json") return [{ Id: "e".repeat(64), Labels: mine, Created: 0 }];
      return undefined;
    });
    await run.shared();
    expect(await run.close()).toEqual([`container ${"e".repeat(64)}: no: 409`]);
    await fake.close();
    const lost = await open(({ what }) => (what === "GET /networks" ? 500 : undefined)).catch((error: Error) => error);
    expect(String(lost)).toContain("no: 500");
  });

  it("sweeps what dead runs left, by process and by age, and leaves what may live", async () => {
    const self = thisProcess();
    const now = Date.now() / 1000;
    const owned = (id: string, owner: object | string, created = now) => ({
      Id: id.repeat(64),
      Created: created,
      Labels: { "seaworthy.run": id, "seaworthy.owner": typeof owner === "string" ? owner : JSON.stringify(owner) },
    });
    const all = [
      owned("1", { ...self, pid: 2 ** 22 + 1 }),
      owned("2", self),
      owned("3", { ...self, host: "elsewhere", pid: 2 ** 22 + 1 }),
      owned("4", { ...self, host: "elsewhere" }, now - LONGEST_RUN / 1000 - 60),
      owned("5", "nonsense"),
      { Id: "6".repeat(64), Created: 0, Labels: { other: "x" } },
    ];
    const removed = new Set<string>();
    const run = await open(({ what }) => {
      const [, id] = /^DELETE \/containers\/(.*)$/.exec(what) ?? [];
      if (id) removed.add(id);
      return what === "GET /containers/json" ? all.filter(({ Id }) => !removed.has(Id)) : undefined;
    });
    expect([...removed].map((id) => id[0]).sort()).toEqual(["1", "4"]);
    await run.close();
    expect(removed.size).toBe(2);
  });

  it("takes nothing that an engine or a container says for what it should be", async () => {
    const run = await open(({ what }) => {
      if (what === "GET /events") return `{"Action":"die"\nnull\n[]\n{"timeNano":"x"}\n${"x".repeat(1000)}\n`;
      if (/^GET \/containers\/[0-9a-f]+\/json$/.test(what))
        return {
          State: { Running: "yes", ExitCode: "1", Health: [], StartedAt: 7 },
          Mounts: {},
          NetworkSettings: { Networks: 5 },
        };
      if (/\/changes$/.test(what)) return [{ Path: 5, Kind: 0 }, { Path: "/a", Kind: 9 }, null, { Path: "/b", Kind: 1 }];
      if (/\/logs$/.test(what)) return "these are no frames, and not few of them";
      if (/\/archive$/.test(what)) return "x";
      return undefined;
    });
    const container = await (await run.shared()).app();
    expect(await container.state()).toMatchObject({ running: false, exitCode: 0, health: null, startedAt: null, volumes: [] });
    expect(await container.changes()).toEqual([{ path: "/b", how: "added" }]);
    expect(await container.logs()).toEqual({ lines: [], cut: false });
    expect([await container.stat("/a"), await container.folder("/a")]).toEqual([null, null]);
    expect(container.moments()).toEqual([]);
    await expect(container.ip()).rejects.toThrow("has no address");
    await expect(container.until(["die"], 50)).rejects.toThrow("the engine's events ended");
    await run.close();
  });

  it("gives up a creation that has no id", async () => {
    const run = await open(({ what }) => (what === "POST /containers/create" ? { Id: "../../etc" } : undefined));
    await expect((await run.shared()).app()).rejects.toThrow("without an id");
    await run.close();
  });
});
