import { cpSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { trialAndJudge } from "../../src/api/trial.js";
import { buildImage } from "../../src/io/build/build-image.js";
import { type Builder, findBuilder } from "../../src/io/build/find-builder.js";
import { NO_INPUTS } from "../../src/models/project/build-plan.js";
import type { DrillName } from "../../src/models/trial/drills.js";
import { makeBases } from "./bases/make-bases.js";
import { nameBases, unnameBases } from "./bases/public-names.js";
import { isInstalled, isMissing, type Missing, removeScratch, run, scratch, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

const EXAMPLE = join(dirname(fileURLToPath(import.meta.url)), "../../../../examples/seaworthy");
const NAME = "seaworthy-test/harbour-log-api:1";

/** What the example is built and run with, under its own names. */
interface Ready {
  readonly address: string;
  readonly builder: Builder;
  remove(): Promise<void>;
}

async function ready(): Promise<Ready | Missing> {
  if (!isInstalled("openssl")) return { because: "openssl is not installed" };
  const running = await trialEngine();
  if (isMissing(running)) return running;
  const { engine } = running;
  const builder = findBuilder(engine, process.env, []);
  const bases = "because" in builder ? builder : await makeBases(engine.address, ["node", "postgres", "redis"]);
  if ("because" in builder || isMissing(bases)) {
    await running.stop();
    return isMissing(bases) ? bases : { because: "nothing builds here" };
  }
  const named = await nameBases(engine.address, bases);
  const remove = async () => {
    await unnameBases(engine.address, [NAME, ...named]);
    await running.stop();
  };
  return { address: engine.address, builder, remove };
}

const tools = await ready();
afterAll(async () => {
  if (!isMissing(tools)) await tools.remove();
  removeScratch();
}, 120_000);

describe.skipIf(isMissing(tools))(title("the API of the example, with its stores", tools), () => {
  it("is built, comes up by its Compose file, and finishes its work when it is stopped", { timeout: 1_200_000 }, async () => {
    if (isMissing(tools)) return;
    const project = scratch();
    cpSync(EXAMPLE, project, { recursive: true });
    run("sh", [join(project, "scripts/make-secrets.sh")]);
    const { signal } = new AbortController();
    const built = { dockerfile: "Dockerfile", target: "production", args: new Map(), labels: {}, tag: NAME };
    await buildImage({ ...built, inputs: NO_INPUTS, context: join(project, "api") }, tools.builder, signal);
    const drills: readonly DrillName[] = ["start", "stop", "logs"];
    const { trial } = await trialAndJudge("api", {
      cwd: project,
      env: { ...process.env, DOCKER_HOST: tools.address },
      image: NAME,
      drills,
    });
    const { start, stop, logs } = trial.drills;
    expect(start).toMatchObject({ ran: true });
    expect(start.ran && start.runs.at(-1)).toMatchObject({ ready: true });
    expect(stop.ran && stop.runs.at(-1)?.stops[0]).toMatchObject({
      exitCode: 0,
      killed: false,
      inFlight: { outcome: "complete" },
    });
    expect(logs.ran && logs.runs.at(-1)?.keys).toEqual({ time: "time", level: "level", message: "msg" });
    expect(trial.conditions.dependencies.map(({ name }) => name).sort()).toEqual(["postgres", "redis"]);
  });
});
