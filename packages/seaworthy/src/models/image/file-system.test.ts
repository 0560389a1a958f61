import { describe, expect, it } from "vitest";
import { layerOf } from "../../testing/made-layers.js";
import type { TarItem } from "../../testing/tar-writer.js";
import { BuiltIndex } from "./built-index.js";
import { FileSystem } from "./file-system.js";
import { wasteOf } from "./waste.js";

function made(...layers: (readonly TarItem[])[]) {
  const system = new FileSystem();
  const entries = layers.map((items) => layerOf(items).entries);
  for (const one of entries) system.apply(one);
  const index = new BuiltIndex(system);
  return { index, waste: wasteOf(system, index, entries), paths: [...index.entries()].map(({ path }) => path) };
}
const file = (path: string, content = "x"): TarItem => ({ path, content });
const gone = (path: string): TarItem => ({ path });
const link = (path: string, target: string): TarItem => ({ path, type: "2", link: target });
const hard = (path: string, target: string): TarItem => ({ path, type: "1", link: target });

describe("layers one on the other", () => {
  it("give the newest form of a path, and the layer that it came from", () => {
    const { index, paths } = made([file("a", "1"), file("b", "22")], [file("a", "333")]);
    expect(paths).toEqual(["/a", "/b"]);
    expect(index.entry("/a")).toMatchObject({ size: 3, layer: 1 });
    expect(index.entry("/b")).toMatchObject({ size: 2, layer: 0 });
    expect(index).toMatchObject({ count: 2, bytes: 5 });
  });

  it("delete what a whiteout names, a folder with all that is in it", () => {
    const { paths } = made([file("a/b/c"), file("a/d"), file("e")], [gone("a/.wh.b"), gone(".wh.e")]);
    expect(paths).toEqual(["/a", "/a/d"]);
  });

  it("keep names that only look like a whiteout's: wheel, whois, white", () => {
    const names = ["usr/lib/python3/dist-packages/wheel-0.38.4.dist-info/METADATA", "etc/whois.conf", "white/paper", "a.wh.b"];
    const { index } = made(
      names.map((name) => file(name)),
      [gone(".wh.white")],
    );
    expect(names.map((name) => index.entry(`/${name}`) !== null)).toEqual([true, true, false, true]);
  });

  it("delete what lower layers have alone, wherever the whiteout stands", () => {
    const added = made([file("a", "old")], [file("a", "new"), gone(".wh.a")]);
    expect(added.index.entry("/a")).toMatchObject({ layer: 1 });
    expect(made([gone(".wh.a"), file("a")]).paths).toEqual(["/a"]);
    expect(made([file("a")], [gone(".wh.b"), gone("c/.wh.d")]).paths).toEqual(["/a", "/c"]);
  });

  it("hide what lower layers have in an opaque folder, and keep what this one adds", () => {
    const lower = [file("app/old"), file("app/sub/older"), file("other")];
    for (const upper of [
      [file("app/new"), gone("app/.wh..wh..opq")],
      [gone("app/.wh..wh..opq"), file("app/new")],
    ])
      expect(made(lower, upper).paths).toEqual(["/app", "/app/new", "/other"]);
    expect(made([file("a")], [gone(".wh..wh..opq"), file("b")]).paths).toEqual(["/b"]);
  });

  it("have no files of an old driver's own", () => {
    expect(made([file(".wh..wh.aufs"), file(".wh..wh.plnk/8.12"), file("a/.wh..wh.orph")]).paths).not.toContain("/.wh..wh.aufs");
  });

  it("put a file in the place of a folder, and a folder in that of a file", () => {
    expect(made([file("a/b")], [file("a")]).paths).toEqual(["/a"]);
    expect(made([file("a")], [file("a/b")]).paths).toEqual(["/a", "/a/b"]);
    expect(made([file("a/b")], [{ path: "a/", type: "5", mode: 0o700 }]).paths).toEqual(["/a", "/a/b"]);
  });

  it("bring a path back that was deleted", () => {
    const { index, paths } = made([file("a/b")], [gone(".wh.a")], [file("a/c")]);
    expect(paths).toEqual(["/a", "/a/c"]);
    expect(index.entry("/a")).toMatchObject({ layer: 2 });
  });

  it("take a later entry of one archive for the former", () => {
    const { index, waste } = made([file("a", "four"), file("a", "six666")]);
    expect(index.entry("/a")).toMatchObject({ size: 6 });
    expect(waste).toMatchObject({ reclaimable: 4, paths: [{ path: "/a", bytes: 4, layer: 0, hiddenBy: 0, how: "replaced" }] });
  });

  it("know names such as __proto__ and constructor", () => {
    expect(made([file("__proto__/constructor"), file("toString")]).paths).toEqual([
      "/__proto__",
      "/__proto__/constructor",
      "/toString",
    ]);
  });

  it("cover a link of a lower layer with a folder, and follow one of the same layer", () => {
    const covered = made([link("bin", "usr/bin"), file("usr/bin/sh")], [file("bin/tool")]);
    expect(covered.index.entry("/bin")).toMatchObject({ type: "directory", layer: 1 });
    expect(covered.index.entry("/bin/sh")).toBeNull();
    const marked = made([link("bin", "usr/bin"), file("usr/bin/sh")], [gone("bin/.wh.sh")]);
    expect(marked.paths).toEqual(["/bin", "/usr", "/usr/bin", "/usr/bin/sh"]);
    const followed = made([file("usr/bin/sh"), link("bin", "usr/bin"), file("bin/tool")]);
    expect(followed.index.entry("/usr/bin/tool")).not.toBeNull();
    expect(followed.index.entry("/bin")).toMatchObject({ type: "symlink" });
  });
});

