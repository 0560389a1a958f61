import type { Range } from "../../core/place.js";
import type { OffsetMap } from "./ast.js";

/** A map that can also serve the text from an index on. */
export interface JoinedMap extends OffsetMap {
  from(index: number): JoinedMap;
}

/**
 * The way back from joined text to the file. The text is made of pieces; piece i starts at `starts[i]` in the joined text and at
 * `files[i]` in the file, and runs without a gap to the next.
 */
export class Joined implements JoinedMap {
  readonly starts: readonly number[];
  readonly files: readonly number[];
  readonly shift: number;

  constructor(starts: readonly number[], files: readonly number[], shift = 0) {
    this.starts = starts;
    this.files = files;
    this.shift = shift;
  }

  at(index: number): number {
    const { starts, files } = this;
    const wanted = index + this.shift;
    let low = 0;
    // Much of what is asked for stands in the first piece.
    let high = wanted < (starts[1] ?? 0) ? 0 : starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= wanted) low = middle;
      else high = middle - 1;
    }
    return (files[low] as number) + wanted - (starts[low] as number);
  }

  /** The end is that of the last unit, so that a range never runs into the next piece. */
  range(start: number, end: number): Range {
    const from = this.at(start);
    return end > start ? [from, this.at(end - 1) + 1] : [from, from];
  }

  /** The map of the text that begins at `index`. */
  from(index: number): Joined {
    return new Joined(this.starts, this.files, this.shift + index);
  }
}

/** The way back from text that stands in the file as it is, from `base` on: nearly every line. */
export class Unbroken implements JoinedMap {
  readonly base: number;

  constructor(base: number) {
    this.base = base;
  }

  at(index: number): number {
    return this.base + index;
  }

  range(start: number, end: number): Range {
    return [this.base + start, this.base + Math.max(start, end)];
  }

  from(index: number): Unbroken {
    return new Unbroken(this.base + index);
  }
}

/** An empty value stands right after its sign, never in the line below. */
export function valueRange(map: JoinedMap, start: number, end: number): Range {
  if (end > start) return map.range(start, end);
  const at = map.at(start - 1) + 1;
  return [at, at];
}
