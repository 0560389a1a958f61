import type { FromInstruction } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";
import { parseReference } from "./reference.js";
import { COMMON_PLATFORM, PLATFORM_ARGS } from "./scope.js";
import { type Lookup, substitute } from "./substitute.js";

/** What a FROM names when the build is given no arguments at all. */
export interface DefaultBase {
  readonly from: FromInstruction;
  readonly name: string;
  readonly valid: boolean;
}

/** The bases of all stages by the defaults of their ARGs alone; empty where those cannot be computed (`${A:?}` without a value). */
export function defaultBases(dockerfile: Dockerfile): readonly DefaultBase[] {
  const values = new Map<string, string>([...PLATFORM_ARGS].map((name) => [name, COMMON_PLATFORM.get(name) ?? ""]));
  const lookup: Lookup = (name) => values.get(name);
  const options = { escape: dockerfile.escape, unset: "empty" } as const;
  for (const { pairs } of dockerfile.globalArgs) {
    for (const { name, value } of pairs) {
      if (value === null) continue;
      const read = substitute(value, lookup, options);
      if (read.value === null) return [];
      values.set(name, read.value);
    }
  }
  const bases: DefaultBase[] = [];
  for (const { from } of dockerfile.stages) {
    const { value } = substitute(from.image.text, lookup, options);
    if (value === null) return bases;
    bases.push({ from, name: value, valid: parseReference(value) !== null });
  }
  return bases;
}
