import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ITEM_IDS } from "../src/checklist.js";
import { configSchema } from "../src/config/config-schema.js";
import { ConfigError } from "../src/config/keys.js";
import { readConfig } from "../src/config/read-config.js";
import type { AnyRule, OptionsSchema } from "../src/rule.js";
import { RULES } from "../src/rules/index.js";
import { run, withProject } from "./cli/run.js";
import { judgeFiles } from "./judged.js";
import { configCheck, reportFaults, schemaOf } from "./schemas.js";

const published = configCheck(schemaOf("config"));

function isRead(text: string, rules: readonly AnyRule[] = RULES): boolean {
  try {
    readConfig("seaworthy.yaml", text, rules);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

describe("the schema of the config", () => {
  it("is that of the rules there are", () => {
    expect(schemaOf("config")).toEqual(JSON.parse(JSON.stringify(configSchema(RULES))));
  });

  it("knows every rule, item and other tool's name, with the options of each", () => {
    const names = [...RULES.flatMap((rule) => [rule.id, ...(rule.aliases ?? [])]), ...ITEM_IDS, "craft"];
    for (const name of names) {
      for (const written of [name, name.toLowerCase()]) {
        expect(published({ rules: { [written]: "off" }, waivers: [{ ignore: written }] }), written).toEqual([]);
      }
    }
    const withOptions = RULES.filter((rule) => Object.keys(rule.options ?? {}).length > 0);
    expect(withOptions.length).toBeGreaterThan(3);
    for (const { id, options } of withOptions) {
      const defaults = Object.fromEntries(Object.entries(options as object).map(([name, { default: value }]) => [name, value]));
      expect(published({ rules: { [id]: defaults } }), id).toEqual([]);
      expect(isRead(JSON.stringify({ rules: { [id]: defaults } })), id).toBe(true);
      expect(published({ rules: { [id]: { ...defaults, optoin: 1 } } })).not.toEqual([]);
    }
  });

  it("takes what the reader takes and refuses what it refuses", () => {
    const optionsOf = (rule: AnyRule | undefined) => Object.entries((rule?.options ?? {}) as OptionsSchema);
    const ruled = RULES.find((rule) => optionsOf(rule).some(([, { type }]) => type === "integer"));
    const [option] = optionsOf(ruled).find(([, { type }]) => type === "integer") ?? ["none"];
    const any = fc.constantFrom<unknown>(
      "a",
      "",
      0,
      1.5,
      -3,
      true,
      null,
      [],
      ["a", "b"],
      [null],
      {},
      { a: 1 },
      "off",
      "2027-01-31",
    );
    const good = <T>(one: fc.Arbitrary<T>, bad: fc.Arbitrary<unknown> = any) =>
      fc.oneof({ weight: 40, arbitrary: one }, { weight: 1, arbitrary: bad });
    const maybe = (one: fc.Arbitrary<unknown>) => fc.option(good(one), { nil: undefined, freq: 2 });
    const usual = good(
      fc.constantFrom("non-root-user/user", "non-root-user", "DL3002", "DS-0002", "JSONArgsRecommended", ruled?.id ?? ""),
      fc.constantFrom("craft", "no/such", "non-rot-user"),
    ) as fc.Arbitrary<string>;
    const names = fc.oneof(usual, fc.constantFrom("dl3002", "ds002", "hadolint/DL3002", "*", "0123456789abcdef"));
    const word = good(fc.constantFrom("advised", "off"), fc.constantFrom("required", "of", "error"));
    const level = good(fc.constantFrom("error", "warning", "info"), fc.constant("of"));
    const setting = fc.oneof(
      word,
      level,
      fc.record({ weight: maybe(word), level: maybe(level) }),
      fc.record({ [option]: good(fc.constantFrom(1, 60)) }),
    );
    const day = good(fc.constant("2027-01-31"), fc.constantFrom("2027-02-30", "soon", "2027-1-1"));
    const waiver = fc.record({
      ignore: good(fc.oneof(names, fc.array(names, { maxLength: 3 }))),
      services: maybe(fc.constantFrom("api", ["api"])),
      files: maybe(fc.constantFrom("a", ["a"])),
      reason: maybe(fc.constantFrom("why")),
      until: maybe(day),
      depth: maybe(fc.constantFrom("trial", "source")),
      because: good(fc.constant(undefined), fc.constant("x")),
    });
    const config = fc.record({
      $schema: fc.option(fc.constant("./config.json"), { nil: undefined }),
      compose: maybe(fc.constantFrom("a.yaml", ["a.yaml", "b.yaml"])),
      services: maybe(fc.constantFrom("api", ["api"])),
      exclude: maybe(fc.constantFrom("old/", [])),
      rules: maybe(fc.dictionary(usual, setting, { maxKeys: 2 })),
      policy: maybe(fc.record({ strict: maybe(fc.boolean()), requireReason: maybe(fc.boolean()), failOn: maybe(level) })),
      waivers: maybe(fc.array(waiver, { maxLength: 2 })),
      wiavers: good(fc.constant(undefined), fc.constant([])),
    });
    let taken = 0;
    fc.assert(
      fc.property(config, (made) => {
        const text = JSON.stringify(made);
        const data: unknown = JSON.parse(text);
        const read = isRead(text);
        if (read) taken++;
        expect({ text, valid: published(data).length === 0 }).toEqual({ text, valid: read });
      }),
      { numRuns: 400 },
    );
    expect(taken).toBeGreaterThan(60);
    expect(taken).toBeLessThan(390);
  });

  it("speaks of YAML as it is written", () => {
    for (const text of ["", "# nothing\n", "rules:\n  DL3002: off\n", "waivers:\n  - ignore: DL3002\n    until: 2027-01-31\n"]) {
      expect(isRead(text)).toBe(true);
      expect(published(parse(text))).toEqual([]);
    }
  });
});

describe("the schema of the report", () => {
  it("is told where it is broken", () => {
    const report = JSON.parse(JSON.stringify(judgeFiles({ Dockerfile: "FROM alpine:3.22\nUSER root\n" })));
    expect(reportFaults(report)).toEqual([]);
    expect(reportFaults({ ...report, extra: 1 })).not.toEqual([]);
    expect(reportFaults({ ...report, schemaVersion: 2 })).not.toEqual([]);
    const { root: _, ...less } = report;
    expect(reportFaults(less)).not.toEqual([]);
    report.problems = [{ kind: "parse", message: "m", place: { file: "a", start: { line: 0, column: 1, offset: 0 }, end: {} } }];
    expect(reportFaults(report)).not.toEqual([]);
  });

  it("lets a later report tell more", () => {
    expect(JSON.stringify(schemaOf("report"))).not.toContain('"additionalProperties":false');
  });

  it("holds for a config that is named by it, which is not read", () =>
    withProject(
      {
        Dockerfile: "FROM alpine:3.22\nUSER root\n",
        "seaworthy.yaml": "$schema: ./node_modules/seaworthy/dist/schema/config.json\n",
      },
      async (folder) => {
        expect(await run(folder, ["check", "--format", "json"])).toMatchObject({ code: 1, stderr: "" });
      },
    ));
});
