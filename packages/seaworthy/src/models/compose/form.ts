import { asMap, entryOf, parseYaml, type YamlMap } from "../yaml/yaml.js";
import { mapOf } from "./node.js";

/** `current` has named sections; `version-1` has services at its top level; `other` is no Compose file. */
export type Form = "current" | "version-1" | "other";

const SECTIONS = ["services", "include", "volumes", "networks", "secrets", "configs", "models"];

/** Keys that say of a top-level mapping that it is a service. */
const OF_SERVICES = ["image", "build", "command", "ports", "volumes", "environment", "links", "volumes_from", "extends"];

/** Top-level keys of workflows, manifests and playbooks that no Compose file has. */
const OF_OTHERS = ["on", "jobs", "apiVersion", "kind", "stages", "steps", "pipeline"];

export function formOf(root: YamlMap): Form {
  if (entryOf(root, "services")?.value.kind === "seq") return "other";
  if (OF_OTHERS.some((key) => root.entries.has(key)) && !root.entries.has("services")) return "other";
  if (SECTIONS.some((key) => root.entries.has(key) && !isService(root, key))) return "current";
  const names = [...root.entries.keys()].filter((name) => !name.startsWith("x-") && name !== "version" && name !== "name");
  if (names.length > 0 && names.every((name) => isService(root, name))) return "version-1";
  // Extensions alone are a fragment, and a lone `version:` or `name:` is a file that somebody began.
  return names.length === 0 ? "current" : "other";
}

/** True when the text reads like a Compose file of any version; by what is in it, not by its name. */
export function looksLikeCompose(path: string, text: string): boolean {
  const [first] = parseYaml(path, text).documents;
  const root = asMap(first);
  return root !== null && formOf(root) !== "other" && [...root.entries.keys()].some((name) => !name.startsWith("x-"));
}

/** A version 1 file as if it had been written with `services:`. */
export function servicesOfVersion1(root: YamlMap): YamlMap {
  const place = [...root.entries.values()][0]?.key.place ?? root.place;
  const services = mapOf(root.place, root.entries);
  return mapOf(root.place, new Map([["services", { key: { value: "services", place }, value: services }]]));
}

/** A mapping that has what only services have. */
function isService(root: YamlMap, name: string): boolean {
  const node = entryOf(root, name)?.value;
  if (node?.kind !== "map") return false;
  if (isScalar(node, "image") || node.entries.get("build")) return name !== "services" || isScalar(node, "image");
  return name !== "services" && OF_SERVICES.filter((key) => node.entries.has(key)).length >= 2 && !node.entries.has("driver");
}

function isScalar(map: YamlMap, key: string): boolean {
  return map.entries.get(key)?.value.kind === "scalar";
}
