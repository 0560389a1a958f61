import { closeSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Remark } from "../../models/shellcheck/remark.js";
import { CacheFolder, cacheHome, type Proof } from "../cache/cache-folder.js";
import type { Environment } from "../program.js";
import { fingerprint128 } from "./fingerprint.js";
import { readRemark } from "./remarks.js";

/** For so much text the start of a program does not matter. */
const MOST_CHARACTERS = 200_000;
const LIMITS = { all: 4_000_000, one: 400_000 };
/** Goes up where the same remarks would be written otherwise. */
const FORM = 1;
/** A proof against damage: to load SHA-256 takes as long as a tenth of a run. */
const PROOF: Proof = { length: 32, of: (pieces) => Buffer.from(fingerprint128(Buffer.concat(pieces)), "latin1") };

/**
 * What one ShellCheck said of one set of texts, kept in the user's cache: it says the same again. Neither texts nor project are written
 * down, only their fingerprint.
 */
export class KeptRemarks {
  private readonly folder: CacheFolder;
  private readonly stamp: string;

  /** @param stamp changes with the program */
  constructor(home: string, stamp: string) {
    this.folder = new CacheFolder(join(home, "shellcheck"), LIMITS, PROOF);
    this.stamp = stamp;
  }

  /** The remarks by the index of the text; null where there are none that are whole. */
  get(texts: readonly string[]): ReadonlyMap<number, readonly Remark[]> | null {
    const name = this.nameOf(texts);
    const content = name === null ? null : this.folder.get(name);
    if (content === null) return null;
    try {
      const kept: unknown = JSON.parse(content.toString("utf8"));
      if (!Array.isArray(kept) || kept.length !== texts.length) return null;
      const remarks = new Map<number, readonly Remark[]>();
      for (const [index, said] of kept.entries()) {
        const read = Array.isArray(said) ? said.map(readRemark) : [null];
        if (read.includes(null)) return null;
        remarks.set(index, read as readonly Remark[]);
      }
      return remarks;
    } catch {
      return null;
    }
  }

  put(texts: readonly string[], remarks: ReadonlyMap<number, readonly Remark[]>): void {
    const name = this.nameOf(texts);
    if (name === null) return;
    this.folder.put(name, [Buffer.from(JSON.stringify(texts.map((_, index) => remarks.get(index) ?? [])))]);
    this.folder.tidy();
  }

  private nameOf(texts: readonly string[]): string | null {
    if (texts.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS) return null;
    const lengths = texts.map(({ length }) => length).join();
    return fingerprint128(Buffer.from([FORM, this.stamp, lengths, ...texts].join("\n")));
  }
}

/** Where remarks of this program are kept; null for what is no program but starts one, such as a script or a shim: that may start another. */
export function keptRemarks(program: string, env: Environment): KeptRemarks | null {
  try {
    const real = realpathSync.native(program);
    if (!/^shellcheck(?:\.exe)?$/i.test(basename(real)) || isScript(real)) return null;
    const { ino, size, mtimeMs } = statSync(real);
    return new KeptRemarks(cacheHome(env), `${real} ${ino} ${size} ${mtimeMs}`);
  } catch {
    return null;
  }
}

function isScript(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(2);
    readSync(file, bytes, 0, 2, 0);
    return bytes.toString("latin1") === "#!";
  } finally {
    closeSync(file);
  }
}
