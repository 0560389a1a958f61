import type { Level } from "../core/answer.js";
import type { Weight } from "../core/report.js";
import type { PragmaTool } from "../models/pragma/pragma.js";
import type { AnyRule, OptionValues } from "../rule.js";
import { defaultOptions } from "../rule.js";
import { isOfForm, namesRule } from "./rule-names.js";
import type { Waiver } from "./waiver.js";

/** What config and command line make of one rule. */
export interface RuleSetting {
  readonly weight: Weight;
  readonly level: Level;
  /** The config names the level: it holds for every finding, whatever the rule makes of a single one. */
  readonly levelIsSet?: true;
  readonly options: OptionValues;
}

/** What config and command line ask of a run. */
export interface Settings {
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Levels of findings by another tool's name; the last that fits holds. */
  readonly levels: readonly { readonly name: string; readonly level: Level }[];
  /** Names of another tool's findings that are left out, where a rule passes them on. */
  readonly off: readonly string[];
  /** Waivers of the config file. */
  readonly waivers: readonly Waiver[];
  /** Tools whose comments are not honoured. */
  readonly withoutPragmas: ReadonlySet<PragmaTool>;
  /** Refuse waivers of required rules that give no reason. */
  readonly requireReason: boolean;
  readonly strict: boolean;
  /** Only these items or rules (empty: all), and without those. Ids or aliases. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Fingerprints that are known and do not fail the run. */
  readonly baseline: ReadonlySet<string>;
}

export const DEFAULT_SETTINGS: Settings = {
  rules: new Map(),
  levels: [],
  off: [],
  waivers: [],
  withoutPragmas: new Set(),
  requireReason: false,
  strict: false,
  only: [],
  skip: [],
  baseline: new Set(),
};

export function settingOf(rule: AnyRule, settings: Settings): RuleSetting {
  return settings.rules.get(rule.id) ?? { weight: rule.weight, level: rule.level, options: defaultOptions(rule) };
}

/** Whether the run asks this rule at all. */
export function isAsked(rule: AnyRule, settings: Settings): boolean {
  if (settings.only.length > 0 && !settings.only.some((name) => namesRule(name, rule))) return false;
  if (settings.skip.some((name) => namesRule(name, rule) && !isOfForm(name, rule.aliasForm))) return false;
  return (settings.rules.get(rule.id)?.weight ?? rule.weight) !== "off";
}
