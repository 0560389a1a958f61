import type { Level } from "./answer.js";
import type { ItemVerdict, Ruling } from "./report.js";

const SEVERITY: Readonly<Record<Level, number>> = { info: 0, warning: 1, error: 2 };

/** The least level of an open finding that fails a run; `none`: nothing that is found fails it. */
export type FailOn = Level | "none";

/** What makes a run fail, besides bad input. */
export interface Threshold {
  readonly failOn: FailOn;
  /** Unproven items fail it too. */
  readonly strict: boolean;
}

/** Whether an item fails the run: what is waived or known by the baseline does not count. */
export function failsRun(item: ItemVerdict, { failOn, strict }: Threshold): boolean {
  if (failOn === "none") return false;
  if (item.verdict === "unmet") return item.rulings.some((ruling) => fails(ruling, failOn));
  return strict && item.verdict === "unproven";
}

function fails(ruling: Ruling, failOn: Level): boolean {
  if (ruling.ruling !== "no") return false;
  return ruling.findings.some((finding) => !finding.waived && !finding.baseline && SEVERITY[finding.level] >= SEVERITY[failOn]);
}
