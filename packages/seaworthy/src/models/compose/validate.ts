import { nearest } from "../../core/nearest.js";
import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { entryOf, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/yaml.js";
import { COMPOSE_SCHEMA } from "./generated/compose-schema.js";
import type { Schema, TypeName } from "./json-schema.js";
import { originOf } from "./node.js";

/** A whole file against the official schema. `partial`: what is required may stand in the files that it is laid over. */
export function validateFile(root: YamlMap, options: { readonly partial: boolean }): readonly Problem[] {
  return problemsOf(root, COMPOSE_SCHEMA, [], options.partial);
}

/** A service that another one extends. */
export function validateService(service: YamlNode): readonly Problem[] {
  return problemsOf(service, COMPOSE_SCHEMA.$defs.service ?? {}, ["services", "*"], true);
}

/** Reports at most this many faults of one file: the rest of a file that is no Compose file helps nobody. */
const MAX_FAULTS = 50;

function problemsOf(node: YamlNode, schema: Schema, path: readonly string[], partial: boolean): readonly Problem[] {
  const faults = check({ node, schema, path, partial }).slice(0, MAX_FAULTS);
  return faults.map(({ message, place }) => ({ kind: "schema", message, place }));
}

interface Fault {
  readonly message: string;
  readonly place: SourcePlace;
  /** How deep in the file it is: of several readings of a value the one that got furthest was meant. */
  readonly depth: number;
}

interface Subject {
  readonly node: YamlNode;
  readonly schema: Schema;
  readonly path: readonly string[];
  readonly partial: boolean;
}

/**
 * Lists that Compose makes unique by a key of their own before it validates; elsewhere a repeated item is an error.
 * From compose-go's override/uncity.go (Apache-2.0).
 */
const MADE_UNIQUE = new Set(
  (
    "additional_contexts aliases annotations args cap_add cap_drop configs devices dns dns_opt dns_search env_file environment expose " +
    "labels link_local_ips links ports profiles secrets sysctls tags tmpfs volumes"
  ).split(" "),
);

function check(subject: Subject): readonly Fault[] {
  const { node, path } = subject;
  const schema = deref(subject.schema);
  // What a variable without a value will be is for production to know.
  if (node.tag === "!reset" || (node.kind === "scalar" && originOf(node) === "missing")) return [];
  if (subject.partial && node.kind === "scalar" && node.value === null) return [];
  if (schema.oneOf) {
    const faults = checkOneOf({ ...subject, schema }, schema.oneOf);
    if (faults.length > 0) return faults;
  }
  if (schema.type && !typesOf(schema).some((type) => isOfType(node, type))) {
    return [
      {
        message: `${subjectName(path)} takes ${wordsOf([schema])}, not ${article(kindOf(node))}`,
        place: node.place,
        depth: path.length,
      },
    ];
  }
  if (node.kind === "map") return checkMap(node, { ...subject, schema });
  if (node.kind === "seq") return checkSeq({ ...subject, schema });
  return checkScalar(node, schema, path);
}

function checkMap(node: YamlMap, { schema, path, partial }: Subject): readonly Fault[] {
  const faults: Fault[] = [];
  const patterns = Object.entries(schema.patternProperties ?? {});
  const extending = path.length === 2 && path[0] === "services" && entryOf(node, "extends") !== null;
  for (const [name, { key, value }] of node.entries) {
    const below = { node: value, path: [...path, name], partial: partial || (extending && name !== "extends") };
    const known = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    const matching = patterns.filter(([pattern]) => regex(pattern).test(name)).map(([, under]) => under);
    for (const under of known ? [known, ...matching] : matching) faults.push(...check({ ...below, schema: under }));
    if (known || matching.length > 0 || schema.additionalProperties === undefined || schema.additionalProperties === true)
      continue;
    if (typeof schema.additionalProperties === "object") faults.push(...check({ ...below, schema: schema.additionalProperties }));
    else if (value.tag !== "!reset")
      faults.push({ message: unknownKey(name, schema, path), place: key.place, depth: path.length + 1 });
  }
  if (partial) return faults;
  for (const name of schema.required ?? []) {
    if (node.entries.has(name)) continue;
    const place = [...node.entries.values()][0]?.key.place ?? node.place;
    faults.push({ message: `${subjectName(path)} lacks \`${name}\``, place, depth: path.length });
  }
  return faults;
}

function checkSeq({ node, schema, path, partial }: Subject): readonly Fault[] {
  if (node.kind !== "seq") return [];
  const { items } = schema;
  const faults = items
    ? node.items.flatMap((item, index) => check({ node: item, schema: items, path: [...path, `[${index}]`], partial }))
    : [];
  if (!schema.uniqueItems || MADE_UNIQUE.has(path.at(-1) ?? "")) return faults;
  const seen = new Set<string>();
  for (const item of node.items) {
    if (item.kind !== "scalar" || originOf(item) === "missing") continue;
    const key = `${typeof item.value} ${item.value}`;
    if (seen.has(key))
      faults.push({ message: `${subjectName(path)} holds this twice`, place: item.place, depth: path.length + 1 });
    seen.add(key);
  }
  return faults;
}

function checkScalar(node: YamlScalar, schema: Schema, path: readonly string[]): readonly Fault[] {
  const fault = (message: string): readonly Fault[] => [
    { message: `${subjectName(path)} ${message}`, place: node.place, depth: path.length },
  ];
  if (schema.enum && !schema.enum.some((value) => value === node.value)) return fault(`has to be one of ${listed(schema.enum)}`);
  if (typeof node.value === "number") {
    if (schema.minimum !== undefined && node.value < schema.minimum) return fault(`has to be ${schema.minimum} or more`);
    if (schema.maximum !== undefined && node.value > schema.maximum) return fault(`has to be ${schema.maximum} or less`);
  }
  if (schema.pattern && typeof node.value === "string" && !regex(schema.pattern).test(node.value)) {
    return fault(`does not have the form \`${schema.pattern}\``);
  }
  return [];
}

/** Exactly one branch has to fit. Else the branch of the value's own kind that got deepest speaks, or all of them say what they take. */
function checkOneOf(subject: Subject, branches: readonly Schema[]): readonly Fault[] {
  const results = branches.map((branch) => ({ branch: deref(branch), faults: check({ ...subject, schema: branch }) }));
  const fitting = results.filter((result) => result.faults.length === 0);
  if (fitting.length === 1 || (fitting.length > 1 && isUndecided(subject.node))) return [];
  const { node, path } = subject;
  if (fitting.length > 1)
    return [{ message: `${subjectName(path)} can be read in more than one way`, place: node.place, depth: path.length }];
  const ofKind = results.filter(({ branch }) => !branch.type || typesOf(branch).some((type) => isOfType(node, type)));
  if (ofKind.length === 0) {
    return [
      {
        message: `${subjectName(path)} takes ${wordsOf(branches.map(deref))}, not ${article(kindOf(node))}`,
        place: node.place,
        depth: path.length,
      },
    ];
  }
  const depth = (faults: readonly Fault[]): number => Math.max(...faults.map((fault) => fault.depth));
  return ofKind.reduce((best, next) => (depth(next.faults) > depth(best.faults) ? next : best)).faults;
}

/** A value with an open part fits several branches because it is not known, not because it is ambiguous. */
function isUndecided(node: YamlNode): boolean {
  if (node.kind === "scalar") return node.value === null || originOf(node) === "missing";
  return node.kind === "seq"
    ? node.items.some(isUndecided)
    : [...node.entries.values()].some((entry) => isUndecided(entry.value));
}

function deref(schema: Schema): Schema {
  const name = schema.$ref?.slice("#/$defs/".length);
  return name === undefined ? schema : deref(COMPOSE_SCHEMA.$defs[name] ?? {});
}

function typesOf(schema: Schema): readonly TypeName[] {
  return schema.type === undefined ? [] : typeof schema.type === "string" ? [schema.type] : schema.type;
}

function isOfType(node: YamlNode, type: TypeName): boolean {
  if (type === "object") return node.kind === "map";
  if (type === "array") return node.kind === "seq";
  if (node.kind !== "scalar") return false;
  if (type === "null") return node.value === null;
  if (type === "integer") return typeof node.value === "number" && Number.isInteger(node.value);
  return typeof node.value === type;
}

type Kind = "mapping" | "list" | "string" | "number" | "true or false" | "nothing";

function kindOf(node: YamlNode): Kind {
  if (node.kind === "map") return "mapping";
  if (node.kind === "seq") return "list";
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? "string" : typeof node.value === "number" ? "number" : "true or false";
}

const KINDS: Readonly<Record<TypeName, Kind | "whole number">> = {
  object: "mapping",
  array: "list",
  string: "string",
  number: "number",
  integer: "whole number",
  boolean: "true or false",
  null: "nothing",
};

function wordsOf(schemas: readonly Schema[]): string {
  const words = new Set(schemas.flatMap((schema) => typesOf(schema).map((type) => article(KINDS[type]))));
  return [...words].join(" or ") || "something else";
}

function article(kind: string): string {
  return kind === "nothing" || kind === "true or false" ? kind : `a ${kind}`;
}

function unknownKey(name: string, schema: Schema, path: readonly string[]): string {
  const close = nearest(name, Object.keys(schema.properties ?? {}));
  const where = path.length === 0 ? "" : ` in ${subjectName(path)}`;
  return `unknown key \`${short(name)}\`${where}${close ? `: did you mean \`${close}\`?` : ""}`;
}

function subjectName(path: readonly string[]): string {
  return path.length === 0 ? "the file" : `\`${short(path.join(".").replaceAll(".[", "["))}\``;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => `\`${value}\``).join(", ");
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

const compiled = new Map<string, RegExp>();

function regex(pattern: string): RegExp {
  const known = compiled.get(pattern) ?? new RegExp(pattern, "u");
  compiled.set(pattern, known);
  return known;
}
