import { expect } from "vitest";
import type { Safety } from "../core/edit.js";
import { isBadInput } from "../core/problem.js";
import { inspect } from "../engine/inspect.js";
import { unmark } from "../engine/marks.js";
import type { Inspected } from "../engine/mend/candidates.js";
import { withServices } from "../engine/mend/chosen.js";
import { type Mended, mend } from "../engine/mend/mend.js";
import { DEFAULT_SETTINGS, type Settings } from "../engine/settings.js";
import { readProjectFrom } from "../io/memory.js";
import { type LockfileRecipe, type MadeLockfile, recipeKey } from "../models/project/lockfile-recipe.js";
import { type TrialSketch, trialOf } from "../models/trial/sketch.js";
import { type AnyRule, defaultOptions, type ExampleFiles, type OptionValues } from "../rule.js";

/** Files before and after; a file that is not among `after` stays as it is. */
export interface FixCase {
  readonly title?: string;
  readonly before: ExampleFiles;
  /** Default: nothing changes. */
  readonly after?: ExampleFiles;
  /** Default: not looked at. */
  readonly safety?: Safety;
  /** A part of the reason that something is left. */
  readonly because?: string | RegExp;
  /** The rule still says no, of what is left. */
  readonly partly?: true;
  readonly options?: OptionValues;
  /** Digests by reference, where a registry may be asked. */
  readonly digests?: Readonly<Record<string, string>>;
  /** What package managers make, by `manager manifest`, where a build may be started. */
  readonly lockfiles?: Readonly<Record<string, MadeLockfile>>;
  /** A trial of the first service. */
  readonly trial?: TrialSketch;
  /** Checksums by address, where those may be asked. */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Rules that must not newly say no, besides its own. */
  readonly rules?: readonly AnyRule[];
}

const TODAY = "2026-11-23";

/**
 * Mends the files by one rule and looks at what every fix owes: the texts are as told, all that is not meant byte for byte; they parse; the claim
 * is no longer false; a second run has nothing to do; safe fixes change nothing of the model but what they say.
 */
export function checkFix(rule: AnyRule, one: FixCase): void {
  const { files } = unmark(one.before);
  const first = mended(rule, one, files);
  const { files: wanted } = unmark(one.after ?? {});
  const reasons = first.last.report.services.flatMap(({ id }) => first.reasons.of(rule.id, id)).join("; ");
  if (one.because instanceof RegExp) expect(reasons).toMatch(one.because);
  else if (one.because) expect(reasons).toContain(one.because);
  expect(Object.fromEntries(first.texts), reasons).toEqual(wanted);
  if (one.after === undefined) return;
  const safeties = new Set(first.kept.map(({ safety }) => safety));
  if (one.safety) expect([...safeties]).toEqual([one.safety]);
  for (const { title } of first.kept) expect(title).toMatch(/^(?:[a-z`]|[A-Z]{2}).*[^.]$/);
  const bad = first.last.report.problems.filter(({ kind }) => isBadInput(kind));
  expect(bad, "the result parses").toEqual([]);
  const says = first.last.report.services.flatMap((service) =>
    [...service.items.flatMap((item) => item.rulings), ...service.advice]
      .filter((ruling) => ruling.rule === rule.id)
      .map(({ ruling }) => ruling),
  );
  if (!one.partly) expect(says, "the claim is no longer false").not.toContain("no");
  const second = mended(rule, one, { ...files, ...Object.fromEntries(first.texts) });
  expect(Object.fromEntries(second.texts), "a second run has nothing to do").toEqual({});
}

function mended(rule: AnyRule, one: FixCase, files: Readonly<Record<string, string>>): Mended {
  const rules = [rule, ...(one.rules ?? [])];
  const weight = rule.weight === "off" ? "advised" : rule.weight;
  const setting = { weight, level: rule.level, options: { ...defaultOptions(rule), ...one.options } };
  const settings: Settings = { ...DEFAULT_SETTINGS, rules: new Map([[rule.id, setting]]) };
  let before: Inspected | null = null;
  const look = (texts: ReadonlyMap<string, string>, services: ReadonlySet<string> | null): Inspected => {
    const read = readProjectFrom({ ...files, ...Object.fromEntries(texts) }, { today: TODAY });
    const project = withServices(read, services, before?.project.services ?? []);
    return { project, report: inspect({ project, rules, settings, depths: ["source"], version: "0", partial: true }) };
  };
  const { digests, checksums, lockfiles, trial } = one;
  before = look(new Map(), null);
  const [tried] = before.project.services;
  return mend({
    first: before,
    rules,
    settings,
    asks: (asked) => asked === rule,
    review: true,
    read: (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null),
    inspect: look,
    ...(digests ? { digest: (reference: string) => digests[reference] ?? null } : {}),
    ...(trial && tried ? { trials: new Map([[tried.name, trialOf(trial)]]) } : {}),
    ...(lockfiles ? { lockfile: (recipe: LockfileRecipe) => lockfiles[recipeKey(recipe)] ?? null } : {}),
    ...(checksums ? { checksum: (address: string) => checksums[address] ?? null } : {}),
  });
}
