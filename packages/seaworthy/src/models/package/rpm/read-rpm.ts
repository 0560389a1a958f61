import { type Evidence, type Found, textOf } from "../evidence.js";
import { berkeleyValues, DatabaseError, ndbValues } from "./other-forms.js";
import { readRpmHeader, rpmPackage } from "./rpm-header.js";
import { SqliteError, tableRows } from "./sqlite-table.js";

/** Berkeley DB keeps its own counter, of 4 bytes, among the packages. */
const LEAST_HEADER = 16;

/** A database of RPM in any of its forms: SQLite, Berkeley DB, ndb, and the list that stands for it where there is no package manager. */
export function readRpm(path: string, bytes: Uint8Array): Evidence {
  if (path.endsWith("/container-manifest-2")) return readManifest(bytes);
  if (path.endsWith("/Packages")) return ofHeaders(berkeleyValues(bytes));
  if (path.endsWith("/Packages.db")) return ofHeaders(ndbValues(bytes));
  return ofHeaders(blobs(bytes));
}

function* blobs(bytes: Uint8Array): Generator<Uint8Array> {
  for (const row of tableRows(bytes, "Packages")) yield row[1] instanceof Uint8Array ? row[1] : new Uint8Array(LEAST_HEADER);
}

function ofHeaders(headers: Iterable<Uint8Array>): Evidence {
  const packages: Found[] = [];
  const owns: [string, ...string[]][] = [];
  let broken = 0;
  let gap = "";
  try {
    for (const bytes of headers) {
      if (bytes.length < LEAST_HEADER) continue;
      const header = readRpmHeader(bytes);
      if (!header) broken++;
      // The keys that packages are checked with are kept as packages.
      else if (header.found.name !== "gpg-pubkey") {
        packages.push(header.found);
        if (header.owns.length > 0) owns.push([header.found.name, ...header.owns]);
      }
    }
  } catch (error) {
    if (!(error instanceof SqliteError || error instanceof DatabaseError)) throw error;
    gap = error.message;
  }
  if (gap === "" && broken > 0) gap = `${broken} entries are broken`;
  return { from: "rpm", packages, ...(owns.length > 0 && { owns }), ...(gap !== "" && { gap }) };
}

/** What images of Azure Linux without a package manager have in place of a database: lines of ten fields, as `rpm -qa` was asked for. */
function readManifest(bytes: Uint8Array): Evidence {
  const packages = textOf(bytes)
    .split("\n")
    .flatMap((line): Found[] => {
      const [name = "", version = "", , , vendor = "", , , architecture = "", epoch = "", sourceRpm = ""] = line
        .split("\t")
        .map((field) => (field === "(none)" ? "" : field));
      if (name === "" || version === "") return [];
      return [
        rpmPackage({ name, version, epoch: Number.parseInt(epoch, 10) || 0, vendor, licence: "", architecture, sourceRpm }),
      ];
    });
  return { from: "rpm", packages };
}
