import type { Problem } from "../../core/problem.js";
import { entryOf, isNull, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import { derived, keyed, mapOf, named } from "./node.js";

/** The later value replaces the earlier one whole. */
const REPLACED = new Set(["services.*.command", "services.*.entrypoint", "services.*.healthcheck.test"]);

/** Lists of `KEY=value` and mappings, in either form on either side: merged by key. */
const KEYED = new Set([
  "networks.*.labels",
  "volumes.*.labels",
  "services.*.annotations",
  "services.*.build.additional_contexts",
  "services.*.build.args",
  "services.*.build.labels",
  "services.*.deploy.labels",
  "services.*.environment",
  "services.*.labels",
  "services.*.sysctls",
]);

/** One value or a list: both sides are lists, one after the other. */
const LISTED = new Set([
  "services.*.dns",
  "services.*.dns_opt",
  "services.*.dns_search",
  "services.*.env_file",
  "services.*.label_file",
  "services.*.tmpfs",
]);

/** A list of names or a mapping from names: merged by name. */
const NAMED = new Set(["services.*.depends_on", "services.*.networks", "services.*.models"]);

export interface MergeOptions {
  /** Keep `!reset` and `!override` in the result, because it will itself be laid over something. */
  readonly keepTags: boolean;
  readonly problems: Problem[];
  /** How many more entries may be copied: a few lines of `extends` could else ask for millions. */
  readonly budget: { left: number };
}

/** Enough for some hundreds of large services. */
export const MERGE_BUDGET = 300_000;

/** Lays one file's content over another's by the merge rules of the Compose specification. Neither is changed. */
export function mergeFiles(base: YamlMap, over: YamlMap, options: MergeOptions): YamlMap {
  return mergeMaps(base, over, "", options);
}

/** The same for one service, as `extends` does it. */
export function mergeServices(base: YamlMap, over: YamlMap, options: MergeOptions): YamlMap {
  return mergeMaps(base, over, "services.*", options);
}

function mergeMaps(base: YamlMap, over: YamlMap, path: string, options: MergeOptions): YamlMap {
  if (options.budget.left <= 0) return over;
  options.budget.left -= base.entries.size + over.entries.size;
  if (options.budget.left <= 0) {
    options.problems.push({
      kind: "too-deep",
      message: "too much would have to be merged; the rest is left unmerged",
      place: over.place,
    });
  }
  const entries = new Map<string, YamlEntry>(base.entries);
  for (const [name, entry] of over.entries) {
    if (entry.value.tag === "!reset") {
      if (options.keepTags) entries.set(name, entry);
      else entries.delete(name);
      continue;
    }
    const earlier = entries.get(name);
    const whole = !earlier || entry.value.tag === "!override" || earlier.value.tag === "!reset";
    if (whole) entries.set(name, { key: entry.key, value: taken(entry.value, options) });
    else entries.set(name, { key: earlier.key, value: merge(earlier.value, entry.value, below(path, name), options) });
  }
  return mapOf(base.entries.size > 0 ? base.place : over.place, entries, options.keepTags ? over.tag : null);
}

function merge(base: YamlNode, over: YamlNode, path: string, options: MergeOptions): YamlNode {
  if (REPLACED.has(path)) return taken(over, options);
  if (isNull(over)) return base;
  if (isNull(base)) return taken(over, options);
  if (KEYED.has(path)) return mergeMaps(keyed(base), keyed(over), path, options);
  if (NAMED.has(path)) return mergeMaps(named(base), named(over), path, options);
  if (LISTED.has(path)) return appended(base, taken(over, options), options);
  if (path === "services.*.build") return mergeMaps(buildOf(base), buildOf(over), path, options);
  if (path === "services.*.logging" && otherDriver(base, over)) return taken(over, options);
  if (base.kind === "map" && over.kind === "map") return mergeMaps(base, over, path, options);
  if (base.kind === "seq" && over.kind === "seq") return appended(base, taken(over, options), options);
  if (base.kind !== over.kind && !path.startsWith("services.*.ulimits.") && !path.endsWith(".extra_hosts")) {
    const message = `a ${WORDS[over.kind]} cannot be merged with the ${WORDS[base.kind]} it overrides`;
    options.problems.push({ kind: "schema", message, place: over.place });
  }
  return taken(over, options);
}

/** What replaces something whole. */
function taken(over: YamlNode, options: MergeOptions): YamlNode {
  return options.keepTags ? over : settled(over);
}

const WORDS = { map: "mapping", seq: "list", scalar: "single value" } as const;

function appended(base: YamlNode, over: YamlNode, options: MergeOptions): YamlNode {
  options.budget.left -= base.kind === "seq" ? base.items.length : 1;
  const items = [...(base.kind === "seq" ? base.items : [base]), ...(over.kind === "seq" ? over.items : [over])];
  return { kind: "seq", place: over.place, tag: null, items };
}

/** `build: dir` is short for `build: { context: dir }`. */
export function buildOf(node: YamlNode): YamlMap {
  if (node.kind === "map") return node;
  if (node.kind !== "scalar") return mapOf(node.place, new Map());
  const context: YamlEntry = { key: { value: "context", place: node.place }, value: derived(node, node.text) };
  return mapOf(node.place, new Map([["context", context]]), node.tag);
}

/** Options of one logging driver mean nothing to another. */
function otherDriver(base: YamlNode, over: YamlNode): boolean {
  const before = entryOf(base, "driver")?.value;
  const after = entryOf(over, "driver")?.value;
  return before?.kind === "scalar" && after?.kind === "scalar" && before.text !== after.text;
}

/** The names of services, networks and so on do not matter to the rules. */
function below(path: string, name: string): string {
  if (path === "") return name;
  return path.includes(".") ? `${path}.${name}` : `${path}.*`;
}

/** Without what is tagged `!reset`, and without the tags that only say how to merge. */
function settled(node: YamlNode): YamlNode {
  if (!hasMergeTag(node)) return node;
  const tag = node.tag === "!override" ? null : node.tag;
  if (node.kind === "scalar") return { ...node, tag };
  if (node.kind === "seq") return { ...node, tag, items: node.items.filter((item) => item.tag !== "!reset").map(settled) };
  const entries = new Map<string, YamlEntry>();
  for (const [name, entry] of node.entries)
    if (entry.value.tag !== "!reset") entries.set(name, { key: entry.key, value: settled(entry.value) });
  return { ...node, tag, entries };
}

const tagged = new WeakMap<YamlNode, boolean>();

function hasMergeTag(node: YamlNode): boolean {
  if (node.tag === "!reset" || node.tag === "!override") return true;
  if (node.kind === "scalar") return false;
  const known = tagged.get(node);
  if (known !== undefined) return known;
  const children = node.kind === "seq" ? node.items : [...node.entries.values()].map((entry) => entry.value);
  const found = children.some((child) => hasMergeTag(child));
  tagged.set(node, found);
  return found;
}
