import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import type { Engine } from "../../src/io/engine/find-engine.js";
import { thisProcess } from "../../src/io/trial/owner.js";
import { Run } from "../../src/io/trial/run.js";
import { runTrial } from "../../src/io/trial/run-trial.js";
import type { TrialContainer } from "../../src/io/trial/trial-container.js";
import type { DrillName } from "../../src/models/trial/drills.js";
import type { PlannedContainer, TrialPlan } from "../../src/models/trial/plan.js";
import { planned, planOf } from "./fixtures/plan-of.js";
import { nodeImage } from "./node-image.js";
import { isMissing, removeScratch, scratch, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

const running = await trialEngine();
const image = isMissing(running) ? running : await nodeImage(running.engine);
afterAll(async () => {
  if (!isMissing(image)) await image.remove();
  if (!isMissing(running)) await running.stop();
  removeScratch();
}, 120_000);

const LONG = 300_000;
const never = new AbortController().signal;
const SERVER = `require("http").createServer((q, w) => w.end("ok")).listen(8080, () => console.log('{"msg":"up"}'))`;
const DRAINS = `;process.on("SIGTERM", () => process.exit(0))`;

describe.skipIf(isMissing(image))(title("runs on an engine", image), () => {
  const { engine } = running as { engine: Engine };
  const { name } = image as { name: string };
  const app = (code: string, parts: Partial<PlannedContainer> = {}) => planned({ image: name, command: ["-e", code], ...parts });
  const plan = (code: string, drills: readonly DrillName[] = ["start"], parts: Partial<PlannedContainer> = {}): TrialPlan =>
    planOf(drills, app(code, parts), {
      limits: { memoryBytes: 2 ** 28, pids: 64, cpus: 1, readyMs: 60_000, diskBytes: 2 ** 30 },
    });
  const trial = (of: TrialPlan, signal = never) => runTrial(of, { engine, env: process.env, tool: "0.0.0", signal });
  /** The names of what bears a run's label; null: any run's. */
  const left = async (run: string | null): Promise<string[]> => {
    const filters = JSON.stringify({ label: [run === null ? "seaworthy.run" : `seaworthy.run=${run}`] });
    const containers = (await engine.client.json("GET", "/containers/json", { query: { all: true, filters } })) as {
      Id: string;
    }[];
    const networks = (await engine.client.json("GET", "/networks", { query: { filters } })) as { Id: string }[];
    const volumes = (await engine.client.json("GET", "/volumes", { query: { filters } })) as {
      Volumes: { Name: string }[] | null;
    };
    const images = (await engine.client.json("GET", "/images/json", { query: { filters } })) as { Id: string }[];
    return [...containers, ...networks, ...images].map(({ Id }) => Id).concat((volumes.Volumes ?? []).map(({ Name }) => Name));
  };
  /** Runs something with a container that is up, and sees to it that nothing is left. */
  const withContainer = async (
    code: string,
    use: (container: TrialContainer, run: Run) => Promise<void>,
    parts: Partial<PlannedContainer> = {},
    over: Engine = engine,
  ): Promise<void> => {
    const run = await Run.open(over, plan(code, ["start"], parts), never);
    try {
      const container = await (await run.shared()).app();
      await use(container, run);
    } finally {
      expect(await run.close()).toEqual([]);
    }
    expect(await left(run.labels["seaworthy.run"] ?? "")).toEqual([]);
  };
  const up = async (container: TrialContainer) =>
    expect(await container.ready(8080, { limitMs: 60_000, health: false })).toMatchObject({ ready: true, by: "port" });

  it("sees a container from within, freezes all of it, and makes orphans in it", { timeout: LONG }, async () => {
    const code = `require("child_process").spawn("node", ["-e", "setInterval(() => {}, 1000)"]);${SERVER}`;
    await withContainer(code, async (container) => {
      await up(container);
      const states = async () => (await container.look()).processes.filter(({ visitor }) => !visitor).map(({ state }) => state);
      const { processes, listeners } = await container.look();
      expect(processes.filter(({ visitor }) => !visitor)).toHaveLength(2);
      expect(processes[0]).toMatchObject({ pid: 1, name: "node", uids: [1000, 1000, 1000, 1000], effective: [], bounding: [] });
      expect(processes[0]).toMatchObject({ noNewPrivileges: true });
      expect(listeners.map(({ port }) => port)).toEqual([8080]);
      await container.freeze();
      expect(await states()).toEqual(["T", "T"]);
      await container.thaw();
      expect(await states()).not.toContain("T");
      expect(await container.makeOrphans(3)).toBe(3);
      await expect.poll(async () => (await states()).filter((state) => state === "Z").length, { timeout: 20_000 }).toBe(3);
    });
  });

  it("reaches a port from within where its address means nothing", { timeout: LONG }, async () => {
    const far = { ...engine, address: "tcp://far.example:2375" };
    const use = async (container: TrialContainer) => {
      await up(container);
      const connection = await container.connect(8080);
      connection.end("GET / HTTP/1.0\r\n\r\n");
      let answer = "";
      for await (const bytes of connection) answer += bytes;
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*ok$/);
      await expect(container.connect(8081)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    };
    await withContainer(SERVER, use, {}, far);
  });

  it("puts files where they are planned, beside what the image has there", { timeout: LONG }, async () => {
    const file = (path: string, text: string) => ({ path, content: Buffer.from(text), mode: 0o444 });
    const code = `const {readFileSync, readdirSync} = require("fs");
      console.log(readFileSync("/run/secrets/key", "utf8"), readFileSync("/app/more.json", "utf8"), readdirSync("/app").join());
      try { require("fs").writeFileSync("/run/secrets/other", "x") } catch (error) { console.log(error.code) }`;
    const files = [file("/run/secrets/key", "planted"), file("/app/more.json", "{}")];
    await withContainer(
      code,
      async (container) => {
        await container.until(["die"], 60_000);
        expect((await container.logs()).lines.map(({ text }) => text)).toEqual(["planted {} more.json,settings.json", "EROFS"]);
      },
      { files },
    );
  });

  it("is not held up by one that floods its log, forks without end and refuses to end", { timeout: LONG }, async () => {
    const code = `process.on("SIGTERM", () => {}); const {spawn} = require("child_process");
      const line = "x".repeat(60000) + "\\n"; const flood = () => process.stdout.write(line, () => setImmediate(flood)); flood();
      setInterval(() => { try { spawn("node", ["-e", "setInterval(() => {}, 1000)"]).on("error", () => {}) } catch {} }, 20);`;
    await withContainer(code, async (container) => {
      await expect.poll(async () => (await container.logs()).cut, { timeout: 120_000, interval: 500 }).toBe(true);
      const { lines } = await container.logs();
      expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(8 * 2 ** 20);
      await container.stop(1_000);
      expect((await container.state()).exitCode).toBe(137);
    });
  });

  const writer = (path: string, parts: Partial<PlannedContainer> = {}, afterMs = 0): TrialPlan => {
    const code = `const file = require("fs").openSync("${path}/big", "a"); const bytes = Buffer.alloc(8 << 20, 1);
      setTimeout(() => setInterval(() => require("fs").writeSync(file, bytes), 20), ${afterMs});${DRAINS}`;
    const limits = { memoryBytes: 2 ** 28, pids: 64, cpus: 1, readyMs: 20_000, diskBytes: 64 << 20 };
    return planOf(["start", "logs"], app(code, parts), { http: null, limits });
  };
  const ENDED = { ran: false, reason: "failed", because: "the service wrote more than 64 MB to disk, and was ended" };

  it.each([
    ["its layer, from the start", writer("", { user: "0:0" })],
    ["its layer, later", writer("", { user: "0:0" }, 3_500)],
    ["a volume", writer("/data", { volumes: ["/data"], user: "0:0" })],
  ])("ends one that writes to %s without an end, and says so", { timeout: LONG }, async (_, of) => {
    const { drills } = await trial(of);
    expect(drills.logs).toEqual(ENDED);
  });

  it("does not fall over one that answers without an end", { timeout: LONG }, async () => {
    const code = `const bytes = Buffer.alloc(1 << 20, "x"); require("http").createServer((q, w) => {
      const more = () => { while (w.write(bytes)); }; w.on("drain", more); more(); }).listen(8080)${DRAINS}`;
    const before = process.memoryUsage().rss;
    let most = 0;
    const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
    const limits = { memoryBytes: 2 ** 28, pids: 64, cpus: 1, readyMs: 3_000, diskBytes: 2 ** 30 };
    const { drills } = await trial(planOf(["start"], app(code), { limits }));
    clearInterval(timer);
    expect(drills.start).toMatchObject({ runs: [{ ready: false, exchanges: [{ outcome: "timeout" }] }, {}] });
    expect(most - before).toBeLessThan(256 << 20);
  });

  it("says of one that never answers that it did not come up", { timeout: LONG }, async () => {
    const silent = plan(`require("net").createServer(() => {}).listen(8080)`);
    const { drills } = await trial({ ...silent, limits: { ...silent.limits, readyMs: 3_000 } });
    expect(drills.start).toMatchObject({ ran: true, runs: [{ ready: false }, { ready: false }] });
    expect(drills.capabilities).toMatchObject({ ran: false, reason: "not asked" });
  });

  it("says what the engine said of a program that is not there", { timeout: LONG }, async () => {
    const { drills } = await trial(planOf(["start"], planned({ image: name, entrypoint: ["/no/such/program"], command: [] })));
    const [first] = drills.start.ran ? drills.start.runs : [];
    expect(first).toMatchObject({ ready: false, exitCode: 127 });
    expect(first?.lastWords.join()).toContain("/no/such/program");
  });

  it("finds the smallest set of capabilities, and the run with a read-only root that works with it", {
    timeout: LONG,
  }, async () => {
    const code = `require("fs").chownSync("/tmp", 1000, 1000); process.setgroups([]); process.setgid(1000); process.setuid(1000);
      require("fs").writeFileSync("/tmp/x", "x");${SERVER}${DRAINS}`;
    const tmpfs = [{ path: "/tmp", options: "mode=755" }];
    const { drills, hardened } = await trial(plan(code, ["start", "capabilities", "read-only"], { user: "0:0", tmpfs }));
    expect(drills.capabilities).toMatchObject({ ran: true, runs: [{ needed: ["CHOWN", "SETGID", "SETUID"] }] });
    expect(hardened).toMatchObject({ user: "0:0", capAdd: ["CHOWN", "SETGID", "SETUID"], tmpfs });
    expect(hardened?.command).toContain("--read-only --tmpfs /tmp:mode=755 --cap-drop ALL --cap-add CHOWN");
  });

  it("tells one that rewrites its own image", { timeout: LONG }, async () => {
    const code = `require("fs").writeFileSync("/app/settings.json", "{}");${SERVER}${DRAINS}`;
    const { drills } = await trial(plan(code, ["start", "read-only"]));
    expect(drills["read-only"]).toMatchObject({ ran: true, runs: [{ tmpfs: null, rewrites: ["/app/settings.json"] }, {}] });
  });

  it("leaves nothing when it is ended in the middle", { timeout: LONG }, async () => {
    const stop = new AbortController();
    const ended = trial(plan(SERVER, ["start", "stop", "read-only", "health"]), stop.signal);
    setTimeout(() => stop.abort(new Error("called off")), 2_500);
    await expect(ended).rejects.toThrow("called off");
    const filters = JSON.stringify({ label: [`seaworthy.owner=${JSON.stringify(thisProcess())}`] });
    for (const path of ["/containers/json", "/networks"])
      expect(await engine.client.json("GET", path, { query: { all: true, filters } })).toEqual([]);
  });

  it("sweeps what a killed run left, beside one that lives, and two trials do not disturb each other", {
    timeout: LONG,
  }, async () => {
    const folder = scratch();
    const script = join(folder, "killed.mjs");
    const source = `import { Run } from "./io/trial/run.js"; import { EngineClient } from "./io/engine/engine-client.js";
      import { parseEndpoint } from "./io/engine/endpoint.js";
      const [address, plan] = process.argv.slice(2);
      const revive = (_, value) => (value && value.$map ? new Map(value.$map) : value);
      const engine = { client: new EngineClient(parseEndpoint(address, null)), kind: "docker", address };
      const run = await Run.open(engine, JSON.parse(plan, revive), new AbortController().signal);
      const container = await (await run.shared()).app(); await container.ready(8080, { limitMs: 60000, health: false }); await container.look();
      console.log(run.labels["seaworthy.run"]); setInterval(() => {}, 1000);`;
    await build({
      stdin: { contents: source, resolveDir: fileURLToPath(new URL("../../src", import.meta.url)), loader: "ts" },
      ...{ bundle: true, platform: "node", format: "esm", outfile: script, logLevel: "error" },
    });
    const asText = (_: string, value: unknown) => (value instanceof Map ? { $map: [...value] } : value);
    const start = async () => {
      const child = spawn(process.execPath, [script, engine.address, JSON.stringify(plan(SERVER), asText)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [run] = (await once(createInterface(child.stdout), "line")) as [string];
      return { child, run };
    };
    const [killed, living] = await Promise.all([start(), start()]);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    expect((await left(killed.run)).length).toBeGreaterThan(1);
    const [one, two] = await Promise.all([trial(plan(SERVER + DRAINS)), trial(plan(SERVER + DRAINS, ["start", "identity"]))]);
    expect(one.drills.start).toMatchObject({ ran: true, runs: [{ ready: true }] });
    expect(two.drills.identity).toMatchObject({ ran: true });
    expect(await left(killed.run)).toEqual([]);
    expect((await left(living.run)).length).toBeGreaterThan(1);
    living.child.kill("SIGKILL");
    await once(living.child, "exit");
    await (await Run.open(engine, plan(SERVER), never)).close();
    expect(await left(living.run)).toEqual([]);
    writeFileSync(script, "");
  });
});
