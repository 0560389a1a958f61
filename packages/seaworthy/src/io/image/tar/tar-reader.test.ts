import { describe, expect, it } from "vitest";
import { longName, paxHeader, type TarItem, tarItem, tarOf } from "../../../testing/tar-writer.js";
import type { TarEntry } from "./header.js";
import { TarReader } from "./tar-reader.js";

interface Seen {
  path: string;
  link: string;
  type: string;
  size: number;
  uid: number;
  /** The content with its holes as zeros; null where none was asked for. */
  content: string | null;
}

/** Reads an archive in pieces of a size and gives what was told of it. */
function readTar(archive: Uint8Array, piece = archive.length): Seen[] {
  const seen: Seen[] = [];
  let content = Buffer.alloc(0);
  const reader = new TarReader({
    entry({ path, link, type, size, uid }: TarEntry) {
      content = Buffer.alloc(Math.min(size, 1 << 20));
      seen.push({
        path: Buffer.from(path).toString("latin1"),
        link: Buffer.from(link).toString(),
        type,
        size,
        uid,
        content: null,
      });
      return type === "file";
    },
    data: (chunk, start, end, offset) => void content.set(chunk.subarray(start, end), offset),
    end: () => void Object.assign(seen.at(-1) ?? {}, { content: content.toString() }),
  });
  for (let at = 0; at < archive.length; at += piece) reader.push(archive.subarray(at, at + piece));
  reader.finish();
  return seen;
}

const brief = (archive: Uint8Array) => readTar(archive).map(({ path, content }) => [path, content]);
const field = (text: string) => Buffer.from(text, "latin1");
const octal = (value: number) => field(value.toString(8).padStart(11, "0"));

describe("a tar archive", () => {
  const LONG = `${"folder/".repeat(40)}file`;
  const mixed = tarOf([
    { path: "etc/", type: "5" },
    { path: "etc/hosts", content: "127.0.0.1" },
    { path: "empty" },
    { path: "link", type: "2", link: "etc/hosts" },
    { path: "other", type: "1", link: "etc/hosts", size: 9 },
    longName("L", LONG),
    { path: "cut", content: "long", form: "gnu" },
    longName("K", LONG),
    { path: "to-long", type: "2", form: "gnu" },
    paxHeader([
      ["path", "pax/näme"],
      ["size", "3"],
      ["uid", "3000000000"],
    ]),
    { path: "cut", content: "pax", size: 0 },
    { path: "pipe", type: "6" },
    { path: "block", content: "x".repeat(512) },
    { path: "last", content: "y" },
  ]);
  const expected = [
    ["etc/", null],
    ["etc/hosts", "127.0.0.1"],
    ["empty", ""],
    ["link", null],
    ["other", null],
    [LONG, "long"],
    ["to-long", null],
    [Buffer.from("pax/näme").toString("latin1"), "pax"],
    ["pipe", null],
    ["block", "x".repeat(512)],
    ["last", "y"],
  ];

  it("is read with long names, extended headers, links", () => {
    const seen = readTar(mixed);
    expect(seen.map(({ path, content }) => [path, content])).toEqual(expected);
    expect(seen[6]?.link).toBe(LONG);
    expect(seen[7]?.uid).toBe(3_000_000_000);
  });

  it.each([1, 7, 511, 512, 513, 1000])("is the same in pieces of %i bytes", (piece) => {
    expect(readTar(mixed, piece)).toEqual(readTar(mixed));
  });

  it("is read in the form of Unix V7, where a name tells a directory", () => {
    const archive = tarOf([
      { path: "old/", form: "v7" },
      { path: "old/file", form: "v7", content: "v7" },
    ]);
    expect(readTar(archive).map(({ path, type }) => [path, type])).toEqual([
      ["old/", "directory"],
      ["old/file", "file"],
    ]);
  });

  it("is read with the prefix of the POSIX form, and with other things there in GNU's and star's", () => {
    const prefix = { 345: field("prefix") };
    expect(brief(tarOf([{ path: "name", content: "1", raw: prefix }]))).toEqual([["prefix/name", "1"]]);
    expect(brief(tarOf([{ path: "name", content: "1", raw: prefix, form: "gnu" }]))).toEqual([["name", "1"]]);
    const star = { ...prefix, 476: octal(1), 488: octal(1), 508: field("tar\0") };
    expect(brief(tarOf([{ path: "name", content: "1", raw: star }]))).toEqual([["prefix/name", "1"]]);
  });

  it("is read with numbers in base 256", () => {
    const [seen] = readTar(tarOf([{ path: "a", uid: 4_000_000_000 }]));
    expect(seen?.uid).toBe(4_000_000_000);
  });

  it("is read with names that are not UTF-8", () => {
    expect(brief(tarOf([{ path: field("caf\xe9"), content: "x" }]))).toEqual([["caf\xe9", "x"]]);
  });

  it("is read with what is in no file: global headers, volume labels, unknown types", () => {
    const archive = tarOf([
      paxHeader([["comment", "x"]], "g"),
      { path: "label", type: "V" },
      { path: "unknown", type: "Z", content: "as a file" },
    ]);
    expect(brief(archive)).toEqual([["unknown", "as a file"]]);
  });

  it("ends at its mark: what stands after it is no part of it", () => {
    expect(brief(Buffer.concat([tarOf([{ path: "a" }]), tarOf([{ path: "b" }])]))).toEqual([["a", ""]]);
    expect(brief(Buffer.concat([tarOf([{ path: "a" }]), Buffer.from("garbage")]))).toEqual([["a", ""]]);
  });

  it("may lack its mark, and may be empty", () => {
    expect(brief(tarOf([{ path: "a", content: "x" }], false))).toEqual([["a", "x"]]);
    expect(brief(new Uint8Array(0))).toEqual([]);
    expect(brief(new Uint8Array(1024))).toEqual([]);
  });
});

