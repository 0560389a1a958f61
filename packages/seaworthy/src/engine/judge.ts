import type { Depth, Ruling, Verdict } from "../core/report.js";
import { DEPTHS } from "../core/report.js";

/**
 * The verdict of one item over the rulings of its required rules that were asked: any no that is not waived → unmet;
 * else any unknown → unproven; else any waived no → waived (an item whose only nos are waived is never met);
 * else any yes → met; all n/a → not applicable; none asked → unproven.
 * The depth is the shallowest among the deciding yeses; for unmet, that of the first no.
 */
export function judge(rulings: readonly Ruling[]): { readonly verdict: Verdict; readonly depth: Depth | null } {
  const counted = rulings.filter((ruling) => ruling.weight === "required" && ruling.ruling !== "not asked");
  if (counted.length === 0) return { verdict: "unproven", depth: null };
  const open = counted.find((ruling) => ruling.ruling === "no" && !isWaived(ruling));
  if (open) return { verdict: "unmet", depth: open.depth };
  const unsettled = counted.find((ruling) => ruling.ruling === "unknown");
  if (unsettled) return { verdict: "unproven", depth: unsettled.depth };
  const waived = counted.find(isWaived);
  if (waived) return { verdict: "waived", depth: waived.depth };
  const proven = counted.filter((ruling) => ruling.ruling === "yes").map((ruling) => ruling.depth);
  if (proven.length === 0) return { verdict: "not applicable", depth: null };
  return { verdict: "met", depth: DEPTHS.find((depth) => proven.includes(depth)) ?? null };
}

/** A no is waived when every one of its findings is. */
export function isWaived(ruling: Ruling): boolean {
  return ruling.ruling === "no" && ruling.findings.length > 0 && ruling.findings.every((finding) => finding.waived !== null);
}
