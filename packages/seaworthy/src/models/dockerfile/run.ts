import { Keeper } from "../../core/kept.js";
import { leftoverCaches } from "../shell/caches.js";
import { type Call, callsOf, isSetting } from "../shell/managers/call.js";
import { offsetsFrom } from "../shell/offsets.js";
import { type Install, installsAmong, type LeftoverCache } from "../shell/packages.js";
import type { Command, Script } from "../shell/script.js";
import type { OffsetMap, RunInstruction } from "./ast.js";
import type { Effective, RunFacts, Stage } from "./dockerfile.js";
import { readHeredocWord } from "./heredoc.js";
import { Joined } from "./joined.js";
import { isPosixShell, posixShell, shebangProgram } from "./shells.js";
import { execText, type ShellText, scriptOf } from "./start.js";

/** What is in force where a RUN stands. */
export interface RunSurroundings {
  readonly stage: Stage;
  readonly shell: readonly string[];
  readonly user: Effective<string>;
  readonly workdir: string | null;
  env(): ReadonlyMap<string, string | null>;
  /** The RUNs before it in the lineage that `changesSettings`. */
  earlier(): readonly RunFacts[];
  /** Expands a mount's target; null when a variable is unknown. */
  expand(text: string): string | null;
}

/** Only so many settings of package managers are carried from one RUN to the next. */
const MAX_EARLIER = 200;

/** The facts of one RUN; its text is parsed when first asked for. */
export function runFacts(instruction: RunInstruction, around: RunSurroundings): RunFacts {
  return new ReadRun(instruction, around);
}

const NO_SETTINGS: readonly Command[] = Object.freeze([]);
const NO_CALLS: readonly Call[] = Object.freeze([]);
const NO_LEFTOVERS: readonly LeftoverCache[] = Object.freeze([]);

class ReadRun extends Keeper implements RunFacts {
  readonly instruction: RunInstruction;
  readonly stage: Stage;
  readonly user: Effective<string>;
  readonly workdir: string | null;
  readonly #around: RunSurroundings;
  #script: Script | null | undefined;
  #known: ReadonlyMap<string, string | null> | undefined;
  #calls: readonly Call[] | undefined;
  #installs: readonly Install[] | undefined;
  #leftovers: readonly LeftoverCache[] | undefined;

  constructor(instruction: RunInstruction, around: RunSurroundings) {
    super();
    this.instruction = instruction;
    this.stage = around.stage;
    this.user = around.user;
    this.workdir = around.workdir;
    this.#around = around;
  }

  get script(): Script | null {
    if (this.#script === undefined) this.#script = runScript(this.instruction, this.#around.shell);
    return this.#script;
  }

  /** What the environment of the RUN holds is looked up when something asks for a variable: few programs do. */
  readonly #env = (name: string): string | null | undefined => {
    this.#known ??= this.#around.env();
    return this.#known.get(name);
  };

  /** The programs that are called, with what is set for them. */
  get #called(): readonly Call[] {
    if (this.#calls === undefined) {
      const { script } = this;
      const around = this.#around;
      this.#calls = script ? callsOf(script, { env: this.#env, earlier: settingsBefore(around.earlier()) }) : NO_CALLS;
    }
    return this.#calls;
  }

  get installs(): readonly Install[] {
    this.#installs ??= installsAmong(this.#called);
    return this.#installs;
  }

  get leftovers(): readonly LeftoverCache[] {
    if (this.#leftovers === undefined) {
      const { script } = this;
      this.#leftovers = script
        ? leftoverCaches(script, this.#called, this.installs, {
            cacheTargets: cacheTargets(this.instruction, this.#around),
            env: this.#env,
          })
        : NO_LEFTOVERS;
    }
    return this.#leftovers;
  }
}

/** True when a RUN may hold `npm config set …`, `bundle config …`, the removal of docker-clean and the like, which change what later installs do. */
export function changesSettings(instruction: RunInstruction): boolean {
  if (namesSetting(instruction.text)) return true;
  return instruction.heredocs.length > 0 && instruction.heredocs.some(({ body }) => namesSetting(body));
}

function namesSetting(text: string): boolean {
  return text.includes("config") || text.includes("docker-clean");
}

function settingsBefore(runs: readonly RunFacts[]): readonly Command[] {
  if (runs.length === 0) return NO_SETTINGS;
  const found: Command[] = [];
  for (const run of runs) {
    for (const command of run.script?.commands ?? []) {
      if (found.length < MAX_EARLIER && isSetting(command)) found.push(command);
    }
  }
  return found;
}

function cacheTargets(instruction: RunInstruction, around: RunSurroundings): readonly string[] {
  const targets: string[] = [];
  for (const mount of instruction.mounts) {
    const target = mount.options.get("target");
    if ((mount.type !== "cache" && mount.type !== "tmpfs") || typeof target !== "string") continue;
    const expanded = around.expand(target);
    if (expanded !== null) targets.push(expanded);
  }
  return targets;
}

/** The script of a RUN; see `RunFacts.script`. */
export function runScript(instruction: RunInstruction, shell: readonly string[]): Script | null {
  const found = runText(instruction, shell);
  return found && scriptOf(found);
}

/** The text that a RUN gives to a shell; null where `RunFacts.script` is. */
export function runText(instruction: RunInstruction, shell: readonly string[]): ShellText | null {
  if (instruction.json) return execText(instruction);
  if (instruction.text === "") return null;
  const kind = posixShell(shell);
  const [first] = instruction.heredocs;
  if (!first) return kind && { text: instruction.text, offsets: instruction.textOffsets, shell: kind };
  if (!readHeredocWord(instruction.text)) {
    const [text, offsets] = withBodies(instruction);
    return kind && { text, offsets, shell: kind };
  }
  const own = { text: first.body, offsets: offsetsFrom(first.bodyRange[0]) };
  const program = shebangProgram(first.body);
  if (program === null) return kind && { ...own, shell: kind };
  return isPosixShell(program) ? { ...own, shell: { program, errexit: false, pipefail: false, script: 0 } } : null;
}

/** The command with the bodies of its heredocs after it, as the shell gets them. */
function withBodies(instruction: RunInstruction): [text: string, offsets: OffsetMap] {
  let text = instruction.text;
  const split = text.length;
  const starts: number[] = [];
  const files: number[] = [];
  for (const { name, body, bodyRange } of instruction.heredocs) {
    starts.push(text.length, text.length + 1);
    files.push(Math.max(bodyRange[0] - 1, 0), bodyRange[0]);
    text += `\n${body}${name}`;
  }
  const bodies = new Joined(starts, files);
  const { textOffsets } = instruction;
  // The end of one that is not closed stands nowhere in the file.
  const last = instruction.range[1];
  const at = (index: number): number => (index < split ? textOffsets.at(index) : Math.min(bodies.at(index), last));
  return [text, { at, range: (start, end) => [at(start), end > start ? Math.min(at(end - 1) + 1, last) : at(start)] }];
}
