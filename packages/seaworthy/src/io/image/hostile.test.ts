import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configOf, dockerArchiveOf, type MadeLayer, ociFilesOf, sha256, writeFiles, zstdOf } from "../../testing/made-image.js";
import { paxHeader, type TarItem, tarOf } from "../../testing/tar-writer.js";
import { readImage } from "./read-image.js";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const TODAY = { today: "2026-11-27" };
const archive = (bytes: Uint8Array) => {
  const path = join(root, `${made++}.tar`);
  writeFileSync(path, bytes);
  return path;
};
const read = (layers: readonly MadeLayer[], wanted: readonly string[] = []) =>
  readImage(archive(dockerArchiveOf({ layers })), { ...TODAY, wanted });
const sound: readonly TarItem[] = [{ path: "sound", content: "x" }];

describe("a layer that cannot be trusted", () => {
  it.each([
    ["cut off", tarOf([{ path: "a", content: "x".repeat(2000) }]).subarray(0, 1500), /cut off at byte 1500/],
    ["no archive", Buffer.alloc(2000, "no"), /no whole tar archive/],
    [
      "an extended header of 2 MB",
      tarOf([paxHeader([["comment", "x".repeat(2 * 1024 * 1024)]]), { path: "a" }]),
      /larger than 1 MB/,
    ],
    ["a path of 5000 bytes", tarOf([paxHeader([["path", "a/".repeat(2500)]]), { path: "a" }]), /longer than 4096 bytes/],
    [
      "a link of 5000 bytes",
      tarOf([paxHeader([["linkpath", "a/".repeat(2500)]]), { path: "a", type: "2" }]),
      /longer than 4096 bytes/,
    ],
    ["a size beyond reason", tarOf([paxHeader([["size", "9007199254740993"]]), { path: "a" }]), /malformed/],
    ["compressed with bzip2", Buffer.from("BZh91AY&SY"), /bzip2/],
    ["gzip that is cut off", gzipSync(tarOf(sound)).subarray(0, 60), /cut off/],
    ["gzip that is damaged", Buffer.concat([gzipSync(tarOf(sound)).subarray(0, 10), Buffer.alloc(40, 0xff)]), /damaged/],
    ["zstd that is cut off", zstdOf(tarOf(sound)).subarray(0, 200), /cut off/],
    ["zstd that is damaged", Buffer.concat([zstdOf(tarOf(sound)).subarray(0, 9), Buffer.alloc(64, 0xff)]), /damaged/],
  ])("is unread with the reason: %s", async (_, layer, because) => {
    const image = await read([sound, layer, [{ path: "above" }]]);
    expect(image.unread).toEqual([{ layer: 1, path: null, because: expect.stringMatching(because) }]);
    expect([...image.files.entries()].map(({ path }) => path)).toEqual(["/above", "/sound"]);
  });

  it("is unread where a digest is not its own", async () => {
    const config = configOf({ layers: [sound] });
    const wrong = tarOf([
      { path: "layer.tar", content: tarOf([{ path: "other" }]) },
      { path: "c.json", content: config },
      { path: "manifest.json", content: JSON.stringify([{ Config: "c.json", Layers: ["layer.tar"] }]) },
    ]);
    const image = await readImage(archive(wrong), TODAY);
    expect(image.unread).toMatchObject([{ layer: 0, because: expect.stringMatching(/^its content has the digest sha256:/) }]);
    expect(image.files.count).toBe(0);

    const layout = ociFilesOf({ layers: [sound] });
    const blob = [...layout.keys()].find((name) => layout.get(name)?.[0] === 0x1f) ?? "";
    // The same archive in another compression: only the blob's own digest tells.
    layout.set(blob, gzipSync(tarOf(sound), { level: 0 }));
    writeFiles(join(root, "mismatch"), layout);
    expect((await readImage(join(root, "mismatch"), TODAY)).unread).toMatchObject([
      { because: expect.stringMatching(/^its bytes have the digest sha256:/) },
    ]);
  });
});

describe("entries that lead out", () => {
  it("are where engines put them, inside the root; what no engine unpacks is refused by name", async () => {
    const image = await read([
      [
        { path: "../../etc/passwd", content: "hostile" },
        { path: "/etc/../../shadow", content: "hostile" },
        { path: "hard", type: "1", link: "../../shadow" },
        { path: "etc/.wh.." },
        { path: "etc/.wh..." },
        { path: "a/../b/./c//d", content: "fine" },
        { path: "/etc/hosts", content: "fine" },
        { path: "link", type: "2", link: "../../../../etc/hosts" },
        { path: "up", type: "2", link: "../.." },
        { path: "up/through", content: "hostile" },
      ],
    ]);
    expect(image.unread.map(({ path, because }) => [path, because])).toEqual([
      ["/etc/.wh..", "deletes a folder by a path that leads out of it"],
      ["/etc/.wh...", "deletes a folder by a path that leads out of it"],
    ]);
    expect(image.text("/etc/passwd")).toBe("hostile");
    expect(image.files.entry("/hard")).toMatchObject({ size: 7 });
    expect(image.files.resolve("/link")?.path).toBe("/etc/hosts");
    const paths = ["/b", "/b/c", "/b/c/d", "/etc", "/etc/hosts", "/etc/passwd", "/hard", "/link", "/shadow", "/through", "/up"];
    expect([...image.files.entries()].map(({ path }) => path)).toEqual(paths);
  });
});

