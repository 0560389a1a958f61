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
/** Options by which an install leaves out what needs the code: the packages alone are installed. */
const ALONE: Readonly<Record<string, string>> = {
  poetry: "--no-root",
  uv: "--no-install-project",
  pdm: "--no-self",
  composer: "--no-scripts --no-autoloader",
};
const PYTHON_LOCKS: Readonly<Record<string, string>> = { poetry: "poetry.lock", uv: "uv.lock", pdm: "pdm.lock" };
const HOOKS = /"(?:preinstall|install|postinstall|prepare)"\s*:/;
const MOST_LISTS = 10;

/** What an install reads of the tree, and how it is told to read no more. */
export interface InstallNeeds {
  readonly files: readonly ManifestFiles[];
  /** Options without which it would need the code, too: it is then run again once the code is there. */
  readonly alone: string | null;
}

/**
 * What an install reads: its manifests and lockfiles, and nothing of the code; or why it needs more.
 * @param folder where it works, in the project
 */
export function manifestsOf(install: Install, folder: string, read: Read): InstallNeeds | string {
  const { manager, flags, command } = install;
  const here = (name: string) => read(joinPath(folder, name));
  if (Object.hasOwn(LOCKS, manager)) return whole(ofNode(manager, here));
  if (manager === "pip" || (manager === "uv" && command.words[1]?.text === "pip")) return whole(ofPip(install, here));
  if (manager === "pipenv") return whole([{ folder: "", names: withLock("Pipfile", "Pipfile.lock", here) }]);
  if (manager === "bundler") return whole(ofBundler(here));
  const option = ALONE[manager];
  if (option === undefined) return `what ${manager} reads beside its manifest is not known`;
  const isAlone = option.split(" ").every((one) => flags.includes(one)) || flags.includes("--no-install-workspace");
  const files = manager === "composer" ? ofComposer(install, here) : ofPyproject(install, here);
  return typeof files === "string" ? files : { files, alone: isAlone ? null : option };
}

function whole(files: readonly ManifestFiles[] | string): InstallNeeds | string {
  return typeof files === "string" ? files : { files, alone: null };
}

/** A lockfile that is not in the tree is not copied; where nothing of the tree is known, it is where it is there. */
function withLock(manifest: string, lock: string, here: Read): readonly string[] {
  if (here(manifest) === null) return [manifest, `${lock}*`];
  return here(lock) === null ? [manifest] : [manifest, lock];
}

function ofPyproject({ manager, command }: Install, here: Read): readonly ManifestFiles[] | string {
  if (!/^(?:install|sync)$/.test(command.words[1]?.text ?? "")) return `what ${manager} does here is not read`;
  const text = here("pyproject.toml") ?? "";
  if (/\bpath\s*=\s*["']|\bfile:\/\/|^[ \t]*\[tool\.uv\.workspace\]/m.test(text))
    return "pyproject.toml names packages of the tree itself";
  return [{ folder: "", names: withLock("pyproject.toml", PYTHON_LOCKS[manager] ?? "", here) }];
}

function ofComposer({ command }: Install, here: Read): readonly ManifestFiles[] | string {
  if (command.name !== "composer" || !/^(?:install|i)$/.test(command.words[1]?.text ?? ""))
    return "what composer does here is not read";
  const text = here("composer.json");
  if (text === null) return [{ folder: "", names: ["composer.*"] }];
  if (/"type"\s*:\s*"path"/.test(text)) return "composer.json names packages of the tree itself";
  return [
    {
      folder: "",
      names: [...withLock("composer.json", "composer.lock", here), ...(here("symfony.lock") === null ? [] : ["symfony.lock"])],
    },
  ];
}

function ofBundler(here: Read): readonly ManifestFiles[] | string {
  const text = here("Gemfile");
  if (text === null) return [{ folder: "", names: ["Gemfile*"] }];
  if (/\bpath:|:path\s*=>|^[ \t]*(?:gemspec|eval_gemfile|path|plugin)\b|\brequire_relative\b|__dir__/m.test(text))
    return "the Gemfile names gems of the tree itself";
  const beside = [".ruby-version", ".tool-versions"].filter((name) => text.includes(name));
  const lost = beside.find((name) => here(name) === null);
  if (lost || /\bFile\.|\bIO\.|\bDir\b/.test(text.replace(/File\.read\(["']\.(?:ruby-version|tool-versions)["']\)/g, "")))
    return "the Gemfile reads other files";
  return [{ folder: "", names: [...withLock("Gemfile", "Gemfile.lock", here), ...beside] }];
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
  if (/\byarnPath\s*:|(?:^|[\s"'/])\.yarn\//.test(here(".yarnrc.yml") ?? ""))
    return "yarn has a part of itself in the folder .yarn";
  if (/"patchedDependencies"\s*:|"patch:/.test(manifest) || /^patchedDependencies[ \t]*:/m.test(here("pnpm-lock.yaml") ?? ""))
    return "it reads patches of its packages";
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
    if (/^[ \t]*(?:-e\s|--editable|\.{1,2}\/|\.[ \t]*\r?$|file:)/m.test(text)) return `${path} names packages of the tree itself`;
    for (const [, other = ""] of text.matchAll(/^[ \t]*(?:-r|-c|--requirement|--constraint)[ \t=]*(\S+)/gm)) {
      const named = folderOf(path) === "." ? other.replace(/^\.\//, "") : joinPath(folderOf(path), other);
      // An address, or a name that a COPY would read in another way.
      if (!/^[\w./-]+$/.test(other) || here(named) === null) return `${path} names ${other}, which is no file beside the code`;
      queue.push(named);
    }
  }
  const byFolder = new Map<string, string[]>();
  for (const path of [...found].sort()) {
    const folder = folderOf(path) === "." ? "" : folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.slice(path.lastIndexOf("/") + 1)]);
  }
  return [...byFolder].map(([folder, names]) => ({ folder, names }));
}
