import { caseless } from "../../core/caseless.js";
import { hinted } from "../../core/hinted.js";
import type { Range, SourcePlace } from "../../core/place.js";
import { lex } from "./lex.js";
import type { Family, Literal } from "./lexed.js";
import { blank } from "./text-ranges.js";

/** A source file, ready to be asked. All texts have the same length and line breaks. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Comments blanked. */
  readonly live: string;
  /** Comments and the contents of strings blanked. */
  readonly code: string;
  readonly family: Family;
  /** String literals by the offset of their start. */
  readonly literals: ReadonlyMap<number, Literal>;
  /** The offsets of the literals, ascending. */
  readonly starts: readonly number[];
  /** Matching brackets, both ways. */
  readonly pairs: ReadonlyMap<number, number>;
}

export function readSource(path: string, text: string, family: Family): SourceFile {
  const { comments, literals } = lex(text, family);
  const live = blank(text, comments);
  const code = blank(
    live,
    literals.map((literal) => literal.content),
  );
  return {
    path,
    text,
    live,
    code,
    family,
    literals: new Map(literals.map((literal) => [literal.range[0], literal])),
    starts: literals.map((literal) => literal.range[0]).sort((a, b) => a - b),
    pairs: pairsOf(code),
  };
}

const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Matches brackets; a closer that fits nothing is skipped, an opener left behind stays unmatched. */
function pairsOf(code: string): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  const bracket = /[()[\]{}]/g;
  for (let match = bracket.exec(code); match; match = bracket.exec(code)) {
    const opener = CLOSERS[match[0]];
    if (!opener) {
      open.push(match.index);
      continue;
    }
    let depth = open.length - 1;
    const floor = Math.max(0, open.length - 8);
    while (depth >= floor && code[open[depth] as number] !== opener) depth--;
    if (depth < floor) continue;
    const start = open[depth] as number;
    pairs.set(start, match.index);
    pairs.set(match.index, start);
    open.length = depth;
  }
  return pairs;
}

export function placeIn(file: SourceFile, start: number, end: number): SourcePlace {
  return { file: file.path, range: [start, end] };
}

/** The offset of the first character from `at` on that is not a blank. */
export function skipBlanks(text: string, at: number): number {
  const blanks = /\s*/y;
  blanks.lastIndex = at;
  blanks.exec(text);
  return blanks.lastIndex;
}

/** The value of the string literal that starts at or after blanks from `at`; null when something else stands there, or it is computed. */
export function stringAt(file: SourceFile, at: number): { value: string; range: Range } | null {
  const start = skipBlanks(file.code, at);
  const literal = file.literals.get(start);
  if (!literal || literal.computed) return null;
  return { value: file.text.slice(...literal.content), range: literal.range };
}

/** All literals inside a range, computed ones too, in order. */
export function literalsIn(file: SourceFile, range: Range): { value: string; range: Range }[] {
  const { starts } = file;
  let low = 0;
  for (let high = starts.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < range[0]) low = middle + 1;
    else high = middle;
  }
  const found: { value: string; range: Range }[] = [];
  for (let at = low; at < starts.length && (starts[at] as number) < range[1]; at++) {
    const literal = file.literals.get(starts[at] as number);
    if (literal) found.push({ value: file.text.slice(...literal.content), range: literal.range });
  }
  return found;
}

/** The ranges of the arguments of the call whose `(` (or list whose bracket) stands at `open`. */
export function argumentsAt(file: SourceFile, open: number): Range[] {
  const close = file.pairs.get(open);
  if (close === undefined || close < open) return [];
  const parts: Range[] = [];
  let start = open + 1;
  const stop = /[()[\]{},]/g;
  stop.lastIndex = start;
  for (let match = stop.exec(file.code); match && match.index < close; match = stop.exec(file.code)) {
    if (match[0] === ",") {
      parts.push([start, match.index]);
      start = match.index + 1;
    } else {
      const end = file.pairs.get(match.index);
      if (end !== undefined && end > match.index) stop.lastIndex = Math.min(end, close);
    }
  }
  if (file.code.slice(start, close).trim() !== "") parts.push([start, close]);
  return parts.map(([from, to]) => [skipBlanks(file.code, from), to]);
}

export interface Hit {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  readonly match: RegExpExecArray;
}

/** Every match of a global pattern on the blanked code. */
export function* hits(files: Iterable<SourceFile>, pattern: RegExp, within?: Range): Generator<Hit> {
  const global = new RegExp(pattern.source, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`);
  for (const file of files) {
    // What lies behind the range is cut off: a pattern that finds nothing would else search the whole file, once for each range.
    const code = within ? file.code.slice(0, within[1]) : file.code;
    global.lastIndex = within?.[0] ?? 0;
    for (let match = global.exec(code); match; match = global.exec(code)) {
      yield { file, start: match.index, end: match.index + match[0].length, match };
      if (match[0] === "") global.lastIndex++;
    }
  }
}

/** The name whose call the name at an offset is chained to: `Path` in `Path("x").exists()`; empty when it is no name. */
export function calledBefore(file: SourceFile, at: number): string {
  const dot = file.code.lastIndexOf(".", at - 1);
  const close = file.code.slice(Math.max(0, dot - 300), dot).trimEnd().length + Math.max(0, dot - 300) - 1;
  const open = file.code[close] === ")" ? file.pairs.get(close) : undefined;
  return open === undefined ? "" : (/[A-Za-z_$][\w$]*$/.exec(file.code.slice(Math.max(0, open - 100), open))?.[0] ?? "");
}

/** Whether the name at an offset is called on the result of what stands before it: `a().name()`. */
export function isChained(file: SourceFile, at: number): boolean {
  let before = at - 1;
  for (let steps = 0; before > 0 && steps < 300 && /\s/.test(file.code[before] as string); steps++) before--;
  // `...spread()` is chained to nothing.
  return file.code[before] === "." && file.code[before - 1] !== ".";
}

/** A call that writes a log line, whatever the project's own logger does to write it. */
export const LOG_CALL = caseless(
  hinted(
    "console. log",
    () => /(?:^|\.)_?(?:console|logger|log)\.(?:log|trace|debug|info|warn|warning|error|fatal|critical|exception)$/,
  ),
);
