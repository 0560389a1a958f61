import { ITEMS } from "../checklist.js";
import { DEPTHS } from "../core/report.js";
import { rulesNamed } from "../engine/rule-names.js";
import { SEVERITIES } from "../models/advisory/advisory.js";
import type { AnyRule, OptionSchema, OptionsSchema } from "../rule.js";
import { DEFAULT_DATABASE, DEFAULT_VULNERABILITIES } from "./vulnerabilities.js";
import {
  ADVISORY_ID,
  CONFIG_KEYS,
  DEPENDENCY_KEYS,
  FAIL_ON,
  IGNORED_KEYS,
  LEVELS,
  POLICY_KEYS,
  REGISTRY_HOST,
  REQUEST,
  TRIAL_KEYS,
  TRIAL_PATH,
  UPLOAD_KEYS,
  WAIVER_KEYS,
  WEIGHTS,
} from "./words.js";

/** A JSON Schema, draft 7: what editors understand. */
export type JsonSchema = { readonly [key: string]: unknown };

const TEXT: JsonSchema = { type: ["string", "number", "boolean"] };
const TEXTS: JsonSchema = { anyOf: [TEXT, { type: "array", items: TEXT }] };
const WHOLE: JsonSchema = { type: "integer" };
const DAY: JsonSchema = { type: "string", format: "date", description: "The last day on which it holds, YYYY-MM-DD." };
/** Names that tools write in several ways: with their own name before, in small letters, with zeros or without. */
const SPELLINGS = "^(?:[A-Za-z]+/)?(?:[A-Za-z]+-)*[A-Za-z]+-?[0-9]+$";

const MIRROR: JsonSchema = { type: "string", pattern: REGISTRY_HOST.source.replace("^", "^(?:https?://)?") };

/**
 * The schema of seaworthy.yaml, made of the rules that there are. It agrees with `readConfig`, but that it does not look closely at
 * rules by names of other tools in unusual spellings.
 */
export function configSchema(rules: readonly AnyRule[]): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "seaworthy.yaml",
    description: "What is judged, by which rules, and what is left as it is on purpose.",
    type: ["object", "null"],
    additionalProperties: false,
    properties: keyed(CONFIG_KEYS, {
      $schema: { type: "string", description: "This schema, for editors; not read." },
      compose: { ...TEXTS, description: "The production set of Compose files, in order. Default: found by name." },
      services: { ...TEXTS, description: "Names of the services to judge. Default: all." },
      exclude: { ...TEXTS, description: "Paths that are not judged, as in a .gitignore." },
      rules: rulesSchema(rules),
      policy: {
        type: "object",
        additionalProperties: false,
        properties: keyed(POLICY_KEYS, {
          requireReason: { type: "boolean", default: false, description: "Waivers of required rules need a reason." },
          strict: { type: "boolean", default: false, description: "Unproven items fail the run too, and waivers need a reason." },
          unfixed: {
            enum: ["count", "accept"],
            default: "count",
            description: "Whether vulnerabilities without a known fix count.",
          },
          failOn: { enum: FAIL_ON, default: "info", description: "The least level of an unmet finding that fails the run." },
        }),
      },
      waivers: { type: "array", items: WAIVER },
      vulnerabilities: VULNERABILITIES,
      vex: { ...TEXTS, description: "OpenVEX documents that say which vulnerabilities do not concern these images." },
      database: {
        type: "object",
        description: "The database of advisories.",
        additionalProperties: false,
        properties: {
          path: { ...TEXT, description: "Where it lies. Default: where `seaworthy db update` puts it." },
          maxAgeDays: { ...WHOLE, minimum: 1, default: DEFAULT_DATABASE.maxAgeDays, description: "An older one proves nothing." },
        },
      },
      trial: {
        type: "object",
        description: "How services are tried, as far as neither Compose nor the image tells.",
        additionalProperties: false,
        properties: {
          ...TRIAL,
          services: {
            type: "object",
            description: "What differs for one service, by its name.",
            additionalProperties: reference("trial"),
          },
        },
      },
      registries: {
        type: "object",
        description: "Registries that are not as usual, by their hosts as in references.",
        propertyNames: { pattern: REGISTRY_HOST.source },
        additionalProperties: {
          type: "object",
          additionalProperties: false,
          properties: {
            mirrors: {
              description: "Asked before it, in order.",
              anyOf: [MIRROR, { type: "array", items: MIRROR }],
            },
            insecure: {
              type: "boolean",
              default: false,
              description: "Plain http and certificates that nobody signed are taken.",
            },
          },
        },
      },
    }),
    definitions: {
      trial: { type: "object", additionalProperties: false, properties: TRIAL },
      name: nameSchema(rules),
      level: { enum: LEVELS, description: "How bad a finding of the rule is." },
      weight: {
        enum: WEIGHTS,
        description: "required rules decide the verdict, advised ones change none, off ones are not asked.",
      },
      "craft-weight": {
        enum: WEIGHTS.filter((weight) => weight !== "required"),
        description: "Rules of craft change no verdict.",
      },
      "any-rule": setting("weight"),
      "any-craft": setting("craft-weight"),
      ...Object.fromEntries(
        rules.filter(hasOptions).map((rule) => [rule.id, setting(isCraft(rule.id) ? "craft-weight" : "weight", optionsOf(rule))]),
      ),
    },
  };
}

