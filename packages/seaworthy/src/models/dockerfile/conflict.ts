import type { Range } from "../../core/place.js";

/** The lines (1-based) that are passed over because of merge-conflict markers. */
export interface ConflictSkips {
  has(line: number): boolean;
  /** The first marker. */
  readonly range: Range;
}

const MARKER = /^(?:<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?)\r*$/gm;

/**
 * Finds left-over conflict markers. The lines of the markers are dropped; of a whole conflict only the upper half (what was there before the merge) is read,
 * so that one file is judged and not two mixed into one.
 * @returns null when there is no opening or closing marker.
 */
export function findConflicts(text: string): ConflictSkips | null {
  if (!text.includes("<<<<<<<") && !text.includes(">>>>>>>")) return null;
  const marks = [...text.matchAll(MARKER)].map((match) => ({
    at: match.index,
    text: match[0],
  }));
  const first = marks.find((mark) => mark.text[0] === "<" || mark.text[0] === ">");
  if (!first) return null;
  const dropped = new Set<number>();
  const lineOf = lineCounter(text);
  let half = 0;
  for (const mark of marks) {
    const line = lineOf(mark.at);
    const sign = mark.text[0];
    dropped.add(line);
    if (sign === ">" && half > 0) for (let at = half; at < line; at++) dropped.add(at);
    if (sign === "<" || sign === ">") half = 0;
    else if (half === 0) half = line;
  }
  return {
    has: (line) => dropped.has(line),
    range: [first.at, first.at + first.text.trimEnd().length],
  };
}

/** Turns growing offsets into 1-based line numbers in one walk. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let at = 0;
  return (offset) => {
    for (let next = text.indexOf("\n", at); next >= 0 && next < offset; next = text.indexOf("\n", at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}
