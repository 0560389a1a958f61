import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DRILLS } from "./drills.js";
import { readRecord } from "./read-record.js";
import { trialOf } from "./sketch.js";

const WHOLE = trialOf({
  drills: Object.fromEntries(DRILLS.map((name) => [name, {}])),
  hardened: {
    user: "10001:10001",
    capAdd: [],
    tmpfs: [{ path: "/tmp", options: "mode=1777" }],
    init: false,
    stopGraceSeconds: 10,
    compose: "read_only: true\n",
    command: "docker run --read-only example/api:1",
  },
});
const TEXT = JSON.stringify(WHOLE);

function problemOf(change: (trial: { [key: string]: unknown }) => void): string {
  const trial = JSON.parse(TEXT);
  change(trial);
  const read = readRecord(JSON.stringify(trial));
  return "problem" in read ? read.problem : "none";
}

describe("a record of a trial", () => {
  it("is read as it was written, with every drill", () => {
    expect(readRecord(TEXT)).toEqual({ trial: WHOLE });
    const two = trialOf({ drills: { stop: [{}, { stops: [{ killed: true }] }] } });
    expect(readRecord(JSON.stringify(two))).toEqual({ trial: two });
  });

  it("is refused with the place of what is wrong", () => {
    expect(readRecord("{")).toEqual({ problem: "it is no JSON" });
    expect(readRecord("null")).toEqual({ problem: "`` must be an object" });
    expect(problemOf((trial) => Object.assign(trial, { recordVersion: 2 }))).toBe(
      "it is a record of version 2, and this seaworthy reads version 1",
    );
    expect(problemOf((trial) => Object.assign(trial, { digest: "abc" }))).toBe("`digest` must be a digest, sha256:…");
    expect(problemOf((trial) => delete trial.cost)).toBe("`cost` must be there");
    expect(problemOf(({ drills }) => Object.assign((drills as { stop: object }).stop, { runs: [] }))).toBe(
      "`drills.stop.runs` must be a list of what was seen",
    );
    expect(
      problemOf(({ drills }) => Object.assign((drills as { stop: { runs: object[] } }).stop.runs[0] ?? {}, { stops: 1 })),
    ).toBe("`drills.stop.runs[0].stops` must be a list");
    expect(
      problemOf(({ drills }) => Object.assign(drills as object, { health: { ran: false, reason: "tired", because: "" } })),
    ).toBe("`drills.health.reason` must be one of nothing to try, not here, not asked, failed");
  });

  it("keeps nothing that is not of the form", () => {
    const read = readRecord(TEXT.replace("{", '{"__proto__":{"polluted":1},"more":1,'));
    expect(read).toEqual({ trial: WHOLE });
    expect(Object.getPrototypeOf((read as { trial: object }).trial)).toBe(Object.prototype);
  });

  it("never throws, whatever stands in the place of a value", () => {
    const places: (readonly [(string | number)[], unknown])[] = [];
    const walk = (value: unknown, path: (string | number)[]): void => {
      places.push([path, value]);
      if (typeof value !== "object" || value === null) return;
      for (const [key, below] of Object.entries(value)) walk(below, [...path, key]);
    };
    walk(WHOLE, []);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), ([path], odd) => {
        const root = { trial: JSON.parse(TEXT) };
        let holder: Record<string, unknown> = root;
        for (const key of ["trial", ...path].slice(0, -1)) holder = holder[key] as Record<string, unknown>;
        holder[path.at(-1) ?? "trial"] = odd;
        const read = readRecord(JSON.stringify(root.trial));
        expect("trial" in read || read.problem.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
