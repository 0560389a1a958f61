import type { Settings } from "../engine/settings.js";
import { DEFAULT_SETTINGS } from "../engine/settings.js";
import type { Waiver } from "../engine/waiver.js";
import type { AnyRule } from "../rule.js";
import { defaultOptions } from "../rule.js";
import type { Config } from "./config.js";

/** What the command line adds to the config. */
export interface Overrides {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly strict: boolean;
  readonly baseline: ReadonlySet<string>;
}

/** Joins config and command line; the command line wins. */
export function settingsFrom(config: Config | null, overrides: Overrides, rules: readonly AnyRule[]): Settings {
  const strict = overrides.strict || config?.policy.strict === true;
  const settings = { ...DEFAULT_SETTINGS, ...overrides, strict };
  if (!config) return settings;
  const set = new Map<string, Settings["rules"] extends ReadonlyMap<string, infer S> ? S : never>();
  for (const rule of rules) {
    const own = config.rules.get(rule.id);
    if (!own) continue;
    const options = { ...defaultOptions(rule), ...own.options };
    const level = own.level ? { level: own.level, levelIsSet: true as const } : { level: rule.level };
    set.set(rule.id, { weight: own.weight ?? rule.weight, ...level, options });
  }
  return {
    ...settings,
    rules: set,
    levels: config.levels,
    off: config.off,
    withoutPragmas: config.withoutPragmas,
    requireReason: config.policy.requireReason,
    waivers: config.waivers.flatMap((one) => waiversOf(config, one)),
  };
}

function waiversOf(config: Config, waiver: Config["waivers"][number]): readonly Waiver[] {
  const files = waiver.files ?? [null];
  return files.map((file) => ({
    names: waiver.ignore,
    reason: waiver.reason,
    until: waiver.until,
    by: `${config.path}:${waiver.line}`,
    file: config.path,
    range: waiver.range,
    reach: { file, ranges: null },
    services: waiver.services,
    trial: waiver.trial,
    foreign: waiver.foreign,
  }));
}
