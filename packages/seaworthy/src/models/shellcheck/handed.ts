import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import type { Dialect } from "./dialect.js";

/** A stretch of the text that ShellCheck reads: out of a file of the project, or added to it. */
interface Piece {
  readonly text: string;
  /** Where its first unit stands in the source text; null for what was added. */
  readonly from: number | null;
}

/** A point or stretch as ShellCheck tells it: lines and columns from 1, columns in code points, a tab being one; the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** How a source text is prepared. */
export interface Preparation {
  readonly dialect: Dialect;
  /** The shell was started with -e. */
  readonly errexit: boolean;
  /** Names that are set when it runs. */
  readonly variables: readonly string[];
}

/** A text for ShellCheck, and the way back from its lines and columns to offsets in the file. */
export class Handed {
  readonly text: string;
  readonly #offsets: OffsetMap;
  readonly #pieces: readonly (Piece & { readonly start: number })[];
  readonly #lines: readonly number[];
  readonly #astral: boolean;

  constructor(pieces: readonly Piece[], offsets: OffsetMap) {
    let start = 0;
    this.#pieces = pieces.map((piece) => {
      const placed = { ...piece, start };
      start += piece.text.length;
      return placed;
    });
    this.text = pieces.map((piece) => piece.text).join("");
    this.#offsets = offsets;
    const lines = [0];
    for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) lines.push(at + 1);
    this.#lines = lines;
    this.#astral = /[\ud800-\udbff]/.test(this.text);
  }

  /** The range in the file; null for what lies in what was added, or nowhere. */
  rangeOf({ line, column, endLine, endColumn }: Span): Range | null {
    const start = this.#index(line, column);
    const piece = this.#pieces.findLast((one) => one.start <= start);
    if (!piece || piece.from === null) return null;
    const last = piece.start + piece.text.length;
    const end = Math.min(Math.max(this.#index(endLine, endColumn), start), last);
    const from = piece.from - piece.start;
    return this.#offsets.range(Math.min(start, last) + from, end + from);
  }

  #index(line: number, column: number): number {
    const start = this.#lines[Math.min(Math.max(line, 1), this.#lines.length) - 1] ?? 0;
    const next = this.#lines[line];
    const end = next === undefined ? this.text.length : next - 1;
    if (!this.#astral) return Math.min(start + column - 1, end);
    let at = start;
    for (let count = 1; count < column && at < end; count++) at += (this.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return at;
  }
}

/** What `sh -c` or the builder gives to a shell: a line that names the shell and one that sets its variables are added. */
export function handCommand(text: string, offsets: OffsetMap, { dialect, errexit, variables }: Preparation): Handed {
  const names = variables.filter((name) => !HARMFUL.has(name));
  const set = names.length === 0 ? "" : `export ${names.map((name) => `${name}=1`).join(" ")}\n`;
  const shebang = lineEnd(text, 0, text.startsWith("#!"));
  const body = afterComments(text, shebang);
  const shell = shebang > 0 ? "" : `#!/bin/${dialect === "busybox" ? "dash" : dialect}${errexit ? " -e" : ""}\n`;
  return new Handed(
    [
      { text: text.slice(0, shebang), from: 0 },
      { text: `${shell}# shellcheck shell=${dialect}\n`, from: null },
      { text: text.slice(shebang, body), from: shebang },
      { text: body < text.length ? set : "", from: null },
      { text: text.slice(body), from: body },
    ],
    offsets,
  );
}

/** A script file, as it is; where its first line does not settle the shell, a line that does is added. */
export function handFile(text: string, offsets: OffsetMap, dialect: Dialect): Handed {
  const head = text.slice(0, afterComments(text, 0));
  const whole = { text, from: 0 };
  if (/^[ \t]*#[ \t]*shellcheck[ \t].*\bshell=/m.test(head)) return new Handed([whole], offsets);
  const shebang = lineEnd(text, 0, /^\uFEFF?#!/.test(text));
  return new Handed(
    [
      { text: text.slice(0, shebang), from: 0 },
      { text: `# shellcheck shell=${dialect}\n`, from: null },
      { text: text.slice(shebang), from: shebang },
    ],
    offsets,
  );
}

/** Setting these would change how the rest is read. */
const HARMFUL: ReadonlySet<string> = new Set(["PATH", "IFS"]);

/** Past the line break of the line at an index, where there is such a line; else the index. */
function lineEnd(text: string, from: number, isThere: boolean): number {
  if (!isThere) return from;
  const end = text.indexOf("\n", from);
  return end < 0 ? from : end + 1;
}

/** Past the comments and blank lines that begin at an index: a directive among them holds for the whole script, as long as nothing is put in front. */
function afterComments(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf("\n", at);
    if (end < 0 || !/^\s*(?:#|$)/.test(text.slice(at, end))) return at;
    at = end + 1;
  }
}
