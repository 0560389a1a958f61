import type { Node } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";

export interface IgnorePattern extends Node {
  readonly written: string;
  readonly pattern: string; // cleaned as Docker cleans it
  readonly negated: boolean;
  readonly line: number;
}

/** What a .dockerignore says of one path. */
export interface IgnoreDecision {
  readonly ignored: boolean;
  /** The last pattern that had a say; null when none had. */
  readonly by: IgnorePattern | null;
}

/** A .dockerignore as Docker reads it. */
export interface Dockerignore {
  readonly path: string;
  readonly text: string;
  readonly patterns: readonly IgnorePattern[];
  /** Patterns that make Docker refuse the build; they are left out of `patterns`. */
  readonly problems: readonly Problem[];
  /** Whether the path (relative to the context, forward slashes) is kept out of the context; the last pattern that matched it or a parent. */
  decide(path: string): IgnoreDecision;
}
