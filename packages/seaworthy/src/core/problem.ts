import type { SourcePlace } from "./place.js";

/** The closed list of what can be wrong with an input. */
export const PROBLEM_KINDS = [
  "parse", // the text breaks its language's grammar
  "schema", // well-formed, but not what the format allows
  "unreadable", // the file could not be read: permissions, vanished, an error of the disk
  "binary", // not text
  "encoding", // text, but not UTF-8
  "too-large", // over the limit that keeps memory bounded
  "too-deep", // nested over the limit, or an alias bomb
  "missing", // a file that another file names is not there
  "outside", // a path or link that leaves the project
  "circular", // includes, extends or stages that come back to themselves
  "merge-conflict", // left-over conflict markers
  "interpolation", // a required variable without a value, or a broken ${…}
  "config", // seaworthy's own config or a waiver is wrong
  "waiver", // unused, expired or without a reason where one is required
] as const;

export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Kinds that mean that an input could not be judged as it is. The others are notes: a variable that only production knows is no broken input. */
const BAD_INPUT: ReadonlySet<ProblemKind> = new Set([
  "parse",
  "schema",
  "unreadable",
  "binary",
  "encoding",
  "too-large",
  "too-deep",
  "circular",
  "merge-conflict",
  "config",
]);

/** Whether a problem makes the run one of bad input (exit code 2). */
export function isBadInput(kind: ProblemKind): boolean {
  return BAD_INPUT.has(kind);
}

/** An input that could not be used, or not all of it. The rest is still judged. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly place: SourcePlace;
}
