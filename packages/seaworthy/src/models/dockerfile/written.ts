import { kept } from "../../core/kept.js";
import { type Install, installsOf, type LeftoverCache } from "../shell/packages.js";
import type { Command, Script } from "../shell/script.js";
import type { Instruction, RunInstruction } from "./ast.js";
import type { Dockerfile, RunFacts, Stage } from "./dockerfile.js";
import { lazy } from "./lazy.js";
import { changesSettings, runFacts, runScript } from "./run.js";

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

interface Written {
  readonly instructions: readonly Instruction[];
  readonly runs: () => readonly WrittenRun[];
}

const DEFAULT_SHELL: readonly string[] = ["/bin/sh", "-c"];

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

/** Every command of every RUN with its RUN, in the order of the file. */
export function writtenCommands(dockerfile: Dockerfile): readonly { readonly command: Command; readonly run: WrittenRun }[] {
  return writtenRuns(dockerfile).flatMap((run) => (run.script?.commands ?? []).map((command) => ({ command, run })));
}

const writtenIn = kept((dockerfile: Dockerfile): Written => {
  const instructions = dockerfile.instructions.flatMap((each) =>
    each.keyword === "ONBUILD" && each.inner ? [each, each.inner] : [each],
  );
  return { instructions, runs: lazy(() => readRuns(dockerfile, instructions)) };
});

/** Settings of package managers are taken over from so many RUNs behind ONBUILD. */
const MAX_SETTINGS = 20;

function readRuns(dockerfile: Dockerfile, instructions: readonly Instruction[]): readonly WrittenRun[] {
  const runs: WrittenRun[] = [];
  let stage: Stage | null = null;
  let facts: ReadonlyMap<Instruction, RunFacts> = new Map();
  let shell = DEFAULT_SHELL;
  let settings: RunFacts[] = [];
  for (const each of instructions) {
    if (each.keyword === "FROM" && !each.onbuild) {
      stage = dockerfile.stages[each.stage] ?? null;
      const own: Stage | null = stage;
      facts = new Map(own?.facts.runs.filter((run) => run.stage === own).map((run) => [run.instruction, run]));
      shell = stage?.parent?.facts.shell.value ?? (dockerfile.windows ? ["cmd", "/S", "/C"] : DEFAULT_SHELL);
      settings = [];
    } else if (each.keyword === "SHELL" && each.json && each.words.length > 0) {
      shell = each.words.map((word) => word.text);
    } else if (each.keyword === "RUN") {
      const known = facts.get(each) ?? (stage ? deferredFacts(each, stage, shell, [...settings]) : null);
      if (known && each.onbuild && settings.length < MAX_SETTINGS && changesSettings(each)) settings.push(known);
      runs.push(known ? knownRun(known, stage, shell) : bareRun(each, shell));
    }
  }
  return runs;
}

/** What a RUN behind ONBUILD does where the image of its stage is the base. */
function deferredFacts(
  instruction: RunInstruction,
  stage: Stage,
  shell: readonly string[],
  earlier: readonly RunFacts[],
): RunFacts {
  return runFacts(instruction, {
    stage,
    shell,
    user: stage.facts.user,
    workdir: null,
    env: () => new Map([...stage.facts.env].map(([name, { value }]) => [name, value])),
    earlier: () => earlier,
    expand: (text) => (text.includes("$") ? null : text),
  });
}

function bareRun(instruction: RunInstruction, shell: readonly string[]): WrittenRun {
  const script = lazy(() => runScript(instruction, shell));
  const installs = lazy(() => {
    const read = script();
    return read ? installsOf(read) : [];
  });
  return {
    instruction,
    stage: null,
    shell,
    leftovers: [],
    get script() {
      return script();
    },
    get installs() {
      return installs();
    },
  };
}

function knownRun(known: RunFacts, stage: Stage | null, shell: readonly string[]): WrittenRun {
  return {
    instruction: known.instruction,
    stage,
    shell,
    get script() {
      return known.script;
    },
    get installs() {
      return known.installs;
    },
    get leftovers() {
      return known.leftovers;
    },
  };
}
