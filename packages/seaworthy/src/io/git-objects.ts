import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { commonDirectory, smallText } from "./git-index.js";

/** Commits are small; what claims to be larger is none. */
const LARGEST_COMMIT = 1024 * 1024;
const LARGEST_PACK_INDEX = 512 * 1024 * 1024;
const COMMIT = 1;

/** The commit that a work tree is at, hex; null where there is none yet, or it cannot be told. */
export function headCommit(gitDirectory: string): string | null {
  let name = smallText(join(gitDirectory, "HEAD"))?.trim() ?? "";
  for (let count = 0; count < 5; count++) {
    if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(name)) return name;
    const ref = /^ref: (refs\/[^\s~^:?*[\\]{1,300})$/.exec(name)?.[1];
    if (ref === undefined || ref.includes("..")) return null;
    name = refNamed(gitDirectory, ref)?.trim() ?? "";
  }
  return null;
}

function refNamed(gitDirectory: string, ref: string): string | null {
  const common = commonDirectory(gitDirectory);
  const loose = smallText(join(gitDirectory, ref)) ?? smallText(join(common, ref));
  if (loose !== null) return loose;
  const packed = smallText(join(common, "packed-refs")) ?? "";
  const line = packed.split("\n").find((one) => one.endsWith(` ${ref}`));
  return line?.split(" ", 1)[0] ?? null;
}

/** The tree of a commit, hex; null where the commit is not found, or stored as a difference to another. */
export function treeOfCommit(gitDirectory: string, commit: string): string | null {
  const objects = join(commonDirectory(gitDirectory), "objects");
  const text = looseCommit(objects, commit) ?? packedCommit(objects, commit);
  return /^tree ([0-9a-f]{40}(?:[0-9a-f]{24})?)\n/.exec(text ?? "")?.[1] ?? null;
}

function looseCommit(objects: string, name: string): string | null {
  try {
    const path = join(objects, name.slice(0, 2), name.slice(2));
    if (statSync(path).size > LARGEST_COMMIT) return null;
    const bytes = inflateSync(readFileSync(path), { maxOutputLength: LARGEST_COMMIT });
    const head = bytes.indexOf(0);
    return bytes.toString("latin1", 0, head).startsWith("commit ") ? bytes.toString("utf8", head + 1) : null;
  } catch {
    return null;
  }
}

function packedCommit(objects: string, name: string): string | null {
  try {
    const folder = join(objects, "pack");
    for (const index of readdirSync(folder).filter((one) => one.endsWith(".idx"))) {
      const path = join(folder, index);
      if (statSync(path).size > LARGEST_PACK_INDEX) continue;
      const offset = offsetIn(readFileSync(path), Buffer.from(name, "hex"));
      if (offset !== null) return commitAt(path.replace(/\.idx$/, ".pack"), offset);
    }
  } catch {
    // A repository that cannot be read tells nothing.
  }
  return null;
}

/** Where an object lies in its pack, by an index of version 2; null: not there. */
function offsetIn(index: Buffer, name: Buffer): number | null {
  if (index.readUInt32BE(0) !== 0xff744f63 || index.readUInt32BE(4) !== 2) return null;
  const fanout = (byte: number) => (byte < 0 ? 0 : index.readUInt32BE(8 + byte * 4));
  const first = name[0] as number;
  const count = fanout(255);
  const names = 8 + 256 * 4;
  for (let low = fanout(first - 1), high = fanout(first); low < high; ) {
    const middle = (low + high) >>> 1;
    const order = index.compare(name, 0, name.length, names + middle * name.length, names + (middle + 1) * name.length);
    if (order === 0) {
      const offset = index.readUInt32BE(names + count * name.length + count * 4 + middle * 4);
      if (offset < 0x80000000) return offset;
      const large = names + count * name.length + count * 8 + (offset - 0x80000000) * 8;
      return Number(index.readBigUInt64BE(large));
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return null;
}

function commitAt(pack: string, offset: number): string | null {
  const file = openSync(pack, "r");
  try {
    const bytes = Buffer.alloc(LARGEST_COMMIT);
    const length = readSync(file, bytes, 0, bytes.length, offset);
    let at = 0;
    let byte = bytes[at++] as number;
    const type = (byte >> 4) & 7;
    while (byte & 0x80 && at < length) byte = bytes[at++] as number;
    if (type !== COMMIT) return null;
    return inflateSync(bytes.subarray(at, length), { maxOutputLength: LARGEST_COMMIT }).toString("utf8");
  } finally {
    closeSync(file);
  }
}
