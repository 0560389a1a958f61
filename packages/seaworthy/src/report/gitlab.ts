import type { Level } from "../core/answer.js";
import { fingerprint } from "../core/fingerprint.js";
import { printable } from "../core/printable.js";
import { isBadInput } from "../core/problem.js";
import type { Report } from "../core/report.js";
import { flatFindings, isSource } from "./findings.js";

/** One degradation of GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, 2026-11-27). */
interface Degradation {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number; readonly end: number } };
}

const REQUIRED: Readonly<Record<Level, Degradation["severity"]>> = { error: "critical", warning: "major", info: "minor" };
const ADVISED: Readonly<Record<Level, Degradation["severity"]>> = { error: "major", warning: "minor", info: "info" };

/**
 * A report of GitLab's Code Quality: one entry for each open finding, those of the baseline too (GitLab itself compares with
 * the target branch, by fingerprint), and one for each problem.
 */
export function renderGitlab(report: Report): string {
  const degradations: Degradation[] = [];
  for (const { finding, ruling, services } of flatFindings(report)) {
    if (finding.waived) continue;
    const { place } = finding;
    const seen = isSource(place);
    degradations.push({
      description: `${ruling.rule}: ${printable(finding.message)}`,
      check_name: ruling.rule,
      fingerprint: finding.fingerprint,
      severity: (ruling.weight === "required" ? REQUIRED : ADVISED)[finding.level],
      location: seen
        ? { path: place.file, lines: { begin: place.start.line, end: place.end.line } }
        : { path: fileOf(report, services), lines: { begin: 1, end: 1 } },
    });
  }
  for (const { kind, message, place } of report.problems) {
    degradations.push({
      description: `${kind}: ${printable(message)}`,
      check_name: `problem/${kind}`,
      fingerprint: fingerprint("problem", kind, place.file, message, String(place.start.line)),
      severity: isBadInput(kind) ? "critical" : "info",
      location: { path: place.file, lines: { begin: place.start.line, end: place.end.line } },
    });
  }
  return `${JSON.stringify(degradations, null, 2)}\n`;
}

/** What was seen in an image or a trial has no line of its own: it is shown at the file that the image is made by. */
function fileOf(report: Report, services: readonly string[]): string {
  const service = report.services.find((one) => one.name === services[0]);
  return service?.dockerfile ?? service?.deployments[0]?.file ?? ".";
}
