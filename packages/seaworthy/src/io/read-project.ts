import { realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { assembleProject } from "../models/project/assemble.js";
import { isComposeName } from "../models/project/compose-sets.js";
import type { AssembleOptions } from "../models/project/options.js";
import type { Project } from "../models/project/project.js";
import type { ProjectSource } from "../models/project/source.js";
import { readText } from "./text.js";
import { walkTree } from "./tree.js";
import { UsageError } from "./usage-error.js";

export type ReadOptions = Omit<AssembleOptions, "named" | "folder">;

/**
 * Reads the project that the given folders or files belong to; its root is the first folder that holds them all. Throws UsageError
 * for a path that is not there; whatever is wrong inside becomes a problem of the project.
 */
export function readProject(paths: string | readonly string[], options: ReadOptions): Project {
  const given = (typeof paths === "string" ? [paths] : paths).map(existing);
  const [first, ...more] = given;
  if (!first) throw new UsageError("no folder was given");
  let root = first.folder;
  for (const { folder } of more) while (!within(root, folder)) root = dirname(root);
  const named = given.map(({ path }) => slashes(relative(root, path)) || ".");
  const written = typeof paths === "string" ? paths : paths.length === 1 && first.path === root ? (paths[0] ?? root) : root;
  const compose = named.filter(
    (path) =>
      (isComposeName(path) || isComposeText(root, path)) &&
      !given.some((one) => one.path === join(root, path) && one.path === one.folder),
  );
  return assembleProject(diskSource(root, written), {
    ...options,
    folder: basename(root) || "app",
    ...(named.includes(".") ? {} : { named }),
    ...(compose.length > 0 && !options.composeFiles ? { composeFiles: compose } : {}),
  });
}

/** The tree on disk; `root` is absolute with its links resolved. */
function diskSource(root: string, written: string): ProjectSource {
  return { ...walkTree(root), root: written, read: (path) => readText(root, path) };
}

function existing(written: string): { readonly path: string; readonly folder: string } {
  let path: string;
  try {
    path = realpathSync.native(resolve(written));
  } catch {
    throw new UsageError(`${written} is not there`);
  }
  const stat = statSync(path);
  return { path, folder: stat.isDirectory() ? path : dirname(path) };
}

/** A file of another name that a person named: YAML with services at its top level. */
function isComposeText(root: string, path: string): boolean {
  if (!/\.ya?ml$/.test(path)) return false;
  const read = readText(root, path);
  return "text" in read && /^["']?services["']?[ \t]*:/m.test(read.text);
}

function within(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

function slashes(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
