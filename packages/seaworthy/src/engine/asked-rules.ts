import type { GroupId, ItemId } from "../checklist.js";
import { ITEM_IDS } from "../checklist.js";
import type { AnyRule } from "../rule.js";
import { isAsked, type RuleSetting, type Settings, settingOf } from "./settings.js";

/** A rule that a run asks, with all that is the same for every service. */
export interface AskedRule {
  readonly rule: AnyRule;
  readonly setting: RuleSetting;
}

/** The rules of a run in their order, and by their indices what becomes of their rulings. */
export interface AskedRules {
  readonly rules: readonly AskedRule[];
  /** The items of the report, each with its required rules. A run of some rules reports their items alone. */
  readonly items: readonly { readonly item: ItemId; readonly required: readonly number[] }[];
  readonly advice: readonly number[];
}

const KNOWN = new WeakMap<Settings, { readonly rules: readonly AnyRule[]; readonly asked: AskedRules }>();

/** The rules that these settings ask; found once for settings that judge many projects. */
export function askedRules(all: readonly AnyRule[], settings: Settings): AskedRules {
  const known = KNOWN.get(settings);
  if (known?.rules === all) return known.asked;
  const rules = all.filter((rule) => isAsked(rule, settings)).map((rule) => ({ rule, setting: settingOf(rule, settings) }));
  const required = new Map<GroupId, number[]>();
  const advice: number[] = [];
  for (const [index, { rule, setting }] of rules.entries()) {
    const group = groupOf(rule.id);
    if (setting.weight === "advised" || group === "craft") advice.push(index);
    if (setting.weight !== "required") continue;
    const indices = required.get(group);
    if (indices) indices.push(index);
    else required.set(group, [index]);
  }
  const items = ITEM_IDS.map((item) => ({ item, required: required.get(item) ?? [] })).filter(
    (one) => settings.only.length === 0 || one.required.length > 0,
  );
  const asked = { rules, items, advice };
  KNOWN.set(settings, { rules: all, asked });
  return asked;
}

function groupOf(rule: string): GroupId {
  return rule.slice(0, rule.indexOf("/")) as GroupId;
}
