import type { Package } from "../package/package.js";

export type Severity = "critical" | "high" | "medium" | "low" | "negligible" | "unknown";

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
  /** Who says so: `CVSS 3.1 by NVD`, `Debian`, `GHSA`… */
  readonly severityBy: string;
  readonly score: number | null;
  /** null: no fixed version is known. */
  readonly fixedIn: string | null;
  readonly knownExploited: boolean;
  /** Exploit prediction, 0–1. */
  readonly epss: number | null;
  /** Why it does not count: an ignore with reason and date, a VEX statement. */
  readonly ignored: { readonly reason: string; readonly until: string | null; readonly by: string } | null;
}

/** What a database of advisories, or another scanner's report, says of an image. */
export interface Advisories {
  /** `seaworthy's database`, `trivy 0.60`, `a report (grype)`… */
  readonly by: string;
  /** The day of the data, `YYYY-MM-DD`; null where it is not said. */
  readonly date: string | null;
  /** A database that says of itself that it is a fixture proves nothing; every report repeats it. */
  readonly fixture: boolean;
  readonly matches: readonly Match[];
  /** Why the list may be short: an unknown or unsupported system, a stale database, a layer that could not be read. */
  readonly gaps: readonly string[];
}
