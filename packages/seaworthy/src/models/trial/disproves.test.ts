import { describe, expect, it } from "vitest";
import { disproves } from "./disproves.js";
import { DRILLS } from "./drills.js";
import type { Observations } from "./observations.js";
import { trialOf } from "./sketch.js";

/** What a sketch makes of a drill of which nothing is said. */
function usual<D extends (typeof DRILLS)[number]>(name: D): Observations[D] {
  const drilled = trialOf({ drills: { [name]: {} } }).drills[name];
  const [seen] = drilled.ran ? drilled.runs : [];
  if (!seen) throw new Error(`no observation of ${name}`);
  return seen as Observations[D];
}

describe("a second look", () => {
  it.each(DRILLS)("is not taken at %s where all is well", (name) => expect(disproves(name, usual(name))).toBe(false));

  it("is taken where something speaks against the service", () => {
    const turn = { ms: null, deadlineMs: 5 };
    expect(disproves("health", { ...usual("health"), frozen: turn })).toBe(true);
    expect(disproves("read-only", { ...usual("read-only"), tmpfs: null })).toBe(true);
    const [stop] = usual("stop").stops;
    if (!stop) throw new Error("no stop");
    expect(disproves("stop", { stops: [{ ...stop, killed: true }] })).toBe(true);
    expect(disproves("stop", { stops: [{ ...stop, exitCode: 1 }] })).toBe(true);
    expect(disproves("start", { ...usual("start"), ready: false })).toBe(true);
    expect(disproves("zombies", { ...usual("zombies"), left: 2, startsPrograms: true })).toBe(true);
  });
});