describe("a sparse file", () => {
  const stored = "headtail";
  const whole = `head${"\0".repeat(1020)}tail`;
  const items: Record<string, (TarItem | Uint8Array)[]> = {
    "GNU's old form": [
      {
        path: "sparse",
        type: "S",
        form: "gnu",
        content: stored,
        raw: { 386: octal(0), 398: octal(4), 410: octal(1024), 422: octal(4), 483: octal(1028) },
      },
    ],
    "form 0.0": [
      paxHeader([
        ["GNU.sparse.size", "1028"],
        ["GNU.sparse.numblocks", "2"],
        ["GNU.sparse.offset", "0"],
        ["GNU.sparse.numbytes", "4"],
        ["GNU.sparse.offset", "1024"],
        ["GNU.sparse.numbytes", "4"],
      ]),
      { path: "sparse", content: stored },
    ],
    "form 0.1": [
      paxHeader([
        ["GNU.sparse.size", "1028"],
        ["GNU.sparse.map", "0,4,1024,4"],
        ["GNU.sparse.name", "sparse"],
      ]),
      { path: "GNUSparseFile.0/sparse", content: stored },
    ],
    "form 1.0": [
      paxHeader([
        ["GNU.sparse.major", "1"],
        ["GNU.sparse.minor", "0"],
        ["GNU.sparse.name", "sparse"],
        ["GNU.sparse.realsize", "1028"],
      ]),
      { path: "GNUSparseFile.0/sparse", content: `${"2\n0\n4\n1024\n4\n".padEnd(512, "\0")}${stored}` },
    ],
  };
  it.each(Object.keys(items))("of %s is its whole self", (form) => {
    const archive = tarOf([...(items[form] ?? []), { path: "next", content: "n" }]);
    expect(brief(archive)).toEqual([
      ["sparse", whole],
      ["next", "n"],
    ]);
    expect(readTar(archive)[0]?.size).toBe(1028);
    expect(readTar(archive, 5)).toEqual(readTar(archive));
  });

  it("may go on in blocks after its header", () => {
    const pieces = Array.from({ length: 6 }, (_, i) => ({ offset: i * 10, length: 1 }));
    const header = Object.fromEntries(
      pieces.slice(0, 4).flatMap(({ offset, length }, i) => [
        [386 + i * 24, octal(offset)],
        [398 + i * 24, octal(length)],
      ]),
    );
    const more = Buffer.alloc(512);
    for (const [i, { offset, length }] of pieces.slice(4).entries()) {
      more.set(octal(offset), i * 24);
      more.set(octal(length), i * 24 + 12);
    }
    const item = tarItem({
      path: "s",
      type: "S",
      form: "gnu",
      content: "abcdef",
      raw: { ...header, 482: Buffer.from([1]), 483: octal(60) },
    });
    const archive = Buffer.concat([item.subarray(0, 512), more, item.subarray(512), new Uint8Array(1024)]);
    expect(readTar(archive)[0]?.content?.replaceAll("\0", "")).toBe("abcdef");
    expect(readTar(archive)[0]?.content?.indexOf("f")).toBe(50);
  });

  it("that claims more than is stored, or pieces one over the other, is refused", () => {
    const refused = (map: string, size = "1028") =>
      expect(() =>
        readTar(
          tarOf([
            paxHeader([
              ["GNU.sparse.size", size],
              ["GNU.sparse.map", map],
            ]),
            { path: "s", content: stored },
          ]),
        ),
      ).toThrow(/sparse map/);
    refused("0,4,1024,5");
    refused("1024,4,0,4");
    refused("0,4,2,4");
    refused("0,4,1024,4", "1000");
    refused("0,4,-8,4");
  });
});

