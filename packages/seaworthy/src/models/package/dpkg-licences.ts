import { isLicenseExpression } from "../../knowledge/spdx.js";
import { type Evidence, textOf } from "./evidence.js";

const MOST = 30;
/** Debian's short names (copyright-format 1.0, "License short name") whose SPDX names are others. */
const SHORT_NAMES: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  expat: "MIT",
  "bsd-2-clause": "BSD-2-Clause",
  "bsd-3-clause": "BSD-3-Clause",
  "bsd-4-clause": "BSD-4-Clause",
  zlib: "Zlib",
  isc: "ISC",
  "public-domain": "public-domain",
  artistic: "Artistic-1.0",
});

/**
 * The licences of a package of Debian's, by its copyright file: the short names of the machine-readable form, else the common licences that
 * the text refers to. null: neither.
 */
export function readDpkgLicences(path: string, bytes: Uint8Array): Evidence | null {
  const name = path.split("/").at(-2) ?? "";
  const text = textOf(bytes.subarray(0, 1_000_000));
  const machine = /^Format(?:-Specification)?: /m.test(text.slice(0, 500));
  const found = machine
    ? [...text.matchAll(/^License:[ \t]{1,9}(\S.{0,200})$/gm)].flatMap(([, line = ""]) => line.split(/ +(?:and|or) +|, */i))
    : [...text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z0-9+.-]{1,40}[A-Za-z0-9+])/g)].map(([, one = ""]) => one);
  const licences = [...new Set(found.map((one) => spdxName(one.trim())).filter((one) => one !== ""))].sort().slice(0, MOST);
  return licences.length > 0 ? { from: "dpkg-licences", packages: [{ kind: "deb", name, version: "", licences }] } : null;
}

function spdxName(name: string): string {
  const [, family = "", version = "", later = ""] = /^(A?L?GPL|GFDL)-?v?(\d(?:\.\d)?)(\+)?$/.exec(name) ?? [];
  if (family !== "") return `${family}-${version.includes(".") ? version : `${version}.0`}-${later === "" ? "only" : "or-later"}`;
  const known = SHORT_NAMES[name.toLowerCase()];
  if (known !== undefined) return known;
  return isLicenseExpression(name) || name.length <= 60 ? name : "";
}
