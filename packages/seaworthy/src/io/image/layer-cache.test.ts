import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LayerWatcher } from "../../models/image/layer-watcher.js";
import { ociFilesOf, writeFiles } from "../../testing/made-image.js";
import { CacheFolder, cacheHome } from "../cache/cache-folder.js";
import { type ReadImageOptions, readImage } from "./read-image.js";

let root: string;
let layout: string;
let cache: string;
let layers: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
  layout = join(root, "layout");
  cache = join(root, "cache/seaworthy");
  layers = join(cache, "layers");
  writeFiles(layout, ociFilesOf(IMAGE));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const IMAGE = {
  layers: [
    [
      { path: "etc/os-release", content: "ID=alpine\n" },
      { path: "etc/passwd", content: "root:x:0:0::/:/bin/sh\n" },
      { path: "etc/shells", type: "2", link: "../usr/share/shells" },
      { path: "usr/share/shells", content: "/bin/sh\n" },
      { path: "home/a", content: "1234", mode: 0o4755, uid: 4_000_000_000 },
      { path: "home/b", type: "1", link: "home/a" },
    ],
    [{ path: "home/.wh.b" }, { path: "app/token.key", content: "secret" }],
  ],
};
const watcher = (version = "1"): LayerWatcher & { asked: number } => ({
  id: "keys",
  version,
  asked: 0,
  file({ path }) {
    this.asked++;
    return path.endsWith(".key") ? { chunk: () => true, end: () => ({ key: path }) } : null;
  },
});
const read = (options: Partial<ReadImageOptions> = {}) => readImage(layout, { today: "2026-11-27", cache, ...options });
/** Takes the layers away: what is still read of them comes from the cache. */
const withoutLayers = () => {
  for (const name of readdirSync(join(layout, "blobs/sha256")))
    if (readFileSync(join(layout, "blobs/sha256", name)).readUInt16BE(0) === 0x1f8b) rmSync(join(layout, "blobs/sha256", name));
};

