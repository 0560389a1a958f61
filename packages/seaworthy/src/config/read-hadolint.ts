import type { Level } from "../core/answer.js";
import { LineIndex } from "../core/lines.js";
import { nearest } from "../core/nearest.js";
import { isOfForm, rulesNamed } from "../engine/rule-names.js";
import { LABEL_KINDS } from "../models/dockerfile/label-schema.js";
import type { YamlMap, YamlNode } from "../models/yaml/node.js";
import { get, isNull } from "../models/yaml/node.js";
import { parseYaml } from "../models/yaml/yaml.js";
import type { AnyRule, OptionValues } from "../rule.js";
import type { Config, RuleConfig, WaiverConfig } from "./config.js";
import { EMPTY_CONFIG } from "./empty.js";
import { booleanAt, ConfigError, mapAt, oneOf, onlyKeys, textAt, textsAt } from "./keys.js";

/** What hadolint 2.15 reads; how a report looks is said on the command line here. */
const KEYS = [
  "failure-threshold",
  "ignored",
  "override",
  "trustedRegistries",
  "label-schema",
  "strict-labels",
  "disable-ignore-pragma",
  "no-fail",
  "format",
  "formats",
  "no-color",
  "verbose",
] as const;
const OF_THE_OUTPUT = ["format", "formats", "no-color", "verbose"] as const;
/** Its severities from the least to the most severe: where a code stands under two, the worse holds. */
const SEVERITIES = ["style", "info", "warning", "error"] as const;
const LEVEL_OF: Readonly<Record<(typeof SEVERITIES)[number], Level>> = {
  style: "info",
  info: "info",
  warning: "warning",
  error: "error",
};
/** `ignore` and `none` are its lowest thresholds: every finding fails. */
const THRESHOLDS = [...SEVERITIES, "ignore", "none"] as const;
const CODE = /^(?:DL|SC)\d{4}$/;

/**
 * Reads hadolint's config as settings of ours. Throws ConfigError for what hadolint would not understand: it goes on without its config then,
 * and a run must not go on with a policy left out.
 */
export function readHadolintConfig(path: string, text: string, rules: readonly AnyRule[]): Config {
  try {
    return configOf(path, text, rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, error.place, new LineIndex(text).position(error.place.range[0]));
  }
}

function configOf(path: string, text: string, rules: readonly AnyRule[]): Config {
  const { documents, problems } = parseYaml(path, text);
  const [problem] = problems;
  if (problem) throw new ConfigError(problem.message, problem.place);
  const [first, second] = documents;
  if (second) throw new ConfigError("a config is one document: take out what follows `---`", second.place);
  const empty: Config = { ...EMPTY_CONFIG, path, of: "hadolint" };
  if (isNull(first)) return empty;
  const map = mapAt(first as YamlNode, "hadolint's config");
  onlyKeys(map, KEYS, "hadolint's config");
  const codes = new Codes(rules);
  const waivers = ignoredCodes(map, codes, new LineIndex(text));
  const overridden = overrides(map, codes);
  const noFail = flag(map, "no-fail");
  const threshold = given(map, "failure-threshold");
  const level = threshold && oneOf(threshold, THRESHOLDS, "`failure-threshold`");
  return {
    ...empty,
    rules: ruleSettings(map, overridden.woken, rules),
    levels: overridden.levels,
    policy: {
      ...empty.policy,
      failOn: noFail ? "none" : level ? (level === "ignore" || level === "none" ? "info" : LEVEL_OF[level]) : null,
    },
    waivers,
    withoutPragmas: new Set(flag(map, "disable-ignore-pragma") ? (["hadolint"] as const) : []),
    left: [...OF_THE_OUTPUT.filter((key) => given(map, key)), ...codes.unknown],
  };
}

/** The codes of a config; those that no rule here goes by are remembered. */
class Codes {
  readonly unknown = new Set<string>();
  readonly #rules: readonly AnyRule[];

  constructor(rules: readonly AnyRule[]) {
    this.#rules = rules;
  }

