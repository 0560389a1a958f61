import { realpathSync } from "node:fs";
import { posix, relative, sep } from "node:path";
import type { Before, Changes } from "../models/project/changes.js";
import { type Git, withGit } from "./git-command.js";
import { commonDirectory, enclosingRepository, gitDirectory, smallText } from "./git-index.js";
import { shownPath } from "./given-paths.js";
import type { Environment } from "./program.js";
import { LARGEST_TEXT } from "./text.js";
import { UsageError } from "./usage-error.js";

const WHOLE_HISTORY =
  "fetch the whole history (git fetch --unshallow; `fetch-depth: 0` of actions/checkout; `GIT_DEPTH: 0` on GitLab)";
const DIFF = ["diff", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=dirty"];

/**
 * What differs between the work tree below `root` and the commit at which HEAD left `ref`: changes that are committed, staged and
 * not staged, and untracked files that git does not ignore. Throws UsageError where that cannot be told.
 */
export function changesSince(root: string, ref: string, env: Environment = process.env, cwd?: string): Changes {
  const real = realpathSync.native(root);
  const top = enclosingRepository(real);
  if (top === null)
    throw new UsageError(`${shownPath(root, cwd)} is in no git repository: --changed-since has nothing to compare with`);
  const below = relative(top, real).split(sep).join("/");
  return withGit(top, env, (git) => {
    const commit = baseOf(git, ref, isShallow(top));
    const list = (...args: readonly string[]): readonly string[] =>
      said(git, ...args)
        .split("\0")
        .filter((path) => path !== "");
    const changed = list(...DIFF, "--name-only", "-z", commit, "--");
    const untracked = list("ls-files", "--others", "--exclude-standard", "-z");
    const here = (path: string): string => posix.relative(below, path);
    return { ref, commit, files: new Set([...changed, ...untracked].map(here)) };
  });
}

/** The texts that some files had at a commit; what is too large to be a source is left out. */
export function textsAt(root: string, commit: string, files: readonly string[], env: Environment = process.env): Before {
  const texts = new Map<string, string | null>();
  if (files.length === 0) return texts;
  const real = realpathSync.native(root);
  const top = enclosingRepository(real) ?? real;
  const below = relative(top, real).split(sep).join("/");
  withGit(top, env, (git) => {
    for (const file of files) {
      const name = `${commit}:${posix.join(below, file)}`;
      const { code, stdout } = git("cat-file", "-s", name);
      if (code !== 0) texts.set(file, null);
      else if (Number(stdout) < LARGEST_TEXT) texts.set(file, said(git, "cat-file", "blob", name));
    }
  });
  return texts;
}

function baseOf(git: Git, ref: string, shallow: boolean): string {
  if (ref === "" || ref.startsWith("-")) throw new UsageError("--changed-since must name a commit: a branch, a tag, an id");
  const shown = `\`${ref}\``;
  const commit = (name: string): string | null => {
    const { code, stdout } = git("rev-parse", "--verify", "--quiet", `${name}^{commit}`);
    return code === 0 && /^[0-9a-f]{40,64}\n$/.test(stdout) ? stdout.trim() : null;
  };
  const head = commit("HEAD");
  // Before the first commit all is new: a hook that runs then has something to judge.
  if (head === null && ref === "HEAD") return said(git, "hash-object", "-t", "tree", "--stdin").trim();
  if (head === null) throw new UsageError("the repository has no commit yet: --changed-since has nothing to compare with");
  const other = commit(ref);
  if (other === null) {
    const why = shallow ? `this clone is shallow: ${WHOLE_HISTORY}` : "fetch it first, or check its name";
    throw new UsageError(`no commit is known as ${shown}: ${why}`);
  }
  const { code, stdout, stderr } = git("merge-base", other, head);
  const base = stdout.trim().split("\n")[0] ?? "";
  if (code === 0 && base !== "") return base;
  if (code !== 1) throw new UsageError(`git cannot compare ${shown} with HEAD: ${oneLine(stderr)}`);
  throw new UsageError(
    shallow
      ? `this clone is shallow and does not reach back to where HEAD left ${shown}: ${WHOLE_HISTORY}`
      : `${shown} and HEAD have no commit in common`,
  );
}

function said(git: Git, ...args: readonly string[]): string {
  const { code, stdout, stderr } = git(...args);
  if (code === 0) return stdout;
  throw new UsageError(`git cannot tell what changed: ${code === null ? "it did not answer in time" : oneLine(stderr)}`);
}

function oneLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

function isShallow(top: string): boolean {
  const directory = gitDirectory(top);
  return directory !== null && smallText(`${commonDirectory(directory)}/shallow`) !== null;
}
