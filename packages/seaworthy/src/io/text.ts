import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { startOf } from "../core/place.js";
import type { ProblemKind } from "../core/problem.js";
import type { TextRead } from "../models/project/source.js";

/** Files over this are not read: no source that is judged comes near it, and memory stays bounded. */
export const LARGEST_TEXT = 10 * 1024 * 1024;

/**
 * Reads one text file below a root without ever leaving the root, opening a device or pipe, or reading without bound.
 * `root` is an absolute path with its links resolved; `path` is relative with forward slashes. A BOM stays in the text.
 */
export function readText(root: string, path: string, largest = LARGEST_TEXT): TextRead {
  const failed = (kind: ProblemKind, message: string): TextRead => ({
    problem: { kind, message, place: startOf(path) },
  });
  const outside = "leads out of the project";
  if (path.includes("\0")) return failed("missing", "is not there");
  if (path.split(/[/\\]/).includes("..")) return failed("outside", outside);
  try {
    const written = join(root, path);
    const real = realpathSync.native(written);
    if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) return failed("outside", outside);
    return readRegular(real, largest, failed);
  } catch (error) {
    return failed(...causeAt(path, error));
  }
}

/** Reads one text file that a person named or that steers the run, wherever it lies. Never waits for a pipe, never reads without bound. */
export function readTextAt(path: string, largest: number): { readonly text: string } | { readonly because: string } {
  const failed = (kind: ProblemKind, message: string): TextRead => ({ problem: { kind, message, place: startOf(path) } });
  let read: TextRead;
  try {
    read = readRegular(realpathSync.native(path), largest, failed);
  } catch (error) {
    read = failed(...causeOf(error));
  }
  return "text" in read ? read : { because: read.problem.message };
}

function readRegular(real: string, largest: number, failed: (kind: ProblemKind, message: string) => TextRead): TextRead {
  let file: number | null = null;
  try {
    if (!lstatSync(real).isFile()) return failed("unreadable", "is not a regular file");
    // Opened without waiting and looked at again: what was a file a moment ago may have become a pipe.
    file = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile()) return failed("unreadable", "is not a regular file");
    if (stat.size > largest) return failed("too-large", `is larger than ${Math.round(largest / 1024 / 1024)} MB`);
    return decode(readWhole(file, stat.size), failed);
  } catch (error) {
    return failed(...causeOf(error));
  } finally {
    if (file !== null) closeSync(file);
  }
}

function readWhole(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const count = readSync(file, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/** A text out of bytes, or why they are none. */
export function decode(bytes: Uint8Array, failed: (kind: ProblemKind, message: string) => TextRead): TextRead {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return failed("encoding", "is UTF-16, not UTF-8");
  if (bytes.includes(0)) return failed("binary", "is binary, not text");
  if (!isUtf8(bytes)) return failed("encoding", "is not UTF-8");
  return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8") };
}

/** As `causeOf`, of a path as it was listed: a name that is not UTF-8 was listed with replacement characters and is not found by it. */
export function causeAt(path: string, error: unknown): [ProblemKind, string] {
  const [kind, message] = causeOf(error);
  return kind === "missing" && path.includes("\uFFFD") ? ["encoding", "has a name that is not UTF-8"] : [kind, message];
}

/** What an error of the file system means for a reader: kind and message. */
export function causeOf(error: unknown): [ProblemKind, string] {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return ["missing", "is not there"];
    case "ELOOP":
      return ["circular", "is a link that leads back to itself"];
    case "EACCES":
    case "EPERM":
      return ["unreadable", "may not be read: permission denied"];
    case "ENAMETOOLONG":
      return ["unreadable", "has a path that is too long for the file system"];
    case "EISDIR":
      return ["unreadable", "is not a regular file"];
    default:
      return ["unreadable", `could not be read${code === "" ? "" : `: ${code}`}`];
  }
}