  /** The rules that a code means; none for one that hadolint had once, or has by now. */
  named(node: YamlNode, what: string): { readonly code: string; readonly rules: readonly AnyRule[] } {
    const code = textAt(node, what);
    if (!CODE.test(code)) {
      const meant = nearest(
        code.toUpperCase(),
        this.#rules.flatMap(({ aliases = [] }) => aliases.filter((alias) => CODE.test(alias))),
      );
      throw new ConfigError(
        `\`${code}\` is no code of hadolint's, DL or SC and four digits${meant ? `: did you mean \`${meant}\`?` : ""}`,
        node.place,
      );
    }
    const rules = rulesNamed(code, this.#rules);
    if (rules.length === 0) this.unknown.add(code);
    return { code, rules };
  }
}

function ignoredCodes(map: YamlMap, codes: Codes, lines: LineIndex): readonly WaiverConfig[] {
  return listAt(map, "ignored").flatMap((node): WaiverConfig[] => {
    const { code, rules } = codes.named(node, "each entry of `ignored`");
    if (rules.length === 0) return [];
    const [start] = node.place.range;
    return [
      {
        ignore: [code],
        services: null,
        files: null,
        reason: null,
        until: null,
        trial: false,
        range: node.place.range,
        line: lines.position(start).line,
        foreign: "hadolint",
      },
    ];
  });
}

/** Levels of codes, the worse of two last; and the rules that are off until somebody gives them a severity. */
function overrides(map: YamlMap, codes: Codes): { readonly levels: Config["levels"]; readonly woken: ReadonlySet<string> } {
  const levels: Config["levels"][number][] = [];
  const woken = new Set<string>();
  const node = given(map, "override");
  if (!node) return { levels, woken };
  const override = mapAt(node, "`override`");
  onlyKeys(override, SEVERITIES, "`override`");
  for (const severity of SEVERITIES) {
    for (const one of listAt(override, severity)) {
      const { code, rules } = codes.named(one, `each entry of \`override.${severity}\``);
      if (rules.length > 0) levels.push({ name: code, level: LEVEL_OF[severity] });
      for (const rule of rules) if (rule.weight === "off" && !isOfForm(code, rule.aliasForm)) woken.add(rule.id);
    }
  }
  return { levels, woken };
}

/** The options that say what registries and labels there are, for the rules that have them. */
function ruleSettings(map: YamlMap, woken: ReadonlySet<string>, rules: readonly AnyRule[]): Config["rules"] {
  const registries = given(map, "trustedRegistries");
  const labels = labelEntries(map);
  const options: OptionValues = {
    ...(registries ? { trusted: textsAt(registries, "`trustedRegistries`") } : {}),
    ...(labels ? { labels } : {}),
  };
  const strict = flag(map, "strict-labels");
  const found = new Map<string, RuleConfig>();
  for (const { id, aliases = [], options: schema = {} } of rules) {
    const own: OptionValues = Object.fromEntries(
      Object.entries(options).filter(([name]) => aliases.some((alias) => CODE.test(alias)) && name in schema),
    );
    if (strict && aliases.includes("DL3050")) own.strict = true;
    if (woken.has(id) || Object.keys(own).length > 0)
      found.set(id, { ...(woken.has(id) ? { weight: "advised" } : {}), options: own });
  }
  return found;
}

function labelEntries(map: YamlMap): readonly string[] | null {
  const node = given(map, "label-schema");
  if (!node) return null;
  const kinds = Object.keys(LABEL_KINDS);
  return [...mapAt(node, "`label-schema`").entries.values()].map(({ key, value }) => {
    const kind =
      isNull(value) || (value.kind === "scalar" && value.text === "")
        ? "text"
        : oneOf(value, kinds, `the type of the label \`${key.value}\``);
    return `${key.value}=${kind}`;
  });
}

function flag(map: YamlMap, key: string): boolean {
  const node = given(map, key);
  return node ? booleanAt(node, `\`${key}\``) : false;
}

/** The value of a key; null also where it is there and empty. */
function given(map: YamlMap, key: string): YamlNode | null {
  const node = get(map, key);
  return isNull(node) ? null : node;
}

function listAt(map: YamlMap, key: string): readonly YamlNode[] {
  const node = given(map, key);
  if (!node) return [];
  return node.kind === "seq" ? node.items : [node];
}
