import { type Segment, TarError } from "./header.js";

/** What an extended header says of the entry after it; keys that change nothing here are left out. */
export interface Pax {
  path?: Uint8Array;
  link?: Uint8Array;
  size?: number;
  uid?: number;
  gid?: number;
  sparse?: PaxSparse;
}

/** The three ways in which GNU tar writes a sparse file in extended headers. */
export interface PaxSparse {
  realSize: number | null;
  /** Versions 0.0 and 0.1: in the header. Version 1.0: null, the map is before the data. */
  segments: Segment[] | null;
}

const SPACE = 0x20;
const EQUALS = 0x3d;
const NEWLINE = 0x0a;

/** Reads the records of one extended header: `LENGTH KEY=VALUE\n`, the length that of the whole record. */
export function parsePax(bytes: Uint8Array): Pax {
  const pax: Pax = {};
  let offset: number | null = null;
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const length = space < 0 || space - at > 10 ? Number.NaN : decimal(bytes.subarray(at, space));
    const end = at + length;
    const equals = bytes.indexOf(EQUALS, space);
    if (!(end <= bytes.length) || bytes[end - 1] !== NEWLINE || equals < 0 || equals >= end)
      throw new TarError("an extended header is malformed");
    const value = bytes.subarray(equals + 1, end - 1);
    offset = apply(pax, text(bytes.subarray(space + 1, equals)), value, offset);
    at = end;
  }
  return pax;
}

/** Gives the offset of a sparse piece whose length comes in the next record. */
function apply(pax: Pax, key: string, value: Uint8Array, offset: number | null): number | null {
  switch (key) {
    case "path":
      pax.path ??= value;
      break;
    case "linkpath":
      pax.link = value;
      break;
    case "size":
      pax.size = decimal(value);
      break;
    case "uid":
      pax.uid = decimal(value);
      break;
    case "gid":
      pax.gid = decimal(value);
      break;
    case "GNU.sparse.name":
      pax.path = value;
      break;
    case "GNU.sparse.major":
      sparseOf(pax);
      break;
    case "GNU.sparse.size":
    case "GNU.sparse.realsize":
      sparseOf(pax).realSize = decimal(value);
      break;
    case "GNU.sparse.map":
      sparseOf(pax).segments = pairs(text(value).split(","));
      break;
    case "GNU.sparse.offset":
      return decimal(value);
    case "GNU.sparse.numbytes": {
      const sparse = sparseOf(pax);
      sparse.segments ??= [];
      sparse.segments.push({ offset: offset ?? 0, length: decimal(value) });
    }
  }
  return null;
}

function sparseOf(pax: Pax): PaxSparse {
  pax.sparse ??= { realSize: null, segments: null };
  return pax.sparse;
}

/** `offset, length, offset, length…` */
export function pairs(numbers: readonly string[]): Segment[] {
  const segments: Segment[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const [offset, length] = [Number(numbers[i]), Number(numbers[i + 1])];
    if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) throw new TarError("a sparse map is malformed");
    segments.push({ offset, length });
  }
  return segments;
}

/** A pax number; fractions belong to times alone. */
function decimal(value: Uint8Array): number {
  const number = value.length === 0 || value.length > 20 ? Number.NaN : Number(text(value));
  if (!Number.isSafeInteger(number)) throw new TarError("a number in an extended header is malformed");
  return number;
}

/** Keys and numbers are ASCII. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
