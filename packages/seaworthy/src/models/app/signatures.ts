import type { ClientLibrary } from "../../knowledge/libraries.js";
import { libraryOf } from "../../knowledge/libraries.js";
import type { Signature } from "./app.js";
import { callThrough, type ImportFact } from "./imports.js";
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
