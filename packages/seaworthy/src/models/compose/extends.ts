import type { Problem } from "../../core/problem.js";
import { asMap, asSited, entryOf, isNull, type YamlEntry, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";
import { type MergeOptions, mergeServices } from "./merge.js";
import { mapOf } from "./node.js";

/** The services of one file, those that other files extend included. */
export interface ServiceSet {
  readonly file: string;
  readonly services: YamlMap;
  /** Services whose `extends` is done. */
  readonly done: Map<string, YamlNode>;
}

export interface ExtendsContext {
  readonly problems: Problem[];
  readonly budget: MergeOptions["budget"];
  /** The services of the file that a scalar names; null when it cannot be had, which is reported then. */
  readonly open: (file: YamlScalar, service: string) => ServiceSet | null;
}

const MAX_CHAIN = 50;

/** Every service of the set laid over what it extends, tags of merging kept. */
export function extendAll(set: ServiceSet, context: ExtendsContext): YamlMap {
  const entries = new Map<string, YamlEntry>();
  for (const [name, entry] of set.services.entries)
    entries.set(name, { key: entry.key, value: extended(set, name, entry, [], context) });
  return mapOf(set.services.place, entries, set.services.tag);
}

function extended(set: ServiceSet, name: string, entry: YamlEntry, chain: readonly string[], context: ExtendsContext): YamlNode {
  const known = set.done.get(name);
  if (known) return known;
  const made = applied(set, name, entry, chain, context);
  set.done.set(name, made);
  return made;
}

function applied(set: ServiceSet, name: string, entry: YamlEntry, chain: readonly string[], context: ExtendsContext): YamlNode {
  const service = asMap(entry.value);
  const written = entryOf(service, "extends");
  if (!service || !written) return entry.value;
  const own = without(service, "extends");
  if (isNull(written.value) || written.value.tag === "!reset") return own;
  const report = (kind: Problem["kind"], message: string): YamlNode => {
    context.problems.push({ kind, message, place: written.value.place });
    return own;
  };
  const id = `${set.file}#${name}`;
  if (chain.includes(id)) return report("circular", `\`${name}\` extends itself: ${[...chain, id].map(serviceName).join(" → ")}`);
  if (chain.length >= MAX_CHAIN) return report("too-deep", `a chain of more than ${MAX_CHAIN} services that extend each other`);
  const wanted = asSited(entryOf(written.value, "service")?.value ?? written.value);
  // A missing or wrong `service` is for the schema to report.
  if (!wanted) return own;
  const file = entryOf(written.value, "file")?.value;
  const target = file?.kind === "scalar" && file.value !== null ? context.open(file, wanted.value) : set;
  if (!target) return own;
  const base = target.services.entries.get(wanted.value);
  if (!base) return report("schema", `no service \`${wanted.value}\` to extend in ${target.file}`);
  const parent = asMap(extended(target, wanted.value, base, [...chain, id], context));
  return parent
    ? mergeServices(without(parent, "extends"), own, { keepTags: true, problems: context.problems, budget: context.budget })
    : own;
}

function without(map: YamlMap, key: string): YamlMap {
  const entries = new Map(map.entries);
  entries.delete(key);
  return { ...map, entries };
}

function serviceName(id: string): string {
  return id.slice(id.lastIndexOf("#") + 1);
}
