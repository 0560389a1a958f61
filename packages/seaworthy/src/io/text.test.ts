import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeWhole } from "./output.js";
import { readText } from "./text.js";

const MAKE_PIPE = "mkfifo";

let root: string;
beforeEach(() => {
  root = join(realpathSync(mkdtempSync(join(tmpdir(), "text-"))), "in");
  mkdirSync(root);
});
afterEach(() => rmSync(join(root, ".."), { recursive: true, force: true }));

function kind(path: string, largest?: number): string {
  const read = readText(root, path, largest);
  return "text" in read ? `text ${JSON.stringify(read.text)}` : `${read.problem.kind}: ${read.problem.message}`;
}

describe("readText", () => {
  it("keeps a BOM and line ends as they are", () => {
    writeFileSync(join(root, "a"), "\uFEFFé\r\n");
    expect(kind("a")).toBe('text "\uFEFFé\\r\\n"');
    writeFileSync(join(root, "empty"), "");
    expect(kind("empty")).toBe('text ""');
  });

  it("says in one line what is wrong", () => {
    writeFileSync(join(root, "binary"), Buffer.from([0x7f, 0x45, 0, 1]));
    writeFileSync(join(root, "latin1"), Buffer.from([0x63, 0xe9]));
    writeFileSync(join(root, "utf16"), Buffer.from("\uFEFFFROM a", "utf16le"));
    writeFileSync(join(root, "large"), "x".repeat(11));
    mkdirSync(join(root, "folder"));
    expect(kind("binary")).toBe("binary: is binary, not text");
    expect(kind("latin1")).toBe("encoding: is not UTF-8");
    expect(kind("utf16")).toBe("encoding: is UTF-16, not UTF-8");
    expect(kind("large", 10)).toMatch(/^too-large: /);
    expect(kind("folder")).toBe("unreadable: is not a regular file");
    expect(kind("gone")).toBe("missing: is not there");
    expect(kind("binary/x")).toBe("missing: is not there");
    expect(kind("a\0b")).toBe("missing: is not there");
  });

  it("never leaves the root", () => {
    writeFileSync(join(root, "..", "secret"), "s");
    symlinkSync("../secret", join(root, "link"));
    symlinkSync("..", join(root, "up"));
    symlinkSync("inner", join(root, "fine"));
    writeFileSync(join(root, "inner"), "i");
    for (const path of ["link", "up/secret", "../secret", "a/../../secret"]) expect(kind(path)).toMatch(/^outside: /);
    expect(kind("fine")).toBe('text "i"');
  });

  it("opens no pipe and no device, and follows no circle", () => {
    execFileSync(MAKE_PIPE, [join(root, "pipe")]);
    symlinkSync("round", join(root, "round"));
    symlinkSync("/dev/zero", join(root, "zero"));
    expect(kind("pipe")).toBe("unreadable: is not a regular file");
    expect(kind("round")).toMatch(/^circular: /);
    expect(kind("zero")).toMatch(/^outside: /);
  });

  it("says that a file may not be read", (context) => {
    // The superuser may read everything: there is nothing to see.
    if (process.getuid?.() === 0) context.skip();
    writeFileSync(join(root, "shut"), "x");
    chmodSync(join(root, "shut"), 0);
    expect(kind("shut")).toBe("unreadable: may not be read: permission denied");
  });
});

describe("writeWhole", () => {
  it("replaces a file, keeps its mode and leaves nothing beside it", () => {
    const path = join(root, "out");
    writeWhole(path, "one");
    chmodSync(path, 0o640);
    writeWhole(path, "two");
    expect(readFileSync(path, "utf8")).toBe("two");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(root)).toEqual(["out"]);
  });

  it("writes through a link", () => {
    writeFileSync(join(root, "real"), "");
    symlinkSync("real", join(root, "link"));
    writeWhole(join(root, "link"), "x");
    expect(readFileSync(join(root, "real"), "utf8")).toBe("x");
    expect(readdirSync(root).sort()).toEqual(["link", "real"]);
  });

  it("writes to what is no file as it is", () => {
    writeWhole("/dev/null", "x");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("throws the system's error and leaves nothing behind", () => {
    expect(() => writeWhole(join(root, "no", "folder"), "x")).toThrow(/ENOENT/);
    mkdirSync(join(root, "no"));
    expect(readdirSync(join(root, "no"))).toEqual([]);
  });
});
