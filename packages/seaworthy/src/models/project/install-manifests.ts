import type { Install } from "../shell/packages.js";
import { folderOf, joinPath } from "./paths.js";

/** Files of one folder, relative to where the install works. */
export interface ManifestFiles {
  readonly folder: string;
  readonly names: readonly string[];
}

type Read = (path: string) => string | null;

const LOCKS: Readonly<Record<string, readonly string[]>> = {
  npm: ["package-lock.json", "npm-shrinkwrap.json"],
  yarn: ["yarn.lock"],
  pnpm: ["pnpm-lock.yaml"],
  bun: ["bun.lock", "bun.lockb"],
};
const BESIDE = [".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs"];
const HOOKS = /"(?:preinstall|install|postinstall|prepare)"\s*:/;
const MOST_LISTS = 10;

/**
 * What an install reads: its manifests and lockfiles, and nothing of the code; or why it needs more.
 * @param folder where it works, in the project
 */
export function manifestsOf(install: Install, folder: string, read: Read): readonly ManifestFiles[] | string {
  const { manager } = install;
  const here = (name: string) => read(joinPath(folder, name));
  if (Object.hasOwn(LOCKS, manager)) return ofNode(manager, here);
  if (manager === "pip") return ofPip(install, here);
  if (manager === "pipenv")
    return [
      {
        folder: "",
        names: here("Pipfile.lock") === null && here("Pipfile") !== null ? ["Pipfile"] : ["Pipfile", "Pipfile.lock"],
      },
    ];
  if (manager === "poetry" || manager === "uv") {
    const alone = install.flags.some((flag) => /^--(?:no-root|no-install-project|no-install-workspace)$/.test(flag));
    if (!alone) return `${manager} installs the project itself, too: it needs the code`;
    const lock = manager === "poetry" ? "poetry.lock" : "uv.lock";
    return [
      {
        folder: "",
        names: here("pyproject.toml") !== null && here(lock) === null ? ["pyproject.toml"] : ["pyproject.toml", lock],
      },
    ];
  }
  return `what ${manager} reads beside its manifest is not known`;
}

function ofNode(manager: string, here: Read): readonly ManifestFiles[] | string {
  const manifest = here("package.json");
  if (manifest === null) {
    // Nothing of the tree is known: names that may not be there are written as patterns.
    if (manager === "npm") return [{ folder: "", names: ["package*.json"] }];
    return [{ folder: "", names: ["package.json", ...(LOCKS[manager] ?? []).map((name) => `${name}*`)] }];
  }
  if (/"workspaces"\s*:/.test(manifest) || here("pnpm-workspace.yaml") !== null)
    return "it installs for all packages of a workspace";
  if (HOOKS.test(manifest)) return "package.json has scripts that run on install, and may need the code";
  if (/:\s*"(?:file|link|portal):/.test(manifest)) return "package.json names packages of the tree itself";
  const locks = (LOCKS[manager] ?? []).filter((name) => here(name) !== null);
  return [{ folder: "", names: ["package.json", ...locks, ...BESIDE.filter((name) => here(name) !== null)] }];
}

function ofPip(install: Install, here: Read): readonly ManifestFiles[] | string {
  const found = new Set<string>();
  const queue = install.manifests.filter((path) => /\.(?:txt|in)$/.test(path));
  if (queue.length === 0 || install.packages.some(({ source }) => source === "path"))
    return "pip installs the project itself, too: it needs the code";
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (path.startsWith("/") || path.includes("..") || path.includes("$")) return "the list of packages is not beside the code";
    if (found.has(path) || found.size > MOST_LISTS) continue;
    found.add(path);
    const text = here(path);
    if (text === null) continue;
    if (/^\s*(?:-e\s|--editable|\.{1,2}\/|\.\s*$|file:)/m.test(text)) return `${path} names packages of the tree itself`;
    for (const [, other = ""] of text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)/gm))
      queue.push(folderOf(path) === "." ? other.replace(/^\.\//, "") : joinPath(folderOf(path), other));
  }
  const byFolder = new Map<string, string[]>();
  for (const path of [...found].sort()) {
    const folder = folderOf(path) === "." ? "" : folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.slice(path.lastIndexOf("/") + 1)]);
  }
  return [...byFolder].map(([folder, names]) => ({ folder, names }));
}
