import { readApk } from "./apk.js";
import { readArchive } from "./archive/read-archive.js";
import { readDpkgFiles, readDpkgStatus } from "./dpkg.js";
import { readDpkgLicences } from "./dpkg-licences.js";
import type { Evidence, EvidenceFrom, Tools } from "./evidence.js";
import { readComposer, readGem, readNuget } from "./languages.js";
import { readNpm, readNpmLock } from "./npm.js";
import { readProgram } from "./program/read-program.js";
import { readRuntime } from "./program/runtime.js";
import { readPython } from "./python.js";
import { readRpm } from "./rpm/read-rpm.js";

type Reader = (path: string, bytes: Uint8Array, tools: Tools) => Evidence | null;

const READERS: Partial<Record<EvidenceFrom, Reader>> = {
  dpkg: (_, bytes) => readDpkgStatus(bytes, "dpkg"),
  "dpkg-part": (_, bytes) => readDpkgStatus(bytes, "dpkg-part"),
  "dpkg-files": readDpkgFiles,
  "dpkg-licences": readDpkgLicences,
  apk: (_, bytes) => readApk(bytes),
  rpm: readRpm,
  npm: readNpm,
  "npm-lock": (_, bytes) => readNpmLock(bytes),
  python: readPython,
  gem: readGem,
  composer: (_, bytes) => readComposer(bytes),
  nuget: (_, bytes) => readNuget(bytes),
  archive: readArchive,
  runtime: readRuntime,
  program: readProgram,
};

/**
 * What a file says of packages; null: nothing. `from` is what `sourceIn` said that it may tell, `bytes` is all of it. Never throws:
 * what cannot be read is a gap in what comes back.
 */
export function readEvidence(from: EvidenceFrom, path: string, bytes: Uint8Array, tools: Tools): Evidence | null {
  return READERS[from]?.(path, bytes, tools) ?? null;
}

/** What stands for a file that was not read: larger than `LARGEST`, or in a part of the image that is broken. */
export function unreadEvidence(from: EvidenceFrom, because: string): Evidence {
  return { from, packages: [], gap: because };
}
