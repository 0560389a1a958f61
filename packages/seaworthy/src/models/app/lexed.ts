import type { Range } from "../../core/place.js";

export type Family = "js" | "go" | "java" | "python";

/** A string literal: the range of its content, without quotes. */
export interface Literal {
  readonly range: Range; // with quotes and prefix
  readonly content: Range;
  /** True when the value depends on the run: `${…}` in a template, an f-string with braces. */
  readonly computed: boolean;
}

export interface Lexed {
  readonly comments: readonly Range[];
  readonly literals: readonly Literal[];
}
