import { describe, expect, it } from "vitest";
import type { Answer } from "../core/answer.js";
import { isSourcePlace } from "../core/place.js";
import { type Asked, ask } from "../engine/ask.js";
import { addRecorded } from "../engine/example.js";
import { unmark } from "../engine/marks.js";
import { isOfForm } from "../engine/rule-names.js";
import { readProjectFrom } from "../io/memory.js";
import { type ImageSketch, imageOf } from "../models/image/sketch.js";
import type { Project } from "../models/project/project.js";
import type { Service } from "../models/project/service.js";
import { type TrialSketch, trialOf } from "../models/trial/sketch.js";
import { type AnyRule, defaultOptions, type ExampleFiles, type OptionValues, type RecordedRemark } from "../rule.js";
import { checkFix, type FixCase } from "./check-fix.js";
import { declaredDrills } from "./declared-drills.js";
import { guarded } from "./declared-files.js";
import { deepFreeze } from "./freeze.js";
import { serviceOf } from "./lone-service.js";

/** A case: the files alone, or with what else it needs. */
export type Case =
  | ExampleFiles
  | {
      readonly files: ExampleFiles;
      readonly title?: string;
      /** The service that is asked about; default: the one that is built here, else the first. */
      readonly service?: string;
      readonly options?: OptionValues;
      /** What ShellCheck says, a remark for each mark in turn; default: it was not asked. */
      readonly shellcheck?: readonly RecordedRemark[];
      /** A part of the because or of the first finding's message. */
      readonly because?: string | RegExp;
      /** The day of the inspection; default 2026-11-23. */
      readonly today?: string;
    };

/** A case of an image: what is said of it alone, or with what else it needs. */
export type ImageCase =
  | ImageSketch
  | {
      readonly image: ImageSketch;
      readonly title?: string;
      readonly options?: OptionValues;
      /** A part of the because or of the first finding's message. */
      readonly because?: string | RegExp;
      /** The project that is shown to have been built into this image; default: none is known. */
      readonly ship?: ExampleFiles;
      /** The paths (or the settings' part) that the findings must name, all of them; default: not looked at. */
      readonly at?: readonly string[];
    };

/** A case of a trial: what was seen alone, or with what else it needs. */
export type TrialCase =
  | TrialSketch
  | {
      readonly trial: TrialSketch;
      readonly title?: string;
      readonly options?: OptionValues;
      /** A part of the because or of the first finding's message. */
      readonly because?: string | RegExp;
      /** The moments that the findings must name, all of them; default: not looked at. */
      readonly at?: readonly string[];
    };

type Cases<C> = { readonly [says in Answer["says"]]?: readonly C[] };

export interface RuleCases {
  readonly source?: Cases<Case>;
  readonly image?: Cases<ImageCase>;
  /** What its fix makes of files, or why it leaves them as they are. */
  readonly fix?: readonly FixCase[];
  readonly trial?: Cases<TrialCase>;
}

const TODAY = "2026-11-23";

/**
 * Runs a rule's cases and what every rule owes for free: a no case for each probe and a yes case (or, for a rule that can
 * only catch, an unknown or n/a case), marked places that equal the findings', models that nobody changed, no file of an image
 * read and no drill of a trial looked at that the rule does not declare, drills that were not done leaving the claim open, no case twice,
 * examples that hold, and texts that a person can use.
 */
