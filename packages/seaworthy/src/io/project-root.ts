import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { UsageError } from "./usage-error.js";

export interface ProjectRoot {
  /** Absolute. */
  readonly root: string;
  /** As the report names it: what the person typed. */
  readonly shown: string;
  /** What of the root is judged, relative to it with forward slashes; null: all of it. */
  readonly within: readonly string[] | null;
}

/**
 * The folder that is the project, from the paths on the command line: one folder is the root itself; several paths, or a
 * file, are judged within the folder that holds them all. Throws UsageError for a path that is not there.
 */
export function projectRoot(paths: readonly string[], cwd: string = process.cwd()): ProjectRoot {
  const given = paths.length > 0 ? paths : ["."];
  const full = given.map((path) => {
    const at = resolve(cwd, path);
    if (!existsSync(at)) throw new UsageError(`no file or folder at ${path}`);
    return at;
  });
  const [only] = full;
  if (full.length === 1 && only && statSync(only).isDirectory()) return { root: only, shown: given[0] ?? ".", within: null };
  let root = dirname(full[0] as string);
  while (!full.every((path) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep))) root = dirname(root);
  const within = full.map((path) => relative(root, path).split(sep).join("/") || ".");
  return { root, shown: relative(cwd, root).split(sep).join("/") || ".", within: within.includes(".") ? null : within };
}
