import { stretchEnd } from "../../core/stretch.js";
import { isBlank, isSpace, type Span, skipWord } from "./blanks.js";

/** A word of ENV, LABEL or ARG: quotes and escapes are kept, blanks inside them do not end it. */
export interface QuotedSpan extends Span {
  readonly text: string;
}

const QUOTE = 34;
const APOSTROPHE = 39;

/** Nearly all units: neither white space nor a quote, nor what may be the escape character. */
const USUAL = /[(-[\]-_a-\x7f]+/y;

/** Splits [from, to) into words, quotes respected. An escape character at the very end is dropped. */
export function splitQuoted(line: string, from: number, to: number, escapeChar: string): QuotedSpan[] {
  const words: QuotedSpan[] = [];
  const escapeCode = escapeChar.charCodeAt(0);
  let at = from;
  while (at < to) {
    if (isSpace(line.charCodeAt(at))) {
      at++;
      continue;
    }
    const start = at;
    let quote = 0;
    let dropped = 0;
    for (at = stretchEnd(USUAL, line, at); at < to; at = stretchEnd(USUAL, line, at + 1)) {
      const code = line.charCodeAt(at);
      if (quote === 0) {
        if (isSpace(code)) break;
        if (code === APOSTROPHE || code === QUOTE) quote = code;
      } else if (code === quote) {
        quote = 0;
      }
      if (code === escapeCode && quote !== APOSTROPHE) {
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
  let at = skipWord(line, from, to);
  const name = { start: from, end: at };
  if (at >= to) return null;
  while (at < to && isBlank(line.charCodeAt(at))) at++;
  return { name, value: { start: at, end: to } };
}
