import { REMARK_LEVELS, type Remark } from "../../models/shellcheck/remark.js";

/**
 * Reads ShellCheck's json1: remarks by the number of the file that they are about, one entry for each of the `count` files from `first` on.
 * null when it is something else.
 */
export function readRemarks(text: string, first: number, count: number): ReadonlyMap<number, readonly Remark[]> | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const comments = (json as { comments?: unknown } | null)?.comments;
  if (!Array.isArray(comments)) return null;
  const found = new Map<number, Remark[]>();
  for (let index = first; index < first + count; index++) found.set(index, []);
  for (const comment of comments) {
    const remark = readRemark(comment);
    const file = (comment as { file?: unknown } | null)?.file;
    const number = typeof file === "string" ? /^(?:\.[/\\])?(\d{1,9})\.sh$/.exec(file)?.[1] : undefined;
    if (!remark || number === undefined) return null;
    found.get(Number(number))?.push(remark);
  }
  return found;
}

/** One remark out of what was parsed as JSON; null when it is none. */
export function readRemark(comment: unknown): Remark | null {
  if (typeof comment !== "object" || comment === null) return null;
  const { code, level, message, line, column, endLine, endColumn } = comment as Record<string, unknown>;
  const known = REMARK_LEVELS.find((one) => one === level);
  if (!known || typeof message !== "string" || !isCount(code) || !isCount(line) || !isCount(column)) return null;
  return {
    code,
    level: known,
    message: message.slice(0, LONGEST_MESSAGE),
    line,
    column,
    endLine: isCount(endLine) ? endLine : line,
    endColumn: isCount(endColumn) ? endColumn : column,
  };
}

const LONGEST_MESSAGE = 500;

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
