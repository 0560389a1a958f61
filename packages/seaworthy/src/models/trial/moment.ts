/** A point in time of a trial: nanoseconds since 1970 by the engine's clock, as text, since they exceed 2^53. */
export type Nanoseconds = string;

/** Something that happened, by the engine's events or by our own client, in the order of time. */
export interface Moment {
  readonly at: Nanoseconds;
  /** Who it happened to: `app`, or the name of a dependency. */
  readonly who: string;
  /** `start`, `health_status: healthy`, `kill 15`, `die 137`, `oom`, `request sent`, `response 200 complete`, … */
  readonly what: string;
}

/** Milliseconds from one point in time to another, with a fraction; negative where the second came first. */
export function msBetween(from: Nanoseconds, to: Nanoseconds): number {
  return Number(BigInt(to) - BigInt(from)) / 1e6;
}

/** The point in time that `2026-11-27T17:33:01.123456789Z` names; null for what is no such text, or the engines' year 1 for "never". */
export function nanosecondsOf(text: string): Nanoseconds | null {
  const [, seconds = "", fraction = "", zone = ""] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const ms = Date.parse(`${seconds}${zone}`);
  return ms > 0 ? String(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, "0"))) : null;
}
