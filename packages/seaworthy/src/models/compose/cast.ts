import type { Problem } from "../../core/problem.js";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "../yaml/yaml.js";
import { originOf } from "./node.js";

type Type = "boolean" | "integer" | "number";

/** Where Compose turns strings into booleans and numbers; `*` is any key, `[]` any item. From compose-go's loader/interpolate.go (Apache-2.0). */
const CASTS: Readonly<Record<Type, readonly string[]>> = {
  boolean: [
    "services.*.init",
    "services.*.depends_on.*.required",
    "services.*.depends_on.*.restart",
    "services.*.healthcheck.disable",
    "services.*.oom_kill_disable",
    "services.*.privileged",
    "services.*.read_only",
    "services.*.stdin_open",
    "services.*.tty",
    "services.*.volumes.[].read_only",
    "services.*.volumes.[].volume.nocopy",
    "networks.*.external",
    "networks.*.internal",
    "networks.*.attachable",
    "networks.*.enable_ipv4",
    "networks.*.enable_ipv6",
    "volumes.*.external",
    "secrets.*.external",
    "configs.*.external",
  ],
  integer: [
    "services.*.cpu_count",
    "services.*.cpu_period",
    "services.*.cpu_quota",
    "services.*.cpu_rt_period",
    "services.*.cpu_rt_runtime",
    "services.*.cpu_shares",
    "services.*.deploy.replicas",
    "services.*.deploy.update_config.parallelism",
    "services.*.deploy.rollback_config.parallelism",
    "services.*.deploy.restart_policy.max_attempts",
    "services.*.deploy.placement.max_replicas_per_node",
    "services.*.healthcheck.retries",
    "services.*.oom_score_adj",
    "services.*.pids_limit",
    "services.*.ports.[].target",
    "services.*.scale",
    "services.*.ulimits.*",
    "services.*.ulimits.*.hard",
    "services.*.ulimits.*.soft",
  ],
  number: [
    "services.*.cpu_percent",
    "services.*.cpus",
    "services.*.deploy.update_config.max_failure_ratio",
    "services.*.deploy.rollback_config.max_failure_ratio",
  ],
};

interface Step {
  readonly below: Map<string, Step>;
  type: Type | null;
}

const TREE: Step = { below: new Map(), type: null };
for (const type of ["boolean", "integer", "number"] as const) {
  for (const path of CASTS[type]) {
    let at = TREE;
    for (const part of path.split(".")) {
      const next = at.below.get(part) ?? { below: new Map(), type: null };
      at.below.set(part, next);
      at = next;
    }
    at.type = type;
  }
}

/** The file with strings turned into booleans and numbers where Compose does so; what cannot be turned is a problem. */
export function cast(root: YamlMap, problems: Problem[]): YamlMap {
  return walk(root, TREE, [], problems) as YamlMap;
}

function walk(node: YamlNode, step: Step, path: readonly string[], problems: Problem[]): YamlNode {
  if (node.kind === "scalar") return step.type ? typed(node, step.type, path, problems) : node;
  if (step.below.size === 0) return node;
  if (node.kind === "seq") {
    const next = step.below.get("[]");
    return next ? { ...node, items: node.items.map((item, index) => walk(item, next, [...path, `[${index}]`], problems)) } : node;
  }
  const entries = new Map<string, YamlEntry>();
  for (const [name, entry] of node.entries) {
    const next = step.below.get(name) ?? step.below.get("*");
    entries.set(name, next ? { key: entry.key, value: walk(entry.value, next, [...path, name], problems) } : entry);
  }
  return { ...node, entries };
}

function typed(node: YamlScalar, type: Type, path: readonly string[], problems: Problem[]): YamlScalar {
  if (typeof node.value !== "string") return node;
  const value = type === "boolean" ? asBoolean(node.text) : asNumber(node.text, type);
  if (value !== null) return { ...node, value };
  if (originOf(node) !== "missing") {
    const wanted = type === "boolean" ? "true or false" : type === "integer" ? "a whole number" : "a number";
    problems.push({
      kind: "schema",
      message: `\`${path.join(".").replaceAll(".[", "[")}\` has to be ${wanted}`,
      place: node.place,
    });
  }
  return node;
}

function asBoolean(text: string): boolean | null {
  const word = text.toLowerCase();
  if (word === "true" || word === "y" || word === "yes" || word === "on") return true;
  return word === "false" || word === "n" || word === "no" || word === "off" ? false : null;
}

function asNumber(text: string, type: Type): number | null {
  const form = type === "integer" ? /^[-+]?\d+$/ : /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
  return form.test(text) ? Number(text) : null;
}
