import { createHash } from "node:crypto";
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { enclosingRepository, type GitEntry, gitDirectory, hashLength, readGitIndex } from "./git-index.js";
import { headCommit, treeOfCommit } from "./git-objects.js";
import { walkTree } from "./tree.js";

/** What a work tree is, as far as that tells what an image was built from. */
export interface TreeState {
  /** The commit that it is at, hex; null: there is none. */
  readonly commit: string | null;
  /** Whether every tracked file is as the commit has it, and there is no other that is not ignored; null: it cannot be told. */
  readonly clean: boolean | null;
}

const SYMLINK = 0o120000;
const GITLINK = 0o160000;
/** More is not read to find out. */
const MOST_BYTES = 4 * 1024 ** 3;

/** The state of the repository that holds a folder. */
export function treeState(folder: string): TreeState {
  const root = enclosingRepository(folder);
  const git = root === null ? null : gitDirectory(root);
  const commit = git === null ? null : headCommit(git);
  if (root === null || git === null || commit === null) return { commit: null, clean: null };
  // Files that git neither tracks nor ignores are in the build's context all the same.
  if (walkTree(root).untracked.length > 0) return { commit, clean: false };
  const entries: GitEntry[] = [];
  const index = readGitIndex(git, (entry) => entries.push(entry));
  if (!index?.tree) return { commit, clean: null };
  const tree = treeOfCommit(git, commit);
  if (tree === null) return { commit, clean: null };
  if (tree !== index.tree) return { commit, clean: false };
  return { commit, clean: unchanged(root, entries, hashLength(git) === 32 ? "sha256" : "sha1") };
}

/** Whether the files on disk are what the index says, by their content. */
function unchanged(root: string, entries: readonly GitEntry[], algorithm: "sha1" | "sha256"): boolean | null {
  let left = MOST_BYTES;
  for (const { path, mode, object } of entries) {
    if ((mode & 0o170000) === GITLINK) return null;
    const full = join(root, path);
    try {
      const stat = lstatSync(full);
      const isLink = (mode & 0o170000) === SYMLINK;
      if (isLink !== stat.isSymbolicLink() || (!isLink && !stat.isFile())) return false;
      if (!isLink && process.platform !== "win32" && ((mode & 0o100) !== 0) !== ((stat.mode & 0o100) !== 0)) return false;
      left -= stat.size;
      if (left < 0) return null;
      const content = isLink ? Buffer.from(readlinkSync(full)) : readFileSync(full);
      if (createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest("hex") !== object) return false;
    } catch {
      return false;
    }
  }
  return true;
}
