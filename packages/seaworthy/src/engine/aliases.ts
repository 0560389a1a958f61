import type { Finding, Level } from "../core/answer.js";
import { noOr, yes } from "../core/answer.js";
import type { AnyRule } from "../rule.js";
import type { Asked } from "./ask.js";
import { isAlias, isOfForm, namesRule } from "./rule-names.js";
import type { Settings } from "./settings.js";

/** The names that other tools have for a finding. */
function aliasesOf(finding: Finding, rule: AnyRule): readonly string[] {
  return finding.aliases ?? rule.aliases ?? NONE;
}

const NONE: readonly string[] = Object.freeze([]);

/** The level that the config gives to one of a finding's names; null when it gives none. */
export function levelByName(finding: Finding, rule: AnyRule, { levels }: Settings): Level | null {
  if (levels.length === 0) return null;
  const named = { id: rule.id, aliases: aliasesOf(finding, rule) };
  return levels.findLast(({ name }) => isAlias(name, named))?.level ?? null;
}

/** Answers without the findings of a rule with an open form of aliases that config or command line leave out by their names. */
export function withoutLeftOut(answers: readonly Asked[], rule: AnyRule, settings: Settings): readonly Asked[] {
  const { aliasForm } = rule;
  const ofForm = (names: readonly string[]): readonly string[] => names.filter((name) => isOfForm(name, aliasForm));
  const skip = ofForm([...settings.skip, ...settings.off]);
  // Where the rule itself is asked for too, its codes narrow nothing.
  const whole = settings.only.some((name) => namesRule(name, rule) && !isOfForm(name, aliasForm));
  const only = whole ? NONE : ofForm(settings.only);
  if (skip.length === 0 && only.length === 0) return answers;
  const isKept = (finding: Finding): boolean => {
    const named = { id: rule.id, aliases: aliasesOf(finding, rule) };
    const isNamed = (name: string): boolean => isAlias(name, named);
    return !skip.some(isNamed) && (only.length === 0 || only.some(isNamed));
  };
  return answers.map((one) => {
    if (one.answer.says !== "no") return one;
    const answer = noOr(one.answer.findings.filter(isKept), () => yes("nothing but what is left out by its name"));
    return { ...one, answer };
  });
}
