import { describe, expect, it } from "vitest";
import { rulesNamed } from "../src/engine/rule-names.js";
import { RULES } from "../src/rules/index.js";

/** Every checkpoint that dockle (0.4) has. */
const CHECKPOINTS = [
  ...["0001", "0005", "0006", "0007", "0008", "0009", "0010"].map((number) => `CIS-DI-${number}`),
  ...["0001", "0002", "0003", "0004", "0005", "0006"].map((number) => `DKL-DI-${number}`),
  ...["0001", "0002", "0003"].map((number) => `DKL-LI-${number}`),
];

describe("dockle's checkpoints", () => {
  it.each(CHECKPOINTS)("%s is known, and looked at in an image", (name) => {
    expect(rulesNamed(name, RULES).filter((rule) => rule.image !== undefined).length).toBeGreaterThan(0);
  });
});
