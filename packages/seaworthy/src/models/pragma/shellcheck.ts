import type { Range } from "../../core/place.js";
import type { Dockerfile } from "../dockerfile/dockerfile.js";
import type { PlacedComment } from "../dockerfile/leading-comments.js";
import { writtenRuns } from "../dockerfile/written.js";
import { type ForeignPragma, nextInstruction } from "./pragma.js";

const DIRECTIVE = /^shellcheck\s+([^#]*?)\s*(?:#(.*))?$/;
const CODES = /^(?:SC)?(\d{4})(?:-(?:SC)?(\d{4}))?$/;
const MOST_CODES = 10_000;
/** The rule that passes on what ShellCheck finds. */
const ALL = "craft/shellcheck";

/**
 * `# shellcheck disable=SC2086` in the Dockerfile itself, where ShellCheck does not see it: above an instruction the instruction, inside
 * one the line below it and the command that begins there. Inside a heredoc it is ShellCheck's own affair.
 */
export function shellcheckPragma(placed: PlacedComment, dockerfile: Dockerfile): ForeignPragma | null {
  const { comment } = placed;
  const match = DIRECTIVE.exec(comment.text);
  const disabled = (match?.[1] ?? "").split(/\s+/).find((word) => word.startsWith("disable="));
  if (!match || !disabled) return null;
  const names = disabled.slice("disable=".length).split(",").flatMap(namesOf);
  if (names.length === 0) return null;
  return {
    tool: "shellcheck",
    names,
    reason: match[2]?.trim() || null,
    until: null,
    reach: placed.inside ? commandBelow(placed, dockerfile) : nextInstruction(placed),
    range: comment.range,
    line: comment.line,
  };
}

/** Codes and ranges of them, whose end is not among them. */
function namesOf(written: string): readonly string[] {
  if (written === "all") return [ALL];
  const match = CODES.exec(written);
  if (!match) return [];
  const first = Number(match[1]);
  const end = match[2] === undefined ? first + 1 : Number(match[2]);
  return Array.from({ length: Math.min(Math.max(end - first, 0), MOST_CODES) }, (_, index) => `SC${first + index}`);
}

function commandBelow({ comment, inside }: PlacedComment, dockerfile: Dockerfile): readonly Range[] {
  const { text } = dockerfile;
  const from = text.indexOf("\n", comment.range[1]) + 1;
  if (!inside || from === 0) return [];
  const end = text.indexOf("\n", from);
  const line: Range = [from, end < 0 ? text.length : end];
  const run = writtenRuns(dockerfile).find(
    ({ instruction }) => instruction.range[0] >= inside.range[0] && instruction.range[1] <= inside.range[1],
  );
  const command = run?.script?.commands.find(({ range }) => range[0] >= from && range[0] < line[1]);
  return command ? [line, command.range] : [line];
}
