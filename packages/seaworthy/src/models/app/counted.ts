import type { Language } from "./app.js";
import { relativeTo, sourceLanguage } from "./candidates.js";
import { manifestLanguage } from "./manifests/read.js";

/** What the names of files tell of the languages of a program. */
export interface Counted {
  /** How many files are written in each language. */
  readonly votes: ReadonlyMap<Language, number>;
  /** How deep the nearest manifest of each lies, 1 at the root. */
  readonly depths: ReadonlyMap<Language, number>;
  /** Whether there are pages for a browser. */
  readonly pages: boolean;
}

export function counted(paths: readonly string[], root: string): Counted {
  const votes = new Map<Language, number>();
  const depths = new Map<Language, number>();
  let pages = false;
  for (const path of paths) {
    const language = sourceLanguage(path);
    if (language === "static") pages = true;
    else if (language !== null) votes.set(language, (votes.get(language) ?? 0) + 1);
    const manifested = manifestLanguage(path);
    if (!manifested) continue;
    const depth = relativeTo(root, path).split("/").length;
    depths.set(manifested, Math.min(depths.get(manifested) ?? 99, depth));
  }
  return { votes, depths, pages };
}
