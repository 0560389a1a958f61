import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where results are kept from run to run: below XDG_CACHE_HOME, else `~/.cache`. */
export function cacheHome(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "seaworthy");
}

/** Stands at the end of each file, of all before it: what is damaged is as if it were not there. */
export interface Proof {
  /** In bytes. */
  readonly length: number;
  of(pieces: readonly Uint8Array[]): Buffer;
}

const SHA_256: Proof = {
  length: 32,
  of(pieces) {
    const hash = createHash("sha256");
    for (const piece of pieces) hash.update(piece);
    return hash.digest();
  },
};
/** Hours after which a file that another run left half-written is taken away. */
const STALE_HOURS = 24;
const HOUR = 3_600_000;

export interface CacheLimits {
  /** Bytes of all files together; those that were not used for the longest time go first. */
  readonly all: number;
  /** Bytes of the largest file that is kept. */
  readonly one: number;
}

/**
 * A folder of files that can be made again, of this user alone. Every trouble (no home, a full or read-only disk, a damaged file,
 * a folder of somebody else) means that nothing is found or kept, never an error.
 */
export class CacheFolder {
  private readonly folder: string;
  private readonly limits: CacheLimits;
  private readonly proof: Proof;
  private wrote = false;
  private ours: boolean | null = null;

  constructor(folder: string, limits: CacheLimits, proof: Proof = SHA_256) {
    this.folder = folder;
    this.limits = limits;
    this.proof = proof;
  }

  /** The content of a file; null where there is none that is whole. A name is plain: letters, digits, `.`, `-`, `_`. */
  get(name: string): Buffer | null {
    try {
      if (!this.isOurs(false)) return null;
      const path = join(this.folder, name);
      const bytes = readWhole(path, this.limits.one + this.proof.length);
      if (!bytes || bytes.length < this.proof.length) return null;
      const content = bytes.subarray(0, bytes.length - this.proof.length);
      if (!this.proof.of([content]).equals(bytes.subarray(content.length))) return null;
      const now = new Date();
      utimesSync(path, now, now);
      return content;
    } catch {
      return null;
    }
  }

  has(name: string): boolean {
    return lstatSync(join(this.folder, name), { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /** Keeps a file: another run sees it whole or not at all. */
  put(name: string, pieces: readonly Uint8Array[]): void {
    const size = pieces.reduce((sum, { length }) => sum + length, 0);
    if (size > this.limits.one) return;
    const path = join(this.folder, name);
    const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      if (!this.isOurs(true)) return;
      const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      try {
        for (const piece of pieces) writeAll(file, piece);
        writeAll(file, this.proof.of(pieces));
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
      this.wrote = true;
    } catch {
      attempt(() => rmSync(temporary, { force: true }));
    }
  }

  /** Takes away what is over the limit; once a run is enough. */
  tidy(): void {
    if (!this.wrote) return;
    try {
      const now = Date.now();
      const files = readdirSync(this.folder)
        .map((name) => ({ path: join(this.folder, name), stat: lstatSync(join(this.folder, name)) }))
        .filter(({ stat }) => stat.isFile())
        .sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
      let sum = 0;
      for (const { path, stat } of files) {
        const left = path.endsWith(".tmp");
        if (!left) sum += stat.size;
        if (left ? now - stat.mtimeMs > STALE_HOURS * HOUR : sum > this.limits.all) rmSync(path, { force: true });
      }
    } catch {
      // Another run tidies at the same time, or may not: the next will.
    }
  }

  /** A folder of another user could hold results that were made up. */
  private isOurs(make: boolean): boolean {
    if (this.ours === true) return true;
    if (make) makeFolders(this.folder);
    const stat = statSync(this.folder, { throwIfNoEntry: false });
    this.ours = stat?.isDirectory() === true && (process.getuid === undefined || stat.uid === process.getuid());
    return this.ours;
  }
}

/** A folder, its parent and its parent's parent, no more: node's own way of making all of them never ends below /proc. */
function makeFolders(folder: string): void {
  for (const path of [join(folder, "../.."), join(folder, ".."), folder]) {
    try {
      mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

function readWhole(path: string, largest: number): Buffer | null {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > largest || (process.getuid !== undefined && stat.uid !== process.getuid())) return null;
    const bytes = Buffer.allocUnsafeSlow(stat.size);
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(file, bytes, length, bytes.length - length, null);
      if (count === 0) return null;
      length += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function attempt(action: () => void): void {
  try {
    action();
  } catch {
    // Where nothing can be written nothing is left.
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}
