/** A row's columns: texts and blobs as bytes, integers as numbers, null for NULL; floats, which no reader here wants, as null. */
export type Row = readonly (Uint8Array | number | null)[];

/** What an SQLite file breaks, or a bound that it goes over. */
export class SqliteError extends Error {
  override readonly name = "SqliteError";
}

const MAGIC = "SQLite format 3\0";
const DEEPEST = 30;
const MOST_ROWS = 500_000;
const LARGEST_ROW = 64 * 1024 * 1024;

/**
 * The rows of a table of an SQLite database file, read as its file format says (sqlite.org/fileformat2: "B-tree Pages", "Record Format"):
 * tables with row ids alone, no index, no log. Throws SqliteError, also where there is no table of this name.
 */
export function* tableRows(bytes: Uint8Array, table: string): Generator<Row> {
  const file = new SqliteFile(bytes);
  for (const [type, name, , root] of file.rows(1)) {
    if (!isText(type, "table") || !isText(name, table) || typeof root !== "number") continue;
    yield* file.rows(root);
    return;
  }
  throw new SqliteError(`has no table of the name ${table}`);
}

function isText(value: Row[number] | undefined, text: string): boolean {
  return value instanceof Uint8Array && Buffer.from(value).toString("latin1") === text;
}

class SqliteFile {
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private readonly pageSize: number;
  /** Bytes of a page that hold data. */
  private readonly usable: number;
  /** What rows may still take: all of them share the file, and none a page with another. */
  private left: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.left = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 512 || Buffer.from(bytes.subarray(0, 16)).toString("latin1") !== MAGIC)
      throw new SqliteError("is no SQLite database");
    const size = this.view.getUint16(16);
    this.pageSize = size === 1 ? 65_536 : size;
    this.usable = this.pageSize - (bytes[20] ?? 0);
    if (this.pageSize < 512 || (this.pageSize & (this.pageSize - 1)) !== 0 || this.usable < 480)
      throw new SqliteError("has no sound page size");
  }

  *rows(root: number): Generator<Row> {
    let rows = 0;
    const seen = new Set<number>();
    const open: [page: number, depth: number][] = [[root, 0]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [page, depth] = next;
      if (seen.has(page) || depth > DEEPEST) throw new SqliteError("has pages that lead in a circle");
      seen.add(page);
      const start = this.start(page);
      const header = page === 1 ? start + 100 : start;
      const type = this.bytes[header];
      const count = this.view.getUint16(header + 3);
      if (type !== 13 && type !== 5) throw new SqliteError("has a page that is of no table");
      const cells = header + (type === 5 ? 12 : 8);
      if (cells + 2 * count > start + this.pageSize) throw new SqliteError("has a page with more cells than fit");
      const offsets = Array.from({ length: count }, (_, i) => start + this.view.getUint16(cells + 2 * i));
      if (type === 5) {
        const children = [...offsets.map((at) => this.word(at)), this.view.getUint32(header + 8)];
        for (const child of children.reverse()) open.push([child, depth + 1]);
        continue;
      }
      for (const at of offsets) {
        if (++rows > MOST_ROWS) throw new SqliteError(`has more than ${MOST_ROWS} rows`);
        yield record(this.payload(at, start + this.pageSize));
      }
    }
  }

  private start(page: number): number {
    const start = (page - 1) * this.pageSize;
    if (page < 1 || start + this.pageSize > this.bytes.length) throw new SqliteError("is cut, or has pages that are not there");
    return start;
  }

  private word(at: number): number {
    if (at + 4 > this.bytes.length) throw new SqliteError("is cut");
    return this.view.getUint32(at);
  }

  /** The content of a cell: what is in its page, then the chain of pages that it runs over into. */
  private payload(cell: number, end: number): Uint8Array {
    const [length, afterLength] = varint(this.bytes, cell);
    const [, at] = varint(this.bytes, afterLength);
    this.left -= length;
    if (length > LARGEST_ROW || this.left < 0) throw new SqliteError("has rows that are larger than the file");
    const most = this.usable - 35;
    if (length <= most) {
      if (at + length > end) throw new SqliteError("has a row that leaves its page");
      return this.bytes.subarray(at, at + length);
    }
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (this.usable - 4));
    const local = wanted <= most ? wanted : least;
    if (at + local + 4 > end) throw new SqliteError("has a row that leaves its page");
    const payload = new Uint8Array(length);
    payload.set(this.bytes.subarray(at, at + local));
    let done = local;
    // Each page adds bytes, so that even a circle of pages ends.
    for (let page = this.word(at + local); done < length; page = this.view.getUint32(this.start(page))) {
      const start = this.start(page) + 4;
      const part = this.bytes.subarray(start, start + Math.min(this.usable - 4, length - done));
      payload.set(part, done);
      done += part.length;
    }
    return payload;
  }
}

/** Numbers of seven bits a byte, the highest first, at most nine bytes; those over 2^53 lose precision and are too large anyway. */
function varint(bytes: Uint8Array, at: number): [value: number, after: number] {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) throw new SqliteError("is cut");
    if (i === 8) return [value * 256 + byte, at + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value, at + 9];
}

const INTEGERS = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

function record(payload: Uint8Array): Row {
  const [headerLength, first] = varint(payload, 0);
  const row: (Uint8Array | number | null)[] = [];
  for (let at = first, data = headerLength; at < headerLength && row.length < 100; ) {
    const [type, after] = varint(payload, at);
    at = after;
    const length = type >= 12 ? Math.floor((type - 12) / 2) : (INTEGERS[type] ?? 0);
    if (data + length > payload.length) throw new SqliteError("has a row that is shorter than it says");
    const part = payload.subarray(data, data + length);
    data += length;
    if (type >= 12) row.push(part);
    else if (type >= 1 && type <= 6) row.push(integer(part));
    else row.push(type === 8 ? 0 : type === 9 ? 1 : null);
  }
  return row;
}

function integer(part: Uint8Array): number {
  let value = (part[0] ?? 0) >= 0x80 ? -1 : 0;
  for (const byte of part) value = value * 256 + byte;
  return value;
}
