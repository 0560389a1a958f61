import { Keeper } from "../../core/kept.js";
import { lazy } from "../../core/lazy.js";
import { type Install, installsOf, type LeftoverCache } from "../shell/packages.js";
import type { Command, Script } from "../shell/script.js";
import type { Instruction, RunInstruction } from "./ast.js";
import { defaultShell } from "./default-shell.js";
import { type Dockerfile, ofDockerfile, ofStage, type RunFacts, type Stage } from "./dockerfile.js";
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

/** The instructions that a keyword makes. */
type InstructionOf<K> = Instruction extends infer I
  ? I extends { readonly keyword: infer Own }
    ? K extends Own
      ? I
      : never
    : never
  : never;

interface Written {
  readonly instructions: readonly Instruction[];
  readonly byKeyword: ReadonlyMap<Instruction["keyword"], readonly Instruction[]>;
  readonly runs: () => readonly WrittenRun[];
  readonly deferred: () => readonly WrittenRun[];
  readonly commands: () => Commands;
}

/** The commands of a file, and by what most questions about them ask first. */
interface Commands {
  readonly all: readonly WrittenCommand[];
  readonly byProgram: ReadonlyMap<string, readonly WrittenCommand[]>;
  readonly byPrefix: ReadonlyMap<string, readonly WrittenCommand[]>;
  /** Those with a pipe before or behind them. */
  readonly piped: readonly WrittenCommand[];
  /** Those that set a variable. */
  readonly setting: readonly WrittenCommand[];
}

const NO_INSTRUCTIONS: readonly never[] = Object.freeze([]);
const NO_RUNS: readonly WrittenRun[] = Object.freeze([]);
const NO_COMMANDS: readonly WrittenCommand[] = Object.freeze([]);

/** Every instruction of the file in its order, whether a stage needs it or not; the one inside an ONBUILD follows it. */
export function writtenInstructions(dockerfile: Dockerfile): readonly Instruction[] {
  return writtenIn(dockerfile).instructions;
}

/** Those of the instructions that have this keyword. */
export function writtenOf<K extends Instruction["keyword"]>(dockerfile: Dockerfile, keyword: K): readonly InstructionOf<K>[] {
  return (writtenIn(dockerfile).byKeyword.get(keyword) as readonly InstructionOf<K>[] | undefined) ?? NO_INSTRUCTIONS;
}

/** Every RUN of the file in its order, also those of stages that nothing needs and those behind ONBUILD. */
export function writtenRuns(dockerfile: Dockerfile): readonly WrittenRun[] {
  return writtenIn(dockerfile).runs();
}

/** The RUNs behind ONBUILD: they run in the builds of others, and no stage of this file holds what they leave. */
export function deferredRuns(dockerfile: Dockerfile): readonly WrittenRun[] {
  return writtenIn(dockerfile).deferred();
}

/** The RUNs of stages that do not go into the shipped one, those behind ONBUILD apart. */
export function builderRuns(dockerfile: Dockerfile, shipped: Stage): readonly WrittenRun[] {
  if (dockerfile.stages.length === 1) return NO_RUNS;
  const known = knownOf(shipped);
  // A stage belongs to one file.
  known.others ??= writtenRuns(dockerfile).filter(
    ({ instruction, stage }) => !instruction.onbuild && stage !== null && !shipped.lineage.includes(stage),
  );
  return known.others;
}

const knownOf = ofStage((): { others: readonly WrittenRun[] | null } => ({ others: null }));

/** Every command of every RUN with its RUN, in the order of the file. */
export function writtenCommands(dockerfile: Dockerfile): readonly WrittenCommand[] {
  return writtenIn(dockerfile).commands().all;
}

/** Those of the commands that call one of these programs. */
export function writtenCalls(dockerfile: Dockerfile, ...names: readonly string[]): readonly WrittenCommand[] {
  const { all, byProgram } = writtenIn(dockerfile).commands();
  let found = NO_COMMANDS;
  for (const name of names) {
    const calls = byProgram.get(name);
    if (calls === undefined) continue;
    if (found.length > 0) return all.filter(({ command }) => command.name !== null && names.includes(command.name));
    found = calls;
  }
  return found;
}

/** Whether any RUN of the file, in whatever stage, calls one of these programs. */
export function callsAny(dockerfile: Dockerfile, names: readonly string[]): boolean {
  const { byProgram } = writtenIn(dockerfile).commands();
  for (let at = 0; at < names.length; at++) if (byProgram.has(names[at] as string)) return true;
  return false;
}

