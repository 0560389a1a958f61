import { describe, expect, it } from "vitest";
import { type Answer, disagreed, finding, no, notApplicable, unknown, yes } from "../core/answer.js";
import type { Depth, Ruling, RulingWord, Weight } from "../core/report.js";
import { trialOf } from "../models/trial/sketch.js";
import type { AnyRule, Rule } from "../rule.js";
import { imageOf } from "../testing/lone-image.js";
import { projectOf, serviceOf } from "../testing/lone-service.js";
import { ask, type Evidence } from "./ask.js";
import { exitCode } from "./exit-code.js";
import { inspect } from "./inspect.js";
import { judge } from "./judge.js";
import { ruleOn } from "./rule-on.js";
import { DEFAULT_SETTINGS, type Settings } from "./settings.js";

const PLACE = { file: "Dockerfile", range: [0, 4] as const };
const NO = no(finding("it is wrong", PLACE));
const YES = yes("it was seen");
const UNKNOWN = unknown("cannot be seen");
const NA = notApplicable("nothing to judge");

function asked(depth: Depth, answer: Answer, oneShip = true) {
  return { depth, answer, crashed: null, oneShip };
}

function ruling(word: RulingWord, options: { weight?: Weight; depth?: Depth; waived?: boolean } = {}): Ruling {
  const waived = options.waived ? { reason: "because", until: null, by: "Dockerfile:1" } : null;
  return {
    rule: "non-root-user/user",
    aliases: [],
    weight: options.weight ?? "required",
    scope: "service",
    ruling: word,
    depth: options.depth ?? "source",
    because: "because",
    todo: "Do it.",
    crashed: null,
    overruled: [],
    findings:
      word === "no"
        ? [
            {
              fingerprint: "0000000000000000",
              level: "error",
              message: "it is wrong",
              docs: "",
              aliases: [],
              deployment: null,
              place: { file: "Dockerfile", start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } },
              secret: false,
              baseline: false,
              fixes: [],
              waived,
            },
          ]
        : [],
  };
}

function rule(id: string, source: Answer | (() => Answer), more: Partial<Rule> = {}): AnyRule {
  return {
    id: id as AnyRule["id"],
    claim: "all is well",
    why: "It matters.",
    todo: "Mend it.",
    weight: "required",
    level: "error",
    since: "0.1.0",
    subject: "written",
    source: typeof source === "function" ? source : () => source,
    ...more,
  };
}

function run(
  rules: readonly AnyRule[],
  texts: Record<string, string> = { Dockerfile: "FROM scratch\n" },
  settings: Partial<Settings> = {},
  evidence?: Evidence,
) {
  return inspect({
    project: projectOf(texts),
    rules,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    depths: evidence ? ["source", "image", "trial"] : ["source"],
    version: "0.0.0",
    ...(evidence ? { evidence: new Map([["Dockerfile", evidence]]) } : {}),
  });
}
const itemOf = (report: ReturnType<typeof run>, item: string) => report.services[0]?.items.find((one) => one.item === item);

describe("1. a probe says yes only if what it saw proves the claim", () => {
  it("a probe that can only catch and says yes is taken for a crash", () => {
    const [one] = ask(rule("non-root-user/x", YES, { catches: true }), serviceOf(), ["source"], {});
    expect(one?.answer.says).toBe("unknown");
    expect(one?.crashed).toContain("can only catch");
  });
  it("it may say no, unknown and n/a", () => {
    for (const answer of [NO, UNKNOWN, NA]) {
      expect(ask(rule("non-root-user/x", answer, { catches: true }), serviceOf(), ["source"], {})[0]?.answer).toEqual(answer);
    }
  });
});

