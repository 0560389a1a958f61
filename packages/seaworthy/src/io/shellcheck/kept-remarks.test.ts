import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Remark } from "../../models/shellcheck/remark.js";
import { fingerprint128 } from "./fingerprint.js";
import { KeptRemarks, keptRemarks } from "./kept-remarks.js";

let home = "";
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-kept-")));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const remark: Remark = { code: 2086, level: "info", message: "Double quote.", line: 1, column: 2, endLine: 1, endColumn: 5 };
const TEXTS = ["echo $secretword\n", "true\n"];
const REMARKS = new Map([
  [0, [remark]],
  [1, []],
]);

describe("what ShellCheck said before", () => {
  it("is known again for the same texts and the same program alone", () => {
    const kept = new KeptRemarks(home, "program");
    expect(kept.get(TEXTS)).toBeNull();
    kept.put(TEXTS, REMARKS);
    expect(kept.get(TEXTS)).toEqual(REMARKS);
    expect(new KeptRemarks(home, "program").get(TEXTS)).toEqual(REMARKS);
    for (const texts of [[TEXTS[0]], [...TEXTS].reverse(), [TEXTS.join("")], [...TEXTS, ""], ["echo $secretword", "\ntrue\n"]])
      expect(kept.get(texts as string[]), JSON.stringify(texts)).toBeNull();
    expect(new KeptRemarks(home, "newer program").get(TEXTS)).toBeNull();
  });
  it("holds no text of the project", () => {
    new KeptRemarks(home, "program").put(TEXTS, REMARKS);
    const [file = ""] = readdirSync(join(home, "shellcheck"));
    expect(file + readFileSync(join(home, "shellcheck", file), "latin1")).not.toContain("secretword");
  });
  it("is as if it were not there when it is damaged, at whatever byte", () => {
    const kept = new KeptRemarks(home, "program");
    kept.put(TEXTS, REMARKS);
    const [file = ""] = readdirSync(join(home, "shellcheck"));
    const path = join(home, "shellcheck", file);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      writeFileSync(path, damaged);
      expect(kept.get(TEXTS), `byte ${at}`).toBeNull();
    }
    writeFileSync(path, bytes.subarray(0, -1));
    expect(kept.get(TEXTS)).toBeNull();
  });
  it("is not kept of long texts", () => {
    const kept = new KeptRemarks(home, "program");
    const long = ["x".repeat(300_000)];
    kept.put(long, new Map([[0, []]]));
    expect(kept.get(long)).toBeNull();
  });
  it.skipIf(process.platform === "win32")("is not kept of a script or a shim, which may start another program tomorrow", () => {
    const env = { XDG_CACHE_HOME: home };
    const path = join(home, "shellcheck");
    writeFileSync(path, "#!/bin/sh\n");
    chmodSync(path, 0o755);
    expect(keptRemarks(path, env)).toBeNull();
    writeFileSync(path, "\u007fELF");
    expect(keptRemarks(path, env)).not.toBeNull();
    expect(keptRemarks(process.execPath, env)).toBeNull();
    expect(keptRemarks(join(home, "missing"), env)).toBeNull();
  });
});

describe("the fingerprint", () => {
  it("is MurmurHash3's", () => {
    // The digests that the reference gives with seed 0.
    expect(fingerprint128(Buffer.from(""))).toBe("0".repeat(32));
    expect(fingerprint128(Buffer.from("The quick brown fox jumps over the lazy dog"))).toBe("2f1583c3ecee2c675d7bf66ce5e91d2c");
  });
});
