import { type FailOn, failsRun } from "../core/failing.js";
import { isBadInput } from "../core/problem.js";
import type { Report } from "../core/report.js";
import { rulingsOf } from "../core/rulings.js";

/**
 * 0 nothing unmet · 1 something unmet at or above the level (with `strict`: or unproven) · 2 bad input · 3 a probe broke;
 * the higher wins. What the baseline knows and what is waived does not count.
 */
export function exitCode(report: Report, failOn: FailOn, strict: boolean): 0 | 1 | 2 | 3 {
  for (const service of report.services) for (const ruling of rulingsOf(service)) if (ruling.crashed !== null) return 3;
  if (report.problems.some((problem) => isBadInput(problem.kind))) return 2;
  return report.services.some((service) => service.items.some((item) => failsRun(item, { failOn, strict }))) ? 1 : 0;
}
