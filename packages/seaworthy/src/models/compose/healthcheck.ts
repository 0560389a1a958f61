import type { Sited } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asMap, entryOf, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import type { ComposeHealthcheck } from "./compose.js";
import { parseDuration } from "./duration.js";
import { booleanAt, numberAt, originOf } from "./node.js";

/** `healthcheck:`; null when there is none, or nothing under it. */
export function readHealthcheck(node: YamlNode | null, problems: Problem[]): ComposeHealthcheck | null {
  const map = asMap(node);
  if (!map) return null;
  const test = readTest(entryOf(map, "test")?.value ?? null, problems);
  return {
    place: map.place,
    disabled: booleanAt(map, "disable")?.value === true || test?.value[0] === "NONE",
    test,
    interval: durationAt(map, "interval", problems),
    timeout: durationAt(map, "timeout", problems),
    startPeriod: durationAt(map, "start_period", problems),
    startInterval: durationAt(map, "start_interval", problems),
    retries: numberAt(map, "retries"),
  };
}

/** A single string is run by the container's shell, as if `CMD-SHELL` stood before it. */
function readTest(node: YamlNode | null, problems: Problem[]): Sited<readonly string[]> | null {
  if (node?.kind === "scalar")
    return node.value === null || node.text === "" ? null : { value: ["CMD-SHELL", node.text], place: node.place };
  if (node?.kind !== "seq") return null;
  const words = node.items.flatMap((item) => (item.kind === "scalar" ? item.text : []));
  const [first] = words;
  if (first === undefined) return null;
  if (!["NONE", "CMD", "CMD-SHELL"].includes(first) && originOf(node.items[0]) !== "missing") {
    const message = "a list under `test` has to begin with `CMD`, `CMD-SHELL` or `NONE`";
    problems.push({ kind: "schema", message, place: node.items[0]?.place ?? node.place });
  }
  return { value: words, place: node.place };
}

/** The duration under a key in milliseconds; what is none is a problem. */
export function durationAt(map: YamlMap, key: string, problems: Problem[]): Sited<number> | null {
  const node = entryOf(map, key)?.value;
  if (node?.kind !== "scalar" || node.value === null) return null;
  const value = parseDuration(node.text);
  if (value !== null) return { value, place: node.place };
  // A number without a unit is for the schema to report.
  if (typeof node.value === "string" && originOf(node) !== "missing") {
    problems.push({
      kind: "schema",
      message: `\`${key}\` has to be a duration with units, such as \`30s\` or \`1m30s\``,
      place: node.place,
    });
  }
  return null;
}
