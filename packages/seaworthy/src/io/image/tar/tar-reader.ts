import { BLOCK, checkSum, fieldAt, numberAt, pathAt, type Segment, type TarEntry, TarError, typeOf } from "./header.js";
import { type Pax, pairs, parsePax } from "./pax.js";

/** What is told of an archive as it passes. */
export interface TarHandler {
  /** An entry begins. False: its content is of no interest and is skipped without a call. */
  entry(entry: TarEntry): boolean;
  /** Content: `chunk[start, end)` lies at `offset` of the file. The chunk may be reused after the call. */
  data(chunk: Uint8Array, start: number, end: number, offset: number): void;
  /** The content of the entry is complete. */
  end(): void;
}

/** Long names and extended headers over this are refused, as other readers do. */
const LARGEST_META = 1024 * 1024;
/** Maps with more pieces describe no file that anyone made on purpose. */
const MOST_SEGMENTS = 1_000_000;

type State = "header" | "data" | "meta" | "sparse" | "map" | "ended";
const EMPTY = new Uint8Array(0);

/**
 * Reads a tar archive pushed in chunks of any size, without holding it: v7, POSIX with extended headers, GNU long names, base-256
 * numbers, sparse files of all four forms. Throws TarError for what is no tar archive or is cut off.
 */
export class TarReader {
  private readonly handler: TarHandler;
  private state: State = "header";
  /** Bytes of the present state that are still to come; and the padding after them. */
  private left = 0;
  private padding = 0;
  /** Where the bytes of the present entry go in the file. */
  private offset = 0;
  private segment = 0;
  private inSegment = 0;
  private wanted = false;
  private zeros = 0;
  private position = 0;
  private readonly block = new Uint8Array(BLOCK);
  private filled = 0;
  private meta: Uint8Array = EMPTY;
  private metaFlag = 0;
  private longPath: Uint8Array | null = null;
  private longLink: Uint8Array | null = null;
  private pax: Pax | null = null;
  private segments: Segment[] = [];
  private mapText = "";
  private stored = 0;
  private readonly entry: TarEntry = {
    path: EMPTY,
    link: EMPTY,
    type: "file",
    size: 0,
    mode: 0,
    uid: 0,
    gid: 0,
    sparse: null,
  };

  constructor(handler: TarHandler) {
    this.handler = handler;
  }

  push(chunk: Uint8Array): void {
    let at = 0;
    const end = chunk.length;
    while (at < end) {
      if (this.state === "ended") return;
      if (this.state === "data" || this.state === "meta") {
        at = this.pass(chunk, at, end);
        continue;
      }
      // The other states take whole blocks: from the chunk where one is whole in it.
      if (this.filled === 0 && end - at >= BLOCK) {
        this.take(chunk, at);
        at += BLOCK;
        continue;
      }
      const count = Math.min(BLOCK - this.filled, end - at);
      this.block.set(chunk.subarray(at, at + count), this.filled);
      this.filled += count;
      at += count;
      if (this.filled < BLOCK) return;
      this.filled = 0;
      this.take(this.block, 0);
    }
  }

  /** Bytes from here on that would be passed over: a caller that can seek need not read them, and says so with `skip`. */
  get skippable(): number {
    return this.state === "data" && !this.wanted ? this.left + this.padding : 0;
  }

  skip(bytes: number): void {
    this.position += bytes;
    this.padding -= Math.max(0, bytes - this.left);
    this.left -= Math.min(bytes, this.left);
    if (this.left === 0 && this.padding === 0) this.state = "header";
  }

  /** How many bytes of the archive were taken in. */
  get taken(): number {
    return this.position + this.filled;
  }

  /** The bytes are over. Throws where the archive is cut off; a missing end mark after a whole entry is accepted, as tar does. */
  finish(): void {
    if (this.state === "ended") return;
    if (this.state !== "header" || this.filled > 0 || this.longPath || this.longLink || this.pax)
      throw new TarError(`the archive is cut off at byte ${this.position + this.filled}`);
  }