export function testRule(rule: AnyRule, cases: RuleCases): void {
  describe(rule.id, () => {
    const depths = { source: cases.source ?? {}, image: cases.image ?? {}, trial: cases.trial ?? {} };
    for (const [depth, own] of Object.entries(depths) as [keyof typeof depths, Cases<unknown>][]) {
      it(`has cases for its ${depth} probe`, () => {
        const count = (...says: readonly Answer["says"][]) => says.reduce((sum, word) => sum + (own[word]?.length ?? 0), 0);
        if (!rule[depth]) {
          expect(count("yes", "no", "unknown", "n/a"), "cases without a probe").toBe(0);
          return;
        }
        expect(count("no"), "a no case").toBeGreaterThan(0);
        if (rule.catches) expect(count("unknown", "n/a"), "an unknown or n/a case").toBeGreaterThan(0);
        else expect(count("yes"), "a yes case").toBeGreaterThan(0);
      });
    }
    it("says what it claims, why, and what to do", () => {
      expect(rule.claim).not.toMatch(/[.!]$/);
      expect(rule.why).toMatch(/[.!]$/);
      expect(rule.todo).toMatch(/[.!]$/);
      expect(rule.id).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
    });
    it("has no case twice", () => {
      const all = Object.entries(depths).flatMap(([depth, own]) =>
        Object.values(own as Cases<unknown>).flatMap((list) => (list ?? []).map((one) => depth + JSON.stringify(one))),
      );
      expect(new Set(all).size).toBe(all.length);
    });
    it("has a good and a bad example", () => {
      const says = new Set((rule.examples ?? []).map((example) => example.says));
      expect(says.has("no"), "a bad example").toBe(true);
      expect(says.has("yes") || rule.catches === true, "a good example").toBe(true);
    });
    for (const [index, { says, title, files = "", image, trial, options = {}, shellcheck }] of (rule.examples ?? []).entries()) {
      it(`example ${index + 1} says ${says}: ${title}`, () => {
        if (image) checkImage(rule, says, { image, options });
        else if (trial) checkTrial(rule, says, { trial, options });
        else checkCase(rule, says, { files, options, ...(shellcheck ? { shellcheck } : {}) });
      });
    }
    it("has cases for its fix", () => {
      const mended = (cases.fix ?? []).filter(({ after }) => after !== undefined);
      if (rule.fix) expect(mended.length, "a case that is mended").toBeGreaterThan(0);
      else expect(cases.fix ?? [], "cases without a fix").toEqual([]);
    });
    for (const [index, one] of (cases.fix ?? []).entries())
      it(`mends ${index + 1}${one.title ? `: ${one.title}` : ""}`, () => checkFix(rule, one));
    for (const says of ["yes", "no", "unknown", "n/a"] as const) {
      for (const [index, one] of (depths.source[says] ?? []).entries()) {
        it(`${says} ${index + 1}${titleOf(one)}`, () => checkCase(rule, says, one));
      }
      for (const [index, one] of (depths.image[says] ?? []).entries()) {
        const detailed: DetailedImage = "image" in one ? one : { image: one };
        const title = detailed.title ? `: ${detailed.title}` : "";
        it(`${says} ${index + 1} of an image${title}`, () => checkImage(rule, says, detailed));
      }
      for (const [index, one] of (depths.trial[says] ?? []).entries()) {
        const detailed: DetailedTrial = "trial" in one ? one : { trial: one };
        const title = detailed.title ? `: ${detailed.title}` : "";
        it(`${says} ${index + 1} of a trial${title}`, () => checkTrial(rule, says, detailed));
      }
    }
    if (rule.trial) it("proves nothing by a drill that was not done", () => checkLeftOpen(rule));
  });
}

type DetailedImage = Extract<ImageCase, { readonly image: ImageSketch }>;

function checkImage(rule: AnyRule, says: Answer["says"], one: DetailedImage): void {
  const seen = deepFreeze(guarded(imageOf(one.image), rule));
  const service = one.ship === undefined ? serviceOf() : pickService(readProjectFrom(unmark(one.ship).files, { today: TODAY }));
  const [asked] = ask(
    rule,
    one.ship === undefined ? { ...service, dockerfile: null } : service,
    ["image"],
    {
      ...defaultOptions(rule),
      ...one.options,
    },
    { image: { seen, oneShip: true } },
  );
  expect(asked, "the rule has an image probe").toBeDefined();
  if (!asked) return;
  const answer = answered(asked, says, one.because);
  if (one.at && answer.says === "no")
    expect(answer.findings.map(({ place }) => ("image" in place ? (place.image.path ?? place.image.part) : "")).sort()).toEqual(
      [...one.at].sort(),
    );
}

/** The answer of a probe, held to what the case says. */
function answered({ crashed, answer }: Asked, says: Answer["says"], because?: string | RegExp): Answer {
  expect(crashed).toBeNull();
  expect(`${answer.says}: ${answer.because}`).toMatch(new RegExp(`^${says}: `));
  expect(answer.because.length).toBeGreaterThan(0);
  if (because instanceof RegExp) expect(answer.because).toMatch(because);
  else if (because) expect(answer.because).toContain(because);
  return answer;
}

type DetailedTrial = Extract<TrialCase, { readonly trial: TrialSketch }>;

