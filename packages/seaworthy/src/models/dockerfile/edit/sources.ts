import { type Edit, replaced } from "../../../core/edit.js";
import { isInside, type Range } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { withoutLines } from "./lines.js";

/** A source taken out of a COPY or ADD, the instruction with its last one; or why it stays. */
export function withoutSource(file: Dockerfile, range: Range): readonly Edit[] | string | null {
  const each = file.instructions.find((one) => (one.keyword === "COPY" || one.keyword === "ADD") && isInside(range, one));
  if (!each || (each.keyword !== "COPY" && each.keyword !== "ADD")) return null;
  if (each.sources.length === 1 && each.heredocs.length === 0) {
    const removed = withoutLines(file, each);
    return typeof removed === "string" ? removed : [removed];
  }
  if (each.json) return "the instruction is in JSON form";
  const at = each.sources.findIndex((one) => one.range[0] === range[0]);
  const word = each.sources[at];
  const next = each.sources[at + 1] ?? each.destination;
  if (!word || !next) return null;
  const cut: Range = at === 0 ? [word.range[0], next.range[0]] : [each.sources[at - 1]?.range[1] ?? word.range[0], word.range[1]];
  if (file.comments.some((one) => one.range[0] >= cut[0] && one.range[1] <= cut[1])) return "a comment stands beside it";
  return [replaced(file.path, cut, "")];
}
