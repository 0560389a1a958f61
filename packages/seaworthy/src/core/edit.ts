import type { Range } from "./place.js";

/** A change of one file: a range replaced, or a file made. */
export type Edit =
  | { readonly file: string; readonly range: Range; readonly text: string }
  | { readonly create: string; readonly text: string };

/** Edits that belong together: all of them or none. */
export interface Fix {
  readonly title: string;
  /** `safe`: what the container does stays the same. */
  readonly safety: "safe" | "review";
  readonly order: "structure" | "instruction" | "line";
  readonly edits: readonly Edit[];
}
