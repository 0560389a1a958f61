import type { Range } from "../../core/place.js";
import type { Comment } from "./ast.js";
import { skipSpace, trimEnd } from "./blanks.js";
import type { ConflictSkips } from "./conflict.js";
import { Joined, type JoinedMap, Unbroken } from "./joined.js";

/** One instruction's text: continuations joined, comments and blank lines inside dropped. */
export interface LogicalLine {
  readonly text: string;
  readonly map: JoinedMap;
  /** 1-based. */
  readonly startLine: number;
  readonly endLine: number;
}

/** The builder's limit for one physical line with its line break, in bytes; counted here in UTF-16 units, which are never more. */
const MAX_LINE = 65_536;

/** Walks the physical lines of a file. After `next()` the line is [start, end), without its line break; `after` is where the next begins. */
export class LineCursor {
  start = 0;
  end = 0;
  after: number;
  /** 1-based number of the current line; 0 before the first. */
  line = 0;
  /** The first line that is longer than the builder reads. */
  tooLong: Range | null = null;
  readonly #text: string;
  readonly #skips: ConflictSkips | null;

  constructor(text: string, skips: ConflictSkips | null) {
    this.#text = text;
    this.#skips = skips;
    this.after = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Moves to the next line; conflict markers and the half that is dropped with them are passed over. */
  next(): boolean {
    while (this.nextRaw()) if (!this.#skips?.has(this.line)) return true;
    return false;
  }

  nextRaw(): boolean {
    const text = this.#text;
    if (this.after >= text.length) return false;
    this.start = this.after;
    const newline = text.indexOf("\n", this.start);
    this.after = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    while (end > this.start && text.charCodeAt(end - 1) === 13) end--;
    this.end = end;
    this.line++;
    if (this.after - this.start > MAX_LINE) this.tooLong ??= [this.start, end];
    return true;
  }
}

/** The comment that a line consists of, or null. */
export function commentOn(text: string, cursor: LineCursor): Comment | null {
  const hash = skipSpace(text, cursor.start, cursor.end);
  if (text.charCodeAt(hash) !== 35 || hash >= cursor.end) return null;
  const end = trimEnd(text, hash, cursor.end);
  return {
    range: [hash, end],
    text: text.slice(skipSpace(text, hash + 1, end), end),
    line: cursor.line,
  };
}

/**
 * Joins the current line, whose content starts at `from`, with its continuations. Leading blanks of continued lines are kept, as the builder keeps them.
 * Comments met on the way are handed to `onComment`, the first blank line to `onBlank`.
 */
export function joinLine(
  text: string,
  cursor: LineCursor,
  from: number,
  escapeChar: string,
  onComment: (comment: Comment) => void,
  onBlank: (range: Range) => void,
): LogicalLine {
  const startLine = cursor.line;
  let cut = continuation(text, from, cursor.end, escapeChar);
  if (cut < 0) {
    return {
      text: text.slice(from, cursor.end),
      map: new Unbroken(from),
      startLine,
      endLine: startLine,
    };
  }
  const starts: number[] = [0];
  const files: number[] = [from];
  let joined = text.slice(from, cut);
  let isBlankMet = false;
  while (cut >= 0 && cursor.next()) {
    const comment = commentOn(text, cursor);
    if (comment) {
      onComment(comment);
      continue;
    }
    if (skipSpace(text, cursor.start, cursor.end) >= cursor.end) {
      if (!isBlankMet) onBlank([cursor.start, cursor.end]);
      isBlankMet = true;
      continue;
    }
    cut = continuation(text, cursor.start, cursor.end, escapeChar);
    const piece = text.slice(cursor.start, cut < 0 ? cursor.end : cut);
    if (piece === "") continue;
    starts.push(joined.length);
    files.push(cursor.start);
    joined += piece;
  }
  return {
    text: joined,
    map: new Joined(starts, files),
    startLine,
    endLine: cursor.line,
  };
}

/** Where the escape character that continues [from, to) stands, or -1. One that is itself escaped continues nothing; blanks after it do not matter. */
function continuation(text: string, from: number, to: number, escapeChar: string): number {
  let at = to;
  while (at > from && (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at - 1) === 9)) at--;
  if (at === from || text[at - 1] !== escapeChar) return -1;
  return at - 1 === from || text[at - 2] !== escapeChar ? at - 1 : -1;
}