  private pass(chunk: Uint8Array, from: number, end: number): number {
    let at = from;
    if (this.left > 0) {
      const count = Math.min(this.left, end - at);
      if (this.state === "meta") this.meta.set(chunk.subarray(at, at + count), this.meta.length - this.left);
      else if (this.wanted) this.tell(chunk, at, at + count);
      this.left -= count;
      this.position += count;
      at += count;
      if (this.left === 0) this.complete();
    }
    if (this.left === 0) {
      const count = Math.min(this.padding, end - at);
      this.padding -= count;
      this.position += count;
      at += count;
      if (this.padding === 0) this.state = "header";
    }
    return at;
  }

  private tell(chunk: Uint8Array, from: number, end: number): void {
    const { sparse } = this.entry;
    if (!sparse) {
      this.handler.data(chunk, from, end, this.offset);
      this.offset += end - from;
      return;
    }
    for (let at = from; at < end; ) {
      const segment = sparse[this.segment];
      if (!segment) return;
      const count = Math.min(segment.length - this.inSegment, end - at);
      if (count > 0) this.handler.data(chunk, at, at + count, segment.offset + this.inSegment);
      at += count;
      this.inSegment += count;
      if (this.inSegment === segment.length) {
        this.segment++;
        this.inSegment = 0;
      }
    }
  }

  private complete(): void {
    if (this.state === "data") {
      if (this.wanted) this.handler.end();
      return;
    }
    const bytes = this.meta;
    this.meta = EMPTY;
    switch (this.metaFlag) {
      case 0x4c: // L
        this.longPath = fieldAt(bytes, 0, bytes.length);
        break;
      case 0x4b: // K
        this.longLink = fieldAt(bytes, 0, bytes.length);
        break;
      case 0x78: // x
      case 0x58: // X, of old Solaris
        this.pax = parsePax(bytes);
    }
  }

  private take(block: Uint8Array, at: number): void {
    try {
      if (this.state === "sparse") this.moreSparse(block, at);
      else if (this.state === "map") this.moreMap(block, at);
      else this.header(block, at);
    } catch (error) {
      if (error instanceof TarError) throw new TarError(`${error.message} (at byte ${this.position})`);
      throw error;
    }
    this.position += BLOCK;
  }

  private header(block: Uint8Array, at: number): void {
    if (block[at] === 0 && isZero(block, at)) {
      if (++this.zeros === 2) this.state = "ended";
      return;
    }
    this.zeros = 0;
    checkSum(block, at);
    const flag = block[at + 156] as number;
    const size = sizeOf(numberAt(block, at + 124, 12));
    // g: what it says holds for all entries after it, and is never a path or a size in layers.
    if (flag === 0x4c || flag === 0x4b || flag === 0x78 || flag === 0x58 || flag === 0x67) {
      if (size > LARGEST_META) throw new TarError("an extended header is larger than 1 MB");
      this.metaFlag = flag;
      this.meta = new Uint8Array(size);
      this.begin("meta", size);
      if (size === 0) this.complete();
      return;
    }
    const { entry, pax } = this;
    entry.path = pax?.path ?? this.longPath ?? pathAt(block, at);
    entry.link = EMPTY;
    this.stored = sizeOf(pax?.size ?? size);
    entry.size = this.stored;
    entry.mode = numberAt(block, at + 100, 8) & 0o7777;
    entry.uid = pax?.uid ?? numberAt(block, at + 108, 8);
    entry.gid = pax?.gid ?? numberAt(block, at + 116, 8);
    entry.sparse = null;
    const sparse = pax?.sparse;
    const longLink = pax?.link ?? this.longLink;
    this.pax = null;
    this.longPath = null;
    this.longLink = null;
    const type = typeOf(flag);
    if (type === null) {
      this.wanted = false;
      this.begin("data", this.stored);
      return;
    }
    entry.type = type;
    // v7 has no type for directories: the name says it.
    if (type === "file" && entry.path[entry.path.length - 1] === 0x2f) entry.type = "directory";
    if (type === "symlink" || type === "hardlink") entry.link = longLink ?? fieldAt(block, at + 157, 100).slice();
    // Only files have content; some programs write the target's size into the header of a hard link.
    if (entry.type !== "file" && flag !== 0x44) this.stored = 0;
    if (entry.type !== "file") entry.size = 0;
    this.segments = [];
    if (flag === 0x53) {
      // S, the old GNU form: four pieces in the header, more in blocks after it.
      entry.size = sizeOf(numberAt(block, at + 483, 12));
      this.addSegments(block, at + 386, 4);
      if (block[at + 482] !== 0) this.state = "sparse";
      else this.sparseRead();
    } else if (sparse && entry.type === "file") {
      entry.size = sizeOf(sparse.realSize ?? entry.size);
      if (sparse.segments) {
        this.segments = sparse.segments;
        this.sparseRead();
      } else {
        this.mapText = "";
        this.state = "map";
      }
    } else this.start();
  }