describe("a layer that was read", () => {
  it("is not read again, and is the same to the byte", async () => {
    const first = await read({ wanted: ["/etc/passwd"], watchers: [watcher()] });
    withoutLayers();
    const again = watcher();
    const second = await read({ wanted: ["/etc/passwd"], watchers: [again] });
    expect(again.asked).toBe(0);
    expect(second.unread).toEqual([]);
    expect([...second.files.entries()]).toEqual([...first.files.entries()]);
    expect(second.layers.map(({ size, ...rest }) => rest)).toEqual(first.layers.map(({ size, ...rest }) => rest));
    expect([second.waste, second.os, second.found("keys")]).toEqual([first.waste, first.os, first.found("keys")]);
    expect(second.found("keys")).toEqual([
      { path: "/app/token.key", layer: 1, hiddenBy: null, value: { key: "/app/token.key" } },
    ]);
    expect(second.text("/etc/passwd")).toBe("root:x:0:0::/:/bin/sh\n");
  });

  it("is read again for files that were not wanted before, once, and then holds both", async () => {
    await read();
    expect((await read({ wanted: ["/home/a"] })).text("/home/a")).toBe("1234");
    withoutLayers();
    const both = await read({ wanted: ["/home/a", "/not/there"] });
    expect(both.text("/home/a")).toBe("1234");
    expect(both.text("/etc/passwd")).toContain("root");
    expect(both.unread).toEqual([]);
    expect((await read({ wanted: ["/usr/**"] })).unread).toMatchObject([
      { layer: 0, because: expect.stringContaining("is not there") },
    ]);
  });

  it("is read again for a file that a link leads to, once", async () => {
    expect((await read({ wanted: ["/etc/shells"] })).text("/etc/shells")).toBe("/bin/sh\n");
    withoutLayers();
    expect((await read({ wanted: ["/etc/shells"] })).text("/etc/shells")).toBe("/bin/sh\n");
  });

  it("is read again for a watcher of another version", async () => {
    await read({ watchers: [watcher()] });
    withoutLayers();
    expect((await read({ watchers: [watcher()] })).unread).toEqual([]);
    expect((await read({ watchers: [watcher("2")] })).unread).toHaveLength(2);
    expect((await read()).unread).toHaveLength(2);
  });

  it("that could not be read is not kept", async () => {
    const broken = join(layout, "blobs/sha256", readdirSync(join(layout, "blobs/sha256")).find(isLayer) ?? "");
    const sound = readFileSync(broken);
    writeFileSync(broken, sound.subarray(0, sound.length - 20));
    expect((await read()).unread).toHaveLength(1);
    writeFileSync(broken, sound);
    expect((await read()).unread).toEqual([]);
  });

  it("is read again where what was kept is damaged, cut off or empty", async () => {
    await read();
    for (const damage of [
      (bytes: Buffer) => bytes.subarray(0, bytes.length - 1),
      (bytes: Buffer) => Buffer.concat([Buffer.from([bytes[0] ?? 0 ^ 1]), bytes.subarray(1, -1), Buffer.from([0])]),
      () => Buffer.alloc(0),
      () => Buffer.from("x".repeat(100)),
    ]) {
      for (const name of readdirSync(layers)) writeFileSync(join(layers, name), damage(readFileSync(join(layers, name))));
      expect((await read()).unread).toEqual([]);
    }
    withoutLayers();
    expect((await read()).unread).toEqual([]);
  });

  it("is kept for this user alone, and nothing is left half-written", async () => {
    await read();
    expect(statSync(layers).mode & 0o777).toBe(0o700);
    expect(readdirSync(layers)).toHaveLength(2);
    for (const name of readdirSync(layers)) {
      expect(name).toMatch(/^[0-9a-f]{64}-[0-9a-f]{16}$/);
      expect(statSync(join(layers, name)).mode & 0o777).toBe(0o600);
    }
  });

  it("is read where nothing can be kept", async () => {
    writeFileSync(join(root, "file"), "");
    for (const nowhere of [join(root, "file"), "/proc/seaworthy", "/dev/null/x"])
      expect((await read({ cache: nowhere })).unread).toEqual([]);
    expect((await read({ cache: null })).unread).toEqual([]);
  });
});

function isLayer(name: string): boolean {
  return readFileSync(join(layout, "blobs/sha256", name)).readUInt16BE(0) === 0x1f8b;
}

describe("a cache folder", () => {
  it("lies where XDG_CACHE_HOME says", () => {
    expect(cacheHome({ XDG_CACHE_HOME: "/var/cache/me" })).toBe("/var/cache/me/seaworthy");
    expect(cacheHome({})).toMatch(/\.cache\/seaworthy$/);
  });

  it("holds no more than it may: what was not used for the longest time goes first", () => {
    const folder = join(root, "bounded");
    const limits = { all: 350, one: 200 };
    const bytes = Buffer.alloc(68);
    const first = new CacheFolder(folder, limits);
    for (const name of ["a", "b", "c"]) {
      first.put(name, [bytes]);
      utimesSync(join(folder, name), 1000, { a: 1000, b: 2000, c: 3000 }[name] ?? 0);
    }
    first.put("huge", [Buffer.alloc(201)]);
    writeFileSync(join(folder, "old.tmp"), "left by a run that was killed");
    utimesSync(join(folder, "old.tmp"), 1000, 1000);
    writeFileSync(join(folder, "new.tmp"), "being written");
    expect(first.get("a")).toEqual(bytes);
    first.put("d", [bytes]);
    first.tidy();
    expect(readdirSync(folder).sort()).toEqual(["a", "c", "d", "new.tmp"]);
  });

  it("follows no link out of it", () => {
    const folder = new CacheFolder(join(root, "links"), { all: 1000, one: 1000 });
    folder.put("a", [Buffer.from("x")]);
    expect(folder.get("a")?.toString()).toBe("x");
    expect(folder.get("../links/a")?.toString()).toBe("x");
    expect(folder.get("b")).toBeNull();
  });
});