describe("an archive that is none", () => {
  const sound = tarOf([{ path: "etc/hosts", content: "x".repeat(700) }]);
  it("is cut off in a header, in content, in padding, in an extended header", () => {
    for (const length of [100, 512, 600, 1211, 1212, 1535])
      expect(() => readTar(sound.subarray(0, length))).toThrow(/cut off at byte/);
    const pax = tarOf([paxHeader([["path", "x"]])], false);
    expect(() => readTar(pax)).toThrow(/cut off/);
    expect(() => readTar(pax.subarray(0, 520))).toThrow(/cut off/);
  });

  it("has a wrong checksum, a number that is none, a size beyond reason", () => {
    const broken = Buffer.from(sound);
    broken[0] = 0x7a;
    expect(() => readTar(broken)).toThrow("a header's checksum is wrong (at byte 0)");
    expect(() => readTar(tarOf([{ path: "a", raw: { 124: field("zzzzzzz") } }]))).toThrow(/not octal/);
    expect(() => readTar(tarOf([{ path: "a", raw: { 124: Buffer.from([0xff, ...Array(11).fill(0xff)]) } }]))).toThrow(
      /out of range/,
    );
    expect(() => readTar(tarOf([{ path: "a", raw: { 124: Buffer.from([0x80, ...Array(11).fill(0xff)]) } }]))).toThrow(
      /out of range/,
    );
  });

  it("has extended headers that are huge or malformed", () => {
    expect(() => readTar(tarOf([paxHeader([["comment", "x".repeat(1024 * 1024)]]), { path: "a" }]))).toThrow(/larger than 1 MB/);
    expect(() => readTar(tarOf([{ path: "x", type: "x", size: 1 << 30 }]))).toThrow(/larger than 1 MB/);
    for (const content of ["nonsense", "99 path=x\n", "9 path=x", "0 path=x\n", "-5 path=x\n", "12 size=-1x\n"])
      expect(() => readTar(tarOf([{ path: "x", type: "x", content }, { path: "a" }]))).toThrow(/extended header/);
  });
});
