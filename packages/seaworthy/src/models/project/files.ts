import { belowFolder } from "./paths.js";
import type { ProjectFiles } from "./service.js";
import type { ProjectSource } from "./source.js";

/** The view of the tree that rules get: names alone, by tracked paths; a path on disk that is not tracked is only known to be there. */
export function projectFiles(source: ProjectSource): ProjectFiles {
  let tracked: ReadonlySet<string> | null = null;
  let present: ReadonlySet<string> | null = null;
  const below = new Map<string, readonly string[]>();
  const isTracked = (path: string): boolean => {
    tracked ??= new Set(source.tracked);
    return tracked.has(path);
  };
  return {
    gitRoot: source.gitRoot,
    tracked: isTracked,
    has: (path) => {
      if (path === "." || isTracked(path)) return true;
      present ??= everything(source);
      return present.has(path);
    },
    below: (folder) => {
      if (folder === ".") return source.tracked;
      let found = below.get(folder);
      if (!found) {
        found = belowFolder(source.tracked, folder);
        below.set(folder, found);
      }
      return found;
    },
  };
}

/** Files and folders of every state. */
function everything(source: ProjectSource): ReadonlySet<string> {
  const names = new Set<string>();
  for (const list of [source.tracked, source.untracked, source.ignored]) {
    for (const written of list) {
      const path = written.endsWith("/") ? written.slice(0, -1) : written;
      names.add(path);
      for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
        const folder = path.slice(0, slash);
        if (names.has(folder)) break;
        names.add(folder);
      }
    }
  }
  return names;
}
