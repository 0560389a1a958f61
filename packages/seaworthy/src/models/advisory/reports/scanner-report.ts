import type { Package, PackageKind } from "../../package/package.js";
import { purlParts } from "../../package/purl.js";
import { type Advisories, byWeight, type Match, type Severity } from "../advisory.js";
import { levelOfWord } from "../words.js";

/** Which image a report is of, as far as it says. */
export interface ReportImage {
  /** Of its configuration, manifest or index, `sha256:…`. */
  readonly digests: readonly string[];
  /** Of its uncompressed layers, from the lowest. */
  readonly diffIds: readonly string[];
}

/** Another scanner's report in our words. */
export interface ScannerReport {
  readonly advisories: Advisories;
  readonly image: ReportImage;
  /** The report tells which vulnerabilities are known to be exploited. */
  readonly tellsExploited: boolean;
}

/** A finding as a report has it. */
export interface Reported {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly kind: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly path: string;
  readonly source: Package["source"];
  readonly layer: number | null;
  readonly summary: string;
  readonly severity: string;
  readonly severityBy: string;
  readonly score: number | null;
  readonly fixedIn: string;
  readonly knownExploited: boolean;
  readonly epss: number | null;
  readonly ignored: Match["ignored"];
}

/** What scanners call the kinds of packages, where it is not our word. */
const KINDS: Readonly<Record<string, PackageKind>> = {
  python: "pypi",
  "python-pkg": "pypi",
  "node-pkg": "npm",
  go: "golang",
  "go-module": "golang",
  gobinary: "golang",
  java: "maven",
  jar: "maven",
  "java-archive": "maven",
  gemspec: "gem",
  "php-composer": "composer",
  "rust-crate": "cargo",
  rustbinary: "cargo",
  dotnet: "nuget",
  "dotnet-core": "nuget",
  debian: "deb",
  ubuntu: "deb",
  alpine: "apk",
  wolfi: "apk",
  chainguard: "apk",
  redhat: "rpm",
  centos: "rpm",
  rocky: "rpm",
  alma: "rpm",
  amazon: "rpm",
  oracle: "rpm",
  fedora: "rpm",
};
const OWN: ReadonlySet<string> = new Set<PackageKind>([
  "deb",
  "apk",
  "rpm",
  "npm",
  "pypi",
  "golang",
  "maven",
  "gem",
  "composer",
  "cargo",
  "nuget",
  "binary",
]);

/** Findings as matches, the heaviest first. */
export function matchesOf(reported: readonly Reported[]): readonly Match[] {
  return reported.map(matchOf).sort(byWeight);
}

function matchOf(one: Reported): Match {
  const ids = [...new Set([one.id, ...one.aliases])].filter((id) => id !== "").sort();
  const severity: Severity = levelOfWord(one.severity) ?? "unknown";
  return {
    id: one.id,
    name: ids.find((id) => id.startsWith("CVE-")) ?? one.id,
    aliases: ids,
    package: packageOf(one),
    summary: lineOf(one.summary),
    severity,
    severityBy: severity === "unknown" ? "nobody" : one.severityBy,
    score: one.score,
    fixedIn: one.fixedIn.trim() === "" ? null : one.fixedIn.trim(),
    knownExploited: one.knownExploited,
    epss: one.epss,
    ignored: one.ignored,
  };
}

function packageOf({ kind, name, version, purl, path, source, layer }: Reported): Package {
  const parts = purlParts(purl);
  const type = parts?.type ?? kind;
  const own = OWN.has(type) ? (type as PackageKind) : ((Object.hasOwn(KINDS, type) ? KINDS[type] : undefined) ?? "binary");
  return {
    kind: own,
    name,
    version,
    architecture: parts?.qualifiers.arch ?? null,
    source,
    purl,
    path,
    layer,
    licences: [],
    development: null,
    ownedBy: null,
    thirdParty: false,
  };
}

function lineOf(text: string): string {
  const line =
    text
      .trim()
      .split("\n", 1)[0]
      ?.replace(/\p{Cc}+/gu, " ") ?? "";
  return line.length > 160 ? `${line.slice(0, 159).trimEnd()}…` : line;
}

/** The day of an ISO time; null for what is none. */
export function dayOf(time: string): string | null {
  return /^\d{4}-\d\d-\d\d/.exec(time)?.[0] ?? null;
}

/**
 * Whether a report is of this image. The layers decide where both sides say them, else the digests, of which ours must be all that are known.
 */
export function isReportOf(report: ReportImage, ours: ReportImage): "same" | "other" | "not said" {
  if (report.diffIds.length > 0 && ours.diffIds.length > 0) {
    return report.diffIds.length === ours.diffIds.length && report.diffIds.every((id, at) => id === ours.diffIds[at])
      ? "same"
      : "other";
  }
  if (report.digests.length === 0 || ours.digests.length === 0) return "not said";
  return report.digests.some((digest) => ours.digests.includes(digest)) ? "same" : "other";
}

/** Digests in texts such as `name@sha256:…`. */
export function digestsIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => text.match(/sha256:[0-9a-f]{64}/g) ?? []))];
}
