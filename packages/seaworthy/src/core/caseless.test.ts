import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caseless } from "./caseless.js";

const SOURCES = join(import.meta.dirname, "..");
/** The expressions that the sources give to it, and the words without which those are not asked. */
const WRITTEN = /\bcaseless\(\s*(?:hinted\(\s*"([^"]*)",\s*\(\) =>\s*)?\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/(\w*)/g;

describe("caseless", () => {
  it("takes no account of case", () => {
    const pattern = caseless(/^(?:gruntfile|gulpfile)\.js$/);
    expect(["Gruntfile.js", "GULPFILE.JS", "gruntfile.js", "grunt.js"].map((name) => pattern.test(name))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it("is given small letters alone, without a flag", () => {
    const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".ts") && !path.endsWith(".test.ts"),
    );
    const found = files.flatMap((path) => [...readFileSync(join(SOURCES, path), "utf8").matchAll(WRITTEN)]);
    expect(found.length).toBeGreaterThan(9);
    for (const [, hints = "", source = "", flags] of found) {
      expect(hints).toBe(hints.toLowerCase());
      expect(source.replace(/\\[a-zA-Z]/g, "")).toBe(source.replace(/\\[a-zA-Z]/g, "").toLowerCase());
      expect(flags).toBe("");
    }
  });
});