const isCraft = (id: string) => id.startsWith("craft/");

/** A key that is known and not described, or the other way round, does not compile. */
function keyed<K extends string>(_keys: readonly K[], schemas: Readonly<Record<K, JsonSchema>>): JsonSchema {
  return schemas;
}

function rulesSchema(rules: readonly AnyRule[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const spelled: Record<string, JsonSchema> = {};
  for (const { id, claim } of rules) properties[id] = described(`${claim}.`, settingOf(id, rules));
  for (const { id, claim } of ITEMS) properties[id] = described(`All rules of the item: ${claim}.`, settingOf(id, rules));
  properties.craft = described("All rules that serve no item.", settingOf("craft", rules));
  for (const alias of aliasesOf(rules)) {
    properties[alias] = settingOf(alias, rules);
    if (hasOtherCase(alias)) spelled[`^${escaped(alias.toLowerCase())}$`] = settingOf(alias, rules);
  }
  return {
    type: "object",
    description: "Rules by id, by item, or by the name that another tool has for them.",
    properties,
    patternProperties: { ...spelled, [SPELLINGS]: { type: ["string", "object"] } },
    additionalProperties: false,
  };
}

/** What a name may be set to: options belong to one rule, and what serves no item is never required. */
function settingOf(name: string, rules: readonly AnyRule[]): JsonSchema {
  const named = rulesNamed(name, rules);
  const [only] = named;
  if (named.length === 1 && only && hasOptions(only)) return reference(only.id);
  return reference(named.some(({ id }) => isCraft(id)) ? "any-craft" : "any-rule");
}

const PATH: JsonSchema = { type: "string", pattern: TRIAL_PATH.source };
const ASKED: JsonSchema = { type: "string", pattern: REQUEST.source };
const VALUES: JsonSchema = { type: "object", additionalProperties: TEXT };

const TRIAL = keyed(TRIAL_KEYS, {
  worker: { type: "boolean", default: false, description: "It answers no requests." },
  port: {
    ...WHOLE,
    minimum: 1,
    maximum: 65_535,
    description: "The port that it answers HTTP at. Default: the one that it declares.",
  },
  paths: { anyOf: [PATH, { type: "array", items: PATH }], description: "Paths that are asked under load. Default: /." },
  health: { ...PATH, description: "The path of its health endpoint. Default: the one that its health check asks." },
  slow: { ...ASKED, description: "A request that takes seconds: it is in flight when the service is stopped." },
  stream: { ...PATH, description: "A path that streams without an end." },
  upload: {
    type: "object",
    description: "A request whose body is read before it is answered.",
    required: ["request", "body"],
    additionalProperties: false,
    properties: keyed(UPLOAD_KEYS, {
      request: ASKED,
      type: { ...TEXT, default: "application/json", description: "The type of its content." },
      body: TEXT,
    }),
  },
  failing: { ...ASKED, description: "A request that fails inside the service, so that its stack trace can be seen." },
  env: { ...VALUES, description: "Variables of the service." },
  files: { ...VALUES, description: "Files that it finds: a path of the container → a file of the project." },
  dependencies: {
    type: "object",
    description: "What it talks to, where no Compose file describes it: a name → an image.",
    additionalProperties: {
      anyOf: [
        TEXT,
        {
          type: "object",
          required: ["image"],
          additionalProperties: false,
          properties: keyed(DEPENDENCY_KEYS, {
            image: TEXT,
            env: VALUES,
            command: TEXTS,
            ready: { ...TEXT, description: "A line for a shell that ends with 0 when it is ready." },
          }),
        },
      ],
    },
  },
  command: { ...TEXTS, description: "In place of the image's command." },
  readySeconds: { ...WHOLE, minimum: 1, description: "How long it may take to be ready. Default: 120." },
  outside: { type: "boolean", default: false, description: "The network of the trial has a way out." },
});

const WAIVER: JsonSchema = {
  type: "object",
  required: ["ignore"],
  additionalProperties: false,
  properties: keyed(WAIVER_KEYS, {
    ignore: {
      anyOf: [reference("name"), { type: "array", items: reference("name") }],
      description: "Rules, items, other tools' names or fingerprints; * for all.",
    },
    services: { ...TEXTS, description: "Services that it is limited to. Default: all." },
    files: { ...TEXTS, description: "Files that it is limited to. Default: all." },
    reason: { ...TEXT, description: "Why." },
    until: DAY,
    depth: { enum: DEPTHS, description: "trial: what a trial shows is covered too." },
  }),
};

const COUNTED = { enum: SEVERITIES.filter((one) => one !== "unknown") };
const ADVISORY: JsonSchema = { type: "string", pattern: ADVISORY_ID.source };
const VULNERABILITIES: JsonSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    levels: {
      anyOf: [COUNTED, { type: "array", minItems: 1, items: COUNTED }],
      default: DEFAULT_VULNERABILITIES.levels,
      description: "The severities that count.",
    },
    ignore: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "reason"],
        additionalProperties: false,
        properties: keyed(IGNORED_KEYS, {
          id: {
            anyOf: [ADVISORY, { type: "array", minItems: 1, items: ADVISORY }],
            description: "A CVE or another advisory's id.",
          },
          package: { ...TEXTS, description: "The packages that it is ignored in. Default: all." },
          reason: { ...TEXT, pattern: "\\S", description: "Why it does not count." },
          until: DAY,
        }),
      },
    },
  },
};

