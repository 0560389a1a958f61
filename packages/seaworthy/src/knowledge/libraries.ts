/** A client library of something that runs outside the process. */
export interface ClientLibrary {
  /** The module as it is imported; a trailing `*` stands for any ending, a trailing `/*` for the module and everything below it. */
  readonly module: string;
  /** What it talks to, as it is written in a sentence. */
  readonly to: string;
}

/** Whether an imported module is the one of a table's entry. */
export function isModule(module: string, entry: string): boolean {
  if (entry.endsWith("/*")) return module === entry.slice(0, -2) || module.startsWith(entry.slice(0, -1));
  if (entry.endsWith(".*")) return module === entry.slice(0, -2) || module.startsWith(entry.slice(0, -1));
  return entry.endsWith("*") ? module.startsWith(entry.slice(0, -1)) : module === entry;
}

/** The first entry of a table that an imported module belongs to. */
export function libraryOf<T extends { readonly module: string }>(module: string, libraries: readonly T[]): T | null {
  return libraries.find((library) => isModule(module, library.module)) ?? null;
}
