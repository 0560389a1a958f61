import type { Problem } from "../../core/problem.js";
import type { YamlMap, YamlNode } from "../yaml/yaml.js";

export function validateFile(_root: YamlMap, _options: { readonly partial: boolean }): readonly Problem[] {
  return [];
}

export function validateService(_service: YamlNode): readonly Problem[] {
  return [];
}