describe("2. a rule takes part only if it has a probe at a depth that was inspected", () => {
  it("else it is not asked, and does not count", () => {
    const trialOnly: AnyRule = { ...rule("non-root-user/b", YES), trial: () => NO };
    delete (trialOnly as { source?: unknown }).source;
    expect(ruleOn(ask(trialOnly, serviceOf(), ["source"], {})).ruling).toBe("not asked");
    expect(judge([ruling("yes"), ruling("not asked")]).verdict).toBe("met");
  });
  it("a drill that a trial left out is not asked for; one that failed, or could not be done here, is unknown", () => {
    const capable: AnyRule = { ...rule("least-privilege/c", YES, { subject: "capable", needs: { drills: ["stop"] } }) };
    delete (capable as { source?: unknown }).source;
    const looked: AnyRule = { ...capable, trial: ({ drills }) => (drills.stop.ran ? YES : UNKNOWN) };
    const says = (reason?: "not asked" | "failed" | "not here") => {
      const seen = trialOf({ drills: { stop: reason ? { ran: false, reason, because: "so it is" } : {} } });
      return ruleOn(ask(looked, serviceOf(), ["trial"], {}, { trial: { seen, oneShip: true } })).ruling;
    };
    expect([says(), says("not asked"), says("failed"), says("not here")]).toEqual(["yes", "not asked", "unknown", "unknown"]);
  });
  it("a verdict names the shallowest depth among the deciding yeses", () => {
    expect(judge([ruling("yes", { depth: "trial" }), ruling("yes", { depth: "image" })])).toEqual({
      verdict: "met",
      depth: "image",
    });
    expect(judge([ruling("yes", { depth: "trial" }), ruling("n/a", { depth: "source" })])).toEqual({
      verdict: "met",
      depth: "trial",
    });
  });
  it("the report says which depths were inspected", () => {
    expect(run([rule("non-root-user/x", YES)]).inspected.depths).toEqual(["source"]);
  });
});

describe("3. the deepest decided answer rules", () => {
  it("trial over image over source", () => {
    const all = ruleOn([asked("source", YES), asked("image", YES), asked("trial", NO)]);
    expect([all.ruling, all.depth]).toEqual(["no", "trial"]);
    expect(ruleOn([asked("source", NO), asked("image", YES)]).ruling).toBe("yes");
  });
  it("what it overruled stays in the report", () => {
    expect(ruleOn([asked("source", NO), asked("image", YES)]).overruled).toEqual([
      { depth: "source", ruling: "no", because: "it is wrong" },
    ]);
  });
  it("an unknown or n/a at a deeper level hides no shallower decision", () => {
    expect(ruleOn([asked("source", NO), asked("trial", UNKNOWN)]).ruling).toBe("no");
    expect(ruleOn([asked("source", YES), asked("image", NA)]).ruling).toBe("yes");
  });
  it("runs of a trial that contradicted each other are unknown, whatever a shallower look says", () => {
    const ruled = ruleOn([asked("source", YES), asked("image", NO), asked("trial", disagreed("now so, now not"))]);
    expect([ruled.ruling, ruled.depth, ruled.overruled.map(({ ruling: word }) => word)]).toEqual([
      "unknown",
      "trial",
      ["no", "yes"],
    ]);
    expect(ruleOn([asked("source", YES), asked("trial", disagreed("now so, now not"), false)]).ruling).toBe("yes");
  });
  it("not shown to be one ship: printed beside, changes nothing", () => {
    const ruled = ruleOn([asked("source", NO), asked("image", YES, false)]);
    expect(ruled.ruling).toBe("no");
    expect(ruled.overruled).toEqual([{ depth: "image", ruling: "yes", because: "it was seen" }]);
    expect(ruleOn([asked("source", UNKNOWN), asked("trial", YES, false)]).ruling).toBe("unknown");
  });
  it("through the whole engine, with evidence of one ship and of another", () => {
    const both: AnyRule = { ...rule("non-root-user/x", NO), image: () => YES };
    const seen = imageOf();
    expect(itemOf(run([both], undefined, {}, { image: { seen, oneShip: true } }), "non-root-user")).toMatchObject({
      verdict: "met",
      depth: "image",
    });
    expect(itemOf(run([both], undefined, {}, { image: { seen, oneShip: false } }), "non-root-user")).toMatchObject({
      verdict: "unmet",
    });
  });
  it("rules of different facts overrule nothing of each other", () => {
    const capable: AnyRule = { ...rule("least-privilege/capable", UNKNOWN, { subject: "capable" }), trial: () => YES };
    const deployed = rule("least-privilege/deployed", NO, { subject: "deployed" });
    const report = run([capable, deployed], undefined, {}, { trial: { seen: trialOf({}), oneShip: true } });
    expect(itemOf(report, "least-privilege")?.verdict).toBe("unmet");
  });
});

