import type { ReportedService, VerdictCounts } from "../core/report.js";

/** How often each verdict was given, over all items of all services. */
export function countVerdicts(services: readonly ReportedService[]): VerdictCounts {
  const counts = { met: 0, unmet: 0, unproven: 0, notApplicable: 0, waived: 0 };
  for (const service of services) {
    for (const { verdict } of service.items) counts[verdict === "not applicable" ? "notApplicable" : verdict]++;
  }
  return counts;
}
