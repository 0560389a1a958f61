import { describe, expect, it } from "vitest";
import { isAbsolute, joinPath } from "./paths.js";

describe("a path of the image", () => {
  it.each([
    ["/", "a", "/a"],
    ["/w", "a/b", "/w/a/b"],
    ["/w", "/a", "/a"],
    ["/w", "a/", "/w/a/"],
    ["/w", ".", "/w/"],
    ["/w", "", "/w/"],
    ["/w", "./a", "/w/a"],
    ["/w/x", "../a", "/w/a"],
    ["/w", "a//b", "/w/a/b"],
    ["/w", ".a/..b", "/w/.a/..b"],
    ["/w", "..", "/"],
    ["w", "a", "/w/a"],
  ])("%s and %s are %s", (base, path, joined) => {
    expect(joinPath(base, path, false)).toBe(joined);
  });

  it("says itself where it begins, or is in the working directory", () => {
    expect(["/a", "/", "../a"].map((path) => isAbsolute(path, false))).toEqual([true, true, true]);
    expect(["a", ".", "", "a/../b"].map((path) => isAbsolute(path, false))).toEqual([false, false, false, false]);
    expect(["C:/a", "C:\\a", "a"].map((path) => isAbsolute(path, true))).toEqual([true, true, false]);
  });
});
