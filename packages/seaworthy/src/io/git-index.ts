import { readFileSync, type Stats, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** What the index of a repository holds: tracked paths, and the folders of submodules, relative to the work tree. */
export interface GitIndex {
  readonly files: ReadonlySet<string>;
  readonly submodules: ReadonlySet<string>;
  /** The tree that the index was last written from or to, hex; null where it is not kept or no longer right. */
  readonly tree: string | null;
}

/** A tracked file, as the index has it. */
export interface GitEntry {
  readonly path: string;
  readonly mode: number;
  /** The name of its content, hex. */
  readonly object: string;
}

const LARGEST_INDEX = 1024 * 1024 * 1024;
const GITLINK = 0o160000;
const FOLDER = 0o040000;

/**
 * The git directory of a work tree: its `.git` folder, or what a `.git` file (worktree, submodule) names. null: none.
 * Git itself is never started, since a repository's own config can make it run anything.
 */
export function gitDirectory(workTree: string): string | null {
  const path = join(workTree, ".git");
  const stat = statOf(path);
  if (stat?.isDirectory()) return isFile(join(path, "HEAD")) ? path : null;
  const named = /^gitdir:\s*(.+?)\s*$/.exec(smallText(path) ?? "")?.[1];
  if (!named) return null;
  const directory = resolve(workTree, named);
  return isFile(join(directory, "HEAD")) ? directory : null;
}

/** The directory that holds what all worktrees of a repository share (`config`, `info/exclude`). */
export function commonDirectory(gitDirectory: string): string {
  const named = smallText(join(gitDirectory, "commondir"))?.trim();
  return named ? resolve(gitDirectory, named) : gitDirectory;
}

/** Reads a repository's index (versions 2 to 4, SHA-1 or SHA-256). null: none, split, or not understood. */
export function readGitIndex(gitDirectory: string, each?: (entry: GitEntry) => void): GitIndex | null {
  const path = join(gitDirectory, "index");
  const stat = statOf(path);
  if (!stat?.isFile() || stat.size > LARGEST_INDEX) return null;
  try {
    return parseGitIndex(readFileSync(path), hashLength(gitDirectory), each);
  } catch {
    return null;
  }
}

/** Bytes of an object's name: 20 for SHA-1, 32 for SHA-256. */
export function hashLength(gitDirectory: string): 20 | 32 {
  const config = smallText(join(commonDirectory(gitDirectory), "config")) ?? "";
  return /^\s*objectformat\s*=\s*"?sha256/im.test(config) ? 32 : 20;
}

/**
 * Reads the bytes of an index; `hash` is the length of its object names. null: split, or not understood. `each` is called with what the
 * index says of every file.
 */
function parseGitIndex(bytes: Buffer, hash: 20 | 32, each?: (entry: GitEntry) => void): GitIndex | null {
  if (bytes.length < 12 + hash || bytes.toString("latin1", 0, 4) !== "DIRC") return null;
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  if (version < 2 || version > 4) return null;
  const files = new Set<string>();
  const submodules = new Set<string>();
  let at = 12;
  let previous: Buffer = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry++) {
    const start = at;
    const mode = bytes.readUInt32BE(at + 24);
    at += 40 + hash;
    const extended = version >= 3 && (bytes.readUInt16BE(at) & 0x4000) !== 0;
    at += extended ? 4 : 2;
    let cut = 0;
    if (version === 4) {
      let byte = bytes.readUInt8(at++);
      cut = byte & 0x7f;
      while (byte & 0x80) {
        byte = bytes.readUInt8(at++);
        cut = (cut + 1) * 128 + (byte & 0x7f);
      }
    }
    const end = bytes.indexOf(0, at);
    if (end < 0 || cut > previous.length) return null;
    let name = bytes.subarray(at, end);
    if (version === 4) {
      name = Buffer.concat([previous.subarray(0, previous.length - cut), name]);
      previous = name;
    }
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7);
    const type = mode & 0o170000;
    if (type === GITLINK) submodules.add(name.toString("utf8"));
    else if (type !== FOLDER) files.add(name.toString("utf8"));
    each?.({ path: name.toString("utf8"), mode, object: bytes.toString("hex", start + 40, start + 40 + hash) });
  }
  const end = bytes.length - hash;
  // A split index keeps most of its entries in another file.
  if (extension(bytes, at, end, "link")) return null;
  return { files, submodules, tree: rootOf(extension(bytes, at, end, "TREE"), hash) };
}

function extension(bytes: Buffer, start: number, end: number, name: string): Buffer | null {
  for (let at = start; at + 8 <= end; at += 8 + bytes.readUInt32BE(at + 4)) {
    if (bytes.toString("latin1", at, at + 4) === name) return bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at + 4));
  }
  return null;
}

/** The root of the cache of trees: an empty path, `<entries> <subtrees>\n`, the name; -1 entries where it is no longer right. */
function rootOf(cache: Buffer | null, hash: 20 | 32): string | null {
  const newline = cache?.indexOf(0x0a) ?? -1;
  if (cache?.[0] !== 0 || newline < 0) return null;
  const valid = /^\d+ \d+$/.test(cache.toString("latin1", 1, newline));
  return valid && cache.length >= newline + 1 + hash ? cache.toString("hex", newline + 1, newline + 1 + hash) : null;
}

/** The nearest folder at or above a path that holds a git repository; null: none. */
export function enclosingRepository(path: string): string | null {
  for (let folder = path; ; folder = dirname(folder)) {
    if (gitDirectory(folder)) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** null too where a folder above may not be entered: what cannot be seen is not there for us. */
function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch {
    return null;
  }
}

/** A small text of git's own, or null. */
export function smallText(path: string): string | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() && stat.size < 1024 * 1024 ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
}
