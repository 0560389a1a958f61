import { nearest } from "../../core/nearest.js";
import type { Range } from "../../core/place.js";
import { baseSets } from "../../knowledge/base-variables.js";
import type { Flag, Instruction, Pair, PairsInstruction } from "./ast.js";
import type { BaseImage, Dockerfile, Stage } from "./dockerfile.js";
import type { BuildArgs } from "./scope.js";
import { variablesIn } from "./variables.js";

/** A variable that an instruction uses and that nothing in the file sets before it. */
export interface UndefinedVariable {
  readonly name: string;
  readonly range: Range;
  readonly instruction: Instruction;
  /** The declared name that was likely meant; not looked for where the base may set it. */
  readonly near: string | null;
  /** False when the base image, which nobody knows here, may set it. */
  readonly certain: boolean;
}

export interface VariableUses {
  readonly used: number;
  readonly undefined: readonly UndefinedVariable[];
}

const NO_USES: VariableUses = Object.freeze({ used: 0, undefined: Object.freeze([]) });

/** More of them in one file say nothing new. */
const MAX_FOUND = 100;

/** Set for the scanners of an SBOM; no variables of a build. */
const NO_VARIABLES = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

/**
 * The variables that the builder itself substitutes (ENV, ARG, LABEL, COPY, ADD, WORKDIR, USER, VOLUME, STOPSIGNAL, mounts of RUN) without that an ENV or
 * ARG of the stage, of the stages below it or of its base image has set them. What a shell substitutes later is not among them; nor is what stands
 * behind ONBUILD, which another file completes.
 */
export function undefinedVariables(dockerfile: Dockerfile, buildArgs: BuildArgs): VariableUses {
  // What a shell substitutes is not among them, and most files leave all to it.
  if (!dockerfile.text.includes("$") || !dockerfile.stages.some(({ instructions }) => instructions.some(mayUse))) return NO_USES;
  const found: UndefinedVariable[] = [];
  const ends = new Map<Stage, Declared>();
  let used = 0;
  for (const stage of dockerfile.stages) {
    const declared = new Declared(stage.parent ? (ends.get(stage.parent) ?? null) : null);
    ends.set(stage, declared);
    for (const trigger of stage.parent?.instructions ?? []) {
      const inner = trigger.keyword === "ONBUILD" ? trigger.inner : null;
      if (inner?.keyword === "ARG" || inner?.keyword === "ENV") for (const { name } of inner.pairs) declared.add(name);
    }
    const missing = (texts: readonly Text[], instruction: Instruction): void => {
      for (const { text, range, quotes } of texts) {
        if (!text.includes("$")) continue;
        const seen = new Set<string>();
        for (const { name, start, end } of variablesIn(text, quotes ? dockerfile.escape : "\\", quotes)) {
          used += 1;
          if (seen.has(name) || NO_VARIABLES.has(name) || declared.has(name) || found.length === MAX_FOUND) continue;
          seen.add(name);
          const sets = baseHas(stage.base, name, dockerfile.windows);
          if (sets) continue;
          const exact = dockerfile.text.startsWith(text, range[0]);
          found.push({
            name,
            range: exact ? [range[0] + start, range[0] + end] : range,
            instruction,
            near: sets === false ? nearest(name, declared.names()) : null,
            certain: sets === false,
          });
        }
      }
    };
    for (const instruction of stage.instructions) {
      if (!mayUse(instruction)) {
        if (instruction.keyword === "ARG") for (const { name } of instruction.pairs) declared.add(name);
      } else if (instruction.keyword === "ARG") readArg(instruction, buildArgs, declared, missing);
      else missing(textsOf(instruction), instruction);
      if (instruction.keyword === "ENV") for (const { name } of instruction.pairs) declared.add(name);
    }
  }
  return { used, undefined: found };
}

