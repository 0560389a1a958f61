import { DRILLS, type DrillName } from "./drills.js";
import type { Observations } from "./observations.js";
import type { Drilled, Drills, Trial, TrialConditions, TrialEngine } from "./trial.js";

/** A trial as tests and examples write it: only what matters; a drill that is not named was not asked for. */
export interface TrialSketch {
  readonly drills?: {
    readonly [D in DrillName]?: Observations[D] | readonly Observations[D][] | Exclude<Drilled<unknown>, { ran: true }>;
  };
  readonly engine?: Partial<TrialEngine>;
  readonly conditions?: Partial<TrialConditions>;
  readonly hardened?: Trial["hardened"];
}

const NOT_ASKED = { ran: false, reason: "not asked", because: "the drill was not asked for" } as const;

/** The whole trial of a sketch. */
export function trialOf(sketch: TrialSketch): Trial {
  const drills = Object.fromEntries(DRILLS.map((name) => [name, drilled(sketch.drills?.[name])])) as unknown as Drills;
  return {
    recordVersion: 1,
    tool: "0.0.0",
    image: "example/api:1",
    digest: `sha256:${"a".repeat(64)}`,
    platform: "linux/amd64",
    startedAt: "2026-11-23T08:00:00.000Z",
    engine: {
      kind: "docker",
      version: "29.0.0",
      api: "1.51",
      platform: "linux/amd64",
      cgroup: 2,
      rootless: false,
      userNamespaces: false,
      seccomp: true,
      lacks: [],
      ...sketch.engine,
    },
    conditions: {
      from: ["the image alone"],
      service: null,
      environment: [],
      ports: [8080],
      dependencies: [],
      http: true,
      deployed: false,
      overrides: [],
      ...sketch.conditions,
    },
    drills,
    hardened: sketch.hardened ?? null,
    cost: { wholeMs: 10_000, floorMs: 8_000 },
  };
}

function drilled(seen: unknown): Drilled<unknown> {
  if (seen === undefined) return NOT_ASKED;
  if (Array.isArray(seen)) return { ran: true, runs: seen };
  const one = seen as object;
  return "ran" in one ? (one as Drilled<unknown>) : { ran: true, runs: [one] };
}
