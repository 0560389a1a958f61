import { spawnSync } from "node:child_process";
import {
  ftruncateSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TarReader } from "./tar-reader.js";

const isGnu = /GNU tar/.test(spawnSync("tar", ["--version"], { encoding: "utf8" }).stdout ?? "");
const LONG = `${"a-folder-with-a-long-name/".repeat(12)}file`;
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-test-"));
  mkdirSync(join(root, "in", LONG, ".."), { recursive: true });
  writeFileSync(join(root, "in", LONG), "long");
  writeFileSync(join(root, "in/short"), "content");
  writeFileSync(join(root, "in/empty"), "");
  writeFileSync(Buffer.concat([Buffer.from(join(root, "in/caf")), Buffer.from([0xe9])]), "latin-1");
  symlinkSync("short", join(root, "in/link"));
  linkSync(join(root, "in/short"), join(root, "in/hard"));
  const sparse = openSync(join(root, "in/sparse"), "w");
  ftruncateSync(sparse, 8 * 1024 * 1024);
  for (let i = 0; i < 40; i++) writeSync(sparse, `piece ${i}`, i * 200_000);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Seen {
  readonly type: string;
  readonly size: number;
  readonly link: string;
  content: string;
}

function read(archive: Uint8Array): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  let bytes = Buffer.alloc(0);
  let last: Seen | null = null;
  const reader = new TarReader({
    entry({ path, type, size, link }) {
      last = { type, size, link: Buffer.from(link).toString(), content: "" };
      seen.set(
        Buffer.from(path)
          .toString("latin1")
          .replace(/^\.\/|\/$/g, ""),
        last,
      );
      bytes = Buffer.alloc(type === "file" ? size : 0);
      return type === "file";
    },
    data: (chunk, start, end, offset) => void bytes.set(chunk.subarray(start, end), offset),
    end: () => {
      if (last) last.content = bytes.toString("latin1");
    },
  });
  reader.push(archive);
  reader.finish();
  return seen;
}

const made = (format: string, paths: readonly string[], ...options: string[]) =>
  spawnSync("tar", [`--format=${format}`, ...options, "-C", join(root, "in"), "-cf", "-", "--", ...paths], { maxBuffer: 1 << 26 })
    .stdout;

describe.skipIf(!isGnu)(isGnu ? "what GNU tar writes" : "what GNU tar writes (skipped: no GNU tar here)", () => {
  it.each(["v7", "oldgnu", "gnu", "ustar", "pax"])("is read: %s", (format) => {
    // The two oldest forms have no room for long names.
    const long = format === "v7" || format === "ustar" ? [] : [LONG];
    const seen = read(made(format, ["short", "empty", "link", "hard", ...long]));
    expect(seen.get("short")).toMatchObject({ type: "file", size: 7, content: "content" });
    expect(seen.get("empty")).toMatchObject({ type: "file", size: 0 });
    expect(seen.get("link")).toMatchObject({ type: "symlink", link: "short" });
    expect(seen.get("hard")).toMatchObject({ type: "hardlink", link: "short", size: 0 });
    if (long.length > 0) expect(seen.get(LONG)).toMatchObject({ content: "long" });
    expect(seen.size).toBe(4 + long.length);
  });

  it("is read with names that are not UTF-8", () => {
    expect([...read(made("pax", ["."])).keys()]).toContain("caf\xe9");
  });

  it.each([
    ["gnu", "1.0"],
    ["pax", "0.0"],
    ["pax", "0.1"],
    ["pax", "1.0"],
  ])("is read with holes: %s %s", (format, version) => {
    const archive = made(format, ["sparse", "short"], "--sparse", `--sparse-version=${version}`);
    expect(archive.length).toBeLessThan(2 * 1024 * 1024);
    const seen = read(archive);
    const { content = "", size } = seen.get("sparse") ?? {};
    expect(size).toBe(8 * 1024 * 1024);
    for (let i = 0; i < 40; i++) expect(content.slice(i * 200_000, i * 200_000 + 9).replaceAll("\0", "")).toBe(`piece ${i}`);
    expect(content.replaceAll("\0", "")).toBe(Array.from({ length: 40 }, (_, i) => `piece ${i}`).join(""));
    expect(seen.get("short")?.content).toBe("content");
  });
});
