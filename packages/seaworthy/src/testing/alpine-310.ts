import type { OperatingSystem } from "../models/image/image.js";
import type { Package } from "../models/package/package.js";
import { packageOf } from "./lone-package.js";

/**
 * Alpine 3.10.4 as it was published, and facts of public advisories for it: which vulnerability of which source package was fixed in
 * which version (Alpine's security database). The texts are ours; the records are in OSV's form.
 */
export const ALPINE_310: { readonly os: OperatingSystem; readonly repositories: string; readonly packages: readonly Package[] } =
  {
    os: { id: "alpine", versionId: "3.10.4", prettyName: "Alpine Linux v3.10" },
    repositories: "http://dl-cdn.alpinelinux.org/alpine/v3.10/main\nhttp://dl-cdn.alpinelinux.org/alpine/v3.10/community\n",
    packages: [
      ["alpine-baselayout", "3.1.2-r0", "alpine-baselayout"],
      ["alpine-keys", "2.1-r2", "alpine-keys"],
      ["apk-tools", "2.10.4-r2", "apk-tools"],
      ["busybox", "1.30.1-r3", "busybox"],
      ["ca-certificates-cacert", "20190108-r0", "ca-certificates"],
      ["libc-utils", "0.7.1-r0", "libc-dev"],
      ["libcrypto1.1", "1.1.1d-r2", "openssl"],
      ["libssl1.1", "1.1.1d-r2", "openssl"],
      ["libtls-standalone", "2.9.1-r0", "libtls-standalone"],
      ["musl", "1.1.22-r3", "musl"],
      ["musl-utils", "1.1.22-r3", "musl"],
      ["scanelf", "1.2.3-r0", "pax-utils"],
      ["ssl_client", "1.30.1-r3", "busybox"],
      ["zlib", "1.2.11-r1", "zlib"],
    ].map(([name = "", version = "", source = ""]) =>
      packageOf({ kind: "apk", name, version, source: { name: source, version }, path: "/lib/apk/db/installed", layer: 0 }),
    ),
  };

/** CVE, source package, fixed version, CVSS vector by NVD, what it is. */
const FIXED: readonly (readonly [cve: string, source: string, fixed: string, vector: string, summary: string])[] = [
  [
    "CVE-2020-1967",
    "openssl",
    "1.1.1g-r0",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
    "a TLS 1.3 handshake can crash the program",
  ],
  ["CVE-2020-1971", "openssl", "1.1.1i-r0", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", "comparing EDIPartyName crashes"],
  ["CVE-2021-23839", "openssl", "1.1.1j-r0", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:N", "SSLv2 rollback is not noticed"],
  ["CVE-2021-23840", "openssl", "1.1.1j-r0", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "an output length overflows"],
  ["CVE-2021-23841", "openssl", "1.1.1j-r0", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", "hashing an issuer crashes"],
  [
    "CVE-2021-3449",
    "openssl",
    "1.1.1k-r0",
    "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H",
    "a renegotiation can crash the server",
  ],
  ["CVE-2021-3450", "openssl", "1.1.1k-r0", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", "strict checks let a false CA pass"],
  ["CVE-2020-28928", "musl", "1.1.22-r4", "CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H", "wcsnrtombs writes beyond its buffer"],
  ["CVE-2021-28831", "busybox", "1.30.1-r5", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "a broken gzip file crashes"],
  [
    "CVE-2021-30139",
    "apk-tools",
    "2.10.6-r0",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
    "a tar header is read beyond its end",
  ],
  [
    "CVE-2021-36159",
    "apk-tools",
    "2.10.7-r0",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:H",
    "libfetch reads beyond its buffer",
  ],
  // These are in the image already.
  ["CVE-2019-14697", "musl", "1.1.22-r3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "the x87 stack is not balanced"],
  [
    "CVE-2019-1551",
    "openssl",
    "1.1.1d-r2",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N",
    "an overflow in x64_64 Montgomery squaring",
  ],
  ["CVE-2019-5747", "busybox", "1.30.1-r2", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "udhcp reads beyond its packet"],
  [
    "CVE-2017-9669",
    "apk-tools",
    "2.7.2-r0",
    "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H",
    "a heap overflow in the archive reader",
  ],
];

/** The fixed branches: one record says what each branch of Alpine fixed, as Alpine's do in OSV. */
export const ALPINE_310_RECORDS: readonly unknown[] = [
  ...FIXED.map(([cve, source, fixed, score, summary]) => ({
    schema_version: "1.6.0",
    id: `ALPINE-${cve}`,
    modified: "2024-11-06T10:00:00Z",
    published: "2021-03-01T00:00:00Z",
    upstream: [cve],
    details: summary,
    affected: [
      affected("Alpine:v3.10", source, fixed),
      // Another branch, where the same package is still affected at the image's version: it must not speak for this one.
      affected("Alpine:v3.13", source, "99.0-r0"),
    ],
    severity: [{ type: "CVSS_V3", score }],
  })),
  // Of another branch alone; of a binary package's name; taken back; of another system.
  record("ALPINE-CVE-2022-37434", "CVE-2022-37434", [affected("Alpine:v3.16", "zlib", "1.2.12-r2")]),
  record("ALPINE-CVE-1999-0001", "CVE-1999-0001", [affected("Alpine:v3.10", "libcrypto1.1", "9.9.9-r0")]),
  {
    ...record("ALPINE-CVE-1999-0002", "CVE-1999-0002", [affected("Alpine:v3.10", "zlib", "9-r0")]),
    withdrawn: "2022-01-01T00:00:00Z",
  },
  record("DEBIAN-CVE-1999-0003", "CVE-1999-0003", [affected("Debian:10", "zlib", "1:9-1")]),
];

function record(id: string, cve: string, packages: readonly unknown[]): Record<string, unknown> {
  return { id, modified: "2024-01-01T00:00:00Z", upstream: [cve], affected: packages };
}

function affected(ecosystem: string, name: string, fixed: string): unknown {
  return { package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }] };
}

/** What must be found, and nothing else: package, CVE. */
export const ALPINE_310_FINDINGS: readonly string[] = [
  ...["libcrypto1.1", "libssl1.1"].flatMap((name) =>
    [
      "CVE-2020-1967",
      "CVE-2020-1971",
      "CVE-2021-23839",
      "CVE-2021-23840",
      "CVE-2021-23841",
      "CVE-2021-3449",
      "CVE-2021-3450",
    ].map((cve) => `${name} ${cve}`),
  ),
  "musl CVE-2020-28928",
  "musl-utils CVE-2020-28928",
  "busybox CVE-2021-28831",
  "ssl_client CVE-2021-28831",
  "apk-tools CVE-2021-30139",
  "apk-tools CVE-2021-36159",
].sort();
