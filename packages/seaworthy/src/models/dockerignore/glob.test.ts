import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileIgnoreGlob, compileSourceGlob, isValidPattern } from "./glob.js";

describe("compileSourceGlob", () => {
  it.each<[string, string, boolean]>([
    ["package*.json", "package-lock.json", true],
    ["package*.json", "a/package.json", false],
    ["*", ".env", true],
    ["**", "a/b", false],
    ["src/**/x", "src/a/x", true],
    ["src/**/x", "src/a/b/x", false],
    ["[^/]x", "/x", false],
    ["[a-c]", "b", true],
    ["\\[a", "[a", true],
    ["a.b", "axb", false],
  ])("%s on %s: %s", (pattern, path, expected) => {
    expect(compileSourceGlob(pattern)?.(path)).toBe(expected);
  });

  it("refuses what Go refuses", () => {
    expect(compileSourceGlob("[")).toBeNull();
    expect(isValidPattern("a[^]")).toBe(false);
    expect(isValidPattern("a[b")).toBe(false);
    expect(isValidPattern("[\\]]")).toBe(true);
  });
});

describe("the two ways to run a pattern", () => {
  // A third wildcard that can match nothing changes the engine, not the meaning.
  it("agree", () => {
    const part = fc.constantFrom("a", "b", "*", "?", "[ab]", "/", "a/b");
    const word = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));
    const text = fc.array(fc.constantFrom("a", "b", "/", "ab"), { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(word, text, (pattern, path) => {
        fc.pre(!pattern.includes("**"));
        const many = compileIgnoreGlob(`${pattern}z*z*z*z`);
        expect(many?.(`${path}zzzz`)).toBe(compileIgnoreGlob(`${pattern}zzzz`)?.(`${path}zzzz`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (pattern, path) => {
        compileIgnoreGlob(pattern)?.(path);
        compileSourceGlob(pattern)?.(path);
      }),
    );
  });
});
