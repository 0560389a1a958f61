import { createHash } from "node:crypto";
import type { LayerContents } from "../../models/image/layer-contents.js";
import { BlobError, compressionOf, unpacked } from "./decompress.js";
import { LayerPass, type PassOptions } from "./layer-pass.js";
import { TarError } from "./tar/header.js";
import { TarReader } from "./tar/tar-reader.js";

/** A layer that was read to its end. */
export interface LayerRead {
  /** `sha256:…` of the bytes as they are stored, and their number. */
  readonly digest: string;
  readonly size: number;
  /** `sha256:…` of the uncompressed archive, and its bytes. */
  readonly diffId: string;
  readonly unpacked: number;
  readonly contents: LayerContents;
}

export interface ReadLayerOptions extends PassOptions {
  /** Called with the number of stored bytes that were taken in since the last call. */
  readonly onBytes?: (count: number) => void;
}

/** More than any layer that is used: what comes after is not worth the hours. */
const MOST_UNPACKED = 64 * 1024 ** 3;
/** Beyond so many bytes, more than so many for each stored one are no file system but a bomb. */
const BOMB_FROM = 4 * 1024 ** 3;
const BOMB_RATIO = 250;

/**
 * One pass over a layer: both digests, the index, wanted files, watchers. Holds no more than a few pieces of it at a time. Throws
 * BlobError or TarError where it cannot be read.
 */
export async function readLayer(bytes: AsyncIterable<Uint8Array>, options: ReadLayerOptions): Promise<LayerRead> {
  const stored = new Counted(bytes, options.onBytes);
  const head = await stored.peek();
  const compression = compressionOf(head);
  const pass = new LayerPass(options);
  const reader = new TarReader(pass);
  const hash = compression === "none" ? stored.hash : createHash("sha256");
  let length = 0;
  for await (const piece of unpacked(stored, compression)) {
    length += piece.length;
    if (length > MOST_UNPACKED || (length > BOMB_FROM && length > stored.count * BOMB_RATIO))
      throw new BlobError(`it unpacks to more than ${Math.floor(length / 1024 ** 3)} GB and looks like a bomb`);
    if (compression !== "none") hash.update(piece);
    reader.push(piece);
  }
  reader.finish();
  const digest = `sha256:${stored.hash.digest("hex")}`;
  return {
    digest,
    size: stored.count,
    diffId: compression === "none" ? digest : `sha256:${hash.digest("hex")}`,
    unpacked: length,
    contents: pass.contents(),
  };
}

/** Why a layer could not be read, for people; null for a fault of the program. */
export function layerFault(error: unknown): string | null {
  if (error instanceof BlobError) return error.message;
  return error instanceof TarError ? `it is no whole tar archive: ${error.message}` : null;
}

/** Bytes that are counted and hashed as they are taken. */
class Counted implements AsyncIterable<Uint8Array> {
  readonly hash = createHash("sha256");
  count = 0;
  private readonly input: AsyncIterator<Uint8Array>;
  private readonly onBytes: ((count: number) => void) | undefined;
  private head: Uint8Array | null = null;

  constructor(bytes: AsyncIterable<Uint8Array>, onBytes: ((count: number) => void) | undefined) {
    this.input = bytes[Symbol.asyncIterator]();
    this.onBytes = onBytes;
  }

  /** The first bytes, at least 4 where there are as many; they are still to come. */
  async peek(): Promise<Uint8Array> {
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < 4) {
      const next = await this.input.next();
      if (next.done) break;
      // A piece is valid until the next is asked for.
      head = head.length === 0 && next.value.length >= 4 ? next.value : Buffer.concat([head, next.value]);
    }
    this.head = head;
    return head;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      if (this.head) yield this.take(this.head);
      this.head = null;
      for (;;) {
        const next = await this.input.next();
        if (next.done) return;
        yield this.take(next.value);
      }
    } finally {
      await this.input.return?.();
    }
  }

  private take(bytes: Uint8Array): Uint8Array {
    this.hash.update(bytes);
    this.count += bytes.length;
    this.onBytes?.(bytes.length);
    return bytes;
  }
}
