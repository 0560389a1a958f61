import { isBlank, isSpace, type Span } from "./blanks.js";

/** A word of ENV, LABEL or ARG: quotes and escapes are kept, blanks inside them do not end it. */
export interface QuotedSpan extends Span {
  readonly text: string;
}

/** Splits [from, to) into words, quotes respected. An escape character at the very end is dropped. */
export function splitQuoted(line: string, from: number, to: number, escapeChar: string): QuotedSpan[] {
  const words: QuotedSpan[] = [];
  let at = from;
  while (at < to) {
    if (isSpace(line.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    let quote = "";
    let dropped = 0;
    for (; at < to; at++) {
      const ch = line[at] as string;
      if (quote === "") {
        if (isSpace(line.charCodeAt(at))) break;
        if (ch === "'" || ch === '"') quote = ch;
      } else if (ch === quote) {
        quote = "";
      }
      if (ch === escapeChar && quote !== "'") {
        if (at + 1 >= to) dropped = 1;
        else at++;
      }
    }
    const end = Math.min(at, to);
    if (end - dropped > start)
      words.push({
        start,
        end: end - dropped,
        text: line.slice(start, end - dropped),
      });
  }
  return words;
}

/** Splits the old `NAME value with blanks` form; null when there is no value. */
export function splitLegacy(line: string, from: number, to: number): { name: Span; value: Span } | null {
  let at = from;
  while (at < to && !isBlank(line.charCodeAt(at))) at++;
  const name = { start: from, end: at };
  if (at >= to) return null;
  while (at < to && isBlank(line.charCodeAt(at))) at++;
  return { name, value: { start: at, end: to } };
}
