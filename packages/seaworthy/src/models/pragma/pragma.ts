import type { Range } from "../../core/place.js";
import type { PlacedComment } from "../dockerfile/leading-comments.js";

/** null: the whole file; else the stretches that are covered. */
export type Reach = readonly Range[] | null;

export const PRAGMA_TOOLS = ["hadolint", "buildkit", "tally", "trivy", "shellcheck"] as const;
export type PragmaTool = (typeof PRAGMA_TOOLS)[number];

/** What a comment says to another tool: leave these findings out, here. */
export interface ForeignPragma {
  readonly tool: PragmaTool;
  /** The other tool's names of what it leaves out. */
  readonly names: readonly string[];
  readonly reason: string | null;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string | null;
  readonly reach: Reach;
  /** Where it stands, and on which line. */
  readonly range: Range;
  readonly line: number;
}

/** One that its tool does not use as it is written, and why. */
export interface VoidPragma {
  readonly message: string;
  readonly range: Range;
}

/** The names of a list with commas; empty ones left out. */
export function namesIn(list: string): readonly string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The instruction below a comment, whatever stands between. */
export function nextInstruction({ next }: PlacedComment): readonly Range[] {
  return next ? [next.range] : [];
}

/** The instruction that begins on the very next line. */
export function instructionBelow({ comment, inside, next }: PlacedComment): readonly Range[] {
  return !inside && next && next.startLine === comment.line + 1 ? [next.range] : [];
}
