import type { Depth, Ruling, Verdict } from "../core/report.js";
import { DEPTHS } from "../core/report.js";

/**
 * The verdict of one item over the rulings of its required rules that were asked: any no that is not waived → unmet;
 * else any unknown → unproven; else any waived no → waived (an item whose only nos are waived is never met);
 * else any yes → met; all n/a → not applicable; none asked → unproven.
 * The depth is the shallowest among the deciding yeses; for unmet, that of the first no.
 */
export function judge(rulings: readonly Ruling[]): { readonly verdict: Verdict; readonly depth: Depth | null } {
  let counted = 0;
  let unsettled: Ruling | null = null;
  let waived: Ruling | null = null;
  let proven = false;
  let shallowest = DEPTHS.length;
  for (let at = 0; at < rulings.length; at++) {
    const ruling = rulings[at] as Ruling;
    if (ruling.weight !== "required" || ruling.ruling === "not asked") continue;
    counted++;
    if (ruling.ruling === "no") {
      if (!isWaived(ruling)) return { verdict: "unmet", depth: ruling.depth };
      waived ??= ruling;
    } else if (ruling.ruling === "unknown") unsettled ??= ruling;
    else if (ruling.ruling === "yes") {
      proven = true;
      const depth = ruling.depth === null ? -1 : DEPTHS.indexOf(ruling.depth);
      if (depth >= 0 && depth < shallowest) shallowest = depth;
    }
  }
  if (counted === 0) return { verdict: "unproven", depth: null };
  if (unsettled) return { verdict: "unproven", depth: unsettled.depth };
  if (waived) return { verdict: "waived", depth: waived.depth };
  return proven ? { verdict: "met", depth: DEPTHS[shallowest] ?? null } : { verdict: "not applicable", depth: null };
}

/** A no is waived when every one of its findings is. */
export function isWaived(ruling: Ruling): boolean {
  return ruling.ruling === "no" && ruling.findings.length > 0 && ruling.findings.every((finding) => finding.waived !== null);
}
