import type { Observations, StopSeen } from "../../models/trial/observations.js";
import type { Run } from "../trial/run.js";
import { idleStop, stopWith, streamStop } from "./stop-once.js";
import { waysToHold } from "./stop-ways.js";

/**
 * How the service takes being told to stop: with a request in flight, held in the surest way that works; with a client of a stream, where the
 * service has one. A worker, and a service in which nothing can be held, is stopped idle.
 */
export async function stop(run: Run): Promise<Observations["stop"]> {
  const [held, streamed] = await Promise.all([heldStop(run), run.plan.http?.stream ? streamStop(run, run.plan.http.stream) : null]);
  return { stops: [held ?? (await idleStop(run)), ...(streamed ? [streamed] : [])] };
}

/** The first of the ways that holds a request; null where none does: what was answered before the signal proves nothing. */
async function heldStop(run: Run): Promise<StopSeen | null> {
  for (const way of waysToHold(run)) {
    const seen = await stopWith(run, way);
    if (seen) return seen;
  }
  return null;
}
