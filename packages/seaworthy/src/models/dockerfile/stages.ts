import { Keeper } from "../../core/kept.js";
import type { Problem } from "../../core/problem.js";
import type { DockerfileTree, FromInstruction, Instruction } from "./ast.js";
import type { BaseImage, Stage, StageFacts } from "./dockerfile.js";
import { type FileContext, readFacts, type StageEnd } from "./facts.js";
import { parseReference } from "./reference.js";
import type { GlobalScope } from "./scope.js";

/** Stages beyond this number are not looked at. */
export const MAX_STAGES = 1000;

interface Drafted {
  readonly from: FromInstruction;
  readonly instructions: Instruction[];
}

/** Cuts the instructions into stages, FROM first; what stands before the first FROM is left out. */
export function draftStages(tree: DockerfileTree, problems: Problem[]): readonly Drafted[] {
  const drafts: Drafted[] = [];
  const { instructions } = tree;
  let current: Instruction[] | null = null;
  for (let at = 0; at < instructions.length; at++) {
    const instruction = instructions[at] as Instruction;
    if (instruction.keyword === "FROM") {
      if (drafts.length === MAX_STAGES) {
        const place = { file: tree.path, range: instruction.range };
        problems.push({ kind: "too-deep", message: `more than ${MAX_STAGES} stages; the rest is not looked at`, place });
        break;
      }
      current = [instruction];
      drafts.push({ from: instruction, instructions: current });
    } else {
      current?.push(instruction);
    }
  }
  return drafts;
}

/** Links each stage to the one it is built on and to its base image. A FROM sees the stages above it alone; the last of equal names counts. A name that holds the target platform is taken for linux/amd64. */
export function linkStages(
  drafts: readonly Drafted[],
  path: string,
  globals: GlobalScope,
  context: () => FileContext,
): readonly Stage[] {
  const named = new Map<string, LinkedStage>();
  return drafts.map(({ from, instructions }, index) => {
    const resolved = globals.substitute(from.image.text);
    const target = resolved.value ?? globals.substituteCommon(from.image.text);
    const parent = (target === null ? null : named.get(target.toLowerCase())) ?? null;
    const base = parent?.base ?? baseOf(from, resolved, path);
    const name = from.alias?.text.toLowerCase() ?? null;
    const stage = new LinkedStage(index, name, from, instructions, parent, base, context);
    if (name !== null) named.set(name, stage);
    return stage;
  });
}

/** A stage whose facts are read when they are first asked for. */
class LinkedStage extends Keeper implements Stage {
  readonly index: number;
  readonly name: string | null;
  readonly from: FromInstruction;
  readonly instructions: readonly Instruction[];
  readonly parent: LinkedStage | null;
  readonly base: BaseImage;
  readonly #context: () => FileContext;
  #lineage: readonly Stage[] | null = null;
  #effective: readonly Instruction[] | null = null;
  #end: StageEnd | null = null;

  constructor(
    index: number,
    name: string | null,
    from: FromInstruction,
    instructions: readonly Instruction[],
    parent: LinkedStage | null,
    base: BaseImage,
    context: () => FileContext,
  ) {
    super();
    this.index = index;
    this.name = name;
    this.from = from;
    this.instructions = instructions;
    this.parent = parent;
    this.base = base;
    this.#context = context;
  }

  get lineage(): readonly Stage[] {
    this.#lineage ??= this.parent ? [this, ...this.parent.lineage] : [this];
    return this.#lineage;
  }

  get effectiveInstructions(): readonly Instruction[] {
    this.#effective ??= this.parent ? [...this.lineage].reverse().flatMap((each) => each.instructions) : this.instructions;
    return this.#effective;
  }

  get facts(): StageFacts {
    return this.end.facts;
  }

  /** The facts with what a stage that is built on this one inherits. */
  get end(): StageEnd {
    this.#end ??= readFacts(this, this.parent?.end ?? null, this.#context());
    return this.#end;
  }
}

function baseOf(from: FromInstruction, resolved: ReturnType<GlobalScope["substitute"]>, path: string): BaseImage {
  const written = from.image.text;
  const place = { file: path, range: from.image.range };
  const unresolved = (because: string): BaseImage => ({ kind: "unresolved", written, because, place });
  if (resolved.error !== null) return unresolved(resolved.error);
  if (resolved.value === null)
    return unresolved(`the value of ${resolved.unknown.map((name) => `$${name}`).join(", ")} is not known`);
  if (resolved.value === "") return unresolved("FROM names no image");
  if (resolved.value === "scratch") return { kind: "scratch", place };
  const reference = parseReference(resolved.value);
  return reference ? { kind: "image", reference, written, place } : unresolved(`${resolved.value} is no image reference`);
}
