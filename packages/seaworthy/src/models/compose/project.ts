import type { Problem } from "../../core/problem.js";
import { asBoolean, asMap, asString, entryOf, get, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import type { ComposeProject, ComposeService, SecretSource } from "./compose.js";
import { dirOf } from "./node.js";
import { resolvePath } from "./path.js";
import { readService } from "./service.js";

/** Services can share what they extend, so a small file can stand for a large tree. */
const MAX_NODES = 300_000;

/** The merged tree as the model that rules look at. */
export function readProject(root: YamlMap, files: readonly string[], problems: Problem[]): ComposeProject {
  const entries = asMap(get(root, "services"))?.entries ?? new Map<string, YamlEntry>();
  const sizes = new Map<YamlNode, number>();
  let size = 0;
  const services: ComposeService[] = [];
  for (const [name, entry] of entries) {
    size += sizeOf(entry.value, sizes);
    if (size > MAX_NODES) {
      problems.push({
        kind: "too-deep",
        message: "the services hold too much to be read; this one and those behind it are left out",
        place: entry.key.place,
      });
      break;
    }
    services.push(readService(name, entry, problems));
  }
  const volumes = new Map<string, { external: boolean; place: YamlNode["place"] }>();
  for (const [name, { key, value }] of asMap(get(root, "volumes"))?.entries ?? []) {
    volumes.set(name, { external: isExternal(value), place: key.place });
  }
  return {
    files,
    services,
    secrets: readSources(get(root, "secrets")),
    configs: readSources(get(root, "configs")),
    volumes,
    problems: distinct(problems),
  };
}

/** How many nodes a tree has when whatever is shared is counted each time. */
function sizeOf(node: YamlNode, known: Map<YamlNode, number>): number {
  if (node.kind === "scalar") return 1;
  let size = known.get(node);
  if (size === undefined) {
    size = 1;
    if (node.kind === "seq") for (const item of node.items) size += sizeOf(item, known);
    else for (const { value } of node.entries.values()) size += sizeOf(value, known);
    known.set(node, size);
  }
  return size;
}

function readSources(node: YamlNode | null): ReadonlyMap<string, SecretSource> {
  const sources = new Map<string, SecretSource>();
  for (const [name, { key, value }] of asMap(node)?.entries ?? []) {
    sources.set(name, {
      place: key.place,
      file: fileOf(get(value, "file")),
      environment: asString(get(value, "environment")),
      content: asString(get(value, "content")),
      external: isExternal(value),
    });
  }
  return sources;
}

/** Relative to the project root; as written when it is outside, where secrets may well be. */
function fileOf(node: YamlNode | null): string | null {
  const written = asString(node);
  if (!written) return null;
  const resolved = resolvePath(dirOf(node), written);
  return resolved.kind === "inside" ? resolved.path : written;
}

/** `external: true`, or the older `external: { name: … }`. */
function isExternal(node: YamlNode): boolean {
  const external = entryOf(node, "external")?.value;
  return external?.kind === "map" || asBoolean(external) === true;
}

/** A file that is read for several includes is reported once. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const { file, range } = problem.place;
    const key = JSON.stringify([problem.kind, file, range, problem.message]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}
