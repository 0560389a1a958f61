import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ITEM_IDS } from "../src/checklist.js";
import { PROBLEM_KINDS } from "../src/core/problem.js";
import { RULES } from "../src/rules/index.js";
import { run, withProject } from "./cli/run.js";

/** What a released reader of the JSON relies on. A key more is a new feature; a key less, or another type, breaks readers. */
const text = (value: unknown) => typeof value === "string";
const flag = (value: unknown) => typeof value === "boolean";
const count = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;
const position = (value: unknown) => Number.isInteger(value) && (value as number) >= 1;
const oneOf =
  (...words: readonly unknown[]) =>
  (value: unknown) =>
    words.includes(value);
const orNull = (check: Check) => (value: unknown) => value === null || holds(check, value);
const listOf = (check: Check) => (value: unknown) => Array.isArray(value) && value.every((one) => holds(check, one));
type Check = ((value: unknown) => boolean) | { readonly [key: string]: Check };

/** The paths of what is wrong, else true. */
function holds(check: Check, value: unknown): boolean {
  return faults(check, value, "").length === 0;
}
function faults(check: Check, value: unknown, at: string): string[] {
  if (typeof check === "function") return check(value) ? [] : [`${at}: ${JSON.stringify(value)?.slice(0, 200)}`];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at}: no object`];
  const keys = new Set([...Object.keys(check), ...Object.keys(value)]);
  return [...keys].flatMap((key) => {
    const wanted = check[key];
    if (!wanted) return [`${at}.${key}: an unknown key`];
    if (!(key in value)) return [`${at}.${key}: is missing`];
    return faults(wanted, (value as Record<string, unknown>)[key], `${at}.${key}`);
  });
}

const depth = oneOf("source", "image", "trial");
const POINT: Check = { line: position, column: position, offset: count };
const PLACE: Check = { file: text, start: POINT, end: POINT };
const CHANGE: Check = { file: text, range: (value) => listOf(count)(value) && (value as number[]).length === 2, text };
const CREATION: Check = { create: text, text };
const FINDING: Check = {
  fingerprint: (value) => text(value) && /^[0-9a-f]{16}$/.test(value as string),
  level: oneOf("error", "warning", "info"),
  message: text,
  docs: (value) => text(value) && /^docs\/rules\/.+\.md$/.test(value as string),
  aliases: listOf(text),
  deployment: orNull(text),
  place: PLACE,
  secret: flag,
  baseline: flag,
  fixes: listOf({
    title: text,
    safety: oneOf("safe", "review"),
    edits: listOf((edit) => holds(CHANGE, edit) || holds(CREATION, edit)),
  }),
  waived: orNull({ reason: text, until: orNull(text), by: text }),
};
const RULING: Check = {
  rule: oneOf(...RULES.map((rule) => rule.id)),
  aliases: listOf(text),
  weight: oneOf("required", "advised"),
  scope: oneOf("service", "context", "project"),
  ruling: oneOf("yes", "no", "unknown", "n/a", "not asked"),
  depth: orNull(depth),
  because: text,
  todo: text,
  crashed: orNull(text),
  overruled: listOf({ depth, ruling: text, because: text }),
  findings: listOf(FINDING),
};
const SERVICE: Check = {
  id: text,
  name: text,
  dockerfile: orNull(text),
  stage: orNull(text),
  context: orNull(text),
  image: orNull(text),
  deployments: listOf({ kind: oneOf("compose", "kubernetes"), file: text, name: text }),
  items: listOf({
    item: oneOf(...ITEM_IDS),
    verdict: oneOf("met", "unmet", "unproven", "not applicable", "waived"),
    depth: orNull(depth),
    rulings: listOf(RULING),
  }),
  advice: listOf(RULING),
};
const REPORT: Check = {
  schemaVersion: oneOf(1),
  tool: { name: oneOf("seaworthy"), version: text },
  root: text,
  inspected: {
    depths: listOf(depth),
    image: oneOf(null),
    engine: oneOf(null),
    database: oneOf(null),
    changedSince: oneOf(null),
    composeFiles: listOf(text),
    config: orNull({ path: text, of: oneOf("seaworthy", "hadolint"), left: listOf(text) }),
    shellcheck: orNull({ checked: count, because: orNull(text) }),
    fixes: orNull({ tried: count, untried: count }),
  },
  services: listOf(SERVICE),
  images: listOf({}),
  trials: listOf({}),
  notJudged: listOf({ file: text, because: text }),
  problems: listOf({ kind: oneOf(...PROBLEM_KINDS), message: text, place: PLACE }),
  summary: { services: count, items: { met: count, unmet: count, unproven: count, notApplicable: count, waived: count } },
};

const PROJECT = {
  // Characters of two UTF-16 units before what is marked, lines that end with CRLF, and a byte order mark.
  "api/Dockerfile":
    '\uFEFFFROM node:latest\r\n# 🚢🚢\r\nLABEL a="🚢" b=x\r\nENV A=🚢 DATABASE_PASSWORD=hunter2hunter2\r\nUSER root\r\nCMD npm start\r\n',
  "api/package.json": '{"name":"api","dependencies":{"express":"4"}}',
  "compose.yaml":
    "services:\n  api:\n    build: api\n    labels: { note: 🚢, other: x }\n    privileged: true # seaworthy ignore=least-privilege/not-privileged until=2099-01-01 -- driver\n  db:\n    image: postgres\n    imagee: x\n",
  "test/Dockerfile": "FROM alpine\n",
};

interface Point {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

describe("--format json", () => {
  it("has the keys that it has always had, each of its type", () =>
    withProject(PROJECT, async (folder) => {
      const { stdout } = await run(folder, ["check", "--format", "json"]);
      const report = JSON.parse(stdout) as Record<string, unknown> & {
        services: unknown[];
        problems: unknown[];
        notJudged: unknown[];
      };
      expect([report.services.length, report.problems.length > 0, report.notJudged.length]).toEqual([2, true, 1]);
      expect(faults({ ...REPORT, services: () => true }, report, "")).toEqual([]);
      for (const service of report.services as { items: { rulings: unknown[] }[]; advice: unknown[] }[]) {
        for (const ruling of [...service.items.flatMap((item) => item.rulings), ...service.advice]) {
          expect(faults({ ...(RULING as object), findings: () => true }, ruling, "ruling")).toEqual([]);
          for (const finding of (ruling as { findings: unknown[] }).findings)
            expect(faults(FINDING, finding, "finding")).toEqual([]);
        }
        expect(faults(SERVICE, service, "service")).toEqual([]);
      }
      for (const problem of report.problems)
        expect(faults((REPORT as Record<string, Check>).problems as Check, [problem], "")).toEqual([]);
      expect(stdout).toContain('"until": "2099-01-01"');
      const empty = JSON.parse((await run(folder, ["check", "--format", "json", "--service", "nobody"])).stdout);
      expect(faults(REPORT, empty, "")).toEqual([]);
    }));

  it("counts lines and columns from 1, columns in UTF-16 units, offsets from 0, all of the file as it is", () =>
    withProject(PROJECT, async (folder) => {
      const { stdout } = await run(folder, ["check", "--format", "json"]);
      const places: { file: string; start: Point; end: Point }[] = [];
      JSON.parse(stdout, (key, value) => {
        if (key === "place") places.push(value);
        return value;
      });
      expect(places.length).toBeGreaterThan(10);
      for (const { file, start, end } of places) {
        if (file === ".") continue;
        const whole = readFileSync(join(folder, file), "utf8");
        const lines = whole.split(/(?<=\n)/);
        for (const { line, column, offset } of [start, end]) {
          const before = lines.slice(0, line - 1).join("").length;
          expect({ file, line, offset }).toEqual({ file, line, offset: before + column - 1 });
        }
        expect(end.offset).toBeGreaterThanOrEqual(start.offset);
      }
      const marked = places.map(({ file, start, end }) =>
        readFileSync(join(folder, file), "utf8").slice(start.offset, end.offset),
      );
      expect(marked).toContain("USER root");
      expect(marked).toContain("hunter2hunter2");
    }));
});

describe("--format sarif and github", () => {
  it("the same places, in the units that each of them counts in", () =>
    withProject(PROJECT, async (folder) => {
      const sarif = JSON.parse((await run(folder, ["check", "--format", "sarif", "--only", "non-root-user/user"])).stdout);
      expect(sarif.runs[0].columnKind).toBe("utf16CodeUnits");
      expect(sarif.runs[0].results[0].locations[0].physicalLocation.region).toMatchObject({
        startLine: 5,
        startColumn: 1,
        endColumn: 10,
      });
      const github = (await run(folder, ["check", "--format", "github", "--only", "non-root-user/user"])).stdout;
      expect(github).toMatch(/^::error file=api\/Dockerfile,line=5,endLine=5,col=1,endColumn=10,title=non-root-user\/user::/);
    }));

  it("what a file is called cannot end an annotation or begin another", () =>
    withProject({ "a,b:c%0A::error::d/Dockerfile": "FROM alpine:3.22\nUSER root\n" }, async (folder) => {
      const { stdout } = await run(folder, ["check", "--format", "github", "--only", "non-root-user/user"]);
      expect(stdout).toMatch(/^::error file=a%2Cb%3Ac%250A%3A%3Aerror%3A%3Ad\/Dockerfile,line=2,/);
      const sarif = JSON.parse((await run(folder, ["check", "--format", "sarif", "--only", "non-root-user/user"])).stdout);
      expect(sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
        "a%2Cb%3Ac%250A%3A%3Aerror%3A%3Ad/Dockerfile",
      );
    }));
});

describe("a baseline", () => {
  it("knows its findings when lines move, and what is new beside them", () =>
    withProject({ Dockerfile: 'FROM alpine\nUSER root\nCMD ["/app"]\n' }, async (folder) => {
      const { writeFileSync } = await import("node:fs");
      await run(folder, ["check", "--write-baseline", "known.json"]);
      const check = () => run(folder, ["check", "--baseline", "known.json"]).then((one) => one.code);
      expect(await check()).toBe(0);
      writeFileSync(join(folder, "Dockerfile"), '\n# moved\nFROM   alpine\n\n\nUSER root\n\nCMD ["/app"]\n');
      expect(await check()).toBe(0);
      writeFileSync(
        join(folder, "Dockerfile"),
        'FROM alpine\nENV API_TOKEN=a8f5f167f44f4964e6c998dee827110c\nUSER root\nCMD ["/app"]\n',
      );
      expect(await check()).toBe(1);
    }));
});
