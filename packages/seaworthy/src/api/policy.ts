import type { Config } from "../config/config.js";
import type { Settings } from "../engine/settings.js";
import { DEFAULT_GATE, type GatePolicy } from "../models/advisory/gate.js";
import type { AnyRule } from "../rule.js";

export const VULNERABILITIES = "image-scanning/no-vulnerabilities";

export function policyOf(config: Config | null): GatePolicy {
  return config ? { levels: config.vulnerabilities.levels, unfixed: config.policy.unfixed } : DEFAULT_GATE;
}

/** The policy is the default of the rule's options; what the config says of the rule itself goes before it. */
export function withPolicy(settings: Settings, rules: readonly AnyRule[], policy: GatePolicy): Settings {
  const rule = rules.find(({ id }) => id === VULNERABILITIES);
  if (!rule || settings.rules.has(VULNERABILITIES)) return settings;
  const options = { levels: policy.levels, unfixed: policy.unfixed };
  return { ...settings, rules: new Map([...settings.rules, [rule.id, { weight: rule.weight, level: rule.level, options }]]) };
}
