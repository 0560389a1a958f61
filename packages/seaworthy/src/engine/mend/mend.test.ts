import { describe, expect, it } from "vitest";
import { finding, noOr, yes } from "../../core/answer.js";
import { type Fix, fixEach, inserted, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { readProjectFrom } from "../../io/memory.js";
import type { AnyRule } from "../../rule.js";
import { defineRule } from "../../rule.js";
import { inspect } from "../inspect.js";
import { DEFAULT_SETTINGS } from "../settings.js";
import type { Inspected } from "./candidates.js";
import { withServices } from "./chosen.js";
import { type Mended, type MendOptions, mend } from "./mend.js";
import { proposals } from "./proposals.js";

const BASE = {
  claim: "it is so",
  why: "It is.",
  todo: "Do it.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
} as const;

/** Says no of each RUN with a word in it, and writes another word. */
function wordRule(name: string, word: string, better: string | null, how: Partial<Fix> = {}): AnyRule {
  return defineRule({
    ...BASE,
    id: `craft/${name}`,
    source({ dockerfile }) {
      const findings = (dockerfile?.instructions ?? []).flatMap((one) => {
        const at = dockerfile?.text.slice(...one.range).indexOf(word) ?? -1;
        if (one.keyword !== "RUN" || at < 0 || !dockerfile) return [];
        const start = one.range[0] + at;
        return [finding(`${word} is there`, placeOf(dockerfile, { range: [start, start + word.length] }))];
      });
      return noOr(findings, () => yes("no such word"));
    },
    ...(better === null
      ? {}
      : {
          fix: (_, __, { findings }) =>
            fixEach(findings, { title: `write ${better}`, safety: "review", order: "line", ...how }, ({ file, range }) => [
              replaced(file, range, better),
            ]),
        }),
  });
}

let inspections = 0;
function options(
  files: Readonly<Record<string, string>>,
  rules: readonly AnyRule[],
  more: Partial<MendOptions> = {},
): MendOptions {
  const look = (texts: ReadonlyMap<string, string>, services: ReadonlySet<string> | null): Inspected => {
    inspections++;
    const read = readProjectFrom({ ...files, ...Object.fromEntries(texts) });
    const project = withServices(read, services, readProjectFrom(files).services);
    return { project, report: inspect({ project, rules, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" }) };
  };
  const first = look(new Map(), null);
  inspections = 0;
  return {
    first,
    rules,
    settings: DEFAULT_SETTINGS,
    asks: () => true,
    review: true,
    read: (path) => files[path] ?? null,
    inspect: look,
    ...more,
  };
}
const run = (text: string, rules: readonly AnyRule[], more: Partial<MendOptions> = {}): Mended =>
  mend(options({ Dockerfile: text }, rules, more));
const textOf = (mended: Mended): string | undefined => mended.texts.get("Dockerfile");
const reasons = (mended: Mended, rule: AnyRule): readonly string[] =>
  mended.last.report.services.flatMap(({ id }) => mended.reasons.of(rule.id, id));

describe("mending", () => {
  it("takes what helps, in rounds, as one fix makes way for the next", () => {
    const mended = run("FROM a:1\nRUN one\nRUN x\n", [wordRule("a", "one", "two"), wordRule("b", "two", "three")]);
    // The first fix would bring about what the second rule says no to.
    expect(textOf(mended)).toBeUndefined();
    const structure = wordRule("c", "x", "z", { order: "structure" });
    const both = run("FROM a:1\nRUN one\nRUN x\n", [wordRule("a", "one", "1"), structure]);
    expect(textOf(both)).toBe("FROM a:1\nRUN 1\nRUN z\n");
    expect(both.kept.map(({ title }) => title)).toEqual(["write z", "write 1"]);
  });

  it("drops a fix by which another rule would newly say no, names it, and keeps the others", () => {
    const bad = wordRule("bad", "old", "evil");
    const rules = [bad, wordRule("good", "foo", "bar"), wordRule("watch", "evil", null)];
    const mended = run("FROM a:1\nRUN foo\nRUN old\nRUN foo\n", rules);
    expect(textOf(mended)).toBe("FROM a:1\nRUN bar\nRUN old\nRUN bar\n");
    expect(reasons(mended, bad)).toEqual(["this fix was dropped: craft/watch would newly say no"]);
  });

  it("finds each of several culprits among many", () => {
    const runs = Array.from({ length: 24 }, (_, at) => (at % 7 === 3 ? `RUN evil${at} old\n` : `RUN fine${at} old\n`)).join("");
    const watch = defineRule({
      ...BASE,
      id: "craft/watch",
      source({ dockerfile }) {
        const found = (dockerfile?.instructions ?? []).filter((one) => /evil\d+ new/.test(one.text));
        return noOr(
          found.map((one) => finding("evil", placeOf({ path: dockerfile?.path ?? "" }, one))),
          () => yes("none"),
        );
      },
    });
    const mended = run(`FROM a:1\n${runs}`, [wordRule("a", "old", "new"), watch]);
    expect(textOf(mended)).toBe(`FROM a:1\n${runs.replace(/(fine\d+) old/g, "$1 new")}`);
  });

  it("drops a fix after which the file does not parse, or that does not help", () => {
    const broken = wordRule("a", "old", 'new\nCOPY ["a"');
    expect(reasons(run("FROM a:1\nRUN old\n", [broken]), broken)[0]).toMatch(/^Dockerfile would have a problem: /);
    const useless = wordRule("b", "old", "older");
    expect(reasons(run("FROM a:1\nRUN old\n", [useless]), useless)).toEqual([
      "this fix was dropped: what it is for would still be found",
    ]);
  });

  it("stops at a circle", () => {
    const wants = (name: string, word: string, other: string): AnyRule =>
      defineRule({
        ...BASE,
        subject: "deployed",
        id: `craft/${name}`,
        source: ({ dockerfile }) =>
          dockerfile?.text.includes(word) ? yes("it is there") : { says: "unknown", because: "it is not there" },
        fixesUnknown: true,
        fix: ({ dockerfile }) => {
          const at = dockerfile?.text.indexOf(other) ?? 0;
          const edits = [replaced("Dockerfile", [at, at + other.length], word)];
          return [{ title: `write ${word}`, safety: "review", order: "line", edits }];
        },
      });
    const mended = run("FROM a:1\nRUN ping\n", [wants("a", "pong", "ping"), wants("b", "ping", "pong")]);
    expect(textOf(mended)).toBe("FROM a:1\nRUN pong\n");
    expect(mended.kept).toHaveLength(1);
  });

  it("stops after twenty rounds", () => {
    const rule = wordRule("a", "old", "new");
    const oneAtATime = {
      ...rule,
      fix: (...given: Parameters<NonNullable<AnyRule["fix"]>>) => rule.fix?.(...given).slice(0, 1) ?? [],
    };
    const mended = run(`FROM a:1\n${"RUN old\n".repeat(30)}`, [oneAtATime]);
    expect(textOf(mended)).toBe(`FROM a:1\n${"RUN new\n".repeat(20)}${"RUN old\n".repeat(10)}`);
  });

  it("takes all edits of a fix or none", () => {
    const half = defineRule({
      ...BASE,
      id: "craft/half",
      source: ({ dockerfile }) =>
        noOr(dockerfile?.text.includes("old") ? [finding("old", { file: "Dockerfile", range: [0, 0] })] : [], () => yes("no")),
      fix: ({ dockerfile }) => {
        const at = dockerfile?.text.indexOf("old") ?? 0;
        return [
          {
            title: "mend",
            safety: "review",
            order: "line",
            edits: [replaced("Dockerfile", [at, at + 3], "new"), { create: "there", text: "x" }],
          },
        ];
      },
    });
    const mended = mend(options({ Dockerfile: "FROM a:1\nRUN old\n", there: "taken" }, [half]));
    expect(mended.texts.size).toBe(0);
    expect(reasons(mended, half)).toEqual(["this fix was dropped: there is there already"]);
    expect([...mend(options({ Dockerfile: "FROM a:1\nRUN old\n" }, [half])).texts.keys()].sort()).toEqual([
      "Dockerfile",
      "there",
    ]);
  });

  it("leaves to the person what changes the container, and says so", () => {
    const rule = wordRule("a", "old", "new");
    const mended = run("FROM a:1\nRUN old\n", [rule], { review: false });
    expect(mended.texts.size).toBe(0);
    expect(reasons(mended, rule)).toEqual(["needs review (--review): write new"]);
  });

  it("drops a safe fix that changes more than it says", () => {
    const rule = wordRule("a", "old", "new", { safety: "safe" });
    const mended = run("FROM a:1\nRUN old\n", [rule]);
    expect(reasons(mended, rule)).toEqual(["this fix was dropped: it would change the runs, too"]);
    expect(textOf(run("FROM a:1\nRUN old\n", [wordRule("a", "old", "new", { safety: "safe", changes: ["runs"] })]))).toBe(
      "FROM a:1\nRUN new\n",
    );
  });

  it("leaves waived findings alone", () => {
    const text = "FROM a:1\n# seaworthy ignore=craft/a -- it is meant\nRUN old\nRUN old\n";
    expect(textOf(run(text, [wordRule("a", "old", "new")]))).toBe(text.replace(/old\n$/, "new\n"));
  });

  it("names a fix that crashes", () => {
    const rule = {
      ...wordRule("a", "old", "new"),
      fix: () => {
        throw new Error("oh");
      },
    } as AnyRule;
    expect(reasons(run("FROM a:1\nRUN old\n", [rule]), rule)).toEqual(["the fix crashed (Error: oh)"]);
  });

  it("keeps line ends", () => {
    expect(textOf(run("FROM a:1\r\nRUN old", [wordRule("a", "old", "new\nRUN two")]))).toBe("FROM a:1\r\nRUN new\r\nRUN two");
  });

  it("asks no more often for two hundred services than for one", () => {
    const text = "FROM a:1\nRUN foo\nRUN old\nRUN foo\nRUN foo\n";
    const rules = [wordRule("bad", "old", "evil"), wordRule("good", "foo", "bar"), wordRule("watch", "evil", null)];
    mend(options({ "0/Dockerfile": text }, rules));
    const one = inspections;
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at}/Dockerfile`, text]));
    const mended = mend(options(files, rules));
    expect(inspections).toBe(one);
    expect(mended.texts.size).toBe(200);
    expect(new Set(mended.texts.values())).toEqual(new Set([text.replaceAll("foo", "bar")]));
  });

  it("does not look at two hundred services one by one for a fix of the project as a whole", () => {
    const text = "FROM a:1\nRUN foo\nRUN old\n";
    const whole = {
      ...wordRule("whole", "foo", null),
      scope: "project",
      fix: () => [{ title: "make a file", safety: "review", order: "line", edits: [{ create: "made", text: "" }] }],
    } as AnyRule;
    const rules = [wordRule("bad", "old", "evil"), wordRule("good", "foo", "bar"), wordRule("watch", "evil", null), whole];
    const files = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}/Dockerfile`, text] as const));
    mend(options(files(2), rules));
    const two = inspections;
    mend(options(files(200), rules));
    expect(inspections).toBe(two);
  });
});

