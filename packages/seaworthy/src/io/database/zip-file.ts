import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import * as zlib from "node:zlib";
import { crc32 } from "../image/crc32.js";

/** What is wrong with a zip archive, without its path. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly sum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record is 22 bytes and a comment of up to 65,535. */
const LONGEST_END = 22 + 0xffff;
const MOST_ENTRIES = 5_000_000;
/** Many small records are read at a time: one read for each would cost more than unpacking. */
const WINDOW = 4 * 1024 * 1024;

/** An archive on disk, read entry by entry (APPNOTE 6.3, stored and deflated, zip64), never unpacked as a whole. */
export class ZipFile {
  readonly #file: number;
  readonly #size: number;
  readonly entries: readonly ZipEntry[];
  #window: { at: number; bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) };

  /** Throws ZipError, or the error of the file system. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
    try {
      this.#size = fstatSync(this.#file).size;
      // In the order of the file, so that it is read from front to back.
      this.entries = [...this.#directory()].sort((a, b) => a.offset - b.offset);
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  /** The content of an entry, its checksum proven. Throws ZipError, also where it is larger than `most` bytes. */
  content(entry: ZipEntry, most: number): Buffer {
    if (entry.size > most) throw new ZipError(`holds ${entry.name}, which is larger than ${Math.round(most / 1024 / 1024)} MB`);
    const head = this.#read(entry.offset, 30);
    if (head.readUInt32LE(0) !== LOCAL) throw new ZipError("is damaged");
    const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
    const packed = this.#read(start, entry.packed);
    const bytes = entry.method === 0 ? packed : entry.method === 8 ? inflate(packed, most) : null;
    if (!bytes) throw new ZipError(`holds ${entry.name}, which is compressed in a way that is not supported`);
    if (bytes.length !== entry.size || sumOf(bytes) !== entry.sum)
      throw new ZipError(`is damaged: the checksum of ${entry.name} differs`);
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
  }

  *#directory(): Generator<ZipEntry> {
    const { offset, count, length } = this.#end();
    if (count > MOST_ENTRIES || offset + length > this.#size) throw new ZipError("is damaged");
    const bytes = this.#direct(offset, length);
    for (let at = 0, left = count; left > 0; left--) {
      if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY) throw new ZipError("is damaged");
      const named = bytes.readUInt16LE(at + 28);
      const extra = bytes.readUInt16LE(at + 30);
      const next = at + 46 + named + extra + bytes.readUInt16LE(at + 32);
      const name = bytes.toString("utf8", at + 46, at + 46 + named);
      const wide = wideOf(bytes.subarray(at + 46 + named, at + 46 + named + extra));
      const size = number(bytes.readUInt32LE(at + 24), wide);
      const packed = number(bytes.readUInt32LE(at + 20), wide);
      const start = number(bytes.readUInt32LE(at + 42), wide);
      if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new ZipError("is encrypted");
      if (!name.endsWith("/"))
        yield { name, method: bytes.readUInt16LE(at + 10), sum: bytes.readUInt32LE(at + 16), packed, size, offset: start };
      at = next;
    }
  }

  #end(): { readonly offset: number; readonly count: number; readonly length: number } {
    const tail = this.#direct(Math.max(0, this.#size - LONGEST_END), Math.min(this.#size, LONGEST_END));
    let at = tail.length - 22;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
    if (at < 0) throw new ZipError("is no zip archive, or is cut off");
    const short = { count: tail.readUInt16LE(at + 10), length: tail.readUInt32LE(at + 12), offset: tail.readUInt32LE(at + 16) };
    const locator = this.#size - tail.length + at - 20;
    if (locator < 0) return short;
    const found = this.#direct(locator, 20);
    if (found.readUInt32LE(0) !== LOCATOR_64) return short;
    const wide = this.#direct(Number(found.readBigUInt64LE(8)), 56);
    if (wide.readUInt32LE(0) !== END_64) throw new ZipError("is damaged");
    return {
      count: Number(wide.readBigUInt64LE(32)),
      length: Number(wide.readBigUInt64LE(40)),
      offset: Number(wide.readBigUInt64LE(48)),
    };
  }

  #read(offset: number, length: number): Buffer {
    const { at, bytes } = this.#window;
    if (offset >= at && offset + length <= at + bytes.length) return bytes.subarray(offset - at, offset - at + length);
    if (length > WINDOW) return this.#direct(offset, length);
    this.#window = { at: offset, bytes: this.#direct(offset, Math.min(WINDOW, Math.max(0, this.#size - offset))) };
    if (length > this.#window.bytes.length) throw new ZipError("is cut off");
    return this.#window.bytes.subarray(0, length);
  }

  #direct(offset: number, length: number): Buffer {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.#size)) throw new ZipError("is damaged");
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) throw new ZipError("is cut off");
      done += count;
    }
    return bytes;
  }
}

/** The 64-bit numbers of a zip64 extra field, taken in turn by the fields that are all ones. */
function wideOf(extra: Buffer): Buffer[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const body = extra.subarray(at + 4, at + 4 + size);
      return Array.from({ length: Math.floor(body.length / 8) }, (_, i) => body.subarray(i * 8, i * 8 + 8));
    }
    at += 4 + size;
  }
  return [];
}

function number(short: number, wide: Buffer[]): number {
  if (short !== 0xffffffff) return short;
  const bytes = wide.shift();
  if (!bytes) throw new ZipError("is damaged");
  return Number(bytes.readBigUInt64LE(0));
}

function inflate(bytes: Buffer, most: number): Buffer {
  try {
    return zlib.inflateRawSync(bytes, { maxOutputLength: most });
  } catch {
    throw new ZipError("is damaged");
  }
}

const sumOf: (bytes: Buffer) => number = (zlib as { crc32?: (bytes: Buffer) => number }).crc32 ?? crc32;
