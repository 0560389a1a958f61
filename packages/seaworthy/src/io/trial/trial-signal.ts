import { setMaxListeners } from "node:events";

/** No trial lasts longer, whatever its containers do. */
const LONGEST_MS = 30 * 60_000;

/** What ends a trial: whoever asked for it, or its time. All that is waited for listens to it, and no number of those is a leak. */
export function trialSignal(given: AbortSignal | undefined): AbortSignal {
  const late = AbortSignal.timeout(LONGEST_MS);
  const signal = given ? AbortSignal.any([given, late]) : late;
  setMaxListeners(0, signal);
  return signal;
}
