import { conditionsOf } from "../../models/trial/conditions.js";
import { disproves } from "../../models/trial/disproves.js";
import { DRILLS, type DrillName, QUICK_DRILLS } from "../../models/trial/drills.js";
import { floorOf } from "../../models/trial/floor.js";
import { hardenedOf } from "../../models/trial/hardened.js";
import type { Observations } from "../../models/trial/observations.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import type { Drilled, Drills, Hardened, Trial } from "../../models/trial/trial.js";
import { canaries } from "../drills/canaries.js";
import { dependencies } from "../drills/dependencies.js";
import { type FirstStart, firstStart } from "../drills/first-start.js";
import { health } from "../drills/health.js";
import { identity } from "../drills/identity.js";
import { logs } from "../drills/logs.js";
import { readOnly } from "../drills/read-only.js";
import { rebuild } from "../drills/rebuild.js";
import { stop } from "../drills/stop.js";
import { ownChanges, writes } from "../drills/writes.js";
import { zombies } from "../drills/zombies.js";
import type { Engine } from "../engine/find-engine.js";
import type { Environment } from "../program.js";
import { NotHere } from "./dealings.js";
import type { Undone } from "./drill.js";
import { Run } from "./run.js";
import { trialSignal } from "./trial-signal.js";

export interface TrialOptions {
  readonly engine: Engine;
  /** The environment of the command, for the client that builds. */
  readonly env: Environment;
  /** The version of the tool, for the record. */
  readonly tool: string;
  /** Leaves out what has to wait for the engine. */
  readonly quick?: boolean;
  /** Ends the trial at once; all that it made is removed before the promise rejects. */
  readonly signal?: AbortSignal;
  /** What happens, for people, while it does. */
  readonly progress?: (line: string) => void;
  /** What is worth to be told when it is over: things that could not be removed. */
  readonly note?: (line: string) => void;
}

const DOCKERS_GRACE_MS = 10_000;

type Outcome<D extends DrillName> = Drilled<Observations[D]>;

/**
 * Runs a service on an engine as the plan says and gives the record of what happened. All that it starts is removed, whatever comes.
 * Throws EngineError, or an Error with one clear line, where nothing can be tried: no such image, an engine that is too old.
 */
export async function runTrial(plan: TrialPlan, options: TrialOptions): Promise<Trial> {
  const began = performance.now();
  const startedAt = new Date().toISOString();
  const run = await Run.open(options.engine, plan, trialSignal(options.signal));
  let removal = 0;
  try {
    const image = await run.image();
    const trial = await new Drilling(run, options).all();
    const closing = performance.now();
    await closed(run, options);
    removal = performance.now() - closing;
    const { clockAheadMs: _, mayHaveQuota: __, ...engine } = run.engine;
    const costs = { ...run.costs, removal };
    return {
      recordVersion: 1,
      tool: options.tool,
      image: plan.app.image,
      digest: image.id,
      platform: `${image.platform.os}/${image.platform.architecture}`,
      startedAt,
      engine,
      conditions: conditionsOf(plan),
      ...trial,
      cost: { wholeMs: Math.round(performance.now() - began), floorMs: floorOf(trial.drills, costs) },
    };
  } finally {
    if (removal === 0) await closed(run, options);
  }
}

async function closed(run: Run, { note }: TrialOptions): Promise<void> {
  for (const left of await run.close()) note?.(left);
}

/** The drills of one trial, those that are asked for. */
class Drilling {
  private readonly run: Run;
  private readonly options: TrialOptions;
  private readonly asked: ReadonlySet<DrillName>;
  private readonly progress: (line: string) => void;

  constructor(run: Run, options: TrialOptions) {
    const { quick = false, progress = () => {} } = options;
    this.run = run;
    this.options = options;
    this.asked = new Set(run.plan.drills.filter((name) => !quick || QUICK_DRILLS.includes(name)));
    this.progress = progress;
  }

  async all(): Promise<{ readonly drills: Drills; readonly hardened: Hardened | null }> {
    const { run } = this;
    let first = await firstStart(run);
    const starts = [first.start];
    if (first.base === null && run.overflow === null) {
      // It may have been the machine.
      first = await firstStart(run);
      starts.push(first.start);
    }
    this.progress(`start: ${first.start.ready ? "ready" : "did not come up"}`);
    const drills = await this.others(first, starts);
    return { drills, hardened: hardened(run.plan, drills, first) };
  }