describe("4. the verdict of an item over its required rules that were asked", () => {
  it.each([
    [["no", "yes", "unknown"], "unmet"],
    [["unknown", "yes"], "unproven"],
    [["yes", "n/a"], "met"],
    [["n/a", "n/a"], "not applicable"],
    [["not asked"], "unproven"],
    [[], "unproven"],
  ] as const)("%j → %s", (words, verdict) => {
    expect(judge(words.map((word) => ruling(word))).verdict).toBe(verdict);
  });
  it("advised rules decide nothing", () => {
    expect(judge([ruling("no", { weight: "advised" }), ruling("yes")]).verdict).toBe("met");
    expect(judge([ruling("yes", { weight: "advised" })]).verdict).toBe("unproven");
  });
  it("a no that is waived and an unknown → unproven; a no that is not waived wins over both", () => {
    expect(judge([ruling("no", { waived: true }), ruling("unknown")]).verdict).toBe("unproven");
    expect(judge([ruling("no", { waived: true }), ruling("no")]).verdict).toBe("unmet");
  });
});

describe("5. waivers", () => {
  const root = no(finding("root", { file: "Dockerfile", range: [0, 12] }));
  it("an item whose only nos are waived is waived, never met", () => {
    expect(judge([ruling("no", { waived: true }), ruling("yes")]).verdict).toBe("waived");
    const text = "# seaworthy ignore=non-root-user/user until=2027-01-31 -- moves next month\nFROM scratch\n";
    const at = { file: "Dockerfile", range: [text.indexOf("FROM"), text.length - 1] as const };
    const report = run([rule("non-root-user/user", no(finding("root", at))), rule("non-root-user/other", YES)], {
      Dockerfile: text,
    });
    expect(itemOf(report, "non-root-user")?.verdict).toBe("waived");
    expect(itemOf(report, "non-root-user")?.rulings[0]?.findings[0]?.waived).toEqual({
      reason: "moves next month",
      until: "2027-01-31",
      by: "Dockerfile:1",
    });
  });
  it("cover by rule, item, alias and fingerprint, and nothing else", () => {
    const known =
      run([rule("non-root-user/user", root, { aliases: ["DL3002"] })]).services[0]?.items[1]?.rulings[0]?.findings[0]
        ?.fingerprint ?? "";
    const verdict = (name: string) => {
      const waiver = {
        names: [name],
        reason: "r",
        until: null,
        by: "c",
        file: "c",
        range: [0, 0] as const,
        reach: { file: null, ranges: null },
        services: null,
        trial: false,
        foreign: null,
      };
      return itemOf(
        run([rule("non-root-user/user", root, { aliases: ["DL3002"] })], undefined, { waivers: [waiver] }),
        "non-root-user",
      )?.verdict;
    };
    for (const name of ["non-root-user/user", "non-root-user", "DL3002", "dl3002", known, "*"])
      expect(verdict(name)).toBe("waived");
    for (const name of ["non-root-user/use", "healthcheck", "DL300"]) expect(verdict(name)).toBe("unmet");
  });
  it("of one name leave what its rule finds under another", () => {
    const named = (message: string, aliases?: readonly string[]) =>
      finding(message, { file: "Dockerfile", range: [0, 4] }, aliases ? { aliases } : {});
    const caches = rule("minimal-base-image/no-package-caches", no(named("lists", ["DL3009"]), named("wheels", ["DL3042"])), {
      aliases: ["DL3009", "DL3042"],
    });
    const found = (text: string) =>
      itemOf(run([caches], { Dockerfile: text }), "minimal-base-image")?.rulings[0]?.findings.map(({ aliases, waived }) => [
        ...aliases,
        waived !== null,
      ]);
    expect(found("# hadolint global ignore=DL3009\nFROM scratch\n")).toEqual([
      ["DL3009", true],
      ["DL3042", false],
    ]);
    expect(found("# hadolint global ignore=DL3009,DL3042\nFROM scratch\n")?.map((one) => one[1])).toEqual([true, true]);
    expect(found("# seaworthy file-ignore=no-package-caches -- r\nFROM scratch\n")?.map((one) => one[1])).toEqual([false, false]);
    expect(found("# seaworthy file-ignore=minimal-base-image -- r\nFROM scratch\n")?.map((one) => one[1])).toEqual([true, true]);
  });
  it("reach the next instruction or the file, per service where the config says so", () => {
    const dockerfile = (text: string) =>
      itemOf(
        run(
          [
            rule(
              "non-root-user/user",
              no(finding("root", { file: "Dockerfile", range: [text.indexOf("USER"), text.indexOf("USER") + 9] })),
            ),
          ],
          { Dockerfile: text },
        ),
        "non-root-user",
      )?.verdict;
    expect(dockerfile("FROM scratch\n# seaworthy ignore=non-root-user -- r\nUSER root\n")).toBe("waived");
    expect(dockerfile("# seaworthy ignore=non-root-user -- r\nFROM scratch\nUSER root\n")).toBe("unmet");
    expect(dockerfile("# seaworthy file-ignore=non-root-user -- r\nFROM scratch\nUSER root\n")).toBe("waived");
    const waiver = {
      names: ["*"],
      reason: "r",
      until: null,
      by: "c",
      file: "c",
      range: [0, 0] as const,
      reach: { file: null, ranges: null },
      trial: false,
      foreign: null,
    };
    expect(
      itemOf(
        run([rule("non-root-user/user", root)], undefined, { waivers: [{ ...waiver, services: ["other"] }] }),
        "non-root-user",
      )?.verdict,
    ).toBe("unmet");
    expect(
      itemOf(run([rule("non-root-user/user", root)], undefined, { waivers: [{ ...waiver, services: ["app"] }] }), "non-root-user")
        ?.verdict,
    ).toBe("waived");
  });
  it("foreign pragmas waive; for a required rule with no reason given, which strict and requireReason refuse", () => {
    const text = "FROM scratch\n# hadolint ignore=DL3002\nUSER root\n";
    const at = no(finding("root", { file: "Dockerfile", range: [text.indexOf("USER"), text.length - 1] }));
    const user = rule("non-root-user/user", at, { aliases: ["DL3002"] });
    const item = (settings: Partial<Settings>) => itemOf(run([user], { Dockerfile: text }, settings), "non-root-user");
    expect(item({})?.rulings[0]?.findings[0]?.waived?.reason).toBe("no reason given");
    expect(item({ strict: true })?.verdict).toBe("unmet");
    expect(item({ requireReason: true })?.verdict).toBe("unmet");
    const craft = run(
      [rule("craft/user", at, { aliases: ["DL3002"], weight: "advised" })],
      { Dockerfile: text },
      { strict: true },
    );
    expect(craft.services[0]?.advice[0]?.findings[0]?.waived).not.toBeNull();
  });
  it("a waiver in source covers source and image; the trial only with depth=trial", () => {
    const trial: AnyRule = { ...rule("non-root-user/user", YES), trial: () => root };
    const verdict = (extra: string) =>
      itemOf(
        run(
          [trial],
          { Dockerfile: `# seaworthy ignore=non-root-user${extra} -- r\nFROM scratch\n` },
          {},
          { trial: { seen: trialOf({}), oneShip: true } },
        ),
        "non-root-user",
      )?.verdict;
    expect(verdict("")).toBe("unmet");
    expect(verdict(" depth=trial")).toBe("unmet");
    const wide: AnyRule = {
      ...rule("non-root-user/user", YES),
      trial: () => no(finding("root", { file: "Dockerfile", range: [0, 60] })),
    };
    const wideVerdict = (extra: string) =>
      itemOf(
        run(
          [wide],
          { Dockerfile: `# seaworthy file-ignore=non-root-user${extra} -- r\nFROM scratch\n` },
          {},
          { trial: { seen: trialOf({}), oneShip: true } },
        ),
        "non-root-user",
      )?.verdict;
    expect(wideVerdict("")).toBe("unmet");
    expect(wideVerdict(" depth=trial")).toBe("waived");
    const image: AnyRule = {
      ...rule("non-root-user/user", YES),
      image: () => no(finding("root", { file: "Dockerfile", range: [0, 60] })),
    };
    const seen = { image: { seen: imageOf(), oneShip: true } };
    expect(
      itemOf(
        run([image], { Dockerfile: "# seaworthy file-ignore=non-root-user -- r\nFROM scratch\n" }, {}, seen),
        "non-root-user",
      )?.verdict,
    ).toBe("waived");
  });
  it("expired ones do not cover and say so; unused ones are reported", () => {
    const expired = run([rule("non-root-user/user", root)], {
      Dockerfile: "# seaworthy file-ignore=non-root-user until=2026-01-01 -- r\nFROM scratch\n",
    });
    expect(itemOf(expired, "non-root-user")?.verdict).toBe("unmet");
    expect(expired.problems.map((one) => one.message).join()).toContain("expired on 2026-01-01");
    const unused = run([rule("non-root-user/user", YES)], {
      Dockerfile: "# seaworthy file-ignore=non-root-user -- r\nFROM scratch\n",
    });
    expect(unused.problems.map((one) => one.message).join()).toContain("covers nothing");
  });
  it("a waiver that is written wrong is a problem and waives nothing", () => {
    for (const bad of [
      "ignore= -- r",
      "ignore=non-root-user until=soon -- r",
      "ignore=non-root-user until=2027-02-30 -- r",
      "ignore=non-root-user forever -- r",
    ]) {
      const report = run([rule("non-root-user/user", root)], { Dockerfile: `# seaworthy file-${bad}\nFROM scratch\n` });
      expect(itemOf(report, "non-root-user")?.verdict).toBe("unmet");
      expect(report.problems.map((one) => one.kind)).toContain("waiver");
    }
  });
});

