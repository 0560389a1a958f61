import { kept } from "../../core/kept.js";
import type { Language, Lockfile } from "./app.js";
import { baseName, isForeign, isProgramSource } from "./candidates.js";
import { type Counted, counted } from "./counted.js";
import { isLockfile, lockfilesOf } from "./lockfiles.js";
import { manifestLanguage } from "./manifests/read.js";

/** A list of paths by what they are, so that each of the many programs in it need not walk all of them again. */
export interface WorkspaceIndex {
  /** Those that are no foreign or built code. */
  readonly native: readonly string[];
  readonly lockfiles: readonly string[];
  /** The lockfiles among the native paths, those nearest to the root first. */
  readonly locks: readonly Lockfile[];
  manifests(language: Language): readonly string[];
  sources(language: Language): readonly string[];
  /** Those with a base name. */
  named(base: string): readonly string[];
  /** What the names of the native paths tell of the languages of a program at a root. */
  counted(root: string): Counted;
}

const NO_PATHS: readonly string[] = [];

/** The index of a list of paths; the same list is walked once, unless that is less work than to keep what was found. */
export function workspaceIndex(paths: readonly string[] = NO_PATHS): WorkspaceIndex {
  return paths.length < 2 ? new PathIndex(paths) : indexOf(paths);
}

const indexOf = kept((paths: readonly string[]): WorkspaceIndex => new PathIndex(paths));

class PathIndex implements WorkspaceIndex {
  readonly native: readonly string[];
  readonly #paths: readonly string[];
  readonly #sources = new Map<Language, readonly string[]>();
  readonly #counted = new Map<string, Counted>();
  #manifests: ReadonlyMap<Language, readonly string[]> | null = null;
  #lockfiles: readonly string[] | null = null;
  #locks: readonly Lockfile[] | null = null;
  #named: Map<string, string[]> | null = null;

  constructor(paths: readonly string[]) {
    this.native = paths.filter((path) => !isForeign(path));
    this.#paths = paths;
  }

  get lockfiles(): readonly string[] {
    this.#lockfiles ??= this.#paths.filter(isLockfile);
    return this.#lockfiles;
  }

  get locks(): readonly Lockfile[] {
    this.#locks ??= lockfilesOf(this.native);
    return this.#locks;
  }

  manifests(language: Language): readonly string[] {
    this.#manifests ??= manifestsAmong(this.native);
    return this.#manifests.get(language) ?? NO_PATHS;
  }

  sources(language: Language): readonly string[] {
    const list = this.#sources.get(language) ?? this.native.filter((path) => isProgramSource(path, language));
    this.#sources.set(language, list);
    return list;
  }

  named(base: string): readonly string[] {
    if (this.#named === null) {
      this.#named = new Map();
      for (const path of this.#paths) {
        const name = baseName(path);
        const list = this.#named.get(name);
        if (list) list.push(path);
        else this.#named.set(name, [path]);
      }
    }
    return this.#named.get(base) ?? NO_PATHS;
  }

  counted(root: string): Counted {
    const found = this.#counted.get(root) ?? counted(this.native, root);
    this.#counted.set(root, found);
    return found;
  }
}

function manifestsAmong(paths: readonly string[]): ReadonlyMap<Language, readonly string[]> {
  const manifests = new Map<Language, string[]>();
  for (const path of paths) {
    const language = manifestLanguage(path);
    if (!language) continue;
    const list = manifests.get(language);
    if (list) list.push(path);
    else manifests.set(language, [path]);
  }
  return manifests;
}
