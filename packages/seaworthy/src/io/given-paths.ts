import { existsSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { enclosingRepository } from "./git-index.js";
import { UsageError } from "./usage-error.js";

/** The paths of a command line, absolute; the current folder when there is none. Throws UsageError for one that is not there. */
export function resolvePaths(given: readonly string[], cwd: string = process.cwd()): readonly string[] {
  return (given.length > 0 ? given : ["."]).map((path) => {
    if (path === "") throw new UsageError("a path is empty: name a folder or file, or give none for this folder");
    const full = resolve(cwd, path);
    if (!existsSync(full)) throw new UsageError(`no file or folder at ${path}`);
    return full;
  });
}

/** A path as a person in a folder means it, absolute. */
export function pathAt(path: string, folder: string = process.cwd()): string {
  return resolve(folder, path);
}

/** The absolute path of a file that need not be there, in a folder that is. Throws UsageError. */
export function pathToCome(path: string, cwd: string = process.cwd()): string {
  const full = resolve(cwd, path);
  if (path === "" || isFolder(full)) throw new UsageError("--stdin-filename must name a file");
  if (!isFolder(dirname(full)))
    throw new UsageError(
      `no folder at ${shownPath(dirname(full), cwd)}: --stdin-filename names a file in a folder that is there`,
    );
  return full;
}

/** The folder that holds all paths: where the search for a config begins. */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => (isFolder(path) ? path : dirname(path)));
  let [common = "."] = folders;
  for (const folder of folders) while (!isInside(relative(common, folder))) common = dirname(common);
  return common;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A path with forward slashes as it is named from a folder below the one that it was relative to. */
export function seenFrom(below: string, path: string): string {
  return posix.relative(below, path);
}

/** Whether a file is below a folder. */
export function isThere(folder: string, path: string): boolean {
  return existsSync(resolve(folder, path));
}

/** A folder as a person in another one would name it. */
export function shownPath(path: string, cwd: string = process.cwd()): string {
  const shown = relative(cwd, path).split(sep).join("/");
  return shown === "" ? "." : shown.startsWith("../../..") ? path : shown;
}

/** Compose files of a command line, relative to the project's root: meant from the caller's folder, else from the root. Throws UsageError. */
export function composePaths(given: readonly string[], root: string, cwd: string = process.cwd()): readonly string[] {
  return given.map((path) => {
    const full = [resolve(cwd, path), resolve(root, path)].find((one) => existsSync(one) && !isFolder(one));
    if (path === "" || full === undefined) throw new UsageError(`no Compose file at ${path}: check the path given with -f`);
    const inside = belowReal(root, full);
    if (inside === null)
      throw new UsageError(`${path} lies outside of ${shownPath(root, cwd)}: name the folder that holds both, and --service`);
    return inside;
  });
}

/** A path relative to a folder, links of the folders above it resolved; null: it is not below. */
export function belowReal(folder: string, path: string): string | null {
  const below = relative(realpathSync.native(folder), join(realpathSync.native(dirname(path)), basename(path)));
  return isInside(below) ? below.split(sep).join("/") : null;
}

/** A folder's path in the repository that holds it, without one in the current folder; "" when it is that, or lies elsewhere. */
export function pathInRepository(folder: string, cwd: string = process.cwd()): string {
  const real = realpathSync.native(folder);
  const way = relative(enclosingRepository(real) ?? realpathSync.native(cwd), real);
  return isInside(way) ? way.split(sep).join("/") : "";
}

function isInside(way: string): boolean {
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

export function folderNameOf(path: string): string {
  return basename(path);
}
