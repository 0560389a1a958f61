import { type Edit, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { withoutLines } from "./lines.js";

/** A setting taken out of its ENV, ARG or LABEL, the instruction with its last one; or why it stays. */
export function withoutPair(file: Dockerfile, [start]: Range): readonly Edit[] | string | null {
  for (const each of file.instructions) {
    if (!("pairs" in each)) continue;
    const at = each.pairs.findIndex(({ valueRange }) => valueRange?.[0] === start);
    const pair = each.pairs[at];
    if (!pair) continue;
    const used = new RegExp(`\\$\\{?${pair.name.replace(/[^\w]/g, ".")}\\b`);
    if (each.keyword !== "LABEL" && file.instructions.some((one) => one.range[0] > each.range[0] && used.test(one.text)))
      return `${pair.name} is used further down`;
    if (each.pairs.length === 1) {
      const removed = withoutLines(file, each);
      return typeof removed === "string" ? removed : [removed];
    }
    const before = each.pairs[at - 1];
    const next = each.pairs[at + 1];
    const range: Range = before ? [before.range[1], pair.range[1]] : [pair.range[0], next?.range[0] ?? pair.range[1]];
    if (file.comments.some((one) => one.range[0] >= range[0] && one.range[1] <= range[1])) return "a comment stands beside it";
    return [replaced(file.path, range, "")];
  }
  return null;
}
