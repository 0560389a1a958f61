import type { Range } from "../../core/place.js";

/** The text with the ranges (ascending, not overlapping) turned into blanks; line breaks stay, so offsets and lines stay too. */
export function blank(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of ranges) {
    if (end <= start) continue;
    parts.push(text.slice(from, start), text.slice(start, end).replace(/[^\r\n]/g, " "));
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join("");
}
