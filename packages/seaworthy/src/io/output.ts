import { chmodSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: into a temporary file beside it, then renamed over it. A link is written through, the mode
 * is kept, and what is no regular file (/dev/stdout, a pipe) is written to directly. Throws the error of the file system.
 */
export function writeWhole(path: string, text: string): void {
  const target = realOf(path);
  const before = statSync(target, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    writeFileSync(target, text);
    return;
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    if (before) chmodSync(temporary, before.mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function realOf(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  // /dev/stdout and its like resolve to names that cannot be opened; they are used as they are.
  if (!link || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return path;
  return realpathSync(path);
}