/** Whether `textsOf` an instruction, or the defaults of an ARG, may hold a variable. */
function mayUse({ keyword, text, flags, heredocs, json }: Instruction): boolean {
  switch (keyword) {
    case "RUN":
      return flags.some(usesVariable);
    case "ARG":
    case "ENV":
    case "LABEL":
    case "COPY":
    case "ADD":
    case "WORKDIR":
    case "USER":
    case "VOLUME":
    case "STOPSIGNAL":
      return json || heredocs.length > 0 || text.includes("$") || flags.some(usesVariable);
    default:
      return false;
  }
}

function usesVariable({ value }: Flag): boolean {
  return value?.includes("$") === true;
}

/** Each ARG of a line sees those in front of it; a default that is not used is not read. */
function readArg(
  instruction: PairsInstruction,
  buildArgs: BuildArgs,
  declared: Declared,
  missing: (texts: readonly Text[], instruction: Instruction) => void,
): void {
  for (const { name, value, valueRange } of instruction.pairs) {
    if (value !== null && valueRange && !buildArgs.has(name))
      missing([{ text: value, range: valueRange, quotes: true }], instruction);
    declared.add(name);
  }
}

interface Text {
  readonly text: string;
  readonly range: Range;
  readonly quotes: boolean;
}

const NONE: readonly Text[] = Object.freeze([]);
const SUBSTITUTED_FLAGS = new Set(["chown", "chmod", "checksum", "mount"]);

/** The parts of an instruction that the builder substitutes. */
function textsOf(instruction: Instruction): readonly Text[] {
  switch (instruction.keyword) {
    case "ENV":
    case "LABEL":
      return textsOfPairs(instruction.pairs);
    case "COPY":
    case "ADD": {
      const words = [...instruction.sources, ...(instruction.destination ? [instruction.destination] : [])];
      const bodies = instruction.heredocs.filter(({ expand }) => expand);
      return [
        ...flagTexts(instruction.flags),
        ...words.map(({ text, range }) => ({ text, range, quotes: true })),
        ...bodies.map(({ body, bodyRange }) => ({ text: body, range: bodyRange, quotes: false })),
      ];
    }
    case "RUN":
      return flagTexts(instruction.flags);
    case "WORKDIR":
    case "USER":
    case "VOLUME":
    case "STOPSIGNAL":
      return instruction.words.map(({ text, range }) => ({ text, range, quotes: true }));
    default:
      return NONE;
  }
}

/** Most names and values use no variable. */
function textsOfPairs(pairs: readonly Pair[]): readonly Text[] {
  const texts: Text[] = [];
  for (const { name, nameRange, value, valueRange } of pairs) {
    if (name.includes("$")) texts.push({ text: name, range: nameRange, quotes: true });
    if (value?.includes("$") && valueRange) texts.push({ text: value, range: valueRange, quotes: true });
  }
  return texts;
}

function flagTexts(flags: readonly Flag[]): readonly Text[] {
  if (flags.length === 0) return NONE;
  return flags.flatMap(({ name, value, valueRange, range }) =>
    value !== null && SUBSTITUTED_FLAGS.has(name) ? [{ text: value, range: valueRange ?? range, quotes: true }] : [],
  );
}

/** Whether the base sets a variable; null when nobody knows. The builder gives PATH to every image but Windows'. */
function baseHas(base: BaseImage, name: string, windows: boolean): boolean | null {
  if (windows) return null;
  if (name === "PATH") return true;
  if (base.kind === "scratch") return false;
  return base.kind === "image" ? baseSets(base.reference.name, name) : null;
}

/** The names that a stage and those below it set. */
class Declared {
  readonly #own = new Set<string>();
  readonly #parent: Declared | null;

  constructor(parent: Declared | null) {
    this.#parent = parent;
  }

  add(name: string): void {
    this.#own.add(name);
  }

  has(name: string): boolean {
    for (let scope: Declared | null = this; scope; scope = scope.#parent) {
      if (!scope.#own.has(name)) continue;
      this.#own.add(name);
      return true;
    }
    return false;
  }

  *names(): Iterable<string> {
    yield "PATH";
    for (let scope: Declared | null = this; scope; scope = scope.#parent) yield* scope.#own;
  }
}
