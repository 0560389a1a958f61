import { isDay } from "../core/day.js";
import type { LineIndex } from "../core/lines.js";
import { SEVERITIES } from "../models/advisory/advisory.js";
import type { VulnerabilityIgnore } from "../models/advisory/ignores.js";
import { get, type YamlNode } from "../models/yaml/node.js";
import type { Config } from "./config.js";
import { ConfigError, mapAt, oneOf, onlyKeys, textAt, textsAt, wholeAt } from "./keys.js";
import { ADVISORY_ID, IGNORED_KEYS } from "./words.js";

export const DEFAULT_VULNERABILITIES: Config["vulnerabilities"] = { levels: ["critical", "high"], ignore: [] };
/** OSV's dumps are renewed by the hour; a week leaves room for a pipeline that renews its copy by the day. */
export const DEFAULT_DATABASE: Config["database"] = { path: null, maxAgeDays: 7 };

export function readVulnerabilities(node: YamlNode, path: string, lines: LineIndex): Config["vulnerabilities"] {
  const map = mapAt(node, "`vulnerabilities`");
  onlyKeys(map, ["levels", "ignore"], "`vulnerabilities`");
  const levels = get(map, "levels");
  const ignore = get(map, "ignore");
  if (ignore && ignore.kind !== "seq") throw new ConfigError("`vulnerabilities.ignore` must be a list", ignore.place);
  return {
    levels: levels ? readLevels(levels) : DEFAULT_VULNERABILITIES.levels,
    ignore: ignore ? ignore.items.map((item) => readIgnore(item, path, lines)) : [],
  };
}

function readLevels(node: YamlNode): Config["vulnerabilities"]["levels"] {
  const allowed = SEVERITIES.filter((one) => one !== "unknown");
  const items = node.kind === "seq" ? node.items : [node];
  if (items.length === 0) throw new ConfigError("`vulnerabilities.levels` names no severity", node.place);
  return items.map((item) => oneOf(item, allowed, "each of `vulnerabilities.levels`"));
}

function readIgnore(node: YamlNode, path: string, lines: LineIndex): VulnerabilityIgnore {
  const what = "an ignored vulnerability";
  const map = mapAt(node, what);
  onlyKeys(map, IGNORED_KEYS, what);
  const id = get(map, "id");
  const packages = get(map, "package");
  const reason = get(map, "reason");
  const until = get(map, "until");
  if (!id) throw new ConfigError(`${what} needs \`id\`: a CVE, or the id of an advisory`, node.place);
  const ids = textsAt(id, "`id`").map((one) => one.trim());
  if (ids.length === 0 || ids.some((one) => !ADVISORY_ID.test(one)))
    throw new ConfigError("`id` must be ids such as CVE-2024-3094 or GHSA-….", id.place);
  const why = reason ? textAt(reason, "`reason`").trim() : "";
  if (why === "") throw new ConfigError(`${what} needs a \`reason\`: why it does not count`, node.place);
  const day = until ? textAt(until, "`until`") : null;
  if (until && (day === null || !isDay(day))) throw new ConfigError("`until` must be a day, YYYY-MM-DD", until.place);
  return {
    ids,
    packages: packages ? textsAt(packages, "`package`") : null,
    reason: why,
    until: day,
    by: `${path}:${lines.position(node.place.range[0]).line}`,
  };
}

export function readDatabase(node: YamlNode): Config["database"] {
  const map = mapAt(node, "`database`");
  onlyKeys(map, ["path", "maxAgeDays"], "`database`");
  const path = get(map, "path");
  const maxAgeDays = get(map, "maxAgeDays");
  return {
    path: path ? textAt(path, "`database.path`") : null,
    maxAgeDays: maxAgeDays ? wholeAt(maxAgeDays, 1, "`database.maxAgeDays`") : DEFAULT_DATABASE.maxAgeDays,
  };
}
