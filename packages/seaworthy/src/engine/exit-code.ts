import { type FailOn, failsRun } from "../core/failing.js";
import { isBadInput } from "../core/problem.js";
import type { Report } from "../core/report.js";

/**
 * 0 nothing unmet · 1 something unmet at or above the level (with `strict`: or unproven) · 2 bad input · 3 a probe broke;
 * the higher wins. What the baseline knows and what is waived does not count.
 */
export function exitCode(report: Report, failOn: FailOn, strict: boolean): 0 | 1 | 2 | 3 {
  const rulings = report.services.flatMap((service) => [...service.items.flatMap((item) => item.rulings), ...service.advice]);
  if (rulings.some((ruling) => ruling.crashed !== null)) return 3;
  if (report.problems.some((problem) => isBadInput(problem.kind))) return 2;
  return report.services.some((service) => service.items.some((item) => failsRun(item, { failOn, strict }))) ? 1 : 0;
}
