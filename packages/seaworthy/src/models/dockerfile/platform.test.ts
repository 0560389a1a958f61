import { describe, expect, it } from "vitest";
import { parsePlatform } from "./platform.js";

describe("parsePlatform", () => {
  it.each([
    ["linux/amd64", { os: "linux", arch: "amd64", variant: null }],
    ["linux/arm/v7", { os: "linux", arch: "arm", variant: "v7" }],
    ["Linux/x86_64", { os: "linux", arch: "amd64", variant: null }],
    ["windows(10.0.17763)/amd64", { os: "windows", arch: "amd64", variant: null }],
    ["linux", { os: "linux", arch: "amd64", variant: null }],
    ["aarch64", { os: "linux", arch: "arm64", variant: null }],
    ["linux/quantum", { os: "linux", arch: "quantum", variant: null }],
  ])("reads %s", (written, platform) => {
    expect(parsePlatform(written)).toEqual(platform);
  });
  it.each(["", "local", "a/b/c/d", "linux/", "linux/am d64", "constructor"])("refuses %s", (written) => {
    expect(parsePlatform(written)).toBeNull();
  });
});
