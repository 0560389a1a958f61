import type { Package } from "../package/package.js";

export type Severity = "critical" | "high" | "medium" | "low" | "negligible" | "unknown";

/** The worst first; unknown stands apart: it may be any of them. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "negligible", "unknown"];

/** One vulnerability of one package of the image. */
export interface Match {
  /** The advisory's own id (`DEBIAN-CVE-2022-37434`, `GHSA-…`). */
  readonly id: string;
  /** The id that people know it by: the CVE where there is one. */
  readonly name: string;
  /** All ids that mean the same. */
  readonly aliases: readonly string[];
  readonly package: Package;
  readonly summary: string;
  readonly severity: Severity;
  /** Who says so: `CVSS 3.1 by NVD`, `Debian`, `GitHub`… */
  readonly severityBy: string;
  /** CVSS base score, 0–10. */
  readonly score: number | null;
  /** null: no fixed version is known. */
  readonly fixedIn: string | null;
  /** In CISA's catalogue of exploited vulnerabilities. */
  readonly knownExploited: boolean;
  /** Exploit prediction, 0–1. */
  readonly epss: number | null;
  /** Why it does not count: an ignore with reason and date, a VEX statement. */
  readonly ignored: Ignored | null;
}

export interface Ignored {
  readonly reason: string;
  /** Last day, `YYYY-MM-DD`. */
  readonly until: string | null;
  /** `seaworthy.yaml:12`, `a VEX statement of Example Inc`. */
  readonly by: string;
}

/** What a database of advisories, or another scanner's report, says of an image. */
export interface Advisories {
  /** `seaworthy's database`, `trivy 0.60`, `a report (grype)`… */
  readonly by: string;
  /** The day of the data, `YYYY-MM-DD`: the oldest part that was used; null where it is not said. */
  readonly date: string | null;
  /** A database that says of itself that it is a fixture proves nothing; every report repeats it. */
  readonly fixture: boolean;
  /** What weighs most comes first. */
  readonly matches: readonly Match[];
  /** Why the list may be short: an unknown or unsupported system, a stale database, a layer that could not be read. */
  readonly gaps: readonly string[];
}

/** The order of a list: known exploited, then the worse severity, then the likelier exploit, then by name. */
export function byWeight(a: Match, b: Match): number {
  return (
    Number(b.knownExploited) - Number(a.knownExploited) ||
    rank(a.severity) - rank(b.severity) ||
    (b.epss ?? 0) - (a.epss ?? 0) ||
    compare(a.name, b.name) ||
    compare(a.package.name, b.package.name) ||
    compare(a.package.path, b.package.path)
  );
}

/** Unknown goes before medium: it may be worse. */
function rank(severity: Severity): number {
  return severity === "unknown" ? 1.5 : SEVERITIES.indexOf(severity);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
