import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspect } from "../src/engine/inspect.js";
import { DEFAULT_SETTINGS } from "../src/engine/settings.js";
import { readProjectFrom } from "../src/io/memory.js";
import { defaultOptions } from "../src/rule.js";
import { RULES } from "../src/rules/index.js";
import { MUTATION_KINDS, type Mutation, mutated, PIECES } from "../src/testing/mutate.js";
import { projectFaults } from "../src/testing/project-faults.js";
import { FUZZ_PROJECTS } from "./fuzz-files.js";
import { TODAY } from "./judged.js";

const SETTINGS = {
  ...DEFAULT_SETTINGS,
  rules: new Map(
    RULES.map((rule) => {
      const weight = rule.weight === "off" ? ("advised" as const) : rule.weight;
      return [rule.id, { weight, level: rule.level, options: defaultOptions(rule) }];
    }),
  ),
};

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...MUTATION_KINDS),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(30),
  piece: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 8, unit: "binary" })),
});

/** A project with some of its files damaged, the chosen ones named by numbers. */
const damaged = fc
  .tuple(
    fc.constantFrom(...FUZZ_PROJECTS),
    fc.array(fc.tuple(fc.nat(), fc.array(mutation, { minLength: 1, maxLength: 6 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([project, changes]) => {
    const files = { ...project };
    const paths = Object.keys(files);
    for (const [number, mutations] of changes) {
      const path = paths[number % paths.length] ?? "";
      files[path] = mutated(files[path] ?? "", mutations);
    }
    return files;
  });

function judge(files: Readonly<Record<string, string>>): readonly string[] {
  const project = readProjectFrom(files, { today: TODAY, all: true });
  const report = inspect({ project, rules: RULES, settings: SETTINGS, depths: ["source"], version: "0" });
  // What else the engine does with the answers may fail as well.
  expect(report.schemaVersion).toBe(1);
  return projectFaults(project, RULES, files);
}

describe("damaged projects: no rule crashes, and every place is in its file", () => {
  it.each(FUZZ_PROJECTS.map((files, index) => [index + 1, files] as const))("project %i as it is", (_index, files) => {
    expect(judge(files)).toEqual([]);
  });

  const random = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
  it.each([
    ["the same every time", 20261127],
    ["another each time; FUZZ_SEED repeats it", random],
  ])("%s: seed %i", { timeout: 120_000 }, (_name, seed) => {
    fc.assert(
      fc.property(damaged, (files) => {
        const faults = judge(files);
        if (faults.length > 0) throw new Error(faults.join("\n"));
      }),
      { seed, numRuns: Number(process.env.FUZZ_RUNS ?? 80) },
    );
  });
});
