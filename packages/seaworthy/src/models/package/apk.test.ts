import { describe, expect, it } from "vitest";
import { ALPINE, imageParts } from "../../testing/image-parts.js";
import { catalogue } from "./catalogue.js";

const MUSL =
  "C:Q1abc=\nP:musl-utils\nV:1.2.5-r0\nA:x86_64\nS:37\nT:the musl: utilities\nL:MIT AND BSD-2-Clause\no:musl\nF:sbin\nR:ldconfig\na:0:0:755\nF:usr\nF:usr/bin\nR:getconf\n\n";
const BUSYBOX = "P:busybox\nV:1.36.1-r29\nA:x86_64\nL:GPL-2.0-only\no:busybox\nF:bin\nR:busybox\n\n";
const of = (...layers: Parameters<typeof imageParts>[0]) => catalogue(imageParts(layers, ALPINE));

describe("packages of apk", () => {
  it("have name, version, architecture, origin, licence and a package URL", () => {
    expect(of({ "/lib/apk/db/installed": MUSL + BUSYBOX })).toEqual({
      unread: [],
      untold: [],
      packages: [
        {
          kind: "apk",
          name: "busybox",
          version: "1.36.1-r29",
          architecture: "x86_64",
          source: null,
          purl: "pkg:apk/alpine/busybox@1.36.1-r29?arch=x86_64&distro=alpine-3.20.3",
          path: "/lib/apk/db/installed",
          layer: 0,
          licences: ["GPL-2.0-only"],
          development: null,
          ownedBy: null,
          thirdParty: false,
        },
        {
          kind: "apk",
          name: "musl-utils",
          version: "1.2.5-r0",
          architecture: "x86_64",
          source: { name: "musl", version: "1.2.5-r0" },
          purl: "pkg:apk/alpine/musl-utils@1.2.5-r0?arch=x86_64&distro=alpine-3.20.3&upstream=musl",
          path: "/lib/apk/db/installed",
          layer: 0,
          licences: ["MIT AND BSD-2-Clause"],
          development: null,
          ownedBy: null,
          thirdParty: false,
        },
      ],
    });
  });

  it("are read at the new place too, and are the same when the database moved", () => {
    const { packages } = of(
      { "/lib/apk/db/installed": BUSYBOX },
      { "/lib/apk/db/installed": null, "/usr/lib/apk/db/installed": MUSL + BUSYBOX },
    );
    expect(packages.map(({ name, layer, path }) => [name, layer, path])).toEqual([
      ["busybox", 0, "/usr/lib/apk/db/installed"],
      ["musl-utils", 1, "/usr/lib/apk/db/installed"],
    ]);
  });

  it("leave a gap where an entry is broken, and the rest is read", () => {
    expect(of({ "/lib/apk/db/installed": `P:half\n\n${BUSYBOX}V:1\n` })).toMatchObject({
      packages: [{ name: "busybox" }],
      unread: [{ layer: 0, path: "/lib/apk/db/installed", because: "2 entries have no name or no version" }],
    });
  });
});
