import { stretchEnd } from "../../core/stretch.js";

/** The blanks that separate the words of an instruction; narrower than Unicode's white space. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9 || (code >= 11 && code <= 13);
}

/** Unicode's White_Space, which the builder trims from both ends of a line. */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** The first index in [from, to) that is no white space, or `to`. */
export function skipSpace(text: string, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if ((code > 32 && code < 128) || !isSpace(code)) break;
  }
  return at;
}

/** One past the last index in [from, to) that is no white space, or `from`. */
export function trimEnd(text: string, from: number, to: number): number {
  let at = to;
  for (; at > from; at--) {
    const code = text.charCodeAt(at - 1);
    if ((code > 32 && code < 128) || !isSpace(code)) break;
  }
  return at;
}

const WORD = /[^\t\v\f\r ]*/y;

/** The first index in [from, to) that is a blank, or `to`. */
export function skipWord(text: string, from: number, to: number): number {
  return Math.min(stretchEnd(WORD, text, from), to);
}

/** A stretch of a joined line. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
