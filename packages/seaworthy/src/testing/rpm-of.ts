/** What a test says of an RPM; lists for the files that it owns. */
export interface RpmCase {
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
  readonly epoch?: number;
  readonly vendor?: string;
  readonly licence?: string;
  readonly architecture?: string;
  readonly sourceRpm?: string;
  readonly folders?: readonly string[];
  readonly files?: readonly (readonly [folder: number, name: string])[];
  /** Bytes that nobody asks for, to make it large. */
  readonly padding?: number;
}

/** The header of a package as RPM's databases hold it. */
export function rpmHeader(rpm: RpmCase): Uint8Array {
  const index: Buffer[] = [];
  const data: Buffer[] = [];
  let length = 0;
  const add = (tag: number, type: number, count: number, bytes: Buffer) => {
    const entry = Buffer.alloc(16);
    for (const [i, value] of [tag, type, length, count].entries()) entry.writeUInt32BE(value, 4 * i);
    index.push(entry);
    data.push(bytes);
    length += bytes.length;
  };
  const text = (tag: number, value: string | undefined) => value !== undefined && add(tag, 6, 1, Buffer.from(`${value}\0`));
  const numbers = (tag: number, values: readonly number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i);
    add(tag, 4, values.length, bytes);
  };
  const texts = (tag: number, values: readonly string[]) =>
    add(tag, 8, values.length, Buffer.from(values.map((one) => `${one}\0`).join("")));
  text(1000, rpm.name);
  text(1001, rpm.version ?? "1.0");
  text(1002, rpm.release ?? "1.el9");
  if (rpm.epoch !== undefined) numbers(1003, [rpm.epoch]);
  text(1011, rpm.vendor);
  text(1014, rpm.licence);
  text(1022, rpm.architecture);
  text(1044, rpm.sourceRpm);
  if (rpm.files) {
    numbers(
      1116,
      rpm.files.map(([folder]) => folder),
    );
    texts(
      1117,
      rpm.files.map(([, name]) => name),
    );
    texts(1118, rpm.folders ?? []);
  }
  add(269, 7, rpm.padding ?? 0, Buffer.alloc(rpm.padding ?? 0));
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(index.length, 0);
  counts.writeUInt32BE(length, 4);
  return new Uint8Array(Buffer.concat([counts, ...index, ...data]));
}

const PAGE = 4096;

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

/** An SQLite database with one table of blobs: a page of the schema, an interior page, a leaf and its overflow pages for each blob. */
export function sqliteOf(blobs: readonly Uint8Array[], table = "Packages"): Uint8Array {
  const pages: Buffer[] = [Buffer.alloc(PAGE), Buffer.alloc(PAGE)];
  const leaf = (page: Buffer, header: number, type: number, cells: readonly Buffer[]) => {
    let end = PAGE;
    page.writeUInt8(type, header);
    page.writeUInt16BE(cells.length, header + 3);
    for (const [i, cell] of cells.entries()) {
      end -= cell.length;
      page.set(cell, end);
      page.writeUInt16BE(end, header + (type === 5 ? 12 : 8) + 2 * i);
    }
  };
  const schema = ["table", table, table, 2, `CREATE TABLE '${table}' (hnum INTEGER PRIMARY KEY, blob BLOB NOT NULL)`];
  const types = schema.map((one) => (typeof one === "number" ? Buffer.from([1]) : varint(13 + 2 * one.length)));
  const columns = schema.map((one) => (typeof one === "number" ? Buffer.from([one]) : Buffer.from(one)));
  const record = Buffer.concat([Buffer.from([1 + types.reduce((sum, one) => sum + one.length, 0)]), ...types, ...columns]);
  leaf(pages[0] as Buffer, 100, 13, [Buffer.concat([varint(record.length), varint(1), record])]);
  (pages[0] as Buffer).write("SQLite format 3\0", "latin1");
  (pages[0] as Buffer).writeUInt16BE(PAGE, 16);

  const children = blobs.map((blob, row) => {
    const type = varint(12 + 2 * blob.length);
    const payload = Buffer.concat([Buffer.from([2 + type.length, 0]), type, blob]);
    const most = PAGE - 35;
    const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
    const wanted = least + ((payload.length - least) % (PAGE - 4));
    const local = payload.length <= most ? payload.length : wanted <= most ? wanted : least;
    const page = Buffer.alloc(PAGE);
    pages.push(page);
    const number = pages.length;
    const parts = [varint(payload.length), varint(row + 1), payload.subarray(0, local)];
    if (local < payload.length) {
      const next = Buffer.alloc(4);
      next.writeUInt32BE(number + 1);
      parts.push(next);
    }
    for (let at = local; at < payload.length; at += PAGE - 4) {
      const overflow = Buffer.alloc(PAGE);
      overflow.set(payload.subarray(at, at + PAGE - 4), 4);
      pages.push(overflow);
      if (at + PAGE - 4 < payload.length) overflow.writeUInt32BE(pages.length + 1);
    }
    leaf(page, 0, 13, [Buffer.concat(parts)]);
    return number;
  });
  const cells = children.slice(0, -1).map((child, row) => {
    const pointer = Buffer.alloc(4);
    pointer.writeUInt32BE(child);
    return Buffer.concat([pointer, varint(row + 1)]);
  });
  leaf(pages[1] as Buffer, 0, 5, cells);
  (pages[1] as Buffer).writeUInt32BE(children.at(-1) ?? 0, 8);
  return new Uint8Array(Buffer.concat(pages));
}

