import { describe, expect, it } from "vitest";
import { isLicenseExpression } from "./spdx.js";

describe("isLicenseExpression", () => {
  it.each([
    ["MIT", true],
    ["apache-2.0", true],
    ["GPL-2.0+", true],
    ["MIT OR (Apache-2.0 AND BSD-3-Clause)", true],
    ["GPL-2.0-only WITH Classpath-exception-2.0", true],
    ["LicenseRef-acme-1.0", true],
    ["", false],
    ["Apache 2", false],
    ["MIT OR", false],
    ["MIT Apache-2.0", false],
    ["(MIT", false],
    ["MIT)", false],
    ["MIT WITH luck", false],
    ["(".repeat(10_000), false],
  ])("%s", (text, expected) => {
    expect(isLicenseExpression(text)).toBe(expected);
  });
});
