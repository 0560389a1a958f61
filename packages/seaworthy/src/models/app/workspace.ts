import type { Language } from "./app.js";
import { baseName, folderOf, rootPrefix } from "./candidates.js";
import type { AppInput } from "./input.js";
import { packageTable } from "./manifests/node.js";
import { list, type Table, table } from "./manifests/reader.js";

const MAX_PACKAGES = 400;
const MARKERS = /(?:^|\/)(?:pnpm-workspace\.yaml|lerna\.json|nx\.json|turbo\.json|rush\.json)$/;

/** The folders outside the root's own that a manifest makes a program or a package. */
export function programFolders(input: AppInput, manifests: readonly string[], language: Language): Set<string> {
  const prefix = rootPrefix(input.root);
  const found = new Set<string>();
  let read = 0;
  for (const path of manifests) {
    const folder = folderOf(path);
    if (folder === "" || `${folder}/` === prefix) continue;
    const name = baseName(path);
    // requirements.txt and setup.cfg lie beside parts of one program as well
    if (language === "python" && !/^(?:pyproject\.toml|Pipfile|setup\.py)$/.test(name)) continue;
    if (name === "package.json" && path.startsWith(prefix) && read++ < 60) {
      const parsed = packageTable(input.read(path) ?? "");
      if (parsed && !parsed.name && !parsed.dependencies && !parsed.scripts) continue; // { "type": "module" } and its like
    }
    found.add(folder);
  }
  return found;
}

/** The folders of the workspace packages that the root's manifest, or a package that it leads to, depends on. */
export function linkedPackages(
  input: AppInput,
  manifests: readonly string[],
  atRoot: readonly string[],
  named: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const rootPath = atRoot.find((path) => baseName(path) === "package.json");
  const rootTable = rootPath ? packageTable(input.read(rootPath) ?? "") : null;
  if (!rootTable) return found;
  const isRoot = workspacesOf(rootTable).length > 0;
  if (!isRoot && !inWorkspace(input, rootTable)) return found;
  const byName = new Map<string, { folder: string; table: Table }>();
  const candidates = manifests.filter((path) => baseName(path) === "package.json" && path !== rootPath);
  for (const path of candidates.slice(0, MAX_PACKAGES)) {
    const read = packageTable(input.read(path) ?? "");
    if (read && typeof read.name === "string") byName.set(read.name, { folder: folderOf(path), table: read });
  }
  const queue: Table[] = [rootTable];
  const prefix = rootPrefix(input.root);
  for (const one of byName.values()) {
    // The root of a workspace stands for all of its packages, unless some are named.
    const starts = named.length > 0 ? named.includes(one.folder) : isRoot && one.folder.startsWith(prefix);
    if (!starts) continue;
    found.add(one.folder);
    queue.push(one.table);
  }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const shipped = table(next.dependencies);
    for (const name of Object.keys({ ...shipped, ...table(next.devDependencies) })) {
      const target = byName.get(name);
      if (!target || found.has(target.folder)) continue;
      // A program among the development dependencies lends its types, and runs elsewhere; a library there may be bundled.
      if (!Object.hasOwn(shipped, name) && startsItself(target.table)) continue;
      found.add(target.folder);
      queue.push(target.table);
    }
  }
  return found;
}

function startsItself({ scripts }: Table): boolean {
  return Object.hasOwn(table(scripts), "start");
}

function workspacesOf(read: Table): readonly unknown[] {
  return Array.isArray(read.workspaces) ? read.workspaces : list(table(read.workspaces).packages);
}

/** Whether the package is one of a workspace: by how it names its dependencies, or by what lies above it. */
function inWorkspace(input: AppInput, read: Table): boolean {
  const versions = Object.values({ ...table(read.dependencies), ...table(read.devDependencies) });
  if (versions.some((version) => typeof version === "string" && /^(?:workspace:|file:|link:|portal:)/.test(version))) return true;
  const prefix = rootPrefix(input.root);
  const above = (input.workspace ?? input.files).filter((path) =>
    prefix.startsWith(folderOf(path) === "" ? "" : `${folderOf(path)}/`),
  );
  if (above.some((path) => MARKERS.test(path))) return true;
  return above
    .filter((path) => baseName(path) === "package.json" && !path.startsWith(prefix || "\0"))
    .some((path) => workspacesOf(packageTable(input.read(path) ?? "") ?? {}).length > 0);
}
