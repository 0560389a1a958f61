import type { Language } from "./app.js";
import type { AppInput } from "./input.js";
import type { Family } from "./lexed.js";
import { readSource, type SourceFile } from "./source.js";

/** Limits that keep time and memory bounded on huge trees. */
export const MAX_FILES = 3000;
const MAX_TOTAL = 24_000_000; // UTF-16 units
const MAX_FILE = 1_000_000;
/** Longer lines are the work of a bundler. */
const MAX_LINE = 8000;

const FAMILIES: Partial<Record<Language, Family>> = { node: "js", python: "python", go: "go", java: "java" };

export interface Sources {
  readonly files: readonly SourceFile[];
  /** Why not everything was read; null when it was. */
  readonly unreadBecause: string | null;
}

/** Reads and lexes source files in the given order, up to the limits. */
export function readSources(input: AppInput, paths: readonly string[], language: Language): Sources {
  const family = FAMILIES[language];
  if (!family) return { files: [], unreadBecause: null };
  const files: SourceFile[] = [];
  let total = 0;
  for (const path of paths) {
    if (files.length >= MAX_FILES)
      return { files, unreadBecause: `only the first ${MAX_FILES} of ${paths.length} source files were read` };
    if (total >= MAX_TOTAL)
      return {
        files,
        unreadBecause: `only ${files.length} of ${paths.length} source files were read: together they are too large`,
      };
    const text = input.read(path);
    if (text === null || text.length > MAX_FILE || looksMinified(text)) continue;
    total += text.length;
    files.push(readSource(path, text, family));
  }
  return { files, unreadBecause: null };
}

function looksMinified(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf("\n", at);
    if ((end < 0 ? text.length : end) - at > MAX_LINE) return true;
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}
