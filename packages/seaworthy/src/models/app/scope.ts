import type { Language } from "./app.js";
import { folderOf, isProgramSource, rootPrefix } from "./candidates.js";
import type { AppInput } from "./input.js";
import { manifestLanguage } from "./manifests/read.js";
import { linkedPackages, programFolders } from "./workspace.js";
import { workspaceIndex } from "./workspace-index.js";

/** Which files the program is made of. */
export interface Scope {
  readonly manifests: readonly string[];
  /** The source files, the entry's own folder first. */
  sources(entry: string | null): readonly string[];
}

const MAX_MANIFESTS = 60;
/** Languages whose nested manifests are modules of one build. */
const ONE_BUILD: readonly Language[] = ["java", "dotnet", "rust"];

/**
 * A folder below the root with a manifest of its own is another program, unless it is a package of the same workspace that the program names among its
 * dependencies, a module of the same build, named by the start command or the shipped paths, or the only place where source is.
 */
export function scopeOf(input: AppInput, own: readonly string[], language: Language): Scope {
  const prefix = rootPrefix(input.root);
  const elsewhere = workspaceIndex(input.workspace);
  const manifests = [
    ...new Set([...own.filter((path) => manifestLanguage(path) === language), ...elsewhere.manifests(language)]),
  ].filter((path) => !/(?:^|\/)setup\.py$/.test(path) || installsItself(input.read(path)));
  const atRoot = manifests.filter((path) => folderOf(path) === prefix.slice(0, -1));
  const folders = programFolders(input, manifests, language);
  const shipped = shippedFolders(input, own);
  const named = [...folders].filter((folder) => isNamed(input, prefix, folder));
  const linked = language === "node" ? linkedPackages(input, manifests, atRoot, named) : new Set<string>();
  const whole = atRoot.length === 0 || ONE_BUILD.includes(language);
  const kept = new Set([...(whole ? folders : []), ...linked, ...named]);
  // Outside the root only packages of the same workspace count.
  const around = linked.size === 0 ? [] : elsewhere.sources(language).filter((path) => !path.startsWith(prefix));
  const source = [...own.filter((path) => isProgramSource(judged(path), language)), ...around];
  let sources = source.filter(belongs);
  if (sources.length === 0) sources = source.filter((path) => path.startsWith(prefix));
  // A module's parent, which holds versions, lies above it.
  const isParent = (path: string) => ONE_BUILD.includes(language) && liesAbove(prefix, path);
  const others = manifests.filter((path) => !atRoot.includes(path) && (isParent(path) || belongs(path)));
  return {
    manifests: [...atRoot, ...others].slice(0, MAX_MANIFESTS),
    sources(entry) {
      const within = (path: string) => shipped.some((folder) => path === folder || path.startsWith(`${folder}/`));
      const narrowed = shipped.length > 0 ? sources.filter((path) => within(path) || !path.startsWith(prefix)) : sources;
      const chosen = narrowed.length > 0 ? narrowed : sources;
      if (!entry) return chosen;
      const near = folderOf(entry);
      const first = new Set([entry, ...chosen.filter((path) => folderOf(path) === near)]);
      return [...first, ...chosen.filter((path) => !first.has(path))];
    },
  };

  /** The nearest folder with a manifest decides. */
  function belongs(path: string): boolean {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (`${folder}/` === prefix || (folder === "" && prefix === "")) return true;
      if (folders.has(folder)) return kept.has(folder) && (path.startsWith(prefix) || linked.has(folder));
      if (folder === "") return false;
    }
  }

  /** The part of the path that names may be judged by: a root below `examples/` is no example to itself. */
  function judged(path: string): string {
    return path.startsWith(prefix) ? path.slice(prefix.length) : path;
  }
}

/** Whether a path lies in one of the folders above a root, where a workspace keeps its lockfile. */
export function liesAbove(prefix: string, path: string): boolean {
  return !path.startsWith(prefix) && prefix.startsWith(folderOf(path) === "" ? "" : `${folderOf(path)}/`);
}

/** Whether a setup.py sets up a package: a module of a program may be called so too. */
function installsItself(text: string | null): boolean {
  return text === null || /\b(?:setuptools|distutils|skbuild)\b/.test(text);
}

/** Whether the start command runs a file of a folder below the root, or what is shipped comes from it. */
function isNamed(input: AppInput, prefix: string, folder: string): boolean {
  if (!folder.startsWith(prefix) || folder === "") return false;
  const own = `${folder.slice(prefix.length)}/`;
  const runs = (word: string) => /\.(?:[cm]?[jt]s|py)$/.test(word) && `/${word.replace(/^\.\//, "")}`.includes(`/${own}`);
  const shipped = shippedPaths(input).some((path) => path === folder || path.startsWith(`${folder}/`));
  return shipped || (input.start?.some(runs) ?? false);
}

function shippedPaths(input: AppInput): string[] {
  return (input.shipped ?? []).map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
}

/** The shipped paths below the root; empty when the whole root, or something that a build made of unknown source, is shipped. */
function shippedFolders(input: AppInput, own: readonly string[]): string[] {
  const prefix = rootPrefix(input.root);
  const bare = shippedPaths(input).filter((path) => !/(?:^|\/)(?:node_modules|vendor|\.venv|venv)$/.test(path));
  const opaque = bare.some((path) => {
    if (path === "" || path === "." || `${path}/` === prefix || /[*?$]/.test(path) || prefix.startsWith(`${path}/`)) return true;
    return !own.some((one) => one === path || one.startsWith(`${path}/`));
  });
  return opaque ? [] : bare;
}
