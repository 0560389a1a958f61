import type { Level } from "../core/answer.js";
import type { ProblemKind } from "../core/problem.js";
import type { Report, Ruling } from "../core/report.js";

const SEVERITY: Readonly<Record<Level, number>> = { info: 0, warning: 1, error: 2 };

/** Problems that mean that an input could not be judged as it is. The others are notes: a variable that only production knows is no broken input. */
const BAD_INPUT: ReadonlySet<ProblemKind> = new Set([
  "parse",
  "schema",
  "unreadable",
  "binary",
  "encoding",
  "too-large",
  "too-deep",
  "circular",
  "merge-conflict",
  "config",
]);

/**
 * 0 nothing unmet · 1 something unmet at or above the level (with `strict`: or unproven) · 2 bad input · 3 a probe broke;
 * the higher wins. What the baseline knows and what is waived does not count.
 */
export function exitCode(report: Report, failOn: Level, strict: boolean): 0 | 1 | 2 | 3 {
  const rulings = report.services.flatMap((service) => [...service.items.flatMap((item) => item.rulings), ...service.advice]);
  if (rulings.some((ruling) => ruling.crashed !== null)) return 3;
  if (report.problems.some((problem) => BAD_INPUT.has(problem.kind))) return 2;
  const items = report.services.flatMap((service) => service.items);
  if (items.some((item) => item.verdict === "unmet" && item.rulings.some((ruling) => fails(ruling, failOn)))) return 1;
  if (strict && items.some((item) => item.verdict === "unproven")) return 1;
  return 0;
}

function fails(ruling: Ruling, failOn: Level): boolean {
  if (ruling.ruling !== "no") return false;
  return ruling.findings.some((finding) => !finding.waived && !finding.baseline && SEVERITY[finding.level] >= SEVERITY[failOn]);
}
