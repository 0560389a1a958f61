import type { OffsetMap } from "../dockerfile/ast.js";
import { offsetsFrom, offsetsThrough } from "../shell/offsets.js";
import type { YamlScalar } from "../yaml/yaml.js";

/**
 * Where each character of a scalar's own text stands in its file, also through a block's indentation, folding and quotes.
 * A character that cannot be found again stands where the one before it does.
 */
export function positionsOf(scalar: YamlScalar, source: string): number[] {
  const [start, end] = scalar.place.range;
  const { text } = scalar;
  const positions: number[] = [];
  let at = start;
  const header = /^[|>][^\n]*\n/.exec(source.slice(start, Math.min(end, start + 200)));
  const quote = source[start];
  if (header) at += header[0].length;
  else if (quote === '"' || quote === "'") at++;
  // Unit by unit, not by code point: positions are indexed by UTF-16 units.
  for (const char of text.split("")) {
    at = seek(source, at, end, char);
    positions.push(Math.min(at, end));
    at += quote === '"' && source[at] === "\\" ? escapeLength(source[at + 1]) : quote === "'" && char === "'" && !header ? 2 : 1;
  }
  positions.push(Math.min(at, end));
  return positions;
}

/** The length of an escape in double quotes, its backslash counted. */
function escapeLength(kind: string | undefined): number {
  return kind === "x" ? 4 : kind === "u" ? 6 : kind === "U" ? 10 : 2;
}

/** The next offset at which the unit can stand: white space is skipped, nothing else. */
function seek(source: string, from: number, end: number, char: string): number {
  let at = from;
  while (at < end && source[at] !== char && /\s/.test(source[at] ?? "")) {
    // A folded line break is read as a space.
    if (char === " " && source[at] === "\n") return at;
    at++;
  }
  return at;
}

/** The map from a scalar's text to its file. */
export function scalarOffsets(scalar: YamlScalar, source: string): OffsetMap {
  return offsetsThrough(offsetsFrom(0), positionsOf(scalar, source));
}
