import { chmodSync, closeSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: into a temporary file beside it, then renamed over it. A link is written through, the mode
 * is kept, and what is no regular file (/dev/stdout, a pipe) is written to directly. Throws the error of the file system.
 * @param text one text, or the pieces of one that may be longer than a string can be
 */
export function writeWhole(path: string, text: string | Iterable<string>): void {
  const target = realOf(path);
  const before = statSync(target, { throwIfNoEntry: false });
  if (before && !before.isFile()) {
    writeInto(target, "w", text);
    return;
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  try {
    writeInto(temporary, "wx", text);
    if (before) chmodSync(temporary, before.mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Why a file could not be written, for the person who chose it. */
export function causeOfWriting(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "its folder is not there";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
    case "EDQUOT":
      return "no space is left";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function writeInto(path: string, flag: "w" | "wx", text: string | Iterable<string>): void {
  const file = openSync(path, flag);
  try {
    for (const piece of typeof text === "string" ? [text] : text) writeFileSync(file, piece);
  } finally {
    closeSync(file);
  }
}

function realOf(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  // /dev/stdout and its like resolve to names that cannot be opened; they are used as they are.
  if (!link || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return path;
  return realpathSync(path);
}
