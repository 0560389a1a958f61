import { isSpace, type Span } from "./blanks.js";

/** A flag of an instruction, as offsets in the joined line. */
export interface FlagSpan extends Span {
  /** Unquoted, with the dashes. */
  readonly word: string;
  /** The index of the `=` in the joined line, or -1. */
  readonly equals: number;
}

/** The flags of an instruction, and the index in the joined line where its arguments start. */
export interface SplitFlags {
  readonly flags: readonly FlagSpan[];
  readonly rest: number;
}

export const DASH = 45;
const NO_FLAGS: readonly FlagSpan[] = Object.freeze([]);

/**
 * Takes the leading `--name=value` words off an instruction. Quotes are removed, the escape character takes the next character as it
 * is, and a lone `--` ends the flags.
 */
export function splitFlags(line: string, from: number, to: number, escapeChar: string): SplitFlags {
  let flags: FlagSpan[] | null = null;
  let at = from;
  for (;;) {
    while (at < to && isFlagSpace(line.charCodeAt(at))) at++;
    if (at + 1 >= to || line.charCodeAt(at) !== DASH || line.charCodeAt(at + 1) !== DASH)
      return { flags: flags ?? NO_FLAGS, rest: at };
    const flag = readFlag(line, at, to, escapeChar);
    at = flag.end;
    if (flag.word === "--") return { flags: flags ?? NO_FLAGS, rest: at };
    flags ??= [];
    flags.push(flag);
  }
}

function isFlagSpace(code: number): boolean {
  return code <= 32 && isSpace(code);
}

function readFlag(line: string, start: number, to: number, escapeChar: string): FlagSpan {
  let word = "";
  let equals = -1;
  let quote = "";
  let at = start;
  let run = start;
  for (; at < to; at++) {
    const ch = line[at] as string;
    if (quote === "" && isFlagSpace(line.charCodeAt(at))) break;
    if (ch === "=" && equals < 0) equals = at;
    const opens = quote === "" && (ch === '"' || ch === "'");
    if (opens || ch === quote) {
      word += line.slice(run, at);
      run = at + 1;
      quote = opens ? ch : "";
    } else if (ch === escapeChar) {
      word += line.slice(run, at);
      run = at + 1;
      at++;
      if (line[at] === "=" && equals < 0 && at < to) equals = at;
    }
  }
  const end = Math.min(at, to);
  return { start, end, word: word + line.slice(run, end), equals };
}
