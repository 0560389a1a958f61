import { kept } from "../../core/kept.js";
import type { Language } from "./app.js";
import { isForeign, isProgramSource } from "./candidates.js";
import { isLockfile } from "./lockfiles.js";
import { manifestLanguage } from "./manifests/read.js";

/** The paths of a whole project by what they are, so that each of its many programs need not walk all of them again. */
export interface WorkspaceIndex {
  manifests(language: Language): readonly string[];
  sources(language: Language): readonly string[];
  readonly lockfiles: readonly string[];
}

const NO_PATHS: readonly string[] = [];

/** The index of a list of paths; the same list is walked once. */
export function workspaceIndex(paths: readonly string[] = NO_PATHS): WorkspaceIndex {
  return indexOf(paths);
}

const indexOf = kept((paths: readonly string[]): WorkspaceIndex => {
  const native = paths.filter((path) => !isForeign(path));
  const manifests = new Map<Language, string[]>();
  for (const path of native) {
    const language = manifestLanguage(path);
    if (!language) continue;
    const list = manifests.get(language);
    if (list) list.push(path);
    else manifests.set(language, [path]);
  }
  const sources = new Map<Language, readonly string[]>();
  return {
    manifests: (language) => manifests.get(language) ?? NO_PATHS,
    sources(language) {
      const list = sources.get(language) ?? native.filter((path) => isProgramSource(path, language));
      sources.set(language, list);
      return list;
    },
    lockfiles: paths.filter(isLockfile),
  };
});
