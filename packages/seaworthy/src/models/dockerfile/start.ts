import { offsetsThrough } from "../shell/offsets.js";
import { parseScript, withOptions } from "../shell/parse.js";
import type { Script } from "../shell/script.js";
import type { CommandInstruction, HealthcheckInstruction, Instruction, OffsetMap } from "./ast.js";
import type { StartCommand } from "./dockerfile.js";
import { type JsonString, readStringArray } from "./json.js";
import { posixShell, type ShellKind } from "./shells.js";

/**
 * The command of CMD, ENTRYPOINT or HEALTHCHECK CMD.
 * @param shell the SHELL in force, which runs the shell form.
 */
export function startCommand(instruction: CommandInstruction | HealthcheckInstruction, shell: readonly string[]): StartCommand {
  return new ReadStart(instruction, shell);
}

class ReadStart implements StartCommand {
  readonly form: "exec" | "shell";
  readonly words: readonly string[];
  readonly instruction: CommandInstruction | HealthcheckInstruction;
  readonly #shell: readonly string[];
  #script: Script | null | undefined;

  constructor(instruction: CommandInstruction | HealthcheckInstruction, shell: readonly string[]) {
    const words = instruction.keyword === "HEALTHCHECK" ? instruction.command : instruction.words;
    this.form = instruction.json ? "exec" : "shell";
    this.words = words.map((word) => word.text);
    this.instruction = instruction;
    this.#shell = shell;
  }

  get script(): Script | null {
    if (this.#script === undefined) {
      const text = startText(this.instruction, this.#shell);
      this.#script = text && scriptOf(text);
    }
    return this.#script;
  }
}

/** A text that a shell is given, and where it stands in the file. */
export interface ShellText {
  readonly text: string;
  readonly offsets: OffsetMap;
  readonly shell: ShellKind;
}

/** The text that CMD, ENTRYPOINT or HEALTHCHECK CMD gives to a shell, in shell form or as `sh -c`; null for any other. */
export function startText(instruction: CommandInstruction | HealthcheckInstruction, shell: readonly string[]): ShellText | null {
  return instruction.json ? execText(instruction) : shellFormText(instruction, shell);
}

/** The text that an exec form gives to a shell with -c; null for any other. */
export function execText(instruction: Instruction): ShellText | null {
  const words = instruction.keyword === "HEALTHCHECK" ? instruction.command : instruction.words;
  const shell = posixShell(words.map((word) => word.text));
  if (!shell) return null;
  // Where the letters of the script stand is asked for a shell alone.
  const skipped = instruction.keyword === "HEALTHCHECK" ? commandStart(instruction) : 0;
  const items = readStringArray(instruction.text, skipped, instruction.text.length);
  if (items === null || items === "mixed") return null;
  const item = items[shell.script];
  return item ? { text: item.value, offsets: jsonOffsets(instruction.text, item, instruction.textOffsets), shell } : null;
}

function shellFormText(instruction: CommandInstruction | HealthcheckInstruction, words: readonly string[]): ShellText | null {
  const shell = posixShell(words);
  if (!shell || instruction.text === "") return null;
  if (instruction.keyword !== "HEALTHCHECK") return { text: instruction.text, offsets: instruction.textOffsets, shell };
  const start = commandStart(instruction);
  const text = instruction.text.slice(start);
  const positions = Array.from({ length: text.length + 1 }, (_, index) => start + index);
  return text === "" ? null : { text, offsets: offsetsThrough(instruction.textOffsets, positions), shell };
}

/** Parses a text with what its shell was started with. */
export function scriptOf({ text, offsets, shell }: ShellText): Script {
  return withOptions(parseScript(text, offsets), shell.errexit, shell.pipefail);
}

/** Where the command of `CMD …` begins in the text of a HEALTHCHECK. */
function commandStart(instruction: Instruction): number {
  return /^\S*\s*/.exec(instruction.text)?.[0].length ?? 0;
}

/** Maps the value of a JSON string to where its characters are written; an escape is one character, and a range holds it whole. */
function jsonOffsets(text: string, item: JsonString, outer: OffsetMap): OffsetMap {
  const positions: number[] = [];
  let at = item.start + 1;
  while (at < item.end - 1) {
    positions.push(at);
    if (text[at] !== "\\") at++;
    else at += text[at + 1] === "u" ? 6 : 2;
  }
  positions.push(item.end - 1);
  const last = item.end - 1;
  return {
    at: (index) => outer.at(positions[index] ?? last),
    range: (start, end) => outer.range(positions[start] ?? last, positions[end] ?? last),
  };
}
