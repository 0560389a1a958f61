import { type Answer, disagreed, notApplicable, unknown } from "../../core/answer.js";
import type { TrialPlace } from "../../core/place.js";
import type { DrillName } from "./drills.js";
import type { Moment } from "./moment.js";
import type { Observations } from "./observations.js";
import type { Trial } from "./trial.js";

/**
 * What a drill's observation says of a claim. A drill with nothing to try makes the claim one without a subject, one that could not be done
 * leaves it open; of two runs that contradict each other neither counts.
 */
export function ofDrill<D extends DrillName>(trial: Trial, name: D, judge: (seen: Observations[D]) => Answer): Answer {
  const drilled = trial.drills[name];
  if (!drilled.ran) {
    if (drilled.reason === "nothing to try") return notApplicable(drilled.because);
    return unknown(drilled.reason === "not here" ? `not to be told here: ${drilled.because}` : `not told: ${drilled.because}`);
  }
  const answers = drilled.runs.map(judge);
  const [first, ...again] = answers;
  if (!first) return unknown("nothing was observed");
  const other = again.find(({ says }) => says !== first.says);
  if (other) return disagreed(`two runs disagreed: ${first.because}; the other time ${other.because}`);
  return again.at(-1) ?? first;
}

/** The moment of a trial at which something showed. `what` stands alone where the engine told of no moment of that kind. */
export function momentOf(drill: DrillName, what: string, moments: readonly Moment[] = [], kind?: RegExp): TrialPlace {
  const moment = kind && moments.findLast((one) => one.who === "app" && kind.test(one.what));
  return { trial: { drill, moment: moment ? `${timeText(moment.at)} ${moment.what}` : what } };
}

/** `2026-11-23T08:00:01.250Z`, of nanoseconds since 1970. */
export function timeText(at: string): string {
  const ms = Number(at.slice(0, -6));
  return Number.isSafeInteger(ms) && ms >= 0 && ms < 8.64e15 ? new Date(ms).toISOString() : at;
}

/** `1.2 s`, `850 ms` */
export function millis(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
