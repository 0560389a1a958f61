import type { Dockerignore } from "../dockerignore/dockerignore.js";
import { parseDockerignore } from "../dockerignore/parse.js";
import { type BuildContext, ReadContext } from "./context.js";
import { baseName, belowFolder, folderOf, isWithin, joinPath, relativeTo } from "./paths.js";
import type { Reader } from "./reader.js";
import { standIn } from "./sent-paths.js";
import type { ProjectFiles } from "./service.js";
import type { ProjectSource } from "./source.js";

const MOST_UNTRACKED = 300;
const MOST_DEAD = 20;
const NONE: ReadonlySet<string> = new Set();
const NO_PATHS: readonly string[] = Object.freeze([]);
/** Builds that share a context stand close together. */
const MOST_KEPT = 500;

/** One build whose context is asked for; `dockerfile` is null for an inline one. */
export interface ContextOf {
  readonly root: string;
  readonly known: BuildContext["known"];
  readonly dockerfile: string | null;
}

/** Makes the contexts of all builds of a project; builds that share root and ignore file share lists and parsed patterns. */
export function contextMaker(
  source: ProjectSource,
  files: ProjectFiles,
  reader: Reader,
  builds: readonly ContextOf[],
): (build: ContextOf) => BuildContext {
  const candidates = ignoreCandidates(source);
  const parsed = new Map<string, Dockerignore | null>();
  const relative = new Map<string, readonly string[]>();
  const made = new Map<string, BuildContext>();

  const ignoreAt = (path: string): Dockerignore | null => {
    let ignore = parsed.get(path);
    if (ignore === undefined) {
      const text = isPresent(path) ? reader.text(path) : null;
      ignore = text === null ? null : parseDockerignore(path, text);
      for (const problem of ignore?.problems ?? []) reader.report(problem);
      parsed.set(path, ignore);
    }
    return ignore;
  };
  // A file that git ignores is in nobody else's clone: the same commit has to get the same verdict.
  const present: ReadonlySet<string> =
    candidates.length === 0 ? NONE : new Set(candidates.filter((candidate) => !candidate.ignored).map(({ path }) => path));
  const isPresent = (path: string): boolean => present.has(path);
  const usedBy = ({ root, dockerfile }: ContextOf): string | null => {
    if (present.size === 0) return null;
    const own = dockerfile === null ? null : `${dockerfile}.dockerignore`;
    if (own !== null && isPresent(own)) return own;
    const shared = joinPath(root, ".dockerignore");
    return isPresent(shared) ? shared : null;
  };
  const used: ReadonlySet<string | null> = candidates.length === 0 ? NONE : new Set(builds.map(usedBy));
  const below = (root: string): readonly string[] => {
    if (root === ".") return files.below(root);
    let list = relative.get(root);
    if (!list) {
      list = files.below(root).map((path) => relativeTo(root, path));
      if (relative.size >= MOST_KEPT) relative.clear();
      relative.set(root, list);
    }
    return list;
  };

  return (build) => {
    const path = usedBy(build);
    const home = build.dockerfile === null ? "" : folderOf(build.dockerfile);
    const key = `${build.root}\0${build.known}\0${path ?? ""}\0${home}`;
    let context = made.get(key);
    if (!context) {
      const { root, known } = build;
      const ignore = path === null ? null : ignoreAt(path);
      context = new ReadContext({
        root,
        known,
        holdsGit: source.repositories.includes(root) || (root === "." && source.gitRoot === "."),
        ignore,
        deadIgnores: candidates.flatMap((candidate) => becauseDead(candidate, build, path, used)).slice(0, MOST_DEAD),
        files: below(root),
        untracked: untrackedBelow(source, root, ignore),
      });
      if (made.size >= MOST_KEPT) made.clear();
      made.set(key, context);
    }
    return context;
  };
}

interface Candidate {
  readonly path: string;
  readonly ignored: boolean;
}

function looksLikeIgnore(small: string): boolean {
  return (
    small.includes("ignore") && (small.endsWith(".dockerignore") || /^\.?docker[-_.]?ignore(?:\.txt)?$/.test(baseName(small)))
  );
}

function ignoreCandidates(source: ProjectSource): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [list, ignored] of [
    [source.tracked, false],
    [source.untracked, false],
    [source.ignored, true],
  ] as const) {
    // The test is on every path of the tree: the cheap half first.
    for (const path of list) if (looksLikeIgnore(path.toLowerCase())) found.push({ path, ignored });
  }
  return found;
}

function becauseDead(
  { path, ignored }: Candidate,
  build: ContextOf,
  usedHere: string | null,
  used: ReadonlySet<string | null>,
): readonly { path: string; because: string }[] {
  if (path === usedHere || used.has(path)) return [];
  const folder = folderOf(path);
  const home = build.dockerfile === null ? build.root : folderOf(build.dockerfile);
  const near = folder === build.root || folder === home || (isWithin(build.root, folder) && isWithin(folder, home));
  // Where the context has no ignore file at all, one anywhere inside it was most likely meant for it.
  if (!near && !(usedHere === null && isWithin(build.root, folder))) return [];
  const name = baseName(path);
  const dead = (because: string): readonly { path: string; because: string }[] => [{ path, because }];
  if (ignored) return dead("git ignores it, so it is in no other clone");
  if (name === ".dockerignore") {
    // The shared file of the context is only set aside by this Dockerfile's own.
    if (folder === build.root) return [];
    return dead(`Docker looks for it in the build context (${build.root}), not in ${folder}`);
  }
  if (name.toLowerCase() === ".dockerignore") return dead(`Docker looks for .dockerignore in this exact case, not for ${name}`);
  if (/^\.?docker[-_.]?ignore(?:\.txt)?$/i.test(name)) return dead(`Docker looks for .dockerignore, not for ${name}`);
  if (build.dockerfile !== null && path.toLowerCase() === `${build.dockerfile}.dockerignore`.toLowerCase()) {
    return dead(`Docker looks for ${baseName(build.dockerfile)}.dockerignore in this exact case, not for ${name}`);
  }
  return [];
}

function untrackedBelow(source: ProjectSource, root: string, ignore: Dockerignore | null): readonly string[] {
  if (source.untracked.length + source.ignored.length === 0) return NO_PATHS;
  const sent: string[] = [];
  for (const list of [source.untracked, source.ignored]) {
    for (const path of belowFolder(list, root)) {
      const inside = relativeTo(root, path);
      if (ignore?.decide(standIn(inside)).ignored) continue;
      sent.push(inside);
      if (sent.length >= MOST_UNTRACKED) return sent.sort();
    }
  }
  return sent.sort();
}
