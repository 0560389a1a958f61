import { realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { assembleProject } from "../models/project/assemble.js";
import { isComposeName } from "../models/project/compose-sets.js";
import { KeptDockerfiles } from "../models/project/kept-dockerfiles.js";
import type { AssembleOptions } from "../models/project/options.js";
import type { Project } from "../models/project/project.js";
import type { ProjectSource, TextRead } from "../models/project/source.js";
import { type GivenText, withText, withTexts } from "./given-text.js";
import { readText } from "./text.js";
import { walkTree } from "./tree.js";
import { UsageError } from "./usage-error.js";

export type ReadOptions = Omit<AssembleOptions, "named" | "folder">;

/** A tree that was looked at once: what was read of it stays as it was, and it can be judged as it would be with other texts. */
export interface OpenTree {
  /** The text of a file as it was when it was first read; null: not there, or not to be read. */
  read(path: string): string | null;
  /** @param texts by path, in place of those on disk or beside them */
  project(texts: ReadonlyMap<string, string>): Project;
}

/**
 * Reads the project that the given folders or files belong to; its root is the first folder that holds them all. Throws UsageError
 * for a path that is not there; whatever is wrong inside becomes a problem of the project.
 * @param text stands for what is on disk at its path, which need not be there
 */
export function readProject(paths: string | readonly string[], options: ReadOptions, text?: GivenText): Project {
  const { source, assembling } = treeOf(paths, options, text);
  return assembleProject(source, assembling);
}

/** As `readProject`, for whoever asks what would be if. */
export function openTree(paths: string | readonly string[], options: ReadOptions, text?: GivenText): OpenTree {
  const { source, assembling } = treeOf(paths, options, text);
  const known = new Map<string, TextRead>();
  const read: ProjectSource["read"] = (path) => {
    let one = known.get(path);
    if (!one) {
      one = source.read(path);
      known.set(path, one);
    }
    return one;
  };
  const kept = { ...source, read, apps: new Map(), dockerfiles: new KeptDockerfiles() };
  return {
    read: (path) => {
      const one = read(path);
      return "text" in one ? one.text : null;
    },
    project: (texts) => assembleProject(texts.size === 0 ? kept : withTexts(kept, texts), assembling),
  };
}

function treeOf(
  paths: string | readonly string[],
  options: ReadOptions,
  text?: GivenText,
): { readonly source: ProjectSource; readonly assembling: AssembleOptions } {
  const given = (typeof paths === "string" ? [paths] : paths).map((path) => existing(path, text?.path === path));
  const [first, ...more] = given;
  if (!first) throw new UsageError("no folder was given");
  let root = first.folder;
  for (const { folder } of more) while (!within(root, folder)) root = dirname(root);
  const named = given.map(({ path }) => slashes(relative(root, path)) || ".");
  const written = typeof paths === "string" ? paths : paths.length === 1 && first.path === root ? (paths[0] ?? root) : root;
  const disk = diskSource(root, written);
  const [only = ""] = named;
  const source = text ? withText(disk, only, text.text) : disk;
  const compose = named.filter(
    (path) =>
      (isComposeName(path) || isComposeText(source, path)) &&
      !given.some((one) => one.path === join(root, path) && one.path === one.folder),
  );
  return {
    source,
    assembling: {
      ...options,
      folder: basename(root) || "app",
      ...(named.includes(".") ? {} : { named }),
      ...(compose.length > 0 && !options.composeFiles ? { composeFiles: compose } : {}),
    },
  };
}

/** The tree on disk; `root` is absolute with its links resolved. */
function diskSource(root: string, written: string): ProjectSource {
  return { ...walkTree(root), root: written, read: (path) => readText(root, path) };
}

function existing(written: string, toCome: boolean): { readonly path: string; readonly folder: string } {
  let path: string;
  try {
    const full = resolve(written);
    path = toCome ? join(realpathSync.native(dirname(full)), basename(full)) : realpathSync.native(full);
  } catch {
    throw new UsageError(`${written} is not there`);
  }
  return { path, folder: !toCome && statSync(path).isDirectory() ? path : dirname(path) };
}

/** A file of another name that a person named: YAML with services at its top level. */
function isComposeText(source: ProjectSource, path: string): boolean {
  if (!/\.ya?ml$/.test(path)) return false;
  const read = source.read(path);
  return "text" in read && /^["']?services["']?[ \t]*:/m.test(read.text);
}

function within(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
