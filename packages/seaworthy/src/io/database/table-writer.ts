import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { BLOCK, type BlockEntry, blockSum, FOOTER, MAGIC, type TableEntry, wholeSum } from "./format.js";
import type { TableReader } from "./table-reader.js";

/** Writes a database beside its place and puts it there when it is whole: a reader sees the old one or the new one. */
export class TableWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;
  readonly #tables: Record<string, TableEntry> = {};
  #at = 0;

  /** Throws the error of the file system. */
  constructor(path: string) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.new`;
    this.#file = openSync(this.#temporary, "w", 0o644);
    this.#write(Buffer.from(MAGIC, "latin1"));
  }

  /** @param lines `key TAB value`, sorted by code units, without line ends */
  table(name: string, lines: Iterable<string>): void {
    const blocks: BlockEntry[] = [];
    let held: string[] = [];
    let size = 0;
    let count = 0;
    const flush = (): void => {
      if (held.length === 0) return;
      const bytes = deflateRawSync(Buffer.from(held.join("\n"), "utf8"), { level: 9 });
      const first = held[0] ?? "";
      blocks.push({ first: keyOf(first), offset: this.#at, length: bytes.length, sum: blockSum(bytes) });
      this.#write(bytes);
      held = [];
      size = 0;
    };
    for (const line of lines) {
      held.push(line);
      size += line.length + 1;
      count++;
      if (size >= BLOCK) flush();
    }
    flush();
    this.#index(name, blocks, count);
  }

  /** Takes a table over from another file as it is, its checksums proven. */
  copy(name: string, from: TableReader): void {
    const blocks: BlockEntry[] = [];
    for (const block of from.blocks(name)) {
      const bytes = from.packed(block);
      blocks.push({ ...block, offset: this.#at });
      this.#write(bytes);
    }
    this.#index(name, blocks, from.lines(name));
  }

  /** Ends the file and puts it in its place. */
  finish(info: unknown): void {
    const directory = deflateRawSync(Buffer.from(JSON.stringify({ info, tables: this.#tables }), "utf8"));
    const footer = Buffer.alloc(FOOTER);
    footer.writeUIntBE(this.#at, 0, 6);
    footer.writeUInt32BE(directory.length, 6);
    wholeSum(directory).copy(footer, 10);
    footer.write(MAGIC, 42, "latin1");
    this.#write(directory);
    this.#write(footer);
    fsyncSync(this.#file);
    closeSync(this.#file);
    renameSync(this.#temporary, this.#path);
  }

  /** Leaves nothing behind; the old file stays as it was. */
  abandon(): void {
    try {
      closeSync(this.#file);
    } catch {
      // It was closed before its renaming failed.
    }
    rmSync(this.#temporary, { force: true });
  }

  #index(name: string, blocks: readonly BlockEntry[], lines: number): void {
    const text = blocks.map(({ first, offset, length, sum }) => `${offset} ${length} ${sum} ${first}`).join("\n");
    const bytes = deflateRawSync(Buffer.from(text, "utf8"));
    this.#tables[name] = { offset: this.#at, length: bytes.length, sum: blockSum(bytes), lines };
    this.#write(bytes);
  }

  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done, bytes.length - done, this.#at + done);
    this.#at += bytes.length;
  }
}

/** What a line is found by in an index: all before its value. */
function keyOf(line: string): string {
  return line.slice(0, line.lastIndexOf("\t"));
}