describe("proposals", () => {
  it("are tried each on the files as they are, those that overlap by themselves", () => {
    const rules = [wordRule("a", "old", "new"), wordRule("b", "old", "newer"), wordRule("c", "old", "older")];
    const { found, untried } = proposals(options({ Dockerfile: "FROM a:1\nRUN old\n" }, rules));
    expect(untried).toBe(0);
    expect(found.map(({ title }) => title)).toEqual(["write new", "write newer"]);
  });

  it("try what is put into YAML at one place at once", () => {
    const put = (name: string, key: string): AnyRule =>
      defineRule({
        ...BASE,
        subject: "deployed",
        id: `craft/${name}`,
        source: ({ deployments: [one] }) =>
          noOr(one && !one.compose?.labels.has(key) ? [finding(`no ${key}`, one.place)] : [], () => yes("there")),
        fix: (_, __, { findings, read }) =>
          fixEach(findings, { title: `put ${key}`, safety: "review", order: "line" }, ({ file }) => [
            inserted(file, read(file)?.length ?? 0, `      ${key}: x\n`),
          ]),
      });
    const files = { "compose.yaml": "services:\n  a:\n    image: b:1\n    labels:\n      own: x\n" };
    const rules = ["one", "two", "three"].map((key) => put(key, key));
    const { found, tried } = proposals(options(files, rules));
    expect([found.length, tried, inspections]).toEqual([3, 3, 1]);
  });

  it("end when what may be spent is spent, and count what was not tried", () => {
    const text = "FROM a:1\nRUN foo\nRUN old\nRUN foo\n";
    const rules = [wordRule("bad", "old", "evil"), wordRule("good", "foo", "bar"), wordRule("watch", "evil", null)];
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}/Dockerfile`, text]));
    const all = proposals(options(files, rules));
    expect([all.found.length, all.tried, all.untried]).toEqual([40, 60, 0]);
    const some = proposals(options(files, rules), 30);
    expect(some.untried).toBeGreaterThan(0);
    expect(some.tried + some.untried).toBe(60);
    expect(some.found.length).toBeLessThanOrEqual(some.tried);
    expect(inspections).toBe(1);
  });
});
