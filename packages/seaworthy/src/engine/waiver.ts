import type { Range } from "../core/place.js";
import type { PragmaTool } from "../models/pragma/pragma.js";

/** Permission to leave something as it is. */
export interface Waiver {
  /** Rule ids, item ids, aliases or fingerprints; `*` for all. */
  readonly names: readonly string[];
  readonly reason: string | null;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string | null;
  /** Where it stands, for the report: `file:line`. */
  readonly by: string;
  readonly file: string;
  readonly range: Range;
  /** What it covers: null file = everywhere; null range = the whole file. */
  readonly reach: { readonly file: string | null; readonly ranges: readonly Range[] | null };
  /** Service names it is limited to; null: all. */
  readonly services: readonly string[] | null;
  /** Whether it covers what the trial finds. */
  readonly trial: boolean;
  /** Written in another tool's words: known by aliases alone, never reported as unused. */
  readonly foreign: PragmaTool | null;
}
