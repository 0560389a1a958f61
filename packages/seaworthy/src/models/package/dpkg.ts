import { thirdParty } from "../../knowledge/third-parties.js";
import { type Evidence, type Found, textOf } from "./evidence.js";
import { stanzas } from "./fields.js";
import { worthOwning } from "./owned.js";

/** States in which a package's files are on the disk (dpkg(1), "Package states"). */
const PRESENT = new Set(["installed", "unpacked", "half-configured", "triggers-awaited", "triggers-pending"]);
const FIELDS = ["Package", "Status", "Version", "Architecture", "Source", "Maintainer", "Origin"];

/** dpkg's status file, or one of the files of status.d, which hold one package each and no status. */
export function readDpkgStatus(bytes: Uint8Array, from: "dpkg" | "dpkg-part"): Evidence {
  const packages: Found[] = [];
  let broken = 0;
  for (const fields of stanzas(textOf(bytes), FIELDS)) {
    const name = fields.get("Package") ?? "";
    const version = fields.get("Version") ?? "";
    const status = fields.get("Status");
    if (status === undefined ? from === "dpkg" : !PRESENT.has(status.split(/\s+/)[2] ?? "")) continue;
    if (name === "" || version === "") {
      broken++;
      continue;
    }
    const architecture = fields.get("Architecture");
    const vendor = thirdParty(fields.get("Maintainer") ?? "", fields.get("Origin") ?? "", version);
    const source = sourceOf(fields.get("Source") ?? "", name, version);
    packages.push({
      kind: "deb",
      name,
      version,
      ...(architecture && { architecture }),
      ...(source && { source }),
      ...(vendor && { vendor }),
    });
  }
  return { from, packages, ...(broken > 0 && { gap: `${broken} entries have no name or no version` }) };
}

/** `Source: name (version)`; the version is left out where it is that of the package, the whole field where the name is too. */
function sourceOf(field: string, name: string, version: string): { name: string; version: string } | null {
  const match = /^([^\s(]+)(?:\s*\(([^)]*)\))?/.exec(field);
  if (!match) return null;
  const source = { name: match[1] ?? name, version: match[2]?.trim() || version };
  return source.name === name && source.version === version ? null : source;
}

/** The list of a package's files: `info/NAME[:ARCH].list`, or the md5sums that stand for it in status.d. */
export function readDpkgFiles(path: string, bytes: Uint8Array): Evidence | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const owner = name.replace(/\.(?:list|md5sums)$/, "").replace(/:.*/, "");
  const paths = textOf(bytes)
    .split("\n")
    .map((line) => (name.endsWith(".md5sums") ? `/${line.slice(line.indexOf("  ") + 2)}` : line))
    .filter((line) => line.startsWith("/") && worthOwning(line));
  return paths.length > 0 ? { from: "dpkg-files", packages: [], owns: [[owner, ...paths]] } : null;
}
