import type { Report, ReportedFinding, ReportedPlace, ReportedSource, Ruling } from "../core/report.js";
import { rulingsOf } from "../core/rulings.js";

export interface FlatFinding {
  readonly finding: ReportedFinding;
  readonly ruling: Ruling;
  /** The services that it was found in; several for what is asked once for a context or the project. */
  readonly services: readonly string[];
}

/** All findings of a report, each once, whatever the number of services that share it. */
export function flatFindings(report: Report): readonly FlatFinding[] {
  const byPrint = new Map<string, { finding: ReportedFinding; ruling: Ruling; services: string[] }>();
  for (const service of report.services) {
    for (const ruling of rulingsOf(service)) {
      for (const finding of ruling.findings) {
        const known = byPrint.get(finding.fingerprint);
        if (!known)
          byPrint.set(finding.fingerprint, {
            finding,
            ruling,
            services: [service.name],
          });
        else if (!known.services.includes(service.name)) known.services.push(service.name);
      }
    }
  }
  return [...byPrint.values()];
}

export function isSource(place: ReportedPlace): place is ReportedSource {
  return "file" in place;
}
