import { type Install, installsOf } from "../shell/packages.js";
import type { Command, Script } from "../shell/script.js";
import type { Instruction, RunInstruction } from "./ast.js";
import type { Dockerfile, RunFacts, Stage } from "./dockerfile.js";
import { lazy } from "./lazy.js";
import { runScript } from "./run.js";

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
}

interface Written {
  readonly instructions: readonly Instruction[];
  readonly runs: () => readonly WrittenRun[];
}

const KNOWN = new WeakMap<Dockerfile, Written>();
const DEFAULT_SHELL: readonly string[] = ["/bin/sh", "-c"];

/** Every instruction of the file in its order, whether a stage needs it or not; the one inside an ONBUILD follows it. */
export function writtenInstructions(dockerfile: Dockerfile): readonly Instruction[] {
  return writtenIn(dockerfile).instructions;
}

/** Every RUN of the file in its order, also those of stages that nothing needs and those behind ONBUILD. */
export function writtenRuns(dockerfile: Dockerfile): readonly WrittenRun[] {
  return writtenIn(dockerfile).runs();
}

/** Every command of every RUN with its RUN, in the order of the file. */
export function writtenCommands(dockerfile: Dockerfile): readonly { readonly command: Command; readonly run: WrittenRun }[] {
  return writtenRuns(dockerfile).flatMap((run) => (run.script?.commands ?? []).map((command) => ({ command, run })));
}

function writtenIn(dockerfile: Dockerfile): Written {
  const known = KNOWN.get(dockerfile);
  if (known) return known;
  const instructions = dockerfile.instructions.flatMap((each) =>
    each.keyword === "ONBUILD" && each.inner ? [each, each.inner] : [each],
  );
  const written = { instructions, runs: lazy(() => readRuns(dockerfile, instructions)) };
  KNOWN.set(dockerfile, written);
  return written;
}

function readRuns(dockerfile: Dockerfile, instructions: readonly Instruction[]): readonly WrittenRun[] {
  const runs: WrittenRun[] = [];
  let stage: Stage | null = null;
  let facts: ReadonlyMap<Instruction, RunFacts> = new Map();
  let shell = DEFAULT_SHELL;
  for (const each of instructions) {
    if (each.keyword === "FROM" && !each.onbuild) {
      stage = dockerfile.stages[each.stage] ?? null;
      const own: Stage | null = stage;
      facts = new Map(own?.facts.runs.filter((run) => run.stage === own).map((run) => [run.instruction, run]));
      shell = stage?.parent?.facts.shell.value ?? (dockerfile.windows ? ["cmd", "/S", "/C"] : DEFAULT_SHELL);
    } else if (each.keyword === "SHELL" && each.json && each.words.length > 0) {
      shell = each.words.map((word) => word.text);
    } else if (each.keyword === "RUN") {
      runs.push(writtenRun(each, stage, shell, facts.get(each)));
    }
  }
  return runs;
}

function writtenRun(
  instruction: RunInstruction,
  stage: Stage | null,
  shell: readonly string[],
  known: RunFacts | undefined,
): WrittenRun {
  const script = known ? () => known.script : lazy(() => runScript(instruction, shell));
  const installs = lazy(() => {
    if (known) return known.installs;
    const read = script();
    return read ? installsOf(read) : [];
  });
  return {
    instruction,
    stage,
    shell,
    get script() {
      return script();
    },
    get installs() {
      return installs();
    },
  };
}
