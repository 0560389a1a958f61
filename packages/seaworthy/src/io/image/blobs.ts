import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { type Blob, type ReadLayers, readBlobs } from "./layer-bytes.js";
import { BLOCK, TarError } from "./tar/header.js";
import { type TarHandler, TarReader } from "./tar/tar-reader.js";

/** Named runs of bytes: the files of a folder or of an archive. */
export interface Blobs {
  /** A small one: a manifest, a configuration. null: there is none of that name. */
  blob(name: string): Promise<Blob | null>;
  /** How the layers of these names are read; sizes where they are known. */
  layers(names: readonly string[]): Promise<{ readonly sizes: readonly (number | null)[]; readonly read: ReadLayers }>;
  close(): Promise<void>;
}

const PIECE = 1024 * 1024;
/** As many links as an archive may lead through from one name to a file. */
const MOST_LINKS = 40;

/** The files of a folder, read without following links out of it, without opening devices or pipes. */
export function folderBlobs(root: string): Blobs {
  return atAnyPlace(
    async (name) => {
      // Names come from the image: plain parts alone.
      if (!/^[A-Za-z0-9_][\w.+-]*(?:\/[A-Za-z0-9_][\w.+-]*)*$/.test(name)) return null;
      const opened = await openRegular(join(root, name));
      if (!opened) return null;
      const { size } = opened;
      await opened.handle.close();
      return { size, bytes: () => fileBytes(join(root, name)) };
    },
    async () => {},
  );
}

function atAnyPlace(blob: Blobs["blob"], close: Blobs["close"]): Blobs {
  return {
    blob,
    async layers(names) {
      const found = await Promise.all(names.map(blob));
      return {
        sizes: found.map((one) => one?.size ?? null),
        read: readBlobs(found.map((one, i) => one ?? { because: `${names[i]} is not there` })),
      };
    },
    close,
  };
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const opened = await openRegular(path);
  if (!opened) throw new TarError("the file is gone");
  try {
    yield* rangeBytes(opened.handle, 0, opened.size);
  } finally {
    await opened.handle.close();
  }
}

/** A regular file, opened without waiting for a pipe's other end; null where there is none. */
export async function openRegular(path: string): Promise<{ readonly handle: FileHandle; readonly size: number } | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null;
    throw error;
  }
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, size: stat.size };
  await handle.close();
  return null;
}

/**
 * The bytes of a part of a file; the next piece is read while one is used. A piece is valid until the next is asked for: two buffers
 * take turns. A file that became shorter ends early.
 */
export async function* rangeBytes(handle: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array> {
  const end = start + length;
  const room = Math.min(PIECE, length);
  const buffers = [Buffer.allocUnsafeSlow(room), Buffer.allocUnsafeSlow(length > room ? room : 0)] as const;
  const read = async (turn: number, at: number) => {
    const buffer = buffers[turn & 1] as Buffer;
    const { bytesRead } = await handle.read(buffer, 0, Math.min(room, end - at), at);
    return buffer.subarray(0, bytesRead);
  };
  let at = start;
  let coming: Promise<Buffer> | null = length > 0 ? read(0, at) : null;
  try {
    for (let turn = 1; coming; turn++) {
      const piece: Buffer = await coming;
      at += piece.length;
      coming = piece.length > 0 && at < end ? read(turn, at) : null;
      if (piece.length > 0) yield piece;
    }
  } finally {
    // A buffer is not let go of while the system writes into it.
    await coming?.catch(() => undefined);
  }
}

/** Where the content of each file of an archive lies; links by the name that they lead to. */
class Places implements TarHandler {
  readonly files = new Map<string, { readonly start: number; readonly size: number }>();
  readonly links = new Map<string, string>();
  reader: TarReader | null = null;
  private static readonly MOST = 200_000;

  entry(entry: Parameters<TarHandler["entry"]>[0]): boolean {
    const name = plainName(Buffer.from(entry.path).toString());
    if (this.files.size + this.links.size > Places.MOST) throw new TarError(`more than ${Places.MOST} files`);
    if (entry.type === "file" && !entry.sparse)
      this.files.set(name, { start: (this.reader?.taken ?? 0) + BLOCK, size: entry.size });
    else if (entry.type === "symlink" || entry.type === "hardlink") {
      const folder = entry.type === "symlink" ? name.slice(0, name.lastIndexOf("/") + 1) : "";
      this.links.set(name, plainName(folder + Buffer.from(entry.link).toString()));
    }
    return false;
  }
  data(): void {}
  end(): void {}
}

/** `./a//b/../c` as `a/c`: names of an archive are compared, never used as paths of this machine. */
export function plainName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The files of a tar archive on disk. Reads headers alone. Throws TarError where it is none or is cut off. */
export async function archiveBlobs(handle: FileHandle, size: number): Promise<Blobs> {
  const places = new Places();
  const reader = new TarReader(places);
  places.reader = reader;
  const block = Buffer.allocUnsafe(64 * 1024);
  for (let at = 0; at < size; ) {
    const skip = reader.skippable;
    if (skip > 0) {
      reader.skip(Math.min(skip, size - at));
      at += skip;
      continue;
    }
    // Headers are far from each other: one block at a time, until entries turn out to be small.
    const { bytesRead } = await handle.read(block, 0, Math.min(BLOCK, size - at), at);
    if (bytesRead === 0) break;
    reader.push(block.subarray(0, bytesRead));
    at += bytesRead;
  }
  reader.finish();
  return atAnyPlace(
    async (name) => {
      let target = plainName(name);
      for (let left = MOST_LINKS; left > 0 && places.links.has(target); left--) target = places.links.get(target) as string;
      const place = places.files.get(target);
      return place ? { size: place.size, bytes: () => rangeBytes(handle, place.start, place.size) } : null;
    },
    () => handle.close(),
  );
}
