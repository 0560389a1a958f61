import type { Advisories, Match } from "../advisory.js";
import { daysBetween } from "../gaps.js";
import { object } from "../json.js";
import type { AdvisoryLookup } from "../stored.js";
import { readGrype } from "./grype.js";
import { readSarif } from "./sarif.js";
import { isReportOf, type ReportImage, type ScannerReport } from "./scanner-report.js";
import { readTrivy } from "./trivy.js";

/** What a parsed report is: Trivy's JSON, Grype's JSON, or SARIF of one of the scanners. A sentence: what is wrong with it. */
export function readReport(json: unknown): ScannerReport | string {
  const report = object(json);
  if (!report) return UNKNOWN;
  return readTrivy(report) ?? readGrype(report) ?? readSarif(report) ?? UNKNOWN;
}

const UNKNOWN = "is neither Trivy's JSON nor Grype's nor SARIF";

/** What judging a report asks besides. */
export interface ReportFacts {
  readonly image: ReportImage;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly maxAgeDays: number;
  /** Our own database, for what the report does not tell: known exploited ones, exploit predictions. */
  readonly lookup: Pick<AdvisoryLookup, "info" | "exploited" | "epss"> | null;
}

/** A report as the vulnerabilities of this image, with what it leaves open. A sentence: it is of another image. */
export function reportedAdvisories(
  report: ScannerReport,
  { image, today, maxAgeDays, lookup }: ReportFacts,
): Advisories | string {
  const is = isReportOf(report.image, image);
  if (is === "other") return "is of another image: its digests are not this image's";
  const { advisories } = report;
  const gaps = [...advisories.gaps];
  if (is === "not said") gaps.push("the report does not say which image it is of");
  if (advisories.date === null) gaps.push("the report does not say how old its data is");
  else if (daysBetween(advisories.date, today) > maxAgeDays)
    gaps.push(
      `the report's data is of ${advisories.date}, ${daysBetween(advisories.date, today)} days old: more than ${maxAgeDays}`,
    );
  const joins = lookup?.info.kev ? lookup : null;
  if (!report.tellsExploited && !joins)
    gaps.push("the report does not say what is known to be exploited, and no database of seaworthy's is there to ask");
  if (lookup?.info.fixture) gaps.push("fixture database, not a proof");
  const matches = lookup ? advisories.matches.map((match) => joined(match, lookup)) : advisories.matches;
  return { ...advisories, fixture: lookup?.info.fixture ?? false, matches, gaps };
}

function joined(match: Match, lookup: Pick<AdvisoryLookup, "exploited" | "epss">): Match {
  const cves = match.aliases.filter((id) => id.startsWith("CVE-"));
  const epss = match.epss ?? cves.flatMap((cve) => lookup.epss(cve) ?? [])[0] ?? null;
  return { ...match, knownExploited: match.knownExploited || cves.some((cve) => lookup.exploited(cve)), epss };
}
