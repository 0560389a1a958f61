import { createHash } from "node:crypto";
import * as zlib from "node:zlib";
import { crc32 } from "../image/crc32.js";

/**
 * The file of a database of advisories. Sorted lines `key TAB value`, in tables, in blocks of some 8 KB that are deflated each by
 * itself; then an index for each table (first key, bytes and checksum of each block), then the directory of the tables, then a footer
 * that holds the directory's checksum. So every byte is covered, and a question reads a few blocks alone.
 */
export const MAGIC = "SEAWORTHY-ADVISORIES-1\n";
/** magic, directory's offset (6 bytes), its length (4), its checksum (32). */
export const FOOTER = MAGIC.length + 6 + 4 + 32;
export const BLOCK = 8 * 1024;
/** Lines are bounded, so no sound block comes near it once unpacked. */
export const LARGEST_BLOCK = 32 * 1024 * 1024;
export const LARGEST_INDEX = 256 * 1024 * 1024;

/** Where the index of a table is, and what it holds. */
export interface TableEntry {
  readonly offset: number;
  readonly length: number;
  readonly sum: string;
  readonly lines: number;
}

export interface Directory<Info> {
  readonly info: Info;
  readonly tables: Readonly<Record<string, TableEntry>>;
}

export interface BlockEntry {
  readonly first: string;
  readonly offset: number;
  readonly length: number;
  readonly sum: string;
}

const sumOf: (bytes: Uint8Array) => number = (zlib as { crc32?: (bytes: Uint8Array) => number }).crc32 ?? crc32;

/** What tells damage to a block: thousands are read in one match, and a longer sum would cost as much as unpacking them. */
export function blockSum(bytes: Uint8Array): string {
  return sumOf(bytes).toString(36);
}

export function wholeSum(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
