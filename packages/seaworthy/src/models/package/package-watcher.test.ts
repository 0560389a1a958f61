import { describe, expect, it } from "vitest";
import { PACKAGE_TOOLS } from "../../io/image/inflate.js";
import { elfOf } from "../../testing/elf-of.js";
import { LARGEST } from "./interest.js";
import { packageWatcher } from "./package-watcher.js";

/** What is found in a file that passes in pieces of this size, and how many pieces were asked for. */
function passed(path: string, bytes: Uint8Array, size: number, watcher = packageWatcher(PACKAGE_TOOLS)) {
  const watch = watcher.file({ path, size: bytes.length, mode: 0o755 });
  let pieces = 0;
  for (let at = 0, wants = watch !== null; wants && at < bytes.length; at += size) {
    // The reader's own memory, as it is used again for the next piece.
    const piece = Buffer.from(bytes.subarray(at, at + size));
    wants = watch?.chunk(piece) ?? false;
    piece.fill(0xee);
    pieces++;
  }
  return { value: watch?.end() ?? null, pieces };
}

const SIZES = [511, 4096, 262_144, 10_000_000];
const NODE = elfOf({ ".a": new Uint8Array(600_000), ".rodata": "node.js/v20.20.2\0", ".b": new Uint8Array(3_000_000) });

describe("files that pass in pieces", () => {
  it.each([100, ...SIZES])("are read the same, pieces of %i bytes", (size) => {
    const status = "Package: libc6\nStatus: install ok installed\nVersion: 2.36\n";
    expect(passed("/var/lib/dpkg/status", Buffer.from(status), size).value).toEqual({
      from: "dpkg",
      packages: [{ kind: "deb", name: "libc6", version: "2.36" }],
    });
    expect(passed("/usr/local/bin/node", NODE, size).value).toEqual({
      from: "program",
      packages: [{ kind: "binary", name: "node", version: "20.20.2" }],
    });
  });

  it.each(SIZES)("show a version that any border may cut, pieces of %i bytes", (size) => {
    for (let before = 512 * 1024 - 700; before < 512 * 1024 + 100; before += 37) {
      const text = Buffer.from("ruby 3.3.1 (2024-04-23 revision c56cd86388) [x86_64-linux]");
      const program = Buffer.concat([elfOf({}), Buffer.alloc(before), text, Buffer.alloc(2000)]);
      expect(passed("/usr/lib/libruby.so.3.3", program, size).value).toMatchObject({ packages: [{ version: "3.3.1" }] });
    }
  });

  it("are read byte by byte too", () => {
    const small = elfOf({ ".rodata": "node.js/v20.20.2\0" });
    for (const size of [1, 7, 8])
      expect(passed("/usr/local/bin/node", small, size).value).toMatchObject({ packages: [{ name: "node" }] });
  });

  it("are let go as soon as they told", () => {
    expect(passed("/usr/local/bin/node", NODE, 100_000).pieces).toBeLessThan(15);
    expect(passed("/usr/bin/script", Buffer.from(`#!/bin/sh\n${"echo\n".repeat(100_000)}`), 1000)).toEqual({
      value: null,
      pieces: 1,
    });
  });

  it("do not find what the file before them left in shared memory", () => {
    const watcher = packageWatcher(PACKAGE_TOOLS);
    const long = `Package: libc6\nStatus: install ok installed\nVersion: 2.36\n\n${"x".repeat(5000)}`;
    expect(passed("/var/lib/dpkg/status", Buffer.from(long), 100, watcher).value).toMatchObject({
      packages: [{ name: "libc6" }],
    });
    expect(passed("/var/lib/dpkg/status", Buffer.from("Package: a\nStatus: x\n".repeat(20)), 100, watcher).value).toEqual({
      from: "dpkg",
      packages: [],
    });
  });

  it("that are too large are a gap by their size alone, unless they are programs", () => {
    const watcher = packageWatcher(PACKAGE_TOOLS);
    expect(watcher.file({ path: "/app/huge.jar", size: LARGEST + 1, mode: 0o644 })?.end()).toEqual({
      from: "archive",
      packages: [],
      gap: "is larger than 256 MB",
    });
    expect(watcher.file({ path: "/data/model.bin", size: LARGEST + 1, mode: 0o755 })).toBeNull();
    expect(watcher.file({ path: "/app/package.json", size: 0, mode: 0o644 })).toBeNull();
  });
});