describe("7. a rule that crashes is unknown for its probe and named", () => {
  const broken = rule("non-root-user/broken", () => {
    throw new Error("boom");
  });
  it("and the item is not met", () => {
    const report = run([broken, rule("non-root-user/user", YES)]);
    expect(itemOf(report, "non-root-user")?.verdict).toBe("unproven");
    expect(itemOf(report, "non-root-user")?.rulings[0]).toMatchObject({
      rule: "non-root-user/broken",
      ruling: "unknown",
      crashed: "Error: boom",
    });
  });
  it("a crash at one depth leaves the other depths their say", () => {
    const half: AnyRule = { ...broken, image: () => YES };
    expect(
      itemOf(run([half], undefined, {}, { image: { seen: imageOf(), oneShip: true } }), "non-root-user")?.rulings[0],
    ).toMatchObject({ ruling: "yes", crashed: "Error: boom" });
  });
});

describe("8. exit codes", () => {
  const met = rule("non-root-user/user", YES);
  const unmet = (level: "error" | "warning" | "info") => rule("non-root-user/user", NO, { level });
  const only = { only: ["non-root-user"] };
  it("0 nothing unmet, 1 something unmet at or above the level", () => {
    expect(exitCode(run([met], undefined, only), "info", false)).toBe(0);
    expect(exitCode(run([unmet("warning")], undefined, only), "info", false)).toBe(1);
    expect(exitCode(run([unmet("warning")], undefined, only), "warning", false)).toBe(1);
    expect(exitCode(run([unmet("warning")], undefined, only), "error", false)).toBe(0);
  });
  it("unproven fails with strict alone", () => {
    const report = run([rule("non-root-user/user", UNKNOWN)], undefined, only);
    expect(exitCode(report, "info", false)).toBe(0);
    expect(exitCode(report, "info", true)).toBe(1);
  });
  it("advice fails nothing", () => {
    expect(exitCode(run([met, rule("craft/x", NO, { weight: "advised" })], undefined, only), "info", true)).toBe(0);
  });
  it("2 for bad input, 3 for a broken probe; the higher wins", () => {
    const bad = projectOf({ Dockerfile: "FROM scratch\n" }, [
      { kind: "parse", message: "bad", place: { file: "Dockerfile", range: [0, 1] } },
    ]);
    const report = (rules: readonly AnyRule[]) =>
      inspect({ project: bad, rules, settings: { ...DEFAULT_SETTINGS, ...only }, depths: ["source"], version: "0" });
    expect(exitCode(report([met]), "info", false)).toBe(2);
    expect(exitCode(report([unmet("error")]), "info", false)).toBe(2);
    expect(
      exitCode(
        report([
          rule("non-root-user/b", () => {
            throw new Error("x");
          }),
        ]),
        "info",
        false,
      ),
    ).toBe(3);
  });
  it("what the baseline knows does not fail the run, what is new does", () => {
    const first = run([unmet("error")], undefined, only);
    const prints = new Set(
      first.services.flatMap((one) =>
        one.items.flatMap((item) => item.rulings.flatMap((each) => each.findings.map((found) => found.fingerprint))),
      ),
    );
    expect(prints.size).toBe(1);
    const again = run([unmet("error")], undefined, { ...only, baseline: prints });
    expect(itemOf(again, "non-root-user")?.verdict).toBe("unmet");
    expect(exitCode(again, "info", false)).toBe(0);
    const more = run([unmet("error"), rule("non-root-user/new", no(finding("new", PLACE)))], undefined, {
      ...only,
      baseline: prints,
    });
    expect(exitCode(more, "info", false)).toBe(1);
  });
});

