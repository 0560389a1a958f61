import { nearest } from "../core/nearest.js";
import type { SourcePlace } from "../core/place.js";
import type { Position } from "../core/report.js";
import type { YamlMap, YamlNode } from "../models/yaml/node.js";

/** A mistake in a config file: nothing is judged with half a policy, so the first ones are told and the run ends. */
export class ConfigError extends Error {
  readonly place: SourcePlace;
  /** Where the mistake begins, for a person. */
  readonly at: Position | null;

  constructor(message: string, place: SourcePlace, at: Position | null = null) {
    super(message);
    this.name = "ConfigError";
    this.place = place;
    this.at = at;
  }
}

/** Refuses keys that are not known, with the nearest name that is. */
export function onlyKeys(map: YamlMap, known: readonly string[], what: string): void {
  for (const { key } of map.entries.values()) {
    if (known.includes(key.value)) continue;
    const meant = nearest(key.value, known);
    throw new ConfigError(
      `unknown key \`${key.value}\` in ${what}${meant ? `: did you mean \`${meant}\`?` : `: known are ${known.join(", ")}`}`,
      key.place,
    );
  }
}

export function mapAt(node: YamlNode, what: string): YamlMap {
  if (node.kind !== "map") throw new ConfigError(`${what} must be a mapping of keys to values`, node.place);
  return node;
}

export function textAt(node: YamlNode, what: string): string {
  if (node.kind !== "scalar" || node.value === null) throw new ConfigError(`${what} must be a text`, node.place);
  return node.text;
}

export function booleanAt(node: YamlNode, what: string): boolean {
  if (node.kind !== "scalar" || typeof node.value !== "boolean")
    throw new ConfigError(`${what} must be true or false`, node.place);
  return node.value;
}

/** One text or a list of texts. */
export function textsAt(node: YamlNode, what: string): readonly string[] {
  if (node.kind === "seq") return node.items.map((item) => textAt(item, `each entry of ${what}`));
  return [textAt(node, what)];
}

export function oneOf<T extends string>(node: YamlNode, allowed: readonly T[], what: string): T {
  const text = textAt(node, what);
  const found = allowed.find((word) => word === text);
  if (found === undefined) {
    const meant = nearest(text, allowed);
    throw new ConfigError(
      `${what} is \`${text}\`: it must be one of ${allowed.join(", ")}${meant ? ` (did you mean \`${meant}\`?)` : ""}`,
      node.place,
    );
  }
  return found;
}

export function wholeAt(node: YamlNode, minimum: number | undefined, what: string): number {
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value !== "number" || !Number.isInteger(value) || value < (minimum ?? Number.MIN_SAFE_INTEGER)) {
    const least = minimum === undefined ? "" : ` of at least ${minimum}`;
    throw new ConfigError(`${what} must be a whole number${least}`, node.place);
  }
  return value;
}
