import { describe, expect, it } from "vitest";
import { floorOf } from "./floor.js";
import { trialOf } from "./sketch.js";

const costs = { surroundings: 100, start: 400, helper: 200, removal: 300 };

describe("the floor of a trial", () => {
  it("is the way to the first start, the longest drill, and the way out", () => {
    const { drills } = trialOf({
      drills: {
        start: { ready: true, readyMs: 50 },
        health: {
          toHealthy: { ms: 700, deadlineMs: 5_000 },
          frozen: { ms: 4_000, deadlineMs: 8_000 },
          thawed: { ms: 500, deadlineMs: 8_000 },
        },
      },
    });
    const health = 400 + 700 + 200 + 4_000 + 500;
    expect(floorOf(drills, costs)).toBe(100 + 450 + 200 + health + 300);
  });

  it("counts a turn that never came with its deadline", () => {
    const { drills } = trialOf({
      drills: {
        start: { ready: true, readyMs: 0 },
        health: { toHealthy: { ms: null, deadlineMs: 5_000 }, frozen: null, thawed: null },
      },
    });
    expect(floorOf(drills, costs)).toBe(100 + 400 + 200 + (400 + 5_000 + 200) + 300);
  });
});
