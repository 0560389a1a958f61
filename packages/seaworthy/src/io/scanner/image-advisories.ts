import type { Advisories } from "../../models/advisory/advisory.js";
import { type Covered, type VulnerabilityIgnore, withIgnores } from "../../models/advisory/ignores.js";
import { matchPackages } from "../../models/advisory/match.js";
import { reportedAdvisories } from "../../models/advisory/reports/read-report.js";
import { withVex } from "../../models/advisory/vex-match.js";
import type { Image } from "../../models/image/image.js";
import { APK_REPOSITORIES } from "../../models/image/os-release.js";
import type { Package } from "../../models/package/package.js";
import { type OpenDatabase, openDatabase } from "../database/open-database.js";
import { UsageError } from "../usage-error.js";
import { readReportFile, readVexFile } from "./report-file.js";
import { runScanner, type Scanner, type ScanTarget } from "./run-scanner.js";

/** Who is asked about an image's vulnerabilities, and what does not count. */
export interface AdvisoriesWanted {
  /** The database's file. */
  readonly database: string;
  /** Older data proves nothing. */
  readonly maxAgeDays: number;
  readonly ignore: readonly VulnerabilityIgnore[];
  /** OpenVEX documents. */
  readonly vex: readonly string[];
  /** An installed scanner in the place of the database. */
  readonly scanner: { readonly name: Scanner; readonly target: ScanTarget } | null;
  /** A report that a pipeline has, in the place of both. */
  readonly report: string | null;
  /** All digests that the image is known by: of its manifest, index, configuration. */
  readonly digests: readonly string[];
}

/** What is asked of the image. */
export type AdvisedImage = Pick<Image, "reference" | "today" | "os" | "packages" | "layers" | "unread" | "text">;

/**
 * The vulnerabilities of an image; null where no database is there and nobody else was asked. Throws UsageError for a damaged database, a
 * scanner that fails, a report or a statement that cannot be read or is of another image.
 */
export async function imageAdvisories(
  image: AdvisedImage,
  wanted: AdvisoriesWanted,
): Promise<{ readonly advisories: Advisories | null; readonly notes: readonly string[] }> {
  const vex = wanted.vex.map(readVexFile);
  const database = openDatabase(wanted.database);
  try {
    const found = await asked(image, wanted, database);
    if (!found) return { advisories: null, notes: [] };
    const stated = withVex(found, vex, { digests: wanted.digests, reference: image.reference });
    const covered: Covered = withIgnores(stated.advisories, wanted.ignore, image.today);
    return { advisories: covered.advisories, notes: [...stated.notes, ...covered.notes] };
  } finally {
    database?.close();
  }
}

async function asked(image: AdvisedImage, wanted: AdvisoriesWanted, database: OpenDatabase | null): Promise<Advisories | null> {
  const { maxAgeDays, report, scanner } = wanted;
  if (report === null && scanner === null) {
    if (!database) return null;
    const facts = {
      os: image.os,
      repositories: image.text(APK_REPOSITORIES),
      today: image.today,
      maxAgeDays,
      unread: image.unread,
    };
    return matchPackages(image.packages, facts, database);
  }
  const read = report === null && scanner ? await runScanner(scanner.name, scanner.target) : readReportFile(report ?? "");
  const ours = { digests: wanted.digests, diffIds: image.layers.map(({ diffId }) => diffId) };
  const found = reportedAdvisories(read, { image: ours, today: image.today, maxAgeDays, lookup: database });
  if (typeof found === "string") throw new UsageError(`${report ?? scanner?.name ?? "the report"} ${found}`);
  return { ...found, matches: found.matches.map((match) => ({ ...match, package: ownPackage(match.package, image.packages) })) };
}

/** Our own record of a package that a report names, for it knows the layer and the source. */
function ownPackage(named: Package, packages: readonly Package[]): Package {
  // SARIF has no kinds.
  const same = (one: Package) => one.kind === named.kind || named.purl === "";
  return packages.find((one) => one.name === named.name && one.version === named.version && same(one)) ?? named;
}
