import { isDay } from "../core/day.js";
import { LineIndex } from "../core/lines.js";
import { DEPTHS, type Weight } from "../core/report.js";
import { isAlias, isFingerprint, isOfForm, rulesNamed, unknownRule } from "../engine/rule-names.js";
import type { YamlNode } from "../models/yaml/node.js";
import { get } from "../models/yaml/node.js";
import { parseYaml } from "../models/yaml/yaml.js";
import type { AnyRule, OptionSchema, OptionsSchema, OptionValues } from "../rule.js";
import type { Config, RuleConfig, WaiverConfig } from "./config.js";
import { EMPTY_CONFIG } from "./empty.js";
import { booleanAt, ConfigError, mapAt, oneOf, onlyKeys, textAt, textsAt, wholeAt } from "./keys.js";
import { readRegistries } from "./registries.js";
import { readTrial } from "./trial.js";
import { readDatabase, readVulnerabilities } from "./vulnerabilities.js";
import { CONFIG_KEYS, FAIL_ON, LEVELS, POLICY_KEYS, WAIVER_KEYS, WEIGHTS } from "./words.js";

/**
 * Reads a config text (YAML, or a package.json with a `seaworthy` key) against the rules that exist.
 * Throws ConfigError for anything that is not understood; returns null for a package.json without the key.
 */
export function readConfig(path: string, text: string, rules: readonly AnyRule[]): Config | null {
  try {
    return configOf(path, text, rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, error.place, new LineIndex(text).position(error.place.range[0]));
  }
}

function configOf(path: string, text: string, rules: readonly AnyRule[]): Config | null {
  const { documents, problems } = parseYaml(path, text);
  const [problem] = problems;
  if (problem) throw new ConfigError(problem.message, problem.place);
  const [first, second] = documents;
  if (second) throw new ConfigError("a config is one document: take out what follows `---`", second.place);
  let root: YamlNode | null = first ?? null;
  if (path.endsWith("package.json")) {
    root = get(root, "seaworthy");
    if (!root) return null;
  }
  const empty: Config = { ...EMPTY_CONFIG, path };
  if (!root || (root.kind === "scalar" && root.value === null)) return empty;
  const map = mapAt(root, "the config");
  onlyKeys(map, CONFIG_KEYS, "the config");
  const compose = get(map, "compose");
  const services = get(map, "services");
  const exclude = get(map, "exclude");
  const ruleNode = get(map, "rules");
  const policy = get(map, "policy");
  const waivers = get(map, "waivers");
  const vulnerabilities = get(map, "vulnerabilities");
  const vex = get(map, "vex");
  const database = get(map, "database");
  const registries = get(map, "registries");
  const trial = get(map, "trial");
  const lines = new LineIndex(text);
  return {
    ...empty,
    ...(compose ? { compose: textsAt(compose, "`compose`") } : {}),
    ...(services ? { services: textsAt(services, "`services`") } : {}),
    ...(exclude ? { exclude: textsAt(exclude, "`exclude`") } : {}),
    ...(ruleNode ? readRules(ruleNode, rules) : {}),
    ...(policy ? { policy: readPolicy(policy) } : {}),
    ...(waivers ? { waivers: readWaivers(waivers, rules, lines) } : {}),
    ...(vulnerabilities ? { vulnerabilities: readVulnerabilities(vulnerabilities, path, lines) } : {}),
    ...(vex ? { vex: textsAt(vex, "`vex`") } : {}),
    ...(database ? { database: readDatabase(database) } : {}),
    ...(registries ? { registries: readRegistries(registries) } : {}),
    ...(trial ? { trial: readTrial(trial) } : {}),
  };
}

function readPolicy(node: YamlNode): Config["policy"] {
  const map = mapAt(node, "`policy`");
  onlyKeys(map, POLICY_KEYS, "`policy`");
  const requireReason = get(map, "requireReason");
  const strict = get(map, "strict");
  const failOn = get(map, "failOn");
  const unfixed = get(map, "unfixed");
  return {
    requireReason: requireReason ? booleanAt(requireReason, "`policy.requireReason`") : false,
    strict: strict ? booleanAt(strict, "`policy.strict`") : false,
    failOn: failOn ? oneOf(failOn, FAIL_ON, "`policy.failOn`") : null,
    unfixed: unfixed ? oneOf(unfixed, ["count", "accept"], "`policy.unfixed`") : "count",
  };
}

interface ReadRules extends Pick<Config, "levels" | "off"> {
  readonly rules: ReadonlyMap<string, RuleConfig>;
}

