import { describe, expect, it } from "vitest";
import { baseSets } from "./base-variables.js";

describe("baseSets", () => {
  it("knows what well-known images set", () => {
    expect(baseSets("alpine", "PATH")).toBe(true);
    expect(baseSets("alpine", "HOME")).toBe(false);
    expect(baseSets("node", "NODE_VERSION")).toBe(true);
    expect(baseSets("node", "APP_HOME")).toBe(false);
    expect(baseSets("python", "PYTHON_VERSION")).toBe(true);
  });
  it("knows nothing of other images", () => {
    expect(baseSets("ghcr.io/acme/base", "PATH")).toBeNull();
    expect(baseSets("constructor", "PATH")).toBeNull();
  });
});
