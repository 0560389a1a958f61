import type { Severity } from "./advisory.js";

/** FIRST's rating of scores of CVSS 3 and 4. */
export function ratingOfScore(score: number): Severity {
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "negligible";
}
