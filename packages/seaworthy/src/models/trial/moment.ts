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