/** A Berkeley DB of the hash kind: one page of pairs, each value in pages of its own, and RPM's counter in the page itself. */
export function berkeleyOf(values: readonly Uint8Array[]): Uint8Array {
  const meta = Buffer.alloc(PAGE);
  meta.writeUInt32LE(0x061561, 12);
  meta.writeUInt32LE(PAGE, 20);
  const hash = Buffer.alloc(PAGE);
  const pages = [meta, hash];
  let end = PAGE;
  const items: number[] = [];
  const item = (bytes: Buffer) => {
    end -= bytes.length;
    hash.set(bytes, end);
    items.push(end);
  };
  item(Buffer.from([1, 0, 0, 0, 0]));
  item(Buffer.from([1, 9, 0, 0, 0]));
  for (const [i, value] of values.entries()) {
    item(Buffer.from([1, i + 1, 0, 0, 0]));
    const pointer = Buffer.alloc(12);
    pointer.writeUInt8(3, 0);
    pointer.writeUInt32LE(pages.length, 4);
    pointer.writeUInt32LE(value.length, 8);
    item(pointer);
    for (let at = 0; at < value.length; at += PAGE - 26) {
      const page = Buffer.alloc(PAGE);
      const part = value.subarray(at, at + PAGE - 26);
      page.writeUInt8(7, 25);
      page.writeUInt16LE(part.length, 22);
      page.set(part, 26);
      pages.push(page);
      page.writeUInt32LE(at + part.length < value.length ? pages.length : 0, 16);
    }
  }
  hash.writeUInt8(13, 25);
  hash.writeUInt16LE(items.length, 20);
  for (const [i, at] of items.entries()) hash.writeUInt16LE(at, 26 + 2 * i);
  meta.writeUInt32LE(pages.length - 1, 32);
  return new Uint8Array(Buffer.concat(pages));
}

/** An ndb file with a page of slots, every second one free. */
export function ndbOf(values: readonly Uint8Array[]): Uint8Array {
  const slots = Buffer.alloc(PAGE);
  slots.write("RpmP", "latin1");
  slots.writeUInt32LE(1, 12);
  for (let at = 32; at < PAGE; at += 16) slots.write("Slot", at, "latin1");
  const parts = [slots];
  let block = PAGE / 16;
  for (const [i, value] of values.entries()) {
    const blob = Buffer.alloc(Math.ceil((16 + value.length) / 16) * 16);
    blob.write("BlbS", "latin1");
    blob.writeUInt32LE(i + 1, 4);
    blob.writeUInt32LE(value.length, 12);
    blob.set(value, 16);
    const slot = 32 + 32 * i;
    slots.writeUInt32LE(i + 1, slot + 4);
    slots.writeUInt32LE(block, slot + 8);
    slots.writeUInt32LE(blob.length / 16, slot + 12);
    block += blob.length / 16;
    parts.push(blob);
  }
  return new Uint8Array(Buffer.concat(parts));
}
