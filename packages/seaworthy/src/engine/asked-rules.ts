import type { GroupId } from "../checklist.js";
import type { AnyRule } from "../rule.js";
import { isAsked, type RuleSetting, type Settings, settingOf } from "./settings.js";

/** A rule that a run asks, with all that is the same for every service. */
export interface AskedRule {
  readonly rule: AnyRule;
  readonly setting: RuleSetting;
  readonly group: GroupId;
}

const KNOWN = new WeakMap<Settings, { readonly rules: readonly AnyRule[]; readonly asked: readonly AskedRule[] }>();

/** The rules that these settings ask, in their order; found once for settings that judge many projects. */
export function askedRules(rules: readonly AnyRule[], settings: Settings): readonly AskedRule[] {
  const known = KNOWN.get(settings);
  if (known?.rules === rules) return known.asked;
  const asked = rules
    .filter((rule) => isAsked(rule, settings))
    .map((rule) => ({ rule, setting: settingOf(rule, settings), group: groupOf(rule.id) }));
  KNOWN.set(settings, { rules, asked });
  return asked;
}

function groupOf(rule: string): GroupId {
  return rule.slice(0, rule.indexOf("/")) as GroupId;
}
