import { readApk } from "./apk.js";
import { readDpkgFiles, readDpkgStatus } from "./dpkg.js";
import type { Evidence, EvidenceFrom, Tools } from "./evidence.js";
import { readComposer, readGem, readNuget } from "./languages.js";
import { readNpm, readNpmLock } from "./npm.js";
import { readPython } from "./python.js";

/**
 * What a file says of packages; null: nothing. `path` is absolute, as the layer spells it, and `interestIn` said that it may tell;
 * `bytes` is all of it. Never throws: what cannot be read is a gap in what comes back.
 */
export function readEvidence(path: string, bytes: Uint8Array, _tools: Tools): Evidence | null {
  switch (sortOf(path)) {
    case "dpkg":
      return readDpkgStatus(bytes, "dpkg");
    case "dpkg-part":
      return readDpkgStatus(bytes, "dpkg-part");
    case "dpkg-files":
      return readDpkgFiles(path, bytes);
    case "apk":
      return readApk(bytes);
    case "npm":
      return readNpm(path, bytes);
    case "npm-lock":
      return readNpmLock(bytes);
    case "python":
      return readPython(path, bytes);
    case "gem":
      return readGem(path, bytes);
    case "composer":
      return readComposer(bytes);
    case "nuget":
      return readNuget(bytes);
    default:
      return null;
  }
}

/** What stands for a file that was not read: larger than `LARGEST`, or in a part of the image that is broken. */
export function unreadEvidence(path: string, because: string): Evidence {
  return { from: sortOf(path), packages: [], gap: because };
}

const BY_NAME: Readonly<Record<string, EvidenceFrom>> = Object.assign(Object.create(null), {
  installed: "apk",
  "package.json": "npm",
  ".package-lock.json": "npm-lock",
  METADATA: "python",
  "PKG-INFO": "python",
  "installed.json": "composer",
});
const BY_EXTENSION: Readonly<Record<string, EvidenceFrom>> = Object.assign(Object.create(null), {
  "egg-info": "python",
  gemspec: "gem",
  json: "nuget",
});

function sortOf(path: string): EvidenceFrom {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (path.startsWith("/var/lib/dpkg/")) {
    if (name === "status") return "dpkg";
    return path.startsWith("/var/lib/dpkg/status.d/") && !name.endsWith(".md5sums") ? "dpkg-part" : "dpkg-files";
  }
  const known = BY_NAME[name] ?? BY_EXTENSION[name.slice(name.lastIndexOf(".") + 1)];
  return known ?? "program";
}
