import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type OsvRecord, readOsv } from "../../models/advisory/osv.js";
import { causeOf } from "../text.js";
import { UsageError } from "../usage-error.js";
import { ZipError, ZipFile } from "./zip-file.js";

/** No OSV record comes near it. */
export const LARGEST_RECORD = 32 * 1024 * 1024;

/** How far the reading is, in records; `all` is 0 where it is not known. */
export type OnRead = (done: number, all: number) => void;

export interface ReadCount {
  /** Files that hold no OSV record. */
  broken: number;
}

/** The records of a zip archive of OSV JSON files, as far as they can be read. Throws UsageError for what is no sound archive. */
export function* recordsOfZip(path: string, shown: string, count: ReadCount, onRead: OnRead): Generator<OsvRecord> {
  let zip: ZipFile;
  try {
    zip = new ZipFile(path);
  } catch (error) {
    throw new UsageError(`${shown} ${causeOfZip(error)}`);
  }
  try {
    let done = 0;
    for (const entry of zip.entries) {
      onRead(done++, zip.entries.length);
      if (!entry.name.endsWith(".json")) continue;
      let bytes: Buffer;
      try {
        bytes = zip.content(entry, LARGEST_RECORD);
      } catch (error) {
        throw new UsageError(`${shown} ${causeOfZip(error)}`);
      }
      const record = recordOf(bytes);
      if (record) yield record;
      else count.broken++;
    }
  } finally {
    zip.close();
  }
}

function causeOfZip(error: unknown): string {
  if (error instanceof ZipError || error instanceof RangeError) return error instanceof ZipError ? error.message : "is damaged";
  return causeOf(error)[1];
}

/** The records of a folder: JSON files and zip archives at any depth; links and dot files are passed over. */
export function* recordsOfFolder(folder: string, count: ReadCount, onRead: OnRead): Generator<OsvRecord> {
  let done = 0;
  for (const path of filesBelow(folder)) {
    if (path.endsWith(".zip")) yield* recordsOfZip(path, path, count, onRead);
    else if (path.endsWith(".json")) {
      onRead(done++, 0);
      const record = lstatSync(path).size <= LARGEST_RECORD ? recordOf(readFileSync(path)) : null;
      if (record) yield record;
      else count.broken++;
    }
  }
}

function* filesBelow(folder: string): Generator<string> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new UsageError(`${folder} ${causeOf(error)[1]}`);
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

export function recordOf(bytes: Uint8Array): OsvRecord | null {
  try {
    return readOsv(JSON.parse(Buffer.from(bytes).toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What a local source is. Throws UsageError for what is neither a folder nor a file. */
export function kindOf(path: string): "folder" | "zip" {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return "folder";
    if (stat.isFile()) return "zip";
  } catch (error) {
    throw new UsageError(`${path} ${causeOf(error)[1]}`);
  }
  throw new UsageError(`${path} is neither a folder nor a zip archive`);
}
