import { afterAll, describe, expect, it } from "vitest";
import { parseEndpoint } from "../../src/io/engine/endpoint.js";
import { EngineClient } from "../../src/io/engine/engine-client.js";
import type { Engine } from "../../src/io/engine/find-engine.js";
import { runTrial } from "../../src/io/trial/run-trial.js";
import type { PlannedContainer, TrialPlan } from "../../src/models/trial/plan.js";
import { planned, planOf } from "./fixtures/plan-of.js";
import { nodeImage } from "./node-image.js";
import { isMissing, type Missing, removeScratch, runningPodman, title } from "./tools.js";

const running = await runningPodman();
const engine: Engine | Missing = isMissing(running)
  ? running
  : { client: new EngineClient(parseEndpoint(running.address, null)), kind: "podman", address: running.address };
const image = isMissing(engine) ? engine : await nodeImage(engine).catch((error: unknown) => ({ because: String(error) }));
const SERVER = `require("http").createServer((q, w) => w.end("ok")).listen(8080, () => console.log('{"msg":"up"}'));process.on("SIGTERM", () => process.exit(0));`;

const ASKS = `require("http").get("http://127.0.0.1:8080", (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on("error", () => process.exit(1));`;

/** Whether a container starts here at all: some machines allow Podman none. */
async function starts(): Promise<Missing | null> {
  if (isMissing(engine)) return engine;
  if (isMissing(image)) return image;
  const { drills } = await trial(planOf(["start"], app(SERVER)));
  const first = drills.start.ran ? drills.start.runs[0] : undefined;
  return first?.ready ? null : { because: `Podman starts no container here: ${first?.lastWords.join(" ")}` };
}
function app(code: string, parts: Partial<PlannedContainer> = {}): PlannedContainer {
  if (isMissing(image)) throw new Error(image.because);
  return planned({ image: image.name, command: ["-e", code], ...parts });
}
function trial(plan: TrialPlan) {
  if (isMissing(engine)) throw new Error(engine.because);
  return runTrial(plan, { engine, env: process.env, tool: "0.0.0" });
}

async function close(): Promise<void> {
  if (!isMissing(image)) await image.remove();
  if (!isMissing(running)) await running.stop();
  removeScratch();
}

const missing = await starts();
// Nothing is done after tests that are all skipped.
if (missing) await close();
else afterAll(close, 120_000);

const LONG = { timeout: 300_000 };
describe.skipIf(missing !== null)(title("a trial on Podman", missing ?? {}), () => {
  it("tells users, capabilities, logs, the health check and the stop", LONG, async () => {
    const { drills, engine: about } = await trial(
      planOf(
        ["start", "identity", "capabilities", "stop", "logs", "health"],
        app(SERVER, {
          healthcheck: { test: ["CMD", "node", "-e", ASKS], interval: null, timeout: null, retries: null, startPeriod: null },
        }),
      ),
    );
    expect(about).toMatchObject({ kind: "podman", lacks: [] });
    expect(drills.start).toMatchObject({ runs: [{ ready: true }] });
    expect(drills.capabilities).toMatchObject({ runs: [{ needed: [] }] });
    const uids = drills.identity.ran
      ? drills.identity.runs[0]?.samples.flatMap(({ processes }) => processes.map((one) => one.uids[1]))
      : [];
    expect(new Set(uids)).toEqual(new Set([1000]));
    expect(drills.logs).toMatchObject({ ran: true, runs: [{ files: [], unseen: [] }] });
    expect(drills.stop).toMatchObject({ ran: true, runs: [{ stops: [{ killed: false, exitCode: 0 }] }] });
    // Podman's timers are systemd's, which need not be there: the checks are run as Docker would.
    expect(drills.health).toMatchObject({
      ran: true,
      runs: [{ toHealthy: { ms: expect.any(Number) }, frozen: { ms: expect.any(Number) }, thawed: { ms: expect.any(Number) } }],
    });
  });

  it("finds what a read-only root needs, though Podman gives it places to write", LONG, async () => {
    const writes = `const fs = require("fs"); fs.mkdirSync("/tmp", { recursive: true }); fs.writeFileSync("/tmp/x", "x");${SERVER}`;
    const { drills } = await trial(planOf(["start", "read-only"], app(writes, { user: "0:0" })));
    expect(drills["read-only"]).toMatchObject({ ran: true, runs: [{ tmpfs: [{ path: "/tmp" }] }] });
  });

  it("does not take what Podman copies into a tmpfs for what the service does", LONG, async () => {
    const rewrites = `require("fs").writeFileSync("/app/settings.json", "{}");${SERVER}`;
    const { drills } = await trial(planOf(["start", "read-only"], app(rewrites)));
    const runs = drills["read-only"].ran ? drills["read-only"].runs : [];
    expect(runs.some(({ tmpfs }) => tmpfs !== null)).toBe(false);
  });

  it("starts a service without the image's entry point where there is to be none", LONG, async () => {
    const plan = planOf(["start"], app(SERVER, { entrypoint: [], command: ["node", "-e", SERVER] }));
    expect((await trial(plan)).drills.start).toMatchObject({ runs: [{ ready: true }] });
  });
});
