import { type Edit, inserted, replaced } from "../../../core/edit.js";
import { LineIndex } from "../../../core/lines.js";
import type { SourcePlace } from "../../../core/place.js";
import type { DockerfileTree, Instruction } from "../ast.js";
import { ofDockerfile } from "../dockerfile.js";

const linesOf = ofDockerfile(({ text }) => new LineIndex(text));

type File = Parameters<typeof linesOf>[0];

/** Lines in front of an instruction and of the comments right above it: what they say belongs to it. */
export function linesBefore(file: File, instruction: Instruction, lines: readonly string[]): Edit {
  const at = linesOf(file).startOfLine(firstLine(file, instruction));
  return inserted(file.path, at, lines.map((line) => `${line === "" ? "" : indentOf(file, instruction)}${line}\n`).join(""));
}

/** Lines behind an instruction, and behind its heredocs. */
export function linesAfter(file: File, instruction: Instruction, lines: readonly string[]): Edit {
  const put = lines.map((line) => `\n${line === "" ? "" : indentOf(file, instruction)}${line}`).join("");
  return inserted(file.path, lineEnd(file, instruction), put);
}

/** An instruction with its lines taken out, or why it is not: comments above it stay, and one inside it must. */
export function withoutLines(file: File, instruction: Instruction): Edit | string {
  const lines = linesOf(file);
  const from = lines.startOfLine(instruction.startLine);
  const to = lines.startOfLine(instruction.endLine + 1);
  if (file.comments.some(({ range }) => range[0] >= from && range[1] <= to)) return "a comment stands inside the instruction";
  if (to < file.text.length || from === 0 || /[\r\n]$/.test(file.text)) return replaced(file.path, [from, to], "");
  // The last line of a file without a line end takes the one before it along.
  const before = file.text.slice(0, from).replace(/\r?\n$|\r$/, "").length;
  return replaced(file.path, [before, to], "");
}

/** As `withoutLines`, of the instruction that begins at a place, for a fix of what stands there; null: none begins there. */
export function withoutInstruction(file: File, { range }: SourcePlace): readonly Edit[] | string | null {
  const each = file.instructions.find((one) => one.range[0] === range[0]);
  const removed = each ? withoutLines(file, each) : null;
  return typeof removed === "string" ? removed : removed && [removed];
}

/** The whole lines of an instruction, the line end not among them. */
export function lineEnd(file: File, { endLine }: Instruction): number {
  const next = linesOf(file).startOfLine(endLine + 1);
  return next - (/\r?\n$|\r$/.exec(file.text.slice(0, next))?.[0].length ?? 0);
}

/** The blanks in front of an instruction. */
export function indentOf(file: File, instruction: Instruction): string {
  return file.text.slice(linesOf(file).startOfLine(instruction.startLine), instruction.range[0]).replace(/[^ \t]/g, "");
}

/** A keyword as the file writes them: in capitals, or in lower case where its first FROM is. */
export function keyword(file: DockerfileTree, name: string): string {
  const first = file.instructions.find((one) => one.keyword === "FROM");
  const written = first ? file.text.slice(...first.keywordRange) : "FROM";
  return written === written.toLowerCase() ? name.toLowerCase() : name;
}

function firstLine(file: File, instruction: Instruction): number {
  const lines = linesOf(file);
  const lineOf = (line: number) => file.text.slice(lines.startOfLine(line), lines.startOfLine(line + 1)).trim();
  const above = file.instructions.filter(({ endLine }) => endLine < instruction.startLine).at(-1)?.endLine ?? 0;
  const directives = Math.max(0, ...file.directives.map(({ line }) => line));
  let first = instruction.startLine;
  while (first - 1 > Math.max(above, directives) && lineOf(first - 1).startsWith("#")) first--;
  return first;
}

/** A RUN of several commands, each on a line of its own. */
export function runLines(file: DockerfileTree, commands: readonly string[]): readonly string[] {
  const run = keyword(file, "RUN");
  return commands.map((command, index) => {
    const end = index < commands.length - 1 ? ` ${file.escape}` : "";
    return index === 0 ? `${run} ${command}${end}` : `    && ${command}${end}`;
  });
}

/** The whole lines of an instruction and of the comments right above it, the last line end with them. */
export function blockOf(file: File, instruction: Instruction): readonly [number, number] {
  const lines = linesOf(file);
  return [lines.startOfLine(firstLine(file, instruction)), lines.startOfLine(instruction.endLine + 1)];
}
