import type { Node } from "../../core/place.js";

export interface IgnorePattern extends Node {
  readonly written: string;
  readonly pattern: string; // cleaned as Docker cleans it
  readonly negated: boolean;
  readonly line: number;
}

/** A .dockerignore as Docker reads it. */
export interface Dockerignore {
  readonly path: string;
  readonly text: string;
  readonly patterns: readonly IgnorePattern[];
  /** Whether the path (relative to the context, forward slashes) is kept out of the context; the last pattern that matched it or a parent. */
  decide(path: string): { readonly ignored: boolean; readonly by: IgnorePattern | null };
}