/** One word, or a mapping with the options of the rule. */
function setting(weight: string, options: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  const properties = { weight: reference(weight), level: reference("level"), ...options };
  return { anyOf: [reference(weight), reference("level"), { type: "object", additionalProperties: false, properties }] };
}

function hasOptions(rule: AnyRule): boolean {
  return Object.keys(rule.options ?? {}).length > 0;
}

function optionsOf(rule: AnyRule): Readonly<Record<string, JsonSchema>> {
  const schema: OptionsSchema = rule.options ?? {};
  return Object.fromEntries(Object.entries(schema).map(([name, option]) => [name, optionSchema(option)]));
}

function optionSchema(option: OptionSchema): JsonSchema {
  const about = { default: option.default, description: option.description };
  if (option.type === "integer")
    return { type: "integer", ...(option.minimum === undefined ? {} : { minimum: option.minimum }), ...about };
  if (option.type === "boolean") return { type: "boolean", ...about };
  if (option.type === "strings") return { ...TEXTS, ...about };
  return { ...(option.enum ? { enum: option.enum } : TEXT), ...about };
}

/** The names by which a waiver may call what it covers. */
function nameSchema(rules: readonly AnyRule[]): JsonSchema {
  const others = aliasesOf(rules).flatMap((name) => (hasOtherCase(name) ? [name, name.toLowerCase()] : [name]));
  const names = new Set([...rules.map(({ id }) => id), ...ITEMS.map(({ id }) => id), "craft", "*", ...others]);
  const anyOf = [
    { enum: [...names] },
    { pattern: SPELLINGS },
    { pattern: "^[0-9a-f]{16}$", description: "A finding's fingerprint." },
  ];
  return { type: "string", anyOf };
}

/** Names that are known by any case, and that the pattern of spellings does not cover. */
function hasOtherCase(alias: string): boolean {
  return alias.toLowerCase() !== alias && !new RegExp(SPELLINGS).test(alias);
}

function aliasesOf(rules: readonly AnyRule[]): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.aliases ?? []))].sort();
}

/** What stands beside a reference is left out by strict readers. */
function described(description: string, schema: JsonSchema): JsonSchema {
  return { description, allOf: [schema] };
}

function reference(name: string): JsonSchema {
  return { $ref: `#/definitions/${name.replaceAll("~", "~0").replaceAll("/", "~1")}` };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
