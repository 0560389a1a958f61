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
  readonly #returns: boolean;

  constructor(text: string, skips: ConflictSkips | null) {
    this.#text = text;
    this.#skips = skips;
    this.#returns = text.includes("\r");
    this.after = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  /** Moves to the next line; conflict markers and the half that is dropped with them are passed over. */
  next(): boolean {
    if (this.#skips === null) return this.nextRaw();
    while (this.nextRaw()) if (!this.#skips.has(this.line)) return true;
    return false;
  }

  nextRaw(): boolean {
    const text = this.#text;
    const start = this.after;
    if (start >= text.length) return false;
    const newline = text.indexOf("\n", start);
    const after = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? after : newline;
    if (this.#returns) while (end > start && text.charCodeAt(end - 1) === 13) end--;
    this.start = start;
    this.end = end;
    this.after = after;
    this.line++;
    if (after - start > MAX_LINE) this.tooLong ??= [start, end];
    return true;
  }
}

/** The comment that a line consists of, from its `#` on. */
export function commentFrom(text: string, hash: number, cursor: LineCursor): Comment {
  const end = trimEnd(text, hash, cursor.end);
  return {
    range: [hash, end],
    text: text.slice(skipSpace(text, hash + 1, end), end),
    line: cursor.line,
  };
}

/**
 * Joins the current line, whose content starts at `from`, with its continuations. Leading blanks of continued lines are kept, as the builder keeps them.
 * Comments met on the way are added to `comments`, the first blank line to `blanks`.
 */
export function joinLine(
  text: string,
  cursor: LineCursor,
  from: number,
  escapeChar: string,
  comments: Comment[],
  blanks: Range[],
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
    const { start, end } = cursor;
    const first = skipSpace(text, start, end);
    if (first >= end) {
      if (!isBlankMet) blanks.push([start, end]);
      isBlankMet = true;
      continue;
    }
    if (text.charCodeAt(first) === 35) {
      comments.push(commentFrom(text, first, cursor));
      continue;
    }
    cut = continuation(text, start, end, escapeChar);
    const piece = text.slice(start, cut < 0 ? end : cut);
    if (piece === "") continue;
    starts.push(joined.length);
    files.push(start);
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
  let code = 0;
  while (at > from) {
    code = text.charCodeAt(at - 1);
    if (code !== 32 && code !== 9) break;
    at--;
  }
  if (at === from || code !== escapeChar.charCodeAt(0)) return -1;
  return at - 1 === from || text[at - 2] !== escapeChar ? at - 1 : -1;
}