  /** Those that need a service that runs; independent ones beside each other, the longest first. */
  private async others(first: FirstStart, starts: readonly FirstStart["start"][]): Promise<Drills> {
    const { run } = this;
    const { base, container, capabilities } = first;
    const tried: Outcome<"capabilities"> = this.asked.has("capabilities") ? { ran: true, runs: [capabilities] } : NOT_ASKED;
    const start: Outcome<"start"> = { ran: true, runs: starts };
    if (!base || !container) {
      const because = run.overflow ?? "the service did not come up";
      const failed = Object.fromEntries(
        DRILLS.map((name) => [name, this.asked.has(name) ? { ran: false, reason: "failed", because } : NOT_ASKED]),
      ) as unknown as Drills;
      return { ...failed, start, capabilities: tried };
    }
    const changes = ownChanges(container);
    // Whoever needs it sees the failure; without a listener it would end the process.
    changes.catch(() => {});
    const healthy = async () => (await container.state()).health?.status === "healthy";
    const looks = async () => ({
      identity: await this.drill("identity", () => identity(run, base, container)),
      writes: await this.drill("writes", () => writes(run, base, container)),
      // Last: it leaves zombies where nobody collects them.
      zombies: await this.drill("zombies", () => zombies(run, base, container)),
    });
    const [one, two, three, four, five, six, seven] = await Promise.all([
      this.drill("health", () => health(run, base)),
      this.drill("dependencies", () => dependencies(run, base)),
      this.drill("stop", () => stop(run, base)),
      this.drill("read-only", () => readOnly(run, base, container, changes, healthy)),
      this.drill("logs", () => logs(run, base)),
      this.drill("canaries", () => canaries(run, base)),
      looks(),
    ]);
    // By itself: a compiler beside them makes services late, and lateness is what the others look for.
    const eight = await this.drill("rebuild", () => rebuild(run, this.options.engine, this.options.env));
    return {
      start,
      capabilities: tried,
      health: one,
      dependencies: two,
      stop: three,
      "read-only": four,
      logs: five,
      canaries: six,
      ...seven,
      rebuild: eight,
    };
  }

  /** Does one thing, and once more where it speaks against the service or could not be done. */
  private async drill<D extends DrillName>(name: D, once: () => Promise<Observations[D] | Undone>): Promise<Outcome<D>> {
    if (!this.asked.has(name)) return NOT_ASKED;
    const runs: Observations[D][] = [];
    let undone: Undone | null = null;
    for (let time = 0; time < 2; time++) {
      const seen = await this.attempted(once);
      if (isUndone(seen)) {
        undone = seen;
        // What is not there will not be there the next time.
        if (seen.reason !== "failed" || this.run.overflow !== null) break;
        continue;
      }
      runs.push(seen);
      if (!disproves(name, seen)) break;
    }
    this.progress(`${name}: ${runs.length > 0 ? "done" : undone?.because}`);
    return runs.length > 0 || undone === null ? { ran: true, runs } : undone;
  }

  private overflowed(): Undone | null {
    const because = this.run.overflow;
    return because === null ? null : { ran: false, reason: "failed", because };
  }

  private async attempted<T>(once: () => Promise<T | Undone>): Promise<T | Undone> {
    try {
      const seen = this.overflowed() ?? (await once());
      // What was seen of a container that was ended in the middle is not what the service does.
      return this.overflowed() ?? seen;
    } catch (error) {
      this.run.signal.throwIfAborted();
      const overflowed = this.overflowed();
      if (overflowed) return overflowed;
      const because = error instanceof Error ? error.message : String(error);
      return { ran: false, reason: error instanceof NotHere ? "not here" : "failed", because };
    }
  }
}

const NOT_ASKED = { ran: false, reason: "not asked", because: "the drill was not asked for" } as const;

function isUndone(seen: unknown): seen is Undone {
  return typeof seen === "object" && seen !== null && "ran" in seen;
}

/** The run that was shown to work: without a writable root, with the smallest sets of tmpfs and capabilities. */
function hardened(plan: TrialPlan, drills: Drills, { base }: FirstStart): Hardened | null {
  const seen = drills["read-only"].ran ? drills["read-only"].runs.at(-1) : undefined;
  if (!base || !seen?.tmpfs) return null;
  return hardenedOf({
    image: plan.app.image,
    service: plan.service,
    user: plan.app.user,
    capAdd: base.capAdd,
    tmpfs: seen.tmpfs,
    init: plan.app.init,
    stopGraceMs: plan.app.stopGraceMs ?? DOCKERS_GRACE_MS,
    memoryBytes: plan.limits.memoryBytes,
    pids: plan.limits.pids,
  });
}
