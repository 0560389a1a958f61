import type { Span } from "./handed.js";

export const REMARK_LEVELS = ["error", "warning", "info", "style"] as const;

/** One thing that ShellCheck says of one text. */
export interface Remark extends Span {
  readonly code: number;
  readonly level: (typeof REMARK_LEVELS)[number];
  readonly message: string;
}

/** What came of handing texts over: remarks by the index of the text; for a text that was not checked there are none. */
export interface Outcome {
  readonly remarks: ReadonlyMap<number, readonly Remark[]>;
  /** Why some or all were not checked; null when all were. */
  readonly because: string | null;
}
