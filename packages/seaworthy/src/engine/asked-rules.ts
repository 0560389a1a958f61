import type { GroupId, ItemId } from "../checklist.js";
import { ITEM_IDS } from "../checklist.js";
import type { Level } from "../core/answer.js";
import { type Lanes, lanesOf } from "../core/fingerprint.js";
import type { Scope, Weight } from "../core/report.js";
import type { AnyRule, OptionValues } from "../rule.js";
import type { Probes } from "./ask.js";
import { isAsked, type Settings, settingOf } from "./settings.js";

/** A rule that a run asks, with all that is the same for every service; one shape for rules of every make. */
export class AskedRule implements Probes {
  readonly rule: AnyRule;
  readonly id: AnyRule["id"];
  readonly subject: AnyRule["subject"];
  readonly catches: true | undefined;
  readonly source: AnyRule["source"];
  readonly image: AnyRule["image"];
  readonly trial: AnyRule["trial"];
  readonly needs: AnyRule["needs"];
  readonly aliases: readonly string[];
  readonly aliasForm: string | null;
  readonly todo: string;
  /** null for a rule that is asked of every service. */
  readonly scope: Exclude<Scope, "service"> | null;
  readonly weight: Weight;
  readonly level: Level;
  /** The config names the level. */
  readonly levelIsSet: boolean;
  readonly options: OptionValues;
  /** Where it is explained: the path of its page below the documentation's root. */
  readonly docs: string;
  /** What the fingerprints of its findings begin with. */
  readonly lanes: Lanes;

  constructor(rule: AnyRule, settings: Settings) {
    const setting = settingOf(rule, settings);
    this.rule = rule;
    this.id = rule.id;
    this.subject = rule.subject;
    this.catches = rule.catches;
    this.source = rule.source;
    this.image = rule.image;
    this.trial = rule.trial;
    this.needs = rule.needs;
    this.aliases = rule.aliases ?? NO_ALIASES;
    this.aliasForm = rule.aliasForm ?? null;
    this.todo = rule.todo;
    this.scope = rule.scope === undefined || rule.scope === "service" ? null : rule.scope;
    this.weight = setting.weight;
    this.level = setting.level;
    this.levelIsSet = setting.levelIsSet === true;
    this.options = setting.options;
    this.docs = `docs/rules/${rule.id}.md`;
    this.lanes = lanesOf(`${rule.id}\u0000`);
  }
}

const NO_ALIASES: readonly string[] = Object.freeze([]);

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
  const rules = all.filter((rule) => isAsked(rule, settings)).map((rule) => new AskedRule(rule, settings));
  const required = new Map<GroupId, number[]>();
  const advice: number[] = [];
  for (const [index, { id, weight }] of rules.entries()) {
    const group = groupOf(id);
    if (weight === "advised" || group === "craft") advice.push(index);
    if (weight !== "required") continue;
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
