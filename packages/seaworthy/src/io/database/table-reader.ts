import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { inflateRawSync } from "node:zlib";
import {
  BLOCK,
  type BlockEntry,
  blockSum,
  type Directory,
  FOOTER,
  LARGEST_BLOCK,
  LARGEST_INDEX,
  MAGIC,
  wholeSum,
} from "./format.js";

/** A file that is no database, of another version, or damaged; the message has no path. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

const DAMAGED = "is damaged: make it anew with `seaworthy db update --full`";
/** Unpacked blocks that are kept: questions come in the order of the keys. */
const KEPT = 64;

/** Reads the tables of a database file; every block is proven by its checksum before it is believed. */
export class TableReader {
  readonly #file: number;
  readonly #size: number;
  readonly #directory: Directory<unknown>;
  readonly #indexes = new Map<string, readonly BlockEntry[]>();
  readonly #kept = new Map<number, string>();

  /** Throws DatabaseError, or the error of the file system. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
    try {
      const stat = fstatSync(this.#file);
      if (!stat.isFile()) throw new DatabaseError("is no regular file");
      this.#size = stat.size;
      this.#directory = this.#open();
    } catch (error) {
      closeSync(this.#file);
      throw error;
    }
  }

  get info(): unknown {
    return this.#directory.info;
  }

  get size(): number {
    return this.#size;
  }

  get tables(): readonly string[] {
    return Object.keys(this.#directory.tables);
  }

  lines(name: string): number {
    return this.#entry(name)?.lines ?? 0;
  }

  /** What follows a key in the lines that begin with it, in the order of the file. */
  values(name: string, key: string): readonly string[] {
    const blocks = this.blocks(name);
    const prefix = `${key}\t`;
    const found: string[] = [];
    for (let at = Math.max(0, firstNotBefore(blocks, key) - 1); at < blocks.length; at++) {
      const block = blocks[at];
      if (!block || (block.first > key && !block.first.startsWith(prefix))) break;
      const text = this.#text(block);
      let from = text.startsWith(prefix) ? 0 : text.indexOf(`\n${prefix}`) + 1;
      if (from === 0 && !text.startsWith(prefix)) continue;
      while (text.startsWith(prefix, from)) {
        const end = text.indexOf("\n", from);
        found.push(text.slice(from + prefix.length, end < 0 ? undefined : end));
        if (end < 0) break;
        from = end + 1;
      }
    }
    return found;
  }

  /** All lines of a table, in their order. */
  *all(name: string): Generator<string> {
    for (const block of this.blocks(name)) yield* this.#unpacked(block).split("\n");
  }

  blocks(name: string): readonly BlockEntry[] {
    let known = this.#indexes.get(name);
    if (!known) {
      const entry = this.#entry(name);
      known = entry ? this.#blocksOf(entry) : [];
      this.#indexes.set(name, known);
    }
    return known;
  }

  /** A block as it is in the file, proven. */
  packed({ offset, length, sum }: BlockEntry): Buffer {
    const bytes = this.#read(offset, length, LARGEST_BLOCK);
    if (blockSum(bytes) !== sum) throw new DatabaseError(DAMAGED);
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
  }

  #entry(name: string) {
    return Object.hasOwn(this.#directory.tables, name) ? this.#directory.tables[name] : undefined;
  }

  #open(): Directory<unknown> {
    if (this.#size < FOOTER + MAGIC.length) throw new DatabaseError("is no database of seaworthy");
    const magic = this.#read(0, MAGIC.length, MAGIC.length).toString("latin1");
    if (magic !== MAGIC) {
      const other = /^SEAWORTHY-ADVISORIES-(\d+)\n/.exec(magic)?.[1];
      throw new DatabaseError(
        other
          ? `is of format ${other}, this seaworthy reads ${MAGIC.trim().slice(-1)}: make it anew with \`seaworthy db update\``
          : "is no database of seaworthy",
      );
    }
    const footer = this.#read(this.#size - FOOTER, FOOTER, FOOTER);
    if (footer.toString("latin1", 42) !== MAGIC) throw new DatabaseError(DAMAGED);
    const bytes = this.#read(footer.readUIntBE(0, 6), footer.readUInt32BE(6), LARGEST_INDEX);
    if (!wholeSum(bytes).equals(footer.subarray(10, 42))) throw new DatabaseError(DAMAGED);
    const directory = parse(inflate(bytes, LARGEST_INDEX)) as Partial<Directory<unknown>> | null;
    if (typeof directory !== "object" || typeof directory?.tables !== "object" || directory.tables === null)
      throw new DatabaseError(DAMAGED);
    return { info: directory.info, tables: directory.tables };
  }

  #blocksOf(entry: { readonly offset: number; readonly length: number; readonly sum: string }): readonly BlockEntry[] {
    const bytes = this.#read(entry.offset, entry.length, LARGEST_INDEX);
    if (blockSum(bytes) !== entry.sum) throw new DatabaseError(DAMAGED);
    const text = inflate(bytes, LARGEST_INDEX);
    if (text === "") return [];
    return text.split("\n").map((line) => {
      const [, offset, length, sum = "", first = ""] = /^(\d+) (\d+) (\S+) (.*)$/s.exec(line) ?? [];
      if (sum === "") throw new DatabaseError(DAMAGED);
      return { first, offset: Number(offset), length: Number(length), sum };
    });
  }

  #text(block: BlockEntry): string {
    const known = this.#kept.get(block.offset);
    if (known !== undefined) return known;
    const text = this.#unpacked(block);
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value ?? 0);
    this.#kept.set(block.offset, text);
    return text;
  }

  #unpacked(block: BlockEntry): string {
    return inflate(this.packed(block), LARGEST_BLOCK, ONE_PIECE);
  }

  #read(offset: number, length: number, most: number): Buffer {
    if (!(offset >= 0 && length >= 0 && length <= most && offset + length <= this.#size)) throw new DatabaseError(DAMAGED);
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) throw new DatabaseError(DAMAGED);
      done += count;
    }
    return bytes;
  }
}

/** The index of the first block whose first key is not before this one. */
function firstNotBefore(blocks: readonly BlockEntry[], key: string): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((blocks[middle]?.first ?? "") < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Most blocks come out in one piece of this size. */
const ONE_PIECE = BLOCK + 8 * 1024;

function inflate(bytes: Buffer, most: number, chunkSize = 256 * 1024): string {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most, chunkSize }).toString("utf8");
  } catch {
    throw new DatabaseError(DAMAGED);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DatabaseError(DAMAGED);
  }
}
