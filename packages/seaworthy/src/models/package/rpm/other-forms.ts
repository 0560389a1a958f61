/** The forms that RPM's database had before SQLite. Both give the headers of the packages, one after the other. */

/** What such a file breaks. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

const MOST_HEADERS = 200_000;
const LARGEST_HEADER = 64 * 1024 * 1024;

const HASH = 0x061561;
const HASH_PAGE = 13;
const HASH_PAGE_UNSORTED = 2;
const OVERFLOW_PAGE = 7;
const IN_PAGE = 1;
const OFF_PAGE = 3;
const PAGE_HEADER = 26;

/**
 * The values of a Berkeley DB file of the hash kind, as RPM up to 4.15 writes it (Red Hat 8 and older, Amazon Linux 2): every page of
 * the kind is looked at, in the order of the file (db_page.h: PAGE, HKEYDATA, HOFFPAGE). Throws DatabaseError.
 */
export function* berkeleyValues(bytes: Uint8Array): Generator<Uint8Array> {
  if (bytes.length < 512) throw new DatabaseError("is no Berkeley DB");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view.getUint32(12, true) === HASH;
  if (!little && view.getUint32(12) !== HASH) throw new DatabaseError("is no Berkeley DB of the hash kind");
  const size = view.getUint32(20, little);
  if (size < 512 || size > 65_536 || (bytes[24] ?? 0) !== 0)
    throw new DatabaseError("is a Berkeley DB with no sound page size, or encrypted");
  const last = view.getUint32(32, little);
  if ((last + 1) * size > bytes.length) throw new DatabaseError("is cut");
  let values = 0;
  /** What values may still take: no two share a page. */
  let left = bytes.length;
  for (let page = 1; page <= last; page++) {
    const start = page * size;
    const type = bytes[start + 25];
    if (type !== HASH_PAGE && type !== HASH_PAGE_UNSORTED) continue;
    const count = Math.min(view.getUint16(start + 20, little), (size - PAGE_HEADER) >> 1);
    const offset = (i: number) => (i < 0 ? size : view.getUint16(start + PAGE_HEADER + 2 * i, little));
    for (let i = 1; i < count; i += 2) {
      const at = start + offset(i);
      if (++values > MOST_HEADERS) throw new DatabaseError(`has more than ${MOST_HEADERS} entries`);
      if (at + 12 > bytes.length) throw new DatabaseError("has an entry outside of its page");
      if (bytes[at] === IN_PAGE) yield bytes.subarray(at + 1, start + offset(i - 1));
      else if (bytes[at] === OFF_PAGE) yield overflow(view.getUint32(at + 4, little), view.getUint32(at + 8, little));
    }
  }

  function overflow(first: number, length: number): Uint8Array {
    left -= length;
    if (length > LARGEST_HEADER || left < 0) throw new DatabaseError("has entries that are larger than the file");
    const value = new Uint8Array(length);
    let done = 0;
    for (let page = first; done < length; ) {
      const start = page * size;
      if (page === 0 || page > last || bytes[start + 25] !== OVERFLOW_PAGE) throw new DatabaseError("has an entry that is cut");
      const part = Math.min(view.getUint16(start + 22, little), size - PAGE_HEADER, length - done);
      if (part === 0) throw new DatabaseError("has an entry that is cut");
      value.set(bytes.subarray(start + PAGE_HEADER, start + PAGE_HEADER + part), done);
      done += part;
      page = view.getUint32(start + 16, little);
    }
    return value;
  }
}

const MAGIC_NDB = 0x506d7052;
const MAGIC_SLOT = 0x746f6c53;
const MAGIC_BLOB = 0x53626c42;
const NDB_PAGE = 4096;
const NDB_BLOCK = 16;

/**
 * The blobs of an ndb file, as RPM of SUSE writes it: a table of slots of 16 bytes (mark, package, first block, blocks), each naming a
 * run of blocks of 16 bytes that begins with a header of its own (lib/backend/ndb/rpmpkg.c). Throws DatabaseError.
 */
export function* ndbValues(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < NDB_PAGE || view.getUint32(0, true) !== MAGIC_NDB) throw new DatabaseError("is no ndb file");
  const end = view.getUint32(12, true) * NDB_PAGE;
  if (end > bytes.length) throw new DatabaseError("is cut");
  let left = bytes.length;
  // The first two slots' room is the file's own header.
  for (let slot = 2 * NDB_BLOCK; slot + NDB_BLOCK <= end; slot += NDB_BLOCK) {
    if (view.getUint32(slot, true) !== MAGIC_SLOT) throw new DatabaseError("has a broken table of packages");
    const number = view.getUint32(slot + 4, true);
    const at = view.getUint32(slot + 8, true) * NDB_BLOCK;
    if (number === 0) continue;
    if (at + NDB_BLOCK > bytes.length || view.getUint32(at, true) !== MAGIC_BLOB || view.getUint32(at + 4, true) !== number) {
      throw new DatabaseError("has a package that is not where its table says");
    }
    const length = view.getUint32(at + 12, true);
    left -= length;
    if (at + NDB_BLOCK + length > bytes.length || left < 0) throw new DatabaseError("is cut, or has entries that overlap");
    yield bytes.subarray(at + NDB_BLOCK, at + NDB_BLOCK + length);
  }
}
