import { type Edit, inserted, replaced } from "../../../core/edit.js";
import type { Command, Script } from "../../shell/script.js";
import type { RunInstruction } from "../ast.js";
import type { Dockerfile } from "../dockerfile.js";

/** A RUN and its script: what is known of one of a stage, and of one as it stands in the file. */
export interface EditedRun {
  readonly instruction: RunInstruction;
  readonly script: Script | null;
}

/** A command at the end of a RUN, as the RUN lays out its others; or why there is no place for one. */
export function appendCommand(file: Dockerfile, { instruction, script }: EditedRun, command: string): Edit | string {
  if (instruction.json) return "the RUN is in exec form";
  if (!script) return "the RUN is in a language that is not read";
  const { heredocs } = instruction;
  const text = instruction.text.trimEnd();
  if (heredocs.length > 0) {
    const [only] = heredocs;
    if (!only || heredocs.length > 1 || !/^<<-?\s*["']?\w+["']?$/.test(text)) return "heredocs are a part of the command";
    const body = file.text.slice(...only.bodyRange);
    const last =
      body
        .replace(/\r?\n$/, "")
        .split("\n")
        .at(-1) ?? "";
    const put = `${/^[ \t]*/.exec(last)?.[0] ?? ""}${command}\n`;
    return inserted(file.path, only.bodyRange[1], body === "" || body.endsWith("\n") ? put : `\n${put}`);
  }
  if (text === "" || /[&|\\]$/.test(text) || script.errors.length > 0) return "the RUN does not end in a command";
  const end = instruction.textOffsets.range(text.length - 1, text.length)[1];
  const written = file.text.slice(instruction.range[0], end);
  // A comment at the end of the shell's own line would swallow what is put behind it.
  if (/(?:^|[\s;])#/.test(text) && text.lastIndexOf("#") > text.lastIndexOf("\n")) {
    const hash = text.lastIndexOf("#");
    const quoted = (text.slice(0, hash).match(/["']/g) ?? []).length % 2 === 1;
    if (!quoted && /\s/.test(text[hash - 1] ?? " ")) return "the RUN ends in a comment";
  }
  const closed = text.endsWith(";");
  const lines = written.split(/\r?\n/);
  if (lines.length === 1) return inserted(file.path, end, closed ? ` ${command}` : ` && ${command}`);
  const leading = lines.slice(1).findLast((line) => /^[ \t]*(?:&&|;)/.test(line));
  const indent = /^[ \t]*/.exec(leading ?? lines.at(-1) ?? "")?.[0] ?? "";
  const sign = file.escape;
  if (leading !== undefined && !closed) return inserted(file.path, end, ` ${sign}\n${indent}&& ${command}`);
  return inserted(file.path, end, `${closed ? "" : " &&"} ${sign}\n${indent}${command}`);
}

/** Words behind a word of a command, and a blank before them. */
export function insertWords(file: Dockerfile, command: Command, behind: number, words: string): Edit {
  const [, end] = command.words[behind]?.range ?? command.range;
  return inserted(file.path, end, ` ${words}`);
}

/**
 * A command taken out of a list that `&&` or `;` joins, together with the sign that joins it; or why it is not. Where it is all that a RUN does, null.
 */
export function withoutCommand(file: Dockerfile, run: EditedRun, command: Command): Edit | string | null {
  const { script, instruction } = run;
  if (!script || command.inside.length > 0 || command.pipe.length > 1 || command.negated || command.background)
    return "the command is a part of a larger one";
  if (command.redirects.some(({ operator }) => operator.includes("<<"))) return "a heredoc is a part of the command";
  const top = script.commands.filter(({ inside }) => inside.length === 0);
  const at = top.indexOf(command);
  if (script.commands.length === 1) return null;
  if (at < 0 || top.length !== script.commands.length) return "commands are nested in the RUN";
  const next = top[at + 1];
  const before = top[at - 1];
  if (command.after === "||" || next?.after === "||" || next?.after === "|" || next?.after === "&")
    return "the command decides what others do";
  const text = file.text;
  if (next) {
    const between = text.slice(command.range[1], next.range[0]);
    if (between.includes("#")) return "a comment stands beside the command";
    return replaced(file.path, [command.range[0], next.range[0]], "");
  }
  if (!before || instruction.heredocs.length > 0) return null;
  const between = text.slice(before.range[1], command.range[0]);
  if (between.includes("#")) return "a comment stands beside the command";
  return replaced(file.path, [before.range[1], command.range[1]], "");
}