/** Those of the commands that stand behind a program such as sudo. */
export function writtenBehind(dockerfile: Dockerfile, prefix: string): readonly WrittenCommand[] {
  return writtenIn(dockerfile).commands().byPrefix.get(prefix) ?? NO_COMMANDS;
}

/** Those of the commands that are part of a pipe. */
export function writtenPipes(dockerfile: Dockerfile): readonly WrittenCommand[] {
  return writtenIn(dockerfile).commands().piped;
}

/** Those of the commands that set variables, for themselves or for those behind them. */
export function writtenAssignments(dockerfile: Dockerfile): readonly WrittenCommand[] {
  return writtenIn(dockerfile).commands().setting;
}

const writtenIn = ofDockerfile((dockerfile: Dockerfile): Written => {
  const instructions: Instruction[] = [];
  const byKeyword = new Map<Instruction["keyword"], Instruction[]>();
  const add = (each: Instruction): void => {
    instructions.push(each);
    listed(byKeyword, each.keyword, each);
  };
  for (let at = 0; at < dockerfile.instructions.length; at++) {
    const each = dockerfile.instructions[at] as Instruction;
    add(each);
    if (each.keyword === "ONBUILD" && each.inner) add(each.inner);
  }
  const runs = lazy(() => readRuns(dockerfile, instructions));
  const deferred = lazy(() => (byKeyword.has("ONBUILD") ? runs().filter((run) => run.instruction.onbuild) : NO_RUNS));
  const commands = lazy(() => readCommands(runs()));
  return { instructions, byKeyword, runs, deferred, commands };
});

function readCommands(runs: readonly WrittenRun[]): Commands {
  const all: WrittenCommand[] = [];
  const byProgram = new Map<string, WrittenCommand[]>();
  const byPrefix = new Map<string, WrittenCommand[]>();
  const piped: WrittenCommand[] = [];
  const setting: WrittenCommand[] = [];
  for (const run of runs) {
    const commands = run.script?.commands ?? [];
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at] as Command;
      const written = { command, run };
      all.push(written);
      if (command.name !== null) listed(byProgram, command.name, written);
      if (command.pipe.length > 1) piped.push(written);
      if (command.assignments.length > 0) setting.push(written);
      if (command.prefixes.length > 0) for (const prefix of new Set(command.prefixes)) listed(byPrefix, prefix, written);
    }
  }
  return { all, byProgram, byPrefix, piped, setting };
}

function listed<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const known = lists.get(key);
  if (known) known.push(value);
  else lists.set(key, [value]);
}

const NO_FACTS: readonly RunFacts[] = Object.freeze([]);

/** Settings of package managers are taken over from so many RUNs behind ONBUILD. */
const MAX_SETTINGS = 20;

function readRuns(dockerfile: Dockerfile, instructions: readonly Instruction[]): readonly WrittenRun[] {
  const runs: WrittenRun[] = [];
  let stage: Stage | null = null;
  let facts: readonly RunFacts[] = NO_FACTS;
  let at = 0;
  // null: the one that a stage begins with.
  let shell: readonly string[] | null = null;
  let settings: RunFacts[] = [];
  let deferred = new Map<string, string | null>();
  for (const each of instructions) {
    if (each.keyword === "FROM" && !each.onbuild) {
      stage = dockerfile.stages[each.stage] ?? null;
      facts = stage?.facts.runs ?? NO_FACTS;
      at = 0;
      shell = null;
      settings = [];
      deferred = new Map();
    } else if ((each.keyword === "ENV" || each.keyword === "ARG") && each.onbuild) {
      for (const { name, value } of each.pairs) deferred.set(name, value?.includes("$") ? null : value && unquoted(value));
    } else if (each.keyword === "SHELL" && each.json && each.words.length > 0) {
      shell = each.words.map((word) => word.text);
    } else if (each.keyword === "RUN") {
      shell ??= stage?.parent?.facts.shell.value ?? defaultShell(stage, dockerfile, dockerfile.windows);
      // Both are in the order of the file, in which the stages below come first.
      while (at < facts.length && (facts[at] as RunFacts).instruction.range[0] < each.range[0]) at++;
      const own = facts[at]?.instruction === each ? (facts[at] as RunFacts) : null;
      const known = own ?? (stage ? deferredFacts(each, stage, shell, [...settings], new Map(deferred)) : null);
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
