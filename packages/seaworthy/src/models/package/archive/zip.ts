/** A file in a zip archive, by the archive's directory. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of its local header, in the bytes at hand. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_ENTRIES = 500_000;
const MOST_COMMENT = 65_535;

/**
 * The files of a zip archive that are not encrypted (APPNOTE 6.3, sections 4.3.12 to 4.3.16), also where a script or program stands before
 * it. null: no archive, or its directory is cut.
 */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  if (end < 0) return null;
  let count = view.getUint16(end + 10, true);
  let size = view.getUint32(end + 12, true);
  let start = view.getUint32(end + 16, true);
  let before = end;
  if (
    (count === 0xffff || start === 0xffffffff || size === 0xffffffff) &&
    end >= 76 &&
    view.getUint32(end - 20, true) === LOCATOR_64
  ) {
    before = end - 20 - 56;
    if (view.getUint32(before, true) !== END_64) return null;
    count = Number(view.getBigUint64(before + 32, true));
    size = Number(view.getBigUint64(before + 40, true));
    start = Number(view.getBigUint64(before + 48, true));
  }
  // The directory ends where its end record begins: what was put before the archive shifts every offset by the same.
  const directory = before - size;
  const shift = directory - start;
  if (directory < 0 || shift < 0 || count > MOST_ENTRIES) return null;
  const entries: ZipEntry[] = [];
  for (let at = directory, i = 0; i < count; i++) {
    if (at + 46 > before || view.getUint32(at, true) !== ENTRY) return null;
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const encrypted = (view.getUint16(at + 8, true) & 1) !== 0;
    if (at + 46 + nameLength > before) return null;
    if (!encrypted) {
      entries.push({
        name: Buffer.from(bytes.buffer, bytes.byteOffset + at + 46, nameLength).toString("utf8"),
        method: view.getUint16(at + 10, true),
        packedSize: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        offset: view.getUint32(at + 42, true) + shift,
      });
    }
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - MOST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return -1;
}

type Inflate = (packed: Uint8Array, most: number) => Uint8Array | null;

/** The content of a file of the archive; null: broken, packed by another method than deflate, or larger than `most` bytes. */
export function zipContent(bytes: Uint8Array, entry: ZipEntry, most: number, inflate: Inflate): Uint8Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL || entry.size > most) return null;
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packedSize > bytes.length) return null;
  const packed = bytes.subarray(start, start + entry.packedSize);
  if (entry.method === 0) return packed;
  return entry.method === 8 ? inflate(packed, most) : null;
}