describe("scopes", () => {
  it("a rule of the project is asked once for all services", () => {
    let calls = 0;
    const project = projectOf({ Dockerfile: "FROM scratch\n" }, [], 30);
    const ci = rule(
      "image-scanning/gate",
      () => {
        calls++;
        return NO;
      },
      { scope: "project" },
    );
    const report = inspect({ project, rules: [ci], settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
    expect(calls).toBe(1);
    expect(report.services.filter((one) => one.items.some((item) => item.verdict === "unmet"))).toHaveLength(30);
    expect(
      new Set(
        report.services.flatMap((one) =>
          one.items.flatMap((item) => item.rulings.flatMap((each) => each.findings.map((found) => found.fingerprint))),
        ),
      ).size,
    ).toBe(1);
  });
});

describe("fingerprints", () => {
  it("survive a move of lines, and tell equal texts at two places apart", () => {
    const prints = (text: string) => {
      const places = [...text.matchAll(/USER root/g)].map((match) => ({
        file: "Dockerfile",
        range: [match.index, match.index + 9] as const,
      }));
      const [first, ...more] = places.map((place) => finding("root", place));
      if (!first) throw new Error("no place");
      return run([rule("non-root-user/user", no(first, ...more))], {
        Dockerfile: text,
      }).services[0]?.items[1]?.rulings[0]?.findings.map((one) => one.fingerprint);
    };
    const before = prints("FROM scratch\nUSER root\nUSER root\n");
    expect(new Set(before).size).toBe(2);
    expect(prints("# a comment\n\nFROM scratch\nUSER root\nRUN true\nUSER root\n")).toEqual(before);
  });
});