function readRules(node: YamlNode, rules: readonly AnyRule[]): ReadRules {
  const read = new Map<string, RuleConfig>();
  const levels: Config["levels"][number][] = [];
  const off: string[] = [];
  for (const { key, value } of mapAt(node, "`rules`").entries.values()) {
    const name = key.value;
    const named = rulesNamed(name, rules);
    if (named.length === 0) throw new ConfigError(unknownRule(name, rules), key.place);
    for (const rule of named) {
      const ofForm = isOfForm(name, rule.aliasForm);
      const setting = readRule(rule, value, named.length === 1 && !ofForm);
      // Another tool's name may be that of a part of what a rule finds.
      const byName = isAlias(name, rule) ? setting.level : undefined;
      if (byName) levels.push({ name, level: byName });
      if (ofForm && setting.weight === "off") off.push(name);
      const { level, ...rest } = setting;
      const isEmpty = rest.weight === undefined && Object.keys(rest.options).length === 0;
      if (!ofForm && !(byName && isEmpty)) read.set(rule.id, byName ? rest : setting);
    }
  }
  return { rules: read, levels, off };
}

function readRule(rule: AnyRule, node: YamlNode, alone: boolean): RuleConfig {
  const what = `\`rules.${rule.id}\``;
  if (node.kind === "scalar") {
    const word = oneOf(node, [...WEIGHTS, ...LEVELS], what);
    const level = LEVELS.find((one) => one === word);
    if (level) return { level, options: {} };
    return { weight: checkedWeight(rule, word as Weight, node), options: {} };
  }
  const map = mapAt(node, what);
  const schema: OptionsSchema = rule.options ?? {};
  onlyKeys(map, ["weight", "level", ...(alone ? Object.keys(schema) : [])], what);
  const weight = get(map, "weight");
  const level = get(map, "level");
  const options: OptionValues = {};
  for (const [name, option] of Object.entries(schema)) {
    const value = get(map, name);
    if (value) options[name] = readOption(option, value, `${what}.${name}`);
  }
  return {
    ...(weight ? { weight: checkedWeight(rule, oneOf(weight, WEIGHTS, `${what}.weight`), weight) } : {}),
    ...(level ? { level: oneOf(level, LEVELS, `${what}.level`) } : {}),
    options,
  };
}

function checkedWeight(rule: AnyRule, weight: Weight, node: YamlNode): Weight {
  if (weight === "required" && rule.id.startsWith("craft/")) {
    throw new ConfigError(`\`${rule.id}\` serves no item and cannot be required: use advised or off`, node.place);
  }
  return weight;
}

function readOption(option: OptionSchema, node: YamlNode, what: string): OptionValues[string] {
  if (option.type === "boolean") return booleanAt(node, what);
  if (option.type === "strings") return textsAt(node, what);
  if (option.type === "string") return option.enum ? oneOf(node, option.enum, what) : textAt(node, what);
  return wholeAt(node, option.minimum, what);
}

function readWaivers(node: YamlNode, rules: readonly AnyRule[], lines: LineIndex): readonly WaiverConfig[] {
  if (node.kind !== "seq") throw new ConfigError("`waivers` must be a list", node.place);
  return node.items.map((item) => {
    const map = mapAt(item, "each waiver");
    onlyKeys(map, WAIVER_KEYS, "a waiver");
    const ignore = get(map, "ignore");
    if (!ignore) throw new ConfigError("a waiver needs `ignore`: the rules, items or fingerprints that it covers", item.place);
    const names = textsAt(ignore, "`ignore`");
    for (const name of names) {
      if (isFingerprint(name) || name === "*") continue;
      if (rulesNamed(name, rules).length === 0) throw new ConfigError(unknownRule(name, rules), ignore.place);
    }
    const until = get(map, "until");
    const day = until ? textAt(until, "`until`") : null;
    if (until && day !== null && !isDay(day)) throw new ConfigError("`until` must be a day, YYYY-MM-DD", until.place);
    const services = get(map, "services");
    const files = get(map, "files");
    const reason = get(map, "reason");
    const depth = get(map, "depth");
    return {
      ignore: names,
      services: services ? textsAt(services, "`services`") : null,
      files: files ? textsAt(files, "`files`") : null,
      reason: reason ? textAt(reason, "`reason`").trim() || null : null,
      until: day,
      trial: depth ? oneOf(depth, DEPTHS, "`depth`") === "trial" : false,
      foreign: null,
      range: item.place.range,
      line: lines.position(item.place.range[0]).line,
    };
  });
}
