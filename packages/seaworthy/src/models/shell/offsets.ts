import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";

/** The map of a text that stands in its file as it is, from the offset `base` on. */
export function offsetsFrom(base: number): OffsetMap {
  return {
    at: (index) => base + index,
    range: (start, end) => [base + start, base + end],
  };
}

/** The map of a text whose own offsets are lost: everything in it stands at `range`. */
export function offsetsWithin(range: Range): OffsetMap {
  return { at: () => range[0], range: () => range };
}

/**
 * The map of a text that was made out of an outer one: `positions[i]` is the outer offset of its unit `i`.
 * One more position stands for the end.
 */
export function offsetsThrough(outer: OffsetMap, positions: readonly number[]): OffsetMap {
  const last = positions.at(-1) ?? 0;
  const position = (index: number): number => positions[index] ?? last;
  return {
    at: (index) => outer.at(position(index)),
    range: (start, end) => outer.range(position(start), end > start ? position(end - 1) + 1 : position(end)),
  };
}