  /** The pieces are known: they must lie in the file one after the other, and be what is stored. */
  private sparseRead(): void {
    if (this.segments.length > MOST_SEGMENTS) throw new TarError("a sparse map is too long");
    let end = 0;
    let sum = 0;
    for (const { offset, length } of this.segments) {
      if (offset < end || length < 0 || offset + length > this.entry.size) throw new TarError("a sparse map is malformed");
      end = offset + length;
      sum += length;
    }
    if (sum !== this.stored) throw new TarError("a sparse map does not fit its file");
    this.entry.sparse = this.segments.filter(({ length }) => length > 0);
    this.start();
  }

  private moreSparse(block: Uint8Array, at: number): void {
    this.addSegments(block, at, 21);
    if (this.segments.length > MOST_SEGMENTS) throw new TarError("a sparse map is too long");
    if (block[at + 504] === 0) this.sparseRead();
  }

  private addSegments(block: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const from = at + i * 24;
      if (block[from] === 0 && block[from + 12] === 0) return;
      this.segments.push({ offset: sizeOf(numberAt(block, from, 12)), length: sizeOf(numberAt(block, from + 12, 12)) });
    }
  }

  /** The map of form 1.0: decimal lines in blocks before the data, the number of pieces first. */
  private moreMap(block: Uint8Array, at: number): void {
    this.stored -= BLOCK;
    if (this.stored < 0 || this.mapText.length > LARGEST_META) throw new TarError("a sparse map is malformed");
    for (let i = at; i < at + BLOCK; i++) this.mapText += String.fromCharCode(block[i] as number);
    const numbers = this.mapText.split("\n");
    const count = Number(numbers[0]);
    if (numbers.length > 1 && (!Number.isSafeInteger(count) || count > MOST_SEGMENTS))
      throw new TarError("a sparse map is malformed");
    if (numbers.length < 2 || numbers.length - 2 < count * 2) return;
    this.segments = pairs(numbers.slice(1, 1 + count * 2));
    this.sparseRead();
  }

  private start(): void {
    this.offset = 0;
    this.segment = 0;
    this.inSegment = 0;
    this.wanted = this.handler.entry(this.entry);
    this.begin("data", this.stored);
    if (this.stored === 0 && this.wanted) this.handler.end();
  }

  private begin(state: "data" | "meta", size: number): void {
    this.left = size;
    this.padding = (BLOCK - (size % BLOCK)) % BLOCK;
    this.state = size === 0 ? "header" : state;
  }
}

function sizeOf(number: number): number {
  if (!Number.isSafeInteger(number) || number < 0) throw new TarError("a size in a header is out of range");
  return number;
}

function isZero(block: Uint8Array, at: number): boolean {
  for (let i = at; i < at + BLOCK; i++) if (block[i] !== 0) return false;
  return true;
}
