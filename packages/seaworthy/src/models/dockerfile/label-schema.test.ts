import { describe, expect, it } from "vitest";
import { isOfKind, type LabelKind, labelSchema } from "./label-schema.js";

describe("isOfKind", () => {
  it.each<[LabelKind, string, boolean]>([
    ["text", "x", true],
    ["text", " ", false],
    ["url", "https://example.com/a b", false],
    ["url", "https://example.com/a?b#c", true],
    ["url", "example.com", false],
    ["rfc3339", "2026-02-03T04:05:06.789Z", true],
    ["rfc3339", "2026-02-03T04:05:06+02:00", true],
    ["rfc3339", "2026-13-03T04:05:06Z", false],
    ["rfc3339", "2026-02-03", false],
    ["spdx", "Apache-2.0 OR MIT", true],
    ["hash", "a".repeat(40), true],
    ["hash", "abcdef1", true],
    ["hash", "abcdef12", false],
    ["semver", "1.2.3-rc.1+build.5", true],
    ["semver", "1.2", false],
    ["semver", "01.2.3", false],
    ["email", "a.b@example.com", true],
    ["email", "a@b", false],
    ["email", `${"a".repeat(5000)}@b.c`, false],
  ])("%s %s", (kind, value, expected) => {
    expect(isOfKind(value, kind)).toBe(expected);
  });
});

describe("labelSchema", () => {
  it("reads name=kind; a name alone is text", () => {
    expect([...labelSchema(["a=url", "b", "c=nothing", "d = SPDX"])]).toEqual([
      ["a", "url"],
      ["b", "text"],
      ["c", "text"],
      ["d", "spdx"],
    ]);
  });
});
