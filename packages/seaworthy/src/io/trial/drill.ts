import type { DrillName } from "../../models/trial/drills.js";
import type { Exchange, Observations } from "../../models/trial/observations.js";
import type { LiveProcess } from "../../models/trial/proc.js";
import type { Drilled } from "../../models/trial/trial.js";
import type { Run } from "./run.js";

/** What the first start showed, on which all other drills build. The run's containers of the app have these capabilities unless a drill gives others. */
export interface Base {
  /** The smallest set of capabilities with which it came up. */
  readonly capAdd: readonly string[];
  /** Milliseconds from the start of its process until it was ready. */
  readonly readyMs: number;
  /** The port that tells that it is ready; null: a worker. */
  readonly port: number | null;
  /** What it answered when it was well: a run that answers the same works as well. */
  readonly exchanges: readonly Exchange[];
  readonly processes: readonly LiveProcess[];
  /** For how long processes of uid 0 ran before it served as another, in milliseconds, at most; null: it never did, or serves as root. */
  readonly rootForMs: number | null;
}

/** Why a drill was not done. */
export type Undone = Exclude<Drilled<unknown>, { readonly ran: true }>;

/**
 * One thing done to running containers. It starts what it needs in the run's surroundings, removes what it started, and gives a plain observation.
 * It throws NotHere for what this engine cannot do; whatever else it throws makes the drill a failed one.
 */
export type Drill<D extends DrillName> = (run: Run, base: Base) => Promise<Observations[D] | Undone>;

/** There is nothing of the kind: a worker has no requests. */
export function nothingToTry(because: string): Undone {
  return { ran: false, reason: "nothing to try", because };
}
