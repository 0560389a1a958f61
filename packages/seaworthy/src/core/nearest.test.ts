import { describe, expect, it } from "vitest";
import { nearest } from "./nearest.js";

describe("nearest", () => {
  it.each([
    ["imagee", ["image", "images_from"], "image"],
    ["biuld", ["build", "bind"], "build"],
    ["cap-drop", ["cap_add", "cap_drop"], "cap_drop"],
    ["DL302", ["DL3002", "DL3025"], "DL3002"],
    ["helathcheck", ["healthcheck", "deploy"], "healthcheck"],
    ["xyz", ["image", "build"], null],
    ["", ["a"], null],
    ["x".repeat(200), ["x".repeat(199)], null],
  ])("%s", (name, candidates, expected) => {
    expect(nearest(name, candidates)).toBe(expected);
  });
});
