import type { Sited } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asSited, entryOf, get, isNull, type YamlNode } from "../yaml/yaml.js";

/** Reads typed fields of a manifest; a value of the wrong type is reported, as the API server would refuse it. */
export interface Fields {
  readonly problems: Problem[];
  /** A finite number at `key`, or null. */
  number(node: YamlNode | null, key: string): Sited<number> | null;
  boolean(node: YamlNode | null, key: string): Sited<boolean> | null;
  /** The text of any scalar at `key`, or null. */
  string(node: YamlNode | null, key: string): Sited<string> | null;
  /** The items of the list at `key`; a single value or a mapping there is reported and skipped. */
  list(node: YamlNode | null, key: string): readonly YamlNode[];
}

/** A reader that collects its problems in `problems`. Text with `{{` or `$` is a template's and never wrong. */
export function fieldsOf(problems: Problem[]): Fields {
  const told = new Set<number>();
  const wrong = (node: YamlNode, key: string, wanted: string): null => {
    const templated = node.kind === "scalar" && /\{\{|\$/.test(node.text);
    // The pod's values are read once for each container.
    const again = told.has(node.place.range[0]);
    told.add(node.place.range[0]);
    if (!templated && !again)
      problems.push({
        kind: "schema",
        message: `${key} must be ${wanted}`,
        place: node.place,
      });
    return null;
  };
  return {
    problems,
    number(node, key) {
      const at = get(node, key);
      if (!at || isNull(at)) return null;
      if (at.kind !== "scalar" || typeof at.value !== "number") return wrong(at, key, "a number");
      return { value: at.value, place: at.place };
    },
    boolean(node, key) {
      const at = get(node, key);
      if (!at || isNull(at)) return null;
      if (at.kind !== "scalar" || typeof at.value !== "boolean") return wrong(at, key, "true or false");
      return { value: at.value, place: at.place };
    },
    string(node, key) {
      const at = get(node, key);
      if (!at || isNull(at)) return null;
      return asSited(at) ?? wrong(at, key, "a string");
    },
    list(node, key) {
      const at = entryOf(node, key)?.value;
      if (!at || isNull(at)) return [];
      if (at.kind === "seq") return at.items;
      wrong(at, key, "a list");
      return [];
    },
  };
}
