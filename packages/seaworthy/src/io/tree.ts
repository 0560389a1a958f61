import { type Dirent, existsSync, readdirSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { startOf } from "../core/place.js";
import type { Problem } from "../core/problem.js";
import type { ProjectSource } from "../models/project/source.js";
import { type IgnoreChain, isGitIgnored, repositoryIgnores, withFolder } from "./git-ignore.js";
import { enclosingRepository, type GitIndex, gitDirectory, readGitIndex } from "./git-index.js";
import { causeAt } from "./text.js";

/** Folders that hold what a tool made and that are not entered unless git tracks something in them. */
const UNENTERED = new Set([
  "node_modules",
  "bower_components",
  ".venv",
  "venv",
  "__pycache__",
  ".tox",
  ".mypy_cache",
  ".pytest_cache",
  ".gradle",
  ".terraform",
  ".next",
  ".nuxt",
  ".hg",
  ".svn",
]);
/** `target` is also a common name in sources: only beside these it is a build folder. */
const TARGET_MAKERS = new Set(["Cargo.toml", "pom.xml", "build.sbt"]);
const PIPELINES = [".github/workflows", ".gitlab-ci.yml", "Jenkinsfile", ".circleci/config.yml", "azure-pipelines.yml"];
/** A bound for memory, far over any tree that is one project. */
const MOST_ENTRIES = 2_000_000;

/** One repository on the way down: its index, with paths relative to `top` (absolute, ending in "/"). */
interface Repository {
  readonly top: string;
  readonly index: GitIndex | null;
  /** Folders with something tracked below them. */
  readonly folders: ReadonlySet<string>;
}

interface Folder {
  /** Relative to the root, "" or ending in "/". */
  readonly path: string;
  readonly repository: Repository | null;
  readonly chain: IgnoreChain;
}

/** The tree below a root as lists of names; `root` is absolute, its links resolved. Nothing but .gitignore files and git's index is opened. */
export function walkTree(root: string): Omit<ProjectSource, "read" | "root"> {
  const slashed = slashes(root);
  const top = slashed.endsWith("/") ? slashed : `${slashed}/`;
  const tracked: string[] = [];
  const untracked: string[] = [];
  const ignored: string[] = [];
  const links = new Map<string, string | null>();
  const repositories: string[] = [];
  const problems: Problem[] = [];
  const enclosing = enclosingRepository(root);
  const first = firstFolder(root, enclosing);
  const stack: Folder[] = [first];
  let entries = 0;

  for (let folder = stack.pop(); folder; folder = stack.pop()) {
    let children: Dirent[];
    try {
      children = readdirSync(top + folder.path, { withFileTypes: true });
    } catch (error) {
      const [kind, message] = causeAt(folder.path, error);
      problems.push({
        kind,
        message,
        place: startOf(folder.path === "" ? "." : folder.path.slice(0, -1)),
      });
      continue;
    }
    entries += children.length;
    if (entries > MOST_ENTRIES) {
      problems.push({
        kind: "too-large",
        message: `holds more than ${MOST_ENTRIES} files; the rest was not looked at`,
        place: startOf("."),
      });
      break;
    }
    const { repository, chain } = enter(folder, children, top, repositories);
    for (const child of children) {
      const { name } = child;
      if (name === ".git") continue;
      const path = folder.path + name;
      const absolute = top + path;
      const inIndex = repository?.index ? absolute.slice(repository.top.length) : null;
      if (child.isDirectory()) {
        const held = inIndex !== null && (repository?.folders.has(inIndex) || repository?.index?.submodules.has(inIndex));
        const made = UNENTERED.has(name) || (name === "target" && children.some((other) => TARGET_MAKERS.has(other.name)));
        if (held) stack.push({ path: `${path}/`, repository, chain });
        else if (isGitIgnored(chain, `${absolute}/`)) ignored.push(`${path}/`);
        else if (made) (inIndex === null ? ignored : untracked).push(`${path}/`);
        else stack.push({ path: `${path}/`, repository, chain });
        continue;
      }
      const link = child.isSymbolicLink();
      if (!link && !child.isFile()) continue;
      if (link) links.set(path, linkTarget(root, path));
      if (inIndex !== null && repository?.index?.files.has(inIndex)) tracked.push(path);
      else if (isGitIgnored(chain, absolute)) ignored.push(path);
      else (inIndex === null ? tracked : untracked).push(path);
    }
  }
  for (const list of [tracked, untracked, ignored, repositories]) list.sort();
  const gitRoot =
    enclosing === null || (enclosing !== root && first.repository === null) ? null : slashes(relative(root, enclosing)) || ".";
  const loose = untracked.filter((path) => !path.endsWith("/"));
  return {
    tracked,
    working: loose.length === 0 ? tracked : [...tracked, ...loose].sort(),
    untracked,
    ignored,
    links,
    repositories,
    gitRoot,
    outerCi:
      gitRoot === null || gitRoot === "."
        ? []
        : PIPELINES.filter((path) => existsSync(join(root, gitRoot, path))).map((path) => `${gitRoot}/${path}`),
    problems,
  };
}

function firstFolder(root: string, enclosing: string | null): Folder {
  if (enclosing === null || enclosing === root) return { path: "", repository: null, chain: [] };
  const repository = openRepository(enclosing);
  // A folder in which the repository around it tracks nothing is looked at as if there were no git.
  if (repository.index && !repository.folders.has(slashes(relative(enclosing, root))))
    return { path: "", repository: null, chain: [] };
  let chain = repositoryIgnores(slashes(enclosing), gitDirectory(enclosing) ?? enclosing);
  let folder = enclosing;
  for (const part of relative(enclosing, root).split(sep)) {
    chain = withFolder(chain, slashes(folder));
    folder = join(folder, part);
  }
  return { path: "", repository, chain };
}

/** What holds inside a folder: its own repository if it is the root of one, and its .gitignore. */
function enter(folder: Folder, children: readonly Dirent[], top: string, repositories: string[]): Omit<Folder, "path"> {
  const here = (top + folder.path).slice(0, -1) || "/";
  let { repository, chain } = folder;
  const git = children.some((child) => child.name === ".git") ? gitDirectory(here) : null;
  if (git) {
    repositories.push(folder.path === "" ? "." : folder.path.slice(0, -1));
    const outer = repository;
    const inOuter = outer ? here.slice(outer.top.length) : "";
    chain = repositoryIgnores(here, git);
    // A clone inside a repository that is no submodule of it is not part of any commit of it.
    if (!outer?.index || outer.index.submodules.has(inOuter)) repository = openRepository(here);
  }
  if (children.some((child) => child.name === ".gitignore" && child.isFile())) chain = withFolder(chain, here);
  return { repository, chain };
}

function openRepository(workTree: string): Repository {
  const git = gitDirectory(workTree);
  const read = git === null ? null : readGitIndex(git);
  // Where nothing has been added yet, everything is about to be.
  const index = read && read.files.size + read.submodules.size > 0 ? read : null;
  const folders = new Set<string>();
  for (const path of [...(index?.files ?? []), ...(index?.submodules ?? [])]) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      const parent = path.slice(0, slash);
      if (folders.has(parent)) break;
      folders.add(parent);
    }
  }
  const top = slashes(workTree);
  return { top: top.endsWith("/") ? top : `${top}/`, index, folders };
}

function linkTarget(root: string, path: string): string | null {
  try {
    const target = relative(root, realpathSync.native(join(root, path)));
    return target === ".." || target.startsWith(`..${sep}`) || /^[a-z]:/i.test(target) ? null : slashes(target) || ".";
  } catch {
    return null;
  }
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
