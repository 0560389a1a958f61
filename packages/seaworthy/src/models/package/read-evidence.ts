import { readApk } from "./apk.js";
import { readDpkgFiles, readDpkgStatus } from "./dpkg.js";
import type { Evidence, Tools } from "./evidence.js";

/**
 * What a file says of packages; null: nothing. `path` is absolute, as the layer spells it, and `interestIn` said that it may tell;
 * `bytes` is all of it. Never throws: what cannot be read is a gap in what comes back.
 */
export function readEvidence(path: string, bytes: Uint8Array, _tools: Tools): Evidence | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (path === "/var/lib/dpkg/status") return readDpkgStatus(bytes, "dpkg");
  if (path.startsWith("/var/lib/dpkg/status.d/") && !name.endsWith(".md5sums")) return readDpkgStatus(bytes, "dpkg-part");
  if (path.startsWith("/var/lib/dpkg/")) return readDpkgFiles(path, bytes);
  if (name === "installed") return readApk(bytes);
  return null;
}
