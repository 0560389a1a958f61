import { declaredShell } from "../pragma/shell.js";
import type { Instruction, PairsInstruction } from "./ast.js";
import { defaultShell } from "./default-shell.js";
import type { Dockerfile, Stage } from "./dockerfile.js";
import { placedComments } from "./leading-comments.js";
import { runText } from "./run.js";
import { type ShellText, startText } from "./start.js";
import { writtenRuns } from "./written.js";

/** A text in the file that a shell is given: a RUN, or the shell form of what starts or checks the container, in whatever stage. */
export interface WrittenShell extends ShellText {
  readonly instruction: Instruction;
  readonly stage: Stage;
  /** Variables that are set where it runs: ENV, and for a RUN the ARGs and what the builder passes on. */
  readonly variables: readonly string[];
}

/** Build arguments that need no ARG (Dockerfile reference, August 2026). */
const PREDEFINED = ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);
/** Only so many variables are carried along. */
const MOST_VARIABLES = 1000;

/** Every such text of the file in its order; none of Windows containers, and none before the first FROM. */
export function writtenShells(dockerfile: Dockerfile): readonly WrittenShell[] {
  return firstShells(dockerfile, Number.POSITIVE_INFINITY);
}

/** Whether there is any such text. */
export function hasWrittenShell(dockerfile: Dockerfile): boolean {
  // As most files have one, which is known without a walk where no comment declares another shell.
  if (!dockerfile.comments.some(({ text }) => text.includes("shell")))
    for (const { instruction, stage, script } of writtenRuns(dockerfile))
      if (stage && script && !instruction.onbuild) return true;
  return firstShells(dockerfile, 1).length > 0;
}

function firstShells(dockerfile: Dockerfile, most: number): readonly WrittenShell[] {
  const declared = declaredShells(dockerfile);
  const ends = new Map<Stage, Walk>();
  const found: WrittenShell[] = [];
  for (const stage of dockerfile.stages) {
    const walk = new Walk(stage, (stage.parent && ends.get(stage.parent)) ?? null, dockerfile, declared.get(null));
    for (const instruction of stage.instructions) {
      const shell = declared.get(instruction);
      if (shell !== undefined) walk.declare(shell);
      const text = walk.read(instruction);
      if (text) found.push(text);
      if (found.length === most) return found;
    }
    ends.set(stage, walk);
  }
  return found;
}

/** What comments declare, by the instruction below them; for null what they declare above the first FROM. */
function declaredShells(dockerfile: Dockerfile): ReadonlyMap<Instruction | null, string> {
  const found = new Map<Instruction | null, string>();
  const first = dockerfile.stages[0]?.from;
  for (const placed of placedComments(dockerfile)) {
    const shell = declaredShell(placed);
    if (shell === null || !placed.next) continue;
    // A comment between two stages stands in the first of them.
    const isAbove = first !== undefined && placed.next.range[0] <= first.range[0];
    if (isAbove) found.set(null, shell);
    else if (placed.next.keyword !== "FROM") found.set(placed.next, shell);
  }
  return found;
}

/** The way through one stage: the shell in force, and the names that are set. */
class Walk {
  readonly #stage: Stage;
  #shell: readonly string[];
  /** That of the images that are built on this one. */
  #deferredShell: readonly string[];
  #env: readonly string[];
  #args: readonly string[];

  constructor(stage: Stage, parent: Walk | null, dockerfile: Dockerfile, declared: string | undefined) {
    this.#stage = stage;
    const first = declared === undefined ? defaultShell(stage, dockerfile, dockerfile.windows) : [declared, "-c"];
    this.#shell = parent ? parent.#shell : first;
    this.#deferredShell = this.#shell;
    this.#env = parent ? parent.#env : [];
    this.#args = parent ? parent.#args : PREDEFINED;
  }

  declare(shell: string): void {
    this.#shell = [shell, "-c"];
    this.#deferredShell = this.#shell;
  }

  read(instruction: Instruction): WrittenShell | null {
    switch (instruction.keyword) {
      case "ENV":
        this.#env = withNames(this.#env, instruction);
        return null;
      case "ARG":
        this.#args = withNames(this.#args, instruction);
        return null;
      case "SHELL":
        if (!instruction.json || instruction.words.length === 0) return null;
        this.#shell = instruction.words.map((word) => word.text);
        this.#deferredShell = this.#shell;
        return null;
      case "ONBUILD":
        return instruction.inner ? this.#deferred(instruction.inner) : null;
      case "RUN":
        return this.#found(instruction, runText(instruction, this.#shell), this.#args, this.#env);
      case "CMD":
      case "ENTRYPOINT":
      case "HEALTHCHECK":
        return this.#found(instruction, startText(instruction, this.#shell), this.#env);
      default:
        return null;
    }
  }

  /** In the builds of others, where the ARGs of this file do not hold. */
  #deferred(inner: Instruction): WrittenShell | null {
    if (inner.keyword === "SHELL" && inner.json && inner.words.length > 0)
      this.#deferredShell = inner.words.map((word) => word.text);
    if (inner.keyword !== "RUN") return null;
    return this.#found(inner, runText(inner, this.#deferredShell), PREDEFINED, this.#env);
  }

  #found(instruction: Instruction, text: ShellText | null, ...variables: (readonly string[])[]): WrittenShell | null {
    return text && { ...text, instruction, stage: this.#stage, variables: variables.flat() };
  }
}

function withNames(known: readonly string[], { pairs }: PairsInstruction): readonly string[] {
  if (known.length >= MOST_VARIABLES) return known;
  const names = pairs.map(({ name }) => name).filter((name) => /^[A-Za-z_]\w*$/.test(name));
  return [...new Set([...known, ...names])];
}
