import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { causeOfWriting } from "./output.js";
import { UsageError } from "./usage-error.js";

/** A file that is to be replaced, or made where `before` is null. */
export interface FileChange {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string;
}

interface Planned {
  readonly change: FileChange;
  /** What is written in the end, with links resolved. */
  readonly target: string;
  readonly temporary: string;
  readonly mode: number | null;
}

/** How bytes get into a new file; a test may give one that fails. */
export type WriteNew = (path: string, text: string) => void;

const writeNew: WriteNew = (path, text) => writeFileSync(path, text, { flag: "wx" });

/**
 * Replaces files of a tree, all of them or none: every one is checked before the first is written, new texts go into temporary files
 * beside the old ones, which are renamed when all of them are whole. Throws UsageError for a file that is not what was read, that may not be
 * written, or that leads out of the tree.
 * @param root absolute, its links resolved
 */
export function writeFiles(root: string, changes: readonly FileChange[], write: WriteNew = writeNew): void {
  const planned = changes.map((change) => plan(root, change));
  const made: string[] = [];
  const staged: string[] = [];
  const renamed: Planned[] = [];
  let at = "";
  try {
    for (const { change, target, temporary, mode } of planned) {
      at = change.path;
      made.push(...makeFolder(dirname(target)));
      staged.push(temporary);
      write(temporary, change.after);
      if (mode !== null) chmodSync(temporary, mode);
    }
    for (const one of planned) {
      at = one.change.path;
      // What another program wrote meanwhile is not overwritten.
      refuseChanged(one.change, one.target);
      renameSync(one.temporary, one.target);
      renamed.push(one);
    }
  } catch (error) {
    for (const path of staged) rmSync(path, { force: true });
    for (const { change, target, mode } of renamed) undo(change, target, mode);
    for (const folder of made.reverse()) removeEmpty(folder);
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${at}: ${causeOfWriting(error)}; nothing was changed`);
  }
}

function plan(root: string, change: FileChange): Planned {
  const { path } = change;
  const refuse = (because: string): never => {
    throw new UsageError(`${path} ${because}; nothing was changed`);
  };
  if (path.includes("\0") || path.split(/[/\\]/).includes("..")) refuse("leads out of the project");
  const written = join(root, path);
  const link = lstatSync(written, { throwIfNoEntry: false });
  const parent = existingFolder(dirname(written));
  const real = link?.isSymbolicLink() ? resolved(written) : join(realpathSync.native(parent), written.slice(parent.length + 1));
  if (real === null || !isWithin(root, real)) return refuse("leads out of the project");
  const there = statSync(real, { throwIfNoEntry: false });
  if (there && !there.isFile()) refuse("is not a regular file");
  refuseChanged(change, real);
  // Whoever is root may write anything; a file that says of itself that it is not to be written stays as it is.
  if (there && (there.mode & 0o222) === 0) refuse("is read-only");
  try {
    if (there) accessSync(real, constants.W_OK);
    accessSync(there ? dirname(real) : parent, constants.W_OK);
  } catch (error) {
    refuse(`cannot be written: ${causeOfWriting(error)}`);
  }
  const temporary = join(dirname(real), `.${basename(real)}.${process.pid}.${Math.random().toString(36).slice(2)}`);
  return { change, target: real, temporary, mode: there ? there.mode & 0o7777 : null };
}

function refuseChanged({ path, before }: FileChange, target: string): void {
  if (before === null) {
    if (existsSync(target)) throw new UsageError(`${path} has been made since the project was read; nothing was changed`);
    return;
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(target);
  } catch {
    throw new UsageError(`${path} changed on disk since it was read: it is gone; nothing was changed`);
  }
  if (!bytes.equals(Buffer.from(before))) throw new UsageError(`${path} changed on disk since it was read; nothing was changed`);
}

function undo({ before }: FileChange, target: string, mode: number | null): void {
  try {
    if (before === null) rmSync(target, { force: true });
    else {
      writeFileSync(target, before);
      if (mode !== null) chmodSync(target, mode);
    }
  } catch {
    // The error that led here is the one that is told.
  }
}

/** Makes a folder and those above it; gives those that were not there, outermost first. */
function makeFolder(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at);
  for (const one of missing) mkdirSync(one);
  return missing;
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else is in it by now.
  }
}

function existingFolder(folder: string): string {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  return at;
}

function resolved(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

function isWithin(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
