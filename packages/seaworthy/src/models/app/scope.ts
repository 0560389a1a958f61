import type { Language } from "./app.js";
import { baseName, folderOf, isForeign, isProgramSource, rootPrefix } from "./candidates.js";
import type { AppInput } from "./input.js";
import { packageTable } from "./manifests/node.js";
import { manifestLanguage } from "./manifests/read.js";
import { list, type Table, table } from "./manifests/reader.js";

/** Which files the program is made of. */
export interface Scope {
  readonly manifests: readonly string[];
  /** The source files, the entry's own folder first. */
  sources(entry: string | null): readonly string[];
  /** Whether a path lies in one of the folders above the root, where a workspace keeps its lockfile. */
  above(path: string): boolean;
}

const MAX_MANIFESTS = 60;

/**
 * A folder below the root with a manifest of its own is another program, unless it is a package of the same workspace that the program names among its
 * dependencies, a module of the same Maven or Gradle build, or the root has no manifest itself.
 */
export function scopeOf(input: AppInput, own: readonly string[], language: Language): Scope {
  const prefix = rootPrefix(input.root);
  const everywhere = [...new Set([...own, ...(input.workspace ?? []).filter((path) => !isForeign(path))])];
  const manifests = own.filter((path) => manifestLanguage(path) === language);
  const atRoot = manifests.filter((path) => folderOf(path) === prefix.replace(/\/$/, ""));
  const folders = new Set(manifests.map(folderOf).filter((folder) => `${folder}/` !== prefix && folder !== ""));
  const shipped = shippedFolders(input, own);
  const kept = new Set<string>();
  if (atRoot.length === 0 || language === "java" || language === "dotnet" || language === "rust")
    for (const folder of folders) kept.add(folder);
  const linked = language === "node" ? linkedPackages(input, everywhere, manifests, atRoot) : new Set<string>();
  for (const folder of linked) kept.add(folder);
  if (language === "python")
    for (const folder of folders)
      if (!manifests.some((path) => folderOf(path) === folder && /(?:pyproject\.toml|Pipfile|setup\.py)$/.test(path)))
        kept.add(folder);
  const strangers = [...folders].filter((folder) => ![...kept].some((one) => one === folder));
  const belongs = (path: string): boolean => {
    if (!path.startsWith(prefix)) return [...linked].some((folder) => path.startsWith(`${folder}/`));
    return !strangers.some(
      (folder) =>
        path.startsWith(`${folder}/`) && ![...kept].some((one) => one.startsWith(`${folder}/`) && path.startsWith(`${one}/`)),
    );
  };
  const sources = everywhere.filter((path) => isProgramSource(relative(path), language) && belongs(path));
  return {
    manifests: [
      ...atRoot,
      ...everywhere.filter((path) => manifestLanguage(path) === language && !atRoot.includes(path) && belongs(path)),
    ].slice(0, MAX_MANIFESTS),
    sources(entry) {
      const near = entry ? folderOf(entry) : null;
      let chosen = sources;
      if (shipped.length > 0) {
        const narrowed = sources.filter(
          (path) => shipped.some((folder) => path === folder || path.startsWith(`${folder}/`)) || !path.startsWith(prefix),
        );
        if (narrowed.length > 0) chosen = narrowed;
      }
      if (entry && !chosen.includes(entry) && own.includes(entry)) chosen = [entry, ...chosen];
      if (near === null) return chosen;
      return [...chosen.filter((path) => folderOf(path) === near), ...chosen.filter((path) => folderOf(path) !== near)];
    },
    above: (path) => !path.startsWith(prefix) && prefix.startsWith(folderOf(path) === "" ? "" : `${folderOf(path)}/`),
  };

  /** The part of the path that names may be judged by: a root below `examples/` is no example to itself. */
  function relative(path: string): string {
    return path.startsWith(prefix) ? path.slice(prefix.length) : path;
  }
}

/** The shipped paths that hold source; empty when the whole root, or nothing but built output, is shipped. */
function shippedFolders(input: AppInput, own: readonly string[]): string[] {
  const prefix = rootPrefix(input.root);
  const bare = (input.shipped ?? []).map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
  if (
    bare.some(
      (path) => path === "" || path === "." || `${path}/` === prefix || /[*?$]/.test(path) || prefix.startsWith(`${path}/`),
    )
  )
    return [];
  return bare.filter((folder) => own.some((path) => path === folder || path.startsWith(`${folder}/`)));
}

/** The folders of the workspace packages that the root's manifest, or one of them, depends on. */
function linkedPackages(
  input: AppInput,
  everywhere: readonly string[],
  manifests: readonly string[],
  atRoot: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const rootPath = atRoot.find((path) => baseName(path) === "package.json");
  const rootTable = rootPath ? packageTable(input.read(rootPath) ?? "") : null;
  if (!rootTable) return found;
  const workspaces = Array.isArray(rootTable.workspaces) ? rootTable.workspaces : list(table(rootTable.workspaces).packages);
  const byName = new Map<string, { folder: string; table: Table }>();
  const candidates = everywhere.filter((path) => baseName(path) === "package.json" && path !== rootPath).slice(0, 400);
  for (const path of candidates) {
    const read = packageTable(input.read(path) ?? "");
    if (read && typeof read.name === "string") byName.set(read.name, { folder: folderOf(path), table: read });
  }
  const queue = [rootTable];
  if (workspaces.length > 0 && manifests.length > 1)
    for (const { folder, table: one } of byName.values())
      if (folder.startsWith(rootPrefix(input.root))) queue.push(one, { dependencies: { [String(one.name)]: "" } });
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const name of Object.keys({ ...table(next.dependencies), ...table(next.devDependencies) })) {
      const target = byName.get(name);
      if (!target || found.has(target.folder)) continue;
      found.add(target.folder);
      queue.push(target.table);
    }
  }
  return found;
}