describe("an archive that was made to exhaust", () => {
  it("is bounded: a sparse file of terabytes that is wanted, one that is not", async () => {
    const sparse = (path: string) => [
      paxHeader([
        ["GNU.sparse.size", String(2 ** 42)],
        ["GNU.sparse.map", `0,1,${2 ** 42 - 1},1`],
      ]),
      { path, content: "ab" },
    ];
    const image = await read([[...sparse("wanted"), ...sparse("other")]], ["/wanted"]);
    expect(image.content("/wanted")).toBeNull();
    expect(image.unread).toEqual([{ layer: 0, path: "/wanted", because: "is larger than 1048576 bytes" }]);
    expect(image.files.entry("/other")?.size).toBe(2 ** 42);
  });

  it("is bounded: thousands of folders deep, deleted at once", async () => {
    const deep = "d/".repeat(2000);
    const image = await read([[paxHeader([["path", `${deep}file`]]), { path: "x", content: "1" }], [{ path: ".wh.d" }]]);
    expect(image.unread).toEqual([]);
    expect(image.files.count).toBe(0);
    expect(image.waste.reclaimable).toBe(1);
  });

  it("is bounded: links that lead in circles, one into the other", async () => {
    const links = Array.from({ length: 50 }, (_, i) => ({ path: `l${i}`, type: "2", link: `l${(i + 1) % 50}/l${(i + 2) % 50}` }));
    const image = await read([links], ["/l0/x"]);
    for (let i = 0; i < 50; i++) expect(image.files.resolve(`/l${i}`)).toBeNull();
  });

  it("is bounded: many wanted files that are large together", async () => {
    const size = paxHeader([
      ["GNU.sparse.size", String(1024 * 1024)],
      ["GNU.sparse.map", "0,1"],
    ]);
    const image = await read([Array.from({ length: 140 }, (_, i) => [size, { path: `f/${i}`, content: "x" }]).flat()], ["/f/*"]);
    expect(image.unread.length).toBe(12);
    expect(image.unread[0]?.because).toMatch(/is more than the 134217728 bytes that are kept of a layer/);
  });

  it("is bounded: manifests of gigabytes, of a thousand layers, of indexes that hold themselves", async () => {
    const huge = tarOf([{ path: "manifest.json", content: Buffer.alloc(9 * 1024 * 1024, " ") }]);
    await expect(readImage(archive(huge), TODAY)).rejects.toThrow(/manifest\.json in it is larger than 8 MB/);
    const layers = Array.from({ length: 1001 }, () => ({ digest: `sha256:${"a".repeat(64)}` }));
    const config = { digest: `sha256:${"b".repeat(64)}` };
    const many = Buffer.from(JSON.stringify({ schemaVersion: 2, config, layers }));
    const index = (bytes: Uint8Array) => JSON.stringify({ manifests: [{ digest: `sha256:${sha256(bytes)}` }] });
    const layout = (blobs: readonly Uint8Array[], top: string) =>
      tarOf([
        ...blobs.map((content) => ({ path: `blobs/sha256/${sha256(content)}`, content })),
        { path: "index.json", content: top },
      ]);
    await expect(readImage(archive(layout([many], index(many))), TODAY)).rejects.toThrow(/more than 1000 layers/);
    let bytes: Uint8Array = many;
    const chain = [bytes];
    for (let i = 0; i < 8; i++) {
      bytes = Buffer.from(index(bytes));
      chain.push(bytes);
    }
    await expect(readImage(archive(layout(chain, index(bytes))), TODAY)).rejects.toThrow(/indexes name each other without end/);
  });

  it("is told for what it is: JSON that is none, digests that are none, paths for names", async () => {
    const manifest = (text: string) => archive(tarOf([{ path: "manifest.json", content: text }]));
    const blob = (name: string) => JSON.stringify([{ Config: name, Layers: [] }]);
    await expect(readImage(manifest("{"), TODAY)).rejects.toThrow(/manifest\.json in it is not JSON/);
    await expect(readImage(manifest("null"), TODAY)).rejects.toThrow(/names no image/);
    await expect(readImage(manifest(blob("../../etc/passwd")), TODAY)).rejects.toThrow(/\.\.\/\.\.\/etc\/passwd\) is not in it/);
    const named = `${sha256("other")}.json`;
    const lying = tarOf([
      { path: named, content: "{}" },
      { path: "manifest.json", content: blob(named) },
    ]);
    await expect(readImage(archive(lying), TODAY)).rejects.toThrow(/does not have the digest that its name says/);
    writeFiles(join(root, "folder"), new Map([["manifest.json", Buffer.from(blob("../../../etc/passwd"))]]));
    await expect(readImage(`oci:${join(root, "folder")}`, TODAY)).rejects.toThrow(/is not in it/);
    const index = (digest: string) =>
      archive(tarOf([{ path: "index.json", content: JSON.stringify({ manifests: [{ digest }] }) }]));
    for (const digest of ["sha256:short", "../../etc", `md5:${"a".repeat(32)}`, ""])
      await expect(readImage(index(digest), TODAY)).rejects.toThrow(/holds no right digest/);
  });
});

it("nothing is written while hostile archives are read", () => {
  expect(readdirSync(root).filter((name) => !/^(?:\d+\.tar|mismatch|folder)$/.test(name))).toEqual([]);
});
