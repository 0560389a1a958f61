import { describe, expect, it } from "vitest";
import { elfOf } from "../../../testing/elf-of.js";
import { imageParts } from "../../../testing/image-parts.js";
import { berkeleyOf, ndbOf, rpmHeader, sqliteOf } from "../../../testing/rpm-of.js";
import type { OperatingSystem } from "../../image/image.js";
import { catalogue } from "../catalogue.js";
import { readRpm } from "./read-rpm.js";

const ROCKY: OperatingSystem = { id: "rocky", versionId: "9.4", prettyName: "Rocky Linux 9.4 (Blue Onyx)" };
const VENDOR = "Rocky Enterprise Software Foundation";
const HEADERS = [
  rpmHeader({
    name: "openssl-libs",
    version: "3.0.7",
    release: "27.el9",
    epoch: 1,
    vendor: VENDOR,
    licence: "ASL 2.0",
    architecture: "x86_64",
    sourceRpm: "openssl-3.0.7-27.el9.src.rpm",
    // Over several pages.
    padding: 20_000,
  }),
  rpmHeader({ name: "gpg-pubkey", version: "350d275d", release: "6279464b" }),
  rpmHeader({
    name: "nodejs",
    version: "16.20.2",
    release: "1.el9",
    vendor: "NodeSource",
    architecture: "x86_64",
    sourceRpm: "nodejs-16.20.2-1.el9.src.rpm",
    folders: ["/usr/bin/", "/usr/share/doc/"],
    files: [
      [0, "node"],
      [1, "LICENSE"],
    ],
  }),
  rpmHeader({
    name: "python3-six",
    vendor: VENDOR,
    architecture: "noarch",
    folders: ["/usr/lib/python3.9/site-packages/six-1.15.0-py3.9.egg-info/", "/usr/bin/"],
    files: [
      [0, "PKG-INFO"],
      [1, "busybox"],
    ],
  }),
];
const FORMS = [
  ["/var/lib/rpm/rpmdb.sqlite", sqliteOf(HEADERS)],
  ["/usr/lib/sysimage/rpm/rpmdb.sqlite", sqliteOf(HEADERS)],
  ["/var/lib/rpm/Packages", berkeleyOf(HEADERS)],
  ["/usr/lib/sysimage/rpm/Packages.db", ndbOf(HEADERS)],
] as const;

