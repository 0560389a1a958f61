import type { Sited, SourcePlace } from "../../core/place.js";

/** A YAML value with its place. Aliases are resolved: the place of what an alias names is where the anchor stands. */
export type YamlNode = YamlMap | YamlSeq | YamlScalar;

export interface YamlEntry {
  readonly key: Sited<string>;
  readonly value: YamlNode;
}

export interface YamlMap {
  readonly kind: "map";
  readonly place: SourcePlace;
  /** The tag as written (`!override`) or its full name (`tag:yaml.org,2002:str`); null when there is none. */
  readonly tag: string | null;
  /** Merge keys are applied: entries that came through `<<` keep their own place. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlSeq {
  readonly kind: "seq";
  readonly place: SourcePlace;
  readonly tag: string | null;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  /** With its quotes; of an absent value the empty range behind the colon. */
  readonly place: SourcePlace;
  readonly tag: string | null;
  readonly value: string | number | boolean | null;
  /** The scalar's own string before typing: unquoted, unfolded. */
  readonly text: string;
}

/** The node at a path of keys and indexes, or null when any step is missing. */
export function get(node: YamlNode | null | undefined, ...path: readonly (string | number)[]): YamlNode | null {
  let at = node ?? null;
  for (const step of path) {
    if (at?.kind === "map") at = at.entries.get(String(step))?.value ?? null;
    else if (at?.kind === "seq" && typeof step === "number") at = at.items[step] ?? null;
    else return null;
  }
  return at;
}

/** The entry (key and value with their places) of a mapping, or null. */
export function entryOf(node: YamlNode | null | undefined, key: string): YamlEntry | null {
  return node?.kind === "map" ? (node.entries.get(key) ?? null) : null;
}

/** True for an absent node and for a null scalar. */
export function isNull(node: YamlNode | null | undefined): boolean {
  return !node || (node.kind === "scalar" && node.value === null);
}

export function asMap(node: YamlNode | null | undefined): YamlMap | null {
  return node?.kind === "map" ? node : null;
}

/** The text of a scalar of any type (`8080`, `true`, `"x"`); null for null, mappings and sequences. */
export function asString(node: YamlNode | null | undefined): string | null {
  return node?.kind === "scalar" && node.value !== null ? node.text : null;
}

/** Like `asString`, with the place. */
export function asSited(node: YamlNode | null | undefined): Sited<string> | null {
  return node?.kind === "scalar" && node.value !== null ? { value: node.text, place: node.place } : null;
}

/** A boolean scalar; null for everything else, also for the string "true". */
export function asBoolean(node: YamlNode | null | undefined): boolean | null {
  return node?.kind === "scalar" && typeof node.value === "boolean" ? node.value : null;
}

/** A numeric scalar; null for everything else, also for the string "1". */
export function asNumber(node: YamlNode | null | undefined): number | null {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : null;
}

/** The items of a sequence; nothing for null; a mapping or scalar counts as a list of itself. */
export function asList(node: YamlNode | null | undefined): readonly YamlNode[] {
  if (!node || isNull(node)) return [];
  return node.kind === "seq" ? node.items : [node];
}

/** The scalars of a list (or the one scalar) as text with places; anything else in it is left out. */
export function asStrings(node: YamlNode | null | undefined): readonly Sited<string>[] {
  return asList(node).flatMap((item) => asSited(item) ?? []);
}
