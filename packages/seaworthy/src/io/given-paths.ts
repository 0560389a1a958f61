import { existsSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { UsageError } from "./usage-error.js";

/** The paths of a command line, absolute; the current folder when there is none. Throws UsageError for one that is not there. */
export function resolvePaths(given: readonly string[], cwd: string = process.cwd()): readonly string[] {
  return (given.length > 0 ? given : ["."]).map((path) => {
    const full = resolve(cwd, path);
    if (!existsSync(full)) throw new UsageError(`no file or folder at ${path}`);
    return full;
  });
}

/** The folder of the first path: where the search for a config begins. */
export function folderOf(paths: readonly string[]): string {
  const [first = "."] = paths;
  return statSync(first).isDirectory() ? first : dirname(first);
}

/** A folder as a person in another one would name it. */
export function shownPath(path: string, cwd: string = process.cwd()): string {
  const shown = relative(cwd, path).split(sep).join("/");
  return shown === "" ? "." : shown.startsWith("../../..") ? path : shown;
}
