import { describe, expect, it } from "vitest";
import { ALPINE, DEBIAN, imageParts, type LayerFile } from "../../testing/image-parts.js";
import type { OperatingSystem } from "../image/image.js";
import { catalogue } from "./catalogue.js";

const unread = (files: Record<string, LayerFile>, os: OperatingSystem | null = null) =>
  catalogue(imageParts([files], os)).unread.map(({ path, because }) => `${path}: ${because}`);
const APK = "P:musl\nV:1.2.5-r0\n\n";

describe("databases of packages that are not read", () => {
  it("are named, so that an image that has one is never without packages", () => {
    const arch = { id: "arch", versionId: null, prettyName: "Arch Linux" };
    expect(unread({ "/var/lib/pacman/local/bash-5.2/desc": "%NAME%\nbash\n" }, arch)).toEqual([
      "/var/lib/pacman/local: packages that pacman installed are not read",
    ]);
    expect(unread({ "/nix/store/x-bash-5.2/bin/bash": "x" })).toEqual(["/nix/store: packages that Nix installed are not read"]);
    expect(unread({ "/srv/env/conda-meta/numpy-1.26.json": "{}" })).toEqual([
      "/srv/env/conda-meta: packages that Conda installed are not read, but for Python's",
    ]);
  });

  it("are no gap where another database tells of the same", () => {
    const chisel = { "/var/lib/chisel/manifest.wall": "x" };
    expect(unread(chisel, DEBIAN)).toHaveLength(1);
    const status = "Package: libc6\nStatus: install ok installed\nVersion: 2.36\n";
    expect(unread({ ...chisel, "/var/lib/dpkg/status": status }, DEBIAN)).toEqual([]);
  });

  it("of a system that says what it is are missed", () => {
    expect(unread({ "/lib/apk/db/installed": APK }, ALPINE)).toEqual([]);
    expect(unread({ "/bin/sh": "x" }, ALPINE)).toEqual([
      "/lib/apk/db/installed: it is not there, though the image says that it is Alpine Linux v3.20: the packages of the system are unknown",
    ]);
    // From scratch: nothing says that there is a system at all.
    expect(unread({ "/app": "x" })).toEqual([]);
  });

  it("that are empty are missed like those that are not there", () => {
    expect(unread({ "/lib/apk/db/installed": "" }, ALPINE)).toHaveLength(1);
  });
});
