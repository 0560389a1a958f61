import type { StopSeen } from "../../models/trial/observations.js";
import type { Base, Drill } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import { idleStop, stopWith, streamStop } from "./stop-once.js";
import { waysToHold } from "./stop-ways.js";

/**
 * How the service takes being told to stop: with a request in flight, held in the surest way that works; with a client of a stream, where the
 * service has one. A worker, and a service in which nothing can be held, is stopped idle.
 */
export const stop: Drill<"stop"> = async (run, base) => {
  const stream = run.plan.http?.stream;
  const [held, streamed] = await Promise.all([heldStop(run, base), stream ? streamStop(run, base, stream) : null]);
  return { stops: [held ?? (await idleStop(run, base)), ...(streamed ? [streamed] : [])] };
};

/** The first of the ways that holds a request; null where none does: what was answered before the signal proves nothing. */
async function heldStop(run: Run, base: Base): Promise<StopSeen | null> {
  for (const way of waysToHold(run)) {
    const seen = await stopWith(run, base, way);
    if (seen) return seen;
  }
  return null;
}
