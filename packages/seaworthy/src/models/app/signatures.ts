import type { ClientLibrary } from "../../knowledge/libraries.js";
import { libraryOf } from "../../knowledge/libraries.js";
import type { Signature } from "./app.js";
import { callThrough, escaped, type ImportFact } from "./imports.js";
import { placeIn, type SourceFile } from "./source.js";

export function signature(name: string, because: string, file: SourceFile, start: number, end: number): Signature {
  return { name, because, place: placeIn(file, start, end) };
}

/** The libraries of a table that the program imports and calls, one signature for each module. */
export function usedLibraries(imports: readonly ImportFact[], libraries: readonly ClientLibrary[], verb: string): Signature[] {
  const found = new Map<string, Signature>();
  for (const fact of imports) {
    const library = libraryOf(fact.module, libraries);
    const name = library?.module.replace(/[./]?\*$/, "");
    if (!library || !name || found.has(name)) continue;
    const call = callThrough(fact);
    if (call) found.set(name, signature(name, `${name} ${verb} ${library.to}`, fact.file, call.start, call.end));
  }
  return [...found.values()];
}

/** Keeps the first signature of each name: one is enough to prove, a hundred are a wall. */
export function firstOfEach(signatures: Iterable<Signature>): Signature[] {
  const byName = new Map<string, Signature>();
  for (const one of signatures) if (!byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()];
}

/** The names that the results of calls through a table's libraries are assigned to: `const p = new Pool()`, `r := redis.NewClient()`. */
export function clientNames(imports: readonly ImportFact[], libraries: readonly ClientLibrary[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const fact of imports) {
    if (!libraryOf(fact.module, libraries)) continue;
    for (const local of fact.names.keys()) {
      if (!/^[A-Za-z$][\w$]+$/.test(local)) continue;
      const assigned = new RegExp(
        `(?<![\\w$])([A-Za-z_$][\\w$]*)\\s*(?:,\\s*\\w+\\s*)?(?::\\s*[\\w.<>]{1,60}\\s*)?:?=\\s*(?:await\\s+)?(?:new\\s+)?${escaped(local)}(?:\\.\\w+)?\\s*\\(`,
        "g",
      );
      for (const match of fact.file.code.matchAll(assigned)) found.add(match[1] as string);
    }
  }
  return found;
}