describe("packages of RPM", () => {
  it.each(FORMS)("are read from each form of the database: %s", (path, database) => {
    const { packages, unread } = catalogue(
      imageParts(
        [
          {
            [path]: database,
            "/usr/lib/python3.9/site-packages/six-1.15.0-py3.9.egg-info/PKG-INFO": "Name: six\nVersion: 1.15.0\n",
            "/usr/bin/busybox": { program: elfOf({ ".rodata": "BusyBox v1.36.1" }) },
            "/usr/bin/node": { program: elfOf({ ".rodata": "node.js/v16.20.2\0" }) },
          },
        ],
        ROCKY,
      ),
    );
    expect(unread).toEqual([]);
    expect(
      packages.map(({ purl, source, licences, thirdParty, ownedBy }) => ({ purl, source, licences, thirdParty, ownedBy })),
    ).toEqual([
      { purl: "pkg:generic/node@16.20.2", source: null, licences: [], thirdParty: false, ownedBy: null },
      { purl: "pkg:pypi/six@1.15.0", source: null, licences: [], thirdParty: false, ownedBy: "python3-six" },
      {
        purl: "pkg:rpm/rocky/nodejs@16.20.2-1.el9?arch=x86_64&distro=rocky-9.4",
        source: null,
        licences: [],
        thirdParty: true,
        ownedBy: null,
      },
      {
        purl: "pkg:rpm/rocky/openssl-libs@3.0.7-27.el9?arch=x86_64&distro=rocky-9.4&epoch=1&upstream=openssl",
        source: { name: "openssl", version: "1:3.0.7-27.el9" },
        licences: ["ASL 2.0"],
        thirdParty: false,
        ownedBy: null,
      },
      {
        purl: "pkg:rpm/rocky/python3-six@1.0-1.el9?arch=noarch&distro=rocky-9.4",
        source: null,
        licences: [],
        thirdParty: false,
        ownedBy: null,
      },
    ]);
  });

  it("are read from the list that Azure Linux has without a package manager", () => {
    const text =
      "filesystem\t1.1-10.cm2\t1653816591\t1653628955\tMicrosoft Corporation\t(none)\t7596\tx86_64\t0\tfilesystem-1.1-10.cm2.src.rpm\nopenssl-libs\t1.1.1k-17.cm2\t1\t1\tMicrosoft Corporation\t1\t7\tx86_64\t1\topenssl-1.1.1k-17.cm2.src.rpm\nbroken\n";
    const { packages } = catalogue(imageParts([{ "/var/lib/rpmmanifest/container-manifest-2": text }]));
    expect(packages.map(({ name, version, source }) => [name, version, source?.name])).toEqual([
      ["filesystem", "1.1-10.cm2", undefined],
      ["openssl-libs", "1:1.1.1k-17.cm2", "openssl"],
    ]);
  });

  it("belong to the layer that brought their version; of several kernels each to its own", () => {
    const db = (...rpms: (readonly [string, string])[]) => sqliteOf(rpms.map(([name, version]) => rpmHeader({ name, version })));
    const path = "/var/lib/rpm/rpmdb.sqlite";
    const { packages } = catalogue(
      imageParts([
        { [path]: db(["bash", "5.1"], ["kernel", "5.14"]) },
        { [path]: db(["bash", "5.2"], ["kernel", "5.14"], ["kernel", "5.15"]) },
        { [path]: db(["bash", "5.2"], ["kernel", "5.14"], ["kernel", "5.15"], ["curl", "8.0"]) },
      ]),
    );
    expect(packages.map(({ name, version, layer }) => [name, version, layer])).toEqual([
      ["bash", "5.2-1.el9", 1],
      ["curl", "8.0-1.el9", 2],
      ["kernel", "5.14-1.el9", 0],
      ["kernel", "5.15-1.el9", 1],
    ]);
  });

  it("are told to be incomplete where the last changes are in a log beside the database", () => {
    const { unread } = catalogue(
      imageParts([{ "/var/lib/rpm/rpmdb.sqlite": sqliteOf(HEADERS), "/var/lib/rpm/rpmdb.sqlite-wal": "frames" }], ROCKY),
    );
    expect(unread).toEqual([
      {
        layer: null,
        path: "/var/lib/rpm/rpmdb.sqlite-wal",
        because: "the last changes to RPM's database are in this log, which is not read",
      },
    ]);
  });
});

describe("hostile databases of RPM", () => {
  it("that are none, or lack the table, leave a gap", () => {
    const gap = (path: string, bytes: string | Uint8Array) => readRpm(path, Buffer.from(bytes as string)).gap;
    expect(gap("/rpmdb.sqlite", "x".repeat(600))).toBe("is no SQLite database");
    expect(gap("/rpmdb.sqlite", sqliteOf(HEADERS, "Other"))).toBe("has no table of the name Packages");
    expect(gap("/Packages", "x".repeat(600))).toBe("is no Berkeley DB of the hash kind");
    expect(gap("/Packages.db", "x".repeat(5000))).toBe("is no ndb file");
    expect(gap("/rpmdb.sqlite", "")).toBe("is no SQLite database");
    expect(gap("/Packages", "")).toBe("is no Berkeley DB");
    expect(gap("/Packages.db", "")).toBe("is no ndb file");
    expect(gap("/rpmdb.sqlite", sqliteOf([Buffer.alloc(100, 0xff)]))).toBe("1 entries are broken");
  });

  it("whose pages lead in a circle end", () => {
    const circle = Buffer.from(sqliteOf(HEADERS));
    circle.writeUInt32BE(2, 4096 + 8);
    expect(readRpm("/rpmdb.sqlite", circle).gap).toBe("has pages that lead in a circle");
    const berkeley = Buffer.from(berkeleyOf(HEADERS));
    berkeley.writeUInt32LE(2, 2 * 4096 + 16);
    expect(readRpm("/Packages", berkeley).packages).toHaveLength(3);
  });

  it.each(FORMS)("crash nothing, whatever byte is turned and wherever they are cut: %s", (path, good) => {
    for (let at = 0; at < good.length; at += at < 300 ? 1 : 83) {
      const broken = good.slice();
      broken[at] = (broken[at] ?? 0) ^ 0xff;
      expect(() => readRpm(path, broken)).not.toThrow();
      expect(() => readRpm(path, good.subarray(0, at))).not.toThrow();
    }
  });
});