function checkTrial(rule: AnyRule, says: Answer["says"], one: DetailedTrial): void {
  const [asked] = askTrial(rule, one.trial, one.options);
  expect(asked, "the trial did not leave out what the rule looks at").toBeDefined();
  if (!asked) return;
  const answer = answered(asked, says, one.because);
  if (answer.says !== "no") return;
  const moments = answer.findings.flatMap(({ place }) => ("trial" in place ? [place.trial.moment] : []));
  expect(moments.length, "findings of a trial are placed in it").toBe(answer.findings.length);
  if (one.at) expect(moments).toEqual([...one.at]);
}

function askTrial(rule: AnyRule, sketch: TrialSketch, options: OptionValues = {}): readonly Asked[] {
  const seen = deepFreeze(declaredDrills(trialOf(sketch), rule));
  const service = { ...serviceOf(), dockerfile: null };
  return ask(rule, service, ["trial"], { ...defaultOptions(rule), ...options }, { trial: { seen, oneShip: true } });
}

/** What failed or cannot be done here is unknown; what has nothing to try is no yes and no no. */
function checkLeftOpen(rule: AnyRule): void {
  const drills = rule.needs?.drills ?? [];
  expect(drills.length, "the drills that the rule looks at").toBeGreaterThan(0);
  const all = (reason: "failed" | "not here" | "nothing to try" | "not asked") =>
    Object.fromEntries(drills.map((name) => [name, { ran: false, reason, because: "there was a reason" } as const]));
  for (const reason of ["failed", "not here"] as const) {
    const [asked] = askTrial(rule, { drills: all(reason) });
    expect([asked?.answer.says, asked?.crashed]).toEqual(["unknown", null]);
  }
  const [nothing] = askTrial(rule, { drills: all("nothing to try") });
  expect(["n/a", "unknown"]).toContain(nothing?.answer.says);
  expect(askTrial(rule, { drills: all("not asked") })).toEqual([]);
}

function titleOf(one: Case): string {
  return isDetailed(one) && one.title ? `: ${one.title}` : "";
}

function isDetailed(one: Case): one is Exclude<Case, ExampleFiles> {
  return typeof one === "object" && "files" in one && (typeof one.files === "object" || !("Dockerfile" in one));
}

/** The service that a case is about. */
export function pickService(project: Project, name?: string): Service {
  const service = name
    ? project.services.find((one) => one.name === name)
    : (project.services.find((one) => !one.foreign) ?? project.services[0]);
  if (!service) {
    const known = project.services.map((one) => one.name).join(", ") || "none";
    throw new Error(
      `no service ${name ?? ""}; there are: ${known}; problems: ${project.problems.map((one) => one.message).join("; ")}`,
    );
  }
  return service;
}

function checkCase(rule: AnyRule, says: Answer["says"], one: Case): void {
  const detailed = isDetailed(one) ? one : { files: one };
  const marked = unmark(detailed.files);
  const { files, marks } = marked;
  const read = readProjectFrom(files, { today: detailed.today ?? TODAY });
  addRecorded(read, marked, detailed.shellcheck);
  const project = deepFreeze(read);
  const service = pickService(project, detailed.service);
  const options = { ...defaultOptions(rule), ...detailed.options };
  const [asked] = ask(rule, service, ["source"], options);
  expect(asked, "the rule has a source probe").toBeDefined();
  if (!asked) return;
  const answer = answered(asked, says, detailed.because);
  if (answer.says === "no") {
    for (const { place, aliases } of answer.findings) {
      const foreign = (aliases ?? []).filter((name) => !rule.aliases?.includes(name) && !isOfForm(name, rule.aliasForm));
      expect(foreign, "aliases of a finding that are not among its rule's").toEqual([]);
      if (!isSourcePlace(place)) continue;
      const text = project.texts.get(place.file) ?? files[place.file];
      expect(text, `the text of ${place.file} is known`).toBeDefined();
      expect(place.range[0]).toBeLessThanOrEqual(place.range[1]);
      expect(place.range[1]).toBeLessThanOrEqual((text ?? "").length);
    }
    if (marks.length > 0) {
      const found = answer.findings.flatMap(({ place }) => (isSourcePlace(place) ? [describePlace(place, files)] : []));
      expect([...new Set(found)].sort()).toEqual([...new Set(marks.map((mark) => describePlace(mark, files)))].sort());
    }
  }
}

function describePlace(
  place: { file: string; range: readonly [number, number] },
  files: Readonly<Record<string, string>>,
): string {
  return `${place.file}:${place.range[0]}-${place.range[1]} «${(files[place.file] ?? "").slice(...place.range)}»`;
}
