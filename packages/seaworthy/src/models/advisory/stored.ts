import type { Severity } from "./advisory.js";

/** A severity and who says so. */
export interface NamedSeverity {
  readonly level: Severity;
  /** CVSS base score, 0–10; null where a word alone was given. */
  readonly score: number | null;
  /** `CVSS 3.1 by NVD`, `Debian`, `GitHub`… */
  readonly by: string;
}

/** What the database keeps of one advisory. */
export interface StoredAdvisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  /** Ids that an advisory of a distribution fixes together, where it has no better word for them. */
  readonly related: readonly string[];
  /** One line. */
  readonly summary: string;
  readonly severity: NamedSeverity | null;
  /** ISO 8601, as the record says. */
  readonly modified: string;
}

/** introduced, fixed, last affected, limit. */
export type RangeEvent = readonly ["i" | "f" | "l" | "m", string];

export interface StoredRange {
  /** The range is of semantic versions, whatever the ecosystem's own order. */
  readonly semantic: boolean;
  readonly events: readonly RangeEvent[];
}

/** Which versions of one package of one ecosystem's release an advisory speaks of. */
export interface Affected {
  readonly id: string;
  readonly ranges: readonly StoredRange[];
  /** Versions listed one by one, besides those of the ranges. */
  readonly versions: readonly string[];
  /** For this package alone, before the advisory's own. */
  readonly severity: NamedSeverity | null;
  /** The first package of the advisory: its text is kept beside those of that package. */
  readonly home: string;
}

export interface EcosystemInfo {
  /** OSV's name without the release: `Debian`, `npm`. */
  readonly name: string;
  /** Day of the data, `YYYY-MM-DD`; "" where nothing says it. */
  readonly date: string;
  readonly advisories: number;
  /** Pairs of package and advisory. */
  readonly rows: number;
  /** Known malicious packages, kept apart from vulnerabilities. */
  readonly malicious: number;
  /** Releases with data: `Debian:12`; the name itself where there are none. */
  readonly releases: readonly string[];
}

/** What a database says of itself. */
export interface DatabaseInfo {
  /** Made for tests: it proves nothing, and every report repeats it. */
  readonly fixture: boolean;
  readonly ecosystems: readonly EcosystemInfo[];
  /** CISA's catalogue of exploited vulnerabilities. */
  readonly kev: { readonly date: string; readonly count: number } | null;
  /** Exploit predictions. */
  readonly epss: { readonly date: string; readonly count: number } | null;
}

/** A database as matching asks it. */
export interface AdvisoryLookup {
  readonly info: DatabaseInfo;
  /** @param release an ecosystem with its release where it has any: `Debian:12`, `npm`; @param name normalized as the ecosystem asks */
  affected(release: string, name: string): readonly Affected[];
  /** @param ecosystem without the release; @param home the package that the advisory is kept with */
  advisory(ecosystem: string, home: string, id: string): StoredAdvisory | null;
  exploited(cve: string): boolean;
  /** 0–1. */
  epss(cve: string): number | null;
}
