import type { Sited, SourcePlace } from "../../core/place.js";
import { entryOf, isNull, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";

/**
 * Where the text of a scalar comes from:
 * `literal`: all of it stands in the file, a `${A:-default}` that fell back included;
 * `environment`: a variable of the caller's environment or of an env file took part;
 * `missing`: a variable took part that has no value in this run, so the text is not what production sees.
 */
export type Origin = "literal" | "environment" | "missing";

/** A scalar after interpolation. */
export interface ComposeScalar extends YamlScalar {
  readonly origin: Origin;
  /** What relative paths in it are relative to; itself relative to the project root. */
  readonly dir: string;
  /** True where a `${A:-default}` took its default. */
  readonly fellBack?: boolean;
  /** Names of the variables that have no value in this run; there where there are any. */
  readonly wanting?: readonly string[];
}

export function wantingOf(node: YamlNode | null | undefined): readonly string[] {
  return (node as Partial<ComposeScalar> | null | undefined)?.wanting ?? [];
}

export function fellBack(node: YamlNode | null | undefined): boolean {
  return (node as Partial<ComposeScalar> | null | undefined)?.fellBack === true;
}

export function originOf(node: YamlNode | null | undefined): Origin {
  return (node as Partial<ComposeScalar> | null | undefined)?.origin ?? "literal";
}

export function dirOf(node: YamlNode | null | undefined): string {
  return (node as Partial<ComposeScalar> | null | undefined)?.dir ?? ".";
}

/** A scalar with other text, of the same place and origin. */
export function derived(from: YamlScalar, text: string | null): ComposeScalar {
  return {
    ...from,
    tag: null,
    value: text,
    text: text ?? "",
    origin: originOf(from),
    dir: dirOf(from),
    fellBack: fellBack(from),
  };
}

export function mapOf(place: SourcePlace, entries: ReadonlyMap<string, YamlEntry>, tag: string | null = null): YamlMap {
  return { kind: "map", place, tag, entries };
}

/** The list form `- KEY=value` as a mapping; a bare `- KEY` has a null value. A mapping is returned as it is. */
export function keyed(node: YamlNode): YamlMap {
  if (node.kind === "map") return node;
  const entries = new Map<string, YamlEntry>();
  for (const item of node.kind === "seq" ? node.items : isNull(node) ? [] : [node]) {
    if (item.kind !== "scalar" || item.value === null) continue;
    const cut = item.text.indexOf("=");
    const name = cut < 0 ? item.text : item.text.slice(0, cut);
    const value = derived(item, cut < 0 ? null : item.text.slice(cut + 1));
    entries.set(name, { key: { value: name, place: item.place }, value });
  }
  return mapOf(node.place, entries, node.tag);
}

/** A list of names as a mapping from them to null; a mapping is returned as it is. */
export function named(node: YamlNode): YamlMap {
  if (node.kind === "map") return node;
  const entries = new Map<string, YamlEntry>();
  for (const item of node.kind === "seq" ? node.items : []) {
    if (item.kind !== "scalar" || item.value === null) continue;
    entries.set(item.text, { key: { value: item.text, place: item.place }, value: derived(item, null) });
  }
  return mapOf(node.place, entries, node.tag);
}

/** The scalar under a key as text with its place; null when it is absent or null. */
export function textAt(map: YamlNode | null | undefined, key: string): Sited<string> | null {
  const node = entryOf(map, key)?.value;
  return node?.kind === "scalar" && node.value !== null ? { value: node.text, place: node.place } : null;
}

/** `KEY=value` pairs in either form; a null is the empty string. */
export function textsOf(node: YamlNode | null): ReadonlyMap<string, Sited<string>> {
  const texts = new Map<string, Sited<string>>();
  if (!node) return texts;
  for (const [name, { value }] of keyed(node).entries) {
    if (value.kind === "scalar") texts.set(name, { value: value.value === null ? "" : value.text, place: value.place });
  }
  return texts;
}

/** The boolean under a key; null when absent, not a boolean, or left to a variable without a value. */
export function booleanAt(map: YamlNode | null | undefined, key: string): Sited<boolean> | null {
  const node = entryOf(map, key)?.value;
  return node?.kind === "scalar" && typeof node.value === "boolean" ? { value: node.value, place: node.place } : null;
}

/** The number under a key, also when written as a string; null when there is none. */
export function numberAt(map: YamlNode | null | undefined, key: string): Sited<number> | null {
  const node = entryOf(map, key)?.value;
  if (node?.kind !== "scalar" || node.value === null || typeof node.value === "boolean") return null;
  const value = typeof node.value === "number" ? node.value : Number(node.text.trim() || "x");
  return Number.isFinite(value) ? { value, place: node.place } : null;
}

/** Of items with the same key only the last counts, at the place in the order where the first stood. */
export function uniqueBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) seen.set(key(item), item);
  return [...seen.values()];
}
