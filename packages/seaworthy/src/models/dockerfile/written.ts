import { Keeper } from "../../core/kept.js";
import { lazy } from "../../core/lazy.js";
import { type Install, installsOf, type LeftoverCache } from "../shell/packages.js";
import { type Command, type Script, startsAny } from "../shell/script.js";
import type { Instruction, RunInstruction } from "./ast.js";
import { defaultShell } from "./default-shell.js";
import { type Dockerfile, ofDockerfile, type RunFacts, type Stage } from "./dockerfile.js";
import { changesSettings, runFacts, runScript } from "./run.js";
import { unquoted } from "./unquoted.js";

/** One RUN as it stands in the file, in whatever stage, also behind ONBUILD. */
export interface WrittenRun {
  readonly instruction: RunInstruction;
  /** null before the first FROM. */
  readonly stage: Stage | null;
  /** The SHELL in force. */
  readonly shell: readonly string[];
  /** See `RunFacts.script`. */
  readonly script: Script | null;
  readonly installs: readonly Install[];
  /** See `RunFacts.leftovers`; none before the first FROM. */
  readonly leftovers: readonly LeftoverCache[];
}

export interface WrittenCommand {
  readonly command: Command;
  readonly run: WrittenRun;
}

interface Written {
  readonly instructions: readonly Instruction[];
  readonly runs: () => readonly WrittenRun[];
  readonly commands: () => readonly WrittenCommand[];
}

/** Every instruction of the file in its order, whether a stage needs it or not; the one inside an ONBUILD follows it. */
export function writtenInstructions(dockerfile: Dockerfile): readonly Instruction[] {
  return writtenIn(dockerfile).instructions;
}

/** Every RUN of the file in its order, also those of stages that nothing needs and those behind ONBUILD. */
export function writtenRuns(dockerfile: Dockerfile): readonly WrittenRun[] {
  return writtenIn(dockerfile).runs();
}

/** The RUNs behind ONBUILD: they run in the builds of others, and no stage of this file holds what they leave. */
export function deferredRuns(dockerfile: Dockerfile): readonly WrittenRun[] {
  return writtenRuns(dockerfile).filter((run) => run.instruction.onbuild);
}

/** The RUNs of stages that do not go into the shipped one, those behind ONBUILD apart. */
export function builderRuns(dockerfile: Dockerfile, shipped: Stage): readonly WrittenRun[] {
  return writtenRuns(dockerfile).filter(
    ({ instruction, stage }) => !instruction.onbuild && stage !== null && !shipped.lineage.includes(stage),
  );
}

/** Every command of every RUN with its RUN, in the order of the file. */
export function writtenCommands(dockerfile: Dockerfile): readonly WrittenCommand[] {
  return writtenIn(dockerfile).commands();
}

/** Those of the commands that call one of these programs. */
export function writtenCalls(dockerfile: Dockerfile, ...names: readonly string[]): readonly WrittenCommand[] {
  const calls: WrittenCommand[] = [];
  for (const run of writtenRuns(dockerfile)) {
    if (!run.script || !startsAny(run.script, names)) continue;
    for (const command of run.script.commands)
      if (command.name !== null && names.includes(command.name)) calls.push({ command, run });
  }
  return calls;
}

const writtenIn = ofDockerfile((dockerfile: Dockerfile): Written => {
  const instructions: Instruction[] = [];
  for (const each of dockerfile.instructions) {
    instructions.push(each);
    if (each.keyword === "ONBUILD" && each.inner) instructions.push(each.inner);
  }
  const runs = lazy(() => readRuns(dockerfile, instructions));
  const commands = lazy(() => {
    const found: WrittenCommand[] = [];
    for (const run of runs()) for (const command of run.script?.commands ?? []) found.push({ command, run });
    return found;
  });
  return { instructions, runs, commands };
});

/** Settings of package managers are taken over from so many RUNs behind ONBUILD. */
const MAX_SETTINGS = 20;

function readRuns(dockerfile: Dockerfile, instructions: readonly Instruction[]): readonly WrittenRun[] {
  const runs: WrittenRun[] = [];
  let stage: Stage | null = null;
  let facts: ReadonlyMap<Instruction, RunFacts> = new Map();
  let shell = defaultShell(null, dockerfile, dockerfile.windows);
  let settings: RunFacts[] = [];
  let deferred = new Map<string, string | null>();
  for (const each of instructions) {
    if (each.keyword === "FROM" && !each.onbuild) {
      stage = dockerfile.stages[each.stage] ?? null;
      const own: Stage | null = stage;
      facts = new Map(own?.facts.runs.filter((run) => run.stage === own).map((run) => [run.instruction, run]));
      shell = stage?.parent?.facts.shell.value ?? defaultShell(stage, dockerfile, dockerfile.windows);
      settings = [];
      deferred = new Map();
    } else if ((each.keyword === "ENV" || each.keyword === "ARG") && each.onbuild) {
      for (const { name, value } of each.pairs) deferred.set(name, value?.includes("$") ? null : value && unquoted(value));
    } else if (each.keyword === "SHELL" && each.json && each.words.length > 0) {
      shell = each.words.map((word) => word.text);
    } else if (each.keyword === "RUN") {
      const known = facts.get(each) ?? (stage ? deferredFacts(each, stage, shell, [...settings], new Map(deferred)) : null);
      if (known && each.onbuild && settings.length < MAX_SETTINGS && changesSettings(each)) settings.push(known);
      runs.push(new RunInFile(each, known ? stage : null, shell, known));
    }
  }
  return runs;
}

/** What a RUN behind ONBUILD does where the image of its stage is the base; `deferred`: what ENV and ARG behind ONBUILD set before it. */
function deferredFacts(
  instruction: RunInstruction,
  stage: Stage,
  shell: readonly string[],
  earlier: readonly RunFacts[],
  deferred: ReadonlyMap<string, string | null>,
): RunFacts {
  return runFacts(instruction, {
    stage,
    shell,
    user: stage.facts.user,
    workdir: null,
    env: () => new Map([...[...stage.facts.env].map(([name, { value }]) => [name, value] as const), ...deferred]),
    earlier: () => earlier,
    expand: (text) => (text.includes("$") ? null : text),
  });
}

/** A RUN where it stands in the file; what it does is read when first asked for. */
class RunInFile extends Keeper implements WrittenRun {
  readonly instruction: RunInstruction;
  readonly stage: Stage | null;
  readonly shell: readonly string[];
  readonly #known: RunFacts | null;
  #script: Script | null | undefined;
  #installs: readonly Install[] | undefined;

  constructor(instruction: RunInstruction, stage: Stage | null, shell: readonly string[], known: RunFacts | null) {
    super();
    this.instruction = instruction;
    this.stage = stage;
    this.shell = shell;
    this.#known = known;
  }

  get script(): Script | null {
    if (this.#known) return this.#known.script;
    if (this.#script === undefined) this.#script = runScript(this.instruction, this.shell);
    return this.#script;
  }

  get installs(): readonly Install[] {
    if (this.#known) return this.#known.installs;
    this.#installs ??= this.script ? installsOf(this.script) : [];
    return this.#installs;
  }

  get leftovers(): readonly LeftoverCache[] {
    return this.#known?.leftovers ?? [];
  }
}
