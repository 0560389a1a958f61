/** What is wrong with an archive, in words for the person who named it. */
export class TarError extends Error {
  override readonly name = "TarError";
}

export const BLOCK = 512;

/** Kinds of entries, by the letter in their header. */
export type TarType = "file" | "hardlink" | "symlink" | "character" | "block" | "directory" | "fifo";

/** A piece of a sparse file that is stored; the rest of it is zeros. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
}

/** One entry as its headers say, extensions applied. Reused from entry to entry: copy what is to stay. */
export interface TarEntry {
  /** The path as bytes: names in layers are in no agreed encoding. */
  path: Uint8Array;
  /** The target of a hard link or symlink as bytes; empty for others. */
  link: Uint8Array;
  type: TarType;
  /** Bytes of the content, holes included. */
  size: number;
  mode: number;
  uid: number;
  gid: number;
  /** null: stored whole. */
  sparse: readonly Segment[] | null;
}

/** What the first byte of the type field means; null: the entry describes others or none (volume labels, multi-volume rests). */
export function typeOf(flag: number): TarType | null {
  switch (flag) {
    case 0x31: // 1
      return "hardlink";
    case 0x32: // 2
      return "symlink";
    case 0x33: // 3
      return "character";
    case 0x34: // 4
      return "block";
    case 0x35: // 5
    case 0x44: // D, a directory with the names in it
      return "directory";
    case 0x36: // 6
      return "fifo";
    case 0x56: // V, a volume's label
    case 0x4d: // M, the rest of a file of another volume
    case 0x4e: // N, old long names
      return null;
    default:
      // As POSIX asks: what is not known is read as a regular file.
      return "file";
  }
}

/** Reads a number of a header: octal digits with blanks around, or base-256 where the first bit is set. */
export function numberAt(block: Uint8Array, at: number, length: number): number {
  const first = block[at] ?? 0;
  if (first & 0x80) return binaryAt(block, at, length);
  let value = 0;
  let digits = 0;
  for (let i = at; i < at + length; i++) {
    const byte = block[i] ?? 0;
    if (byte >= 0x30 && byte <= 0x37) {
      value = value * 8 + byte - 0x30;
      digits++;
    } else if (byte !== 0 && byte !== 0x20) throw new TarError("a number in a header is not octal");
    else if (digits > 0) break;
  }
  return value;
}

function binaryAt(block: Uint8Array, at: number, length: number): number {
  const negative = ((block[at] ?? 0) & 0x40) !== 0;
  let value = negative ? ((block[at] ?? 0) | 0x80) - 0x100 : (block[at] ?? 0) & 0x7f;
  for (let i = at + 1; i < at + length; i++) value = value * 256 + (block[i] ?? 0);
  return value;
}

/** Throws where the checksum of a header is not its own; sums of signed bytes are those of old programs. */
export function checkSum(block: Uint8Array, at: number): void {
  let unsigned = 8 * 0x20;
  let high = 0;
  for (let i = at; i < at + BLOCK; i++) {
    const byte = block[i] as number;
    unsigned += byte;
    if (byte & 0x80) high++;
  }
  for (let i = at + 148; i < at + 156; i++) {
    const byte = block[i] as number;
    unsigned -= byte;
    if (byte & 0x80) high--;
  }
  const said = numberAt(block, at + 148, 8);
  if (said !== unsigned && said !== unsigned - 256 * high) throw new TarError("a header's checksum is wrong");
}

/** The text of a field, up to the first zero byte; a view, not a copy. */
export function fieldAt(block: Uint8Array, at: number, length: number): Uint8Array {
  let end = at;
  while (end < at + length && block[end] !== 0) end++;
  return block.subarray(at, end);
}

/** The path of a header: the prefix field counts in the POSIX form alone, GNU keeps times there. */
export function pathAt(block: Uint8Array, at: number): Uint8Array {
  const name = fieldAt(block, at, 100);
  if (!isPosix(block, at) || block[at + 345] === 0) return name;
  // star keeps two times after a shorter prefix and signs at the end.
  const star = block[at + 508] === 0x74 && block[at + 509] === 0x61 && block[at + 510] === 0x72 && block[at + 511] === 0;
  const prefix = fieldAt(block, at + 345, star ? 131 : 155);
  const path = new Uint8Array(prefix.length + 1 + name.length);
  path.set(prefix);
  path[prefix.length] = 0x2f;
  path.set(name, prefix.length + 1);
  return path;
}

/** `ustar` and a zero byte at 257. */
function isPosix(block: Uint8Array, at: number): boolean {
  return (
    block[at + 257] === 0x75 &&
    block[at + 258] === 0x73 &&
    block[at + 259] === 0x74 &&
    block[at + 260] === 0x61 &&
    block[at + 261] === 0x72 &&
    block[at + 262] === 0
  );
}