describe("links", () => {
  const { index } = made([
    file("usr/bin/sh", "shell"),
    link("bin", "usr/bin"),
    link("absolute", "/usr/bin/sh"),
    link("out", "../../../../usr/bin/sh"),
    link("usr/up", "../usr/../bin/./sh"),
    link("loop", "loop"),
    link("ping", "pong"),
    link("pong", "ping"),
    link("dangling", "nowhere"),
    link("empty", ""),
    link("chain0", "/usr/bin/sh"),
    ...Array.from({ length: 60 }, (_, i) => link(`chain${i + 1}`, `chain${i}`)),
  ]);
  it("are followed inside the root alone", () => {
    for (const path of ["/bin/sh", "/absolute", "/out", "/usr/up", "bin/sh", "//bin//./sh", "/usr/../bin/sh", "/../../bin/sh"])
      expect([path, index.resolve(path)?.path]).toEqual([path, "/usr/bin/sh"]);
  });

  it("of the last name are themselves for `entry`; those of folders are followed (usr-merge)", () => {
    expect(index.entry("/absolute")).toMatchObject({ path: "/absolute", type: "symlink", target: "/usr/bin/sh", size: 0 });
    expect(index.entry("/bin/sh")).toMatchObject({ path: "/usr/bin/sh" });
    expect(index.children("/bin").map(({ path }) => path)).toEqual(["/usr/bin/sh"]);
  });

  it("that lead to themselves, to nothing or through a file lead nowhere", () => {
    for (const path of ["/loop", "/ping", "/dangling", "/loop/x", "/usr/bin/sh/x", "/usr/bin/sh/.."])
      expect(index.resolve(path)).toBeNull();
  });

  it("are followed 40 times, as the kernel does", () => {
    expect(index.resolve("/chain39")).not.toBeNull();
    expect(index.resolve("/chain40")).toBeNull();
  });
});

describe("hard links", () => {
  it("are one file: its bytes count once and stay while one name does", () => {
    const { index, waste } = made([file("a", "12345"), hard("b", "a"), hard("/c", "./a")], [gone(".wh.a")]);
    expect(index.entry("/b")).toMatchObject({ type: "file", size: 5 });
    expect(index).toMatchObject({ count: 2, bytes: 5 });
    expect(waste.reclaimable).toBe(0);
    const all = made([file("a", "12345"), hard("b", "a")], [gone(".wh.a"), gone(".wh.b")]);
    expect(all.waste).toMatchObject({ reclaimable: 5, paths: [{ path: "/a", bytes: 5, hiddenBy: 1, how: "deleted" }] });
  });

  it("may lead to a lower layer, to a link, and to nothing", () => {
    const { index } = made([file("a", "123"), link("l", "a")], [hard("b", "a"), hard("m", "l"), hard("n", "nothing")]);
    expect(index.entry("/b")).toMatchObject({ type: "file", size: 3, layer: 1 });
    expect(index.entry("/m")).toMatchObject({ type: "symlink", target: "a" });
    expect(index.resolve("/m")).toMatchObject({ path: "/a" });
    expect(index.entry("/n")).toMatchObject({ type: "file", size: 0 });
    expect(index.bytes).toBe(3);
  });
});

describe("waste", () => {
  it("is all layer bytes less the final ones, by path, layer and cause", () => {
    const { waste } = made(
      [
        file("deleted", "1".repeat(10)),
        file("replaced", "2".repeat(20)),
        file("owned", "3".repeat(30)),
        file("kept", "4".repeat(40)),
      ],
      [gone(".wh.deleted"), file("replaced", "9"), { path: "owned", content: "3".repeat(30), uid: 1000 }],
    );
    expect(waste).toEqual({
      reclaimable: 60,
      byLayer: [60, 0],
      paths: [
        { path: "/owned", bytes: 30, layer: 0, hiddenBy: 1, how: "metadata" },
        { path: "/replaced", bytes: 20, layer: 0, hiddenBy: 1, how: "replaced" },
        { path: "/deleted", bytes: 10, layer: 0, hiddenBy: 1, how: "deleted" },
      ],
    });
  });

  it("grows by deleting a folder: nothing that is deleted can raise a score", () => {
    const before = made([file("a/b", "1".repeat(100)), file("c")]);
    const after = made([file("a/b", "1".repeat(100)), file("c")], [gone(".wh.a")]);
    expect([before.waste.reclaimable, after.waste.reclaimable]).toEqual([0, 100]);
  });
});

describe("an index", () => {
  const { index } = made([
    { path: "usr/bin/su", content: "x", mode: 0o4755 },
    { path: "usr/bin/wall", content: "x", mode: 0o2755 },
    { path: "var/mail/", type: "5", mode: 0o2775 },
    file("a/package.json"),
    file("b/c/package.json"),
    file("b/package-lock.json"),
    { path: new Uint8Array([0x63, 0x61, 0x66, 0xe9]), content: "latin-1" },
  ]);
  it("finds files by name and by special bits", () => {
    expect(index.named(["package.json"]).map(({ path }) => path)).toEqual(["/a/package.json", "/b/c/package.json"]);
    expect(index.named(["nothing"])).toEqual([]);
    expect(index.privileged.map(({ path, mode }) => [path, mode])).toEqual([
      ["/usr/bin/su", 0o4755],
      ["/usr/bin/wall", 0o2755],
    ]);
  });

  it("shows names that are not UTF-8 with the sign for that", () => {
    expect(index.children("/").map(({ path }) => path)).toEqual(["/a", "/b", "/caf\uFFFD", "/usr", "/var"]);
  });
});
