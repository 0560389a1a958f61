import { nearest } from "../../core/nearest.js";
import type { Range } from "../../core/place.js";
import type { FromInstruction, Word } from "./ast.js";
import type { Dockerfile } from "./dockerfile.js";
import { PLATFORM_ARGS } from "./scope.js";
import { variablesIn } from "./variables.js";

/** A variable of a FROM that no ARG above the first FROM declares. */
export interface UndeclaredArgument {
  readonly name: string;
  readonly range: Range;
  readonly near: string | null;
}

interface BaseArguments {
  readonly used: number;
  readonly undeclared: readonly UndeclaredArgument[];
}

const NO_ARGUMENTS: BaseArguments = Object.freeze({ used: 0, undeclared: Object.freeze([]) });

/** What the FROM lines of a file ask for, and what of it is declared nowhere. The arguments of the platform are always there. */
export function baseArguments(dockerfile: Dockerfile): BaseArguments {
  if (!dockerfile.stages.some(({ from: { image, platform } }) => image.text.includes("$") || platform?.value?.includes("$")))
    return NO_ARGUMENTS;
  const declared = new Set(PLATFORM_ARGS);
  for (const { pairs } of dockerfile.globalArgs) for (const { name } of pairs) declared.add(name);
  const undeclared: UndeclaredArgument[] = [];
  let used = 0;
  for (const { from } of dockerfile.stages) {
    for (const { text, range } of textsOf(from)) {
      const seen = new Set<string>();
      for (const { name, start, end } of variablesIn(text, dockerfile.escape)) {
        used += 1;
        if (declared.has(name) || seen.has(name)) continue;
        seen.add(name);
        const exact = dockerfile.text.startsWith(text, range[0]);
        undeclared.push({ name, range: exact ? [range[0] + start, range[0] + end] : range, near: nearest(name, declared) });
      }
    }
  }
  return { used, undeclared };
}

function textsOf({ image, platform }: FromInstruction): readonly Word[] {
  if (!platform?.value) return [image];
  return [image, { text: platform.value, range: platform.valueRange ?? platform.range }];
}
