import type { Finding } from "./answer.js";
import type { Facet } from "./facet.js";
import { isSourcePlace, type Range, type SourcePlace } from "./place.js";

/** A change of one file: a range replaced, or a file made. Lines of the text end with LF; they get the ends that the file has. */
export type Edit =
  | { readonly file: string; readonly range: Range; readonly text: string }
  | { readonly create: string; readonly text: string };

export type Safety = "safe" | "review";

/** Edits that belong together: all of them or none. */
export interface Fix {
  readonly title: string;
  /** `safe`: what the container does stays the same. */
  readonly safety: Safety;
  readonly order: "structure" | "instruction" | "line";
  readonly edits: readonly Edit[];
  /** What of the Dockerfile it means to change; a safe fix that changes more is dropped. Default: nothing that a parser sees. */
  readonly changes?: readonly Facet[];
  /** The finding that it is for; default: all of its rule. */
  readonly finding?: Finding;
}

/** Why a finding is left as it is: `the variable TAG owns the value`. */
export interface Unfixed {
  readonly because: string;
  readonly finding?: Finding;
}

/** A stretch of text put in at an offset. */
export function inserted(file: string, offset: number, text: string): Edit {
  return { file, range: [offset, offset], text };
}

export function replaced(file: string, range: Range, text: string): Edit {
  return { file, range, text };
}

export function fileOf(edit: Edit): string {
  return "create" in edit ? edit.create : edit.file;
}

/** Whether it is an edit, and not the reason why there is none. */
export function isEdit(one: Edit | string): one is Edit {
  return typeof one !== "string";
}

export function isFix(one: Fix | Unfixed): one is Fix {
  return "edits" in one;
}

/**
 * A fix for each finding that is in a source file.
 * @param make the edits that mend it; a text: why it is left as it is; null: nothing is known to do
 */
export function fixEach(
  findings: readonly Finding[],
  how: Omit<Fix, "edits" | "finding">,
  make: (place: SourcePlace, finding: Finding) => readonly Edit[] | string | null,
): readonly (Fix | Unfixed)[] {
  return findings.flatMap((finding): readonly (Fix | Unfixed)[] => {
    if (!isSourcePlace(finding.place)) return [];
    const made = make(finding.place, finding);
    if (made === null) return [];
    return [typeof made === "string" ? { because: made, finding } : { ...how, edits: made, finding }];
  });
}
