import {
  chmodSync,
  existsSync,
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
import { UsageError } from "./usage-error.js";
import { writeFiles } from "./write-files.js";

const POSIX = process.platform !== "win32";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-write-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const put = (path: string, text: string) => writeFileSync(join(root, path), text);
const got = (path: string) => readFileSync(join(root, path), "utf8");

describe("writing files of a tree", () => {
  it("replaces and makes them, folders too, and leaves nothing beside them", () => {
    put("a", "1\r\n");
    writeFiles(root, [
      { path: "a", before: "1\r\n", after: "2\r\n" },
      { path: ".github/workflows/scan.yml", before: null, after: "on: push\n" },
    ]);
    expect(got("a")).toBe("2\r\n");
    expect(got(".github/workflows/scan.yml")).toBe("on: push\n");
    expect(readdirSync(root).sort()).toEqual([".github", "a"]);
  });

  it("keeps the mode", () => {
    put("run.sh", "1");
    chmodSync(join(root, "run.sh"), 0o751);
    writeFiles(root, [{ path: "run.sh", before: "1", after: "2" }]);
    if (POSIX) expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o751);
    expect(got("run.sh")).toBe("2");
  });

  it("refuses all of them where one changed on disk since it was read", () => {
    put("a", "1");
    put("b", "somebody was here");
    const changes = [
      { path: "a", before: "1", after: "2" },
      { path: "b", before: "1", after: "2" },
    ];
    expect(() => writeFiles(root, changes)).toThrow(/^b changed on disk since it was read; nothing was changed$/);
    expect(got("a")).toBe("1");
    rmSync(join(root, "b"));
    expect(() => writeFiles(root, changes)).toThrow(/b changed on disk since it was read: it is gone/);
    put("c", "x");
    expect(() => writeFiles(root, [{ path: "c", before: null, after: "2" }])).toThrow(/c has been made since/);
    expect(got("c")).toBe("x");
  });

  it("sees a difference in bytes alone, such as that of a broken letter", () => {
    writeFileSync(join(root, "a"), Buffer.from([0x61, 0xff]));
    expect(() => writeFiles(root, [{ path: "a", before: "a\ufffd", after: "b" }])).toThrow(UsageError);
  });

  it.runIf(POSIX)("follows a link in the tree, which stays a link, and none out of it", () => {
    put("real", "1");
    symlinkSync("real", join(root, "link"));
    writeFiles(root, [{ path: "link", before: "1", after: "2" }]);
    expect(got("real")).toBe("2");
    expect(readFileSync(join(root, "link"), "utf8")).toBe("2");
    const outside = mkdtempSync(join(tmpdir(), "seaworthy-outside-"));
    try {
      writeFileSync(join(outside, "x"), "1");
      symlinkSync(join(outside, "x"), join(root, "out"));
      symlinkSync(outside, join(root, "folder"));
      for (const path of ["out", "folder/x", "../x", "folder/new/y"]) {
        const before = path === "folder/new/y" ? null : "1";
        expect(() => writeFiles(root, [{ path, before, after: "2" }]), path).toThrow(/leads out of the project/);
      }
      expect(readFileSync(join(outside, "x"), "utf8")).toBe("1");
      expect(readdirSync(outside)).toEqual(["x"]);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  it("refuses a read-only file, a folder, and writes none of the others", () => {
    put("a", "1");
    put("b", "1");
    chmodSync(join(root, "b"), 0o444);
    mkdirSync(join(root, "d"));
    expect(() =>
      writeFiles(root, [
        { path: "a", before: "1", after: "2" },
        { path: "b", before: "1", after: "2" },
      ]),
    ).toThrow(/b is read-only/);
    expect(() => writeFiles(root, [{ path: "d", before: "1", after: "2" }])).toThrow(/d is not a regular file/);
    expect([got("a"), got("b")]).toEqual(["1", "1"]);
    expect(readdirSync(root).sort()).toEqual(["a", "b", "d"]);
  });

  it("leaves everything whole where the disk is full", () => {
    put("a", "1");
    put("b", "1");
    let writes = 0;
    const full = (path: string, text: string): void => {
      writes++;
      writeFileSync(path, text.slice(0, 1), { flag: "wx" });
      if (writes === 3) throw Object.assign(new Error("write"), { code: "ENOSPC" });
    };
    const changes = [
      { path: "new/folder/c", before: null, after: "22" },
      { path: "a", before: "1", after: "22" },
      { path: "b", before: "1", after: "22" },
    ];
    expect(() => writeFiles(root, changes, full)).toThrow(/^cannot write b: no space is left; nothing was changed$/);
    expect([got("a"), got("b")]).toEqual(["1", "1"]);
    expect(readdirSync(root).sort()).toEqual(["a", "b"]);
  });

  it("does not overwrite what somebody wrote while the new texts were written, and takes back what was done", () => {
    put("a", "1");
    put("b", "1");
    let writes = 0;
    const meanwhile = (path: string, text: string): void => {
      writeFileSync(path, text, { flag: "wx" });
      if (++writes === 2) put("b", "theirs");
    };
    const changes = ["a", "b"].map((path) => ({ path, before: "1", after: "2" }));
    expect(() => writeFiles(root, changes, meanwhile)).toThrow(/b changed on disk/);
    expect([got("a"), got("b")]).toEqual(["1", "theirs"]);
    expect(readdirSync(root).sort()).toEqual(["a", "b"]);
    expect(existsSync(join(root, "a"))).toBe(true);
  });
});
