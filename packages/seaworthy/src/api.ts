import type { Certified, CertifyOptions } from "./api/certify.js";
import type { Checked, CheckOptions } from "./api/check.js";
import type { ImageOptions } from "./api/check-images.js";
import type { Fixed, FixOptions } from "./api/fix.js";
import type { Scanned, ScanOptions } from "./api/scan.js";
import type { TrialDone, TrialOptions } from "./api/trial.js";
import { UnknownRuleError } from "./api/unknown-rule.js";
import type { Verified, VerifyOptions } from "./api/verify.js";
import { ConfigError } from "./config/keys.js";
import { VERSION } from "./core/version.js";
import { runExample } from "./engine/example.js";
import { exitCode } from "./engine/exit-code.js";
import { rulesNamed, unknownRule } from "./engine/rule-names.js";
import { now, today } from "./io/clock.js";
import type { OpenDatabase } from "./io/database/open-database.js";
import type { UpdateResult } from "./io/database/update.js";
import type { UpdateOptions } from "./io/database/update-options.js";
import { readProjectFrom } from "./io/memory.js";
import type { AdvisedImage, AdvisoriesWanted } from "./io/scanner/image-advisories.js";
import { UsageError } from "./io/usage-error.js";
import type { Advisories } from "./models/advisory/advisory.js";
import type { ImageFacts } from "./models/advisory/gaps.js";
import type { Package } from "./models/package/package.js";
import { FORMATS, type Format, render } from "./report/formats.js";
import { PLAIN } from "./report/ink.js";
import { renderRulePage } from "./report/rule-page.js";
import type { TextOptions } from "./report/text.js";
import type { AnyRule } from "./rule.js";
import { RULES } from "./rules/index.js";

export type { Certified, CertifiedImage, CertifyOptions } from "./api/certify.js";
export { type Checked, type CheckOptions, check } from "./api/check.js";
export type { ImageOptions } from "./api/check-images.js";
export type { Fixed, FixOptions } from "./api/fix.js";
export type { Scanned, ScanOptions } from "./api/scan.js";
export type { TrialDone, TrialOptions } from "./api/trial.js";
export type { Verified, VerifyOptions } from "./api/verify.js";
export type { ItemId } from "./checklist.js";
export { ITEMS } from "./checklist.js";
export type { Answer, Finding, Level } from "./core/answer.js";
export type { Edit, Fix } from "./core/edit.js";
export type { FailOn } from "./core/failing.js";
export type * from "./core/fix-report.js";
export type { Problem, ProblemKind } from "./core/problem.js";
export type * from "./core/report.js";
export { MOST_BYTES as MOST_STDIN_BYTES, textFromStdin } from "./io/given-text.js";
export type { ImageProgress } from "./io/image/progress.js";
export type { Scanner } from "./io/scanner/run-scanner.js";
export { type AnyRule, defineRule, type Rule } from "./rule.js";
export { ConfigError, RULES, UnknownRuleError, UsageError, VERSION };

/**
 * Judges a project by its sources and by images that were built from it. Throws UsageError where an image is not there, or where it
 * cannot be told of which service it is.
 */
export async function checkWithImages(
  options: CheckOptions & ImageOptions,
): Promise<Checked & { readonly notes: readonly string[] }> {
  return (await import("./api/check-images.js")).checkImages(options);
}

/**
 * Runs an image of the engine, or a service of the project's Compose file by its name, and judges what happened. Throws UsageError where there
 * is no engine, no such image, or a value is missing; the signal's reason when it is ended.
 */
export async function trial(named: string, options: TrialOptions = {}): Promise<TrialDone> {
  return (await import("./api/trial.js")).trialAndJudge(named, options);
}

/**
 * Builds every service of a project with the installed client, looks into the images, tries them, and judges all together. What could not be
 * built or tried is among `failed`. Throws UsageError, ConfigError; the signal's reason when it is ended.
 */
export async function certify(options: CertifyOptions = {}): Promise<Certified> {
  return (await import("./api/certify.js")).certifyProject(options);
}

/** In-toto statements about the images of a certified project, a line each: signed where a private key is named. Throws UsageError. */
export async function attestationsOf(
  certified: Certified,
  signing: { readonly key: string; readonly cwd: string } | null,
): Promise<string> {
  return (await import("./api/attest.js")).attestations(certified, signing);
}

/** Holds an image's attestation against a policy. Throws UsageError, ConfigError. */
export async function verify(image: string, options: VerifyOptions): Promise<Verified> {
  return (await import("./api/verify.js")).verifyImage(image, options);
}

/** The rules that an id, an item or an alias means; with one near name as the error's text where there is none. */
export function findRules(name: string): readonly AnyRule[] {
  const named = rulesNamed(name, RULES);
  const short = named.length > 0 ? named : RULES.filter((rule) => rule.id.endsWith(`/${name}`));
  if (short.length === 0) throw new UnknownRuleError(unknownRule(name, RULES));
  return short;
}

export { readBaseline, writeBaseline } from "./io/baseline-file.js";
export { causeOfWriting, writeWhole as writeOutput } from "./io/output.js";
export type { TrialHost, TrialRun } from "./io/trial/trial-engine.js";
export { recordText } from "./models/trial/record-text.js";
export type { Ink } from "./report/ink.js";
export type { Format, TextOptions };
export { exitCode, FORMATS, PLAIN };

/** Mends what is unmet, in memory or (with `write`) on disk; gives what it did, what is left and why. Throws UsageError, ConfigError. */
export async function fix(options: FixOptions = {}): Promise<Fixed> {
  return (await import("./api/fix.js")).fix(options);
}

/** The formats of what was mended. */
export const FIX_FORMATS = ["text", "json", "patch"] as const;

/** What was mended, in one format. A patch and JSON hold lines as they are; text masks credentials. */
export async function renderedFix(
  { fix: told, below, secrets }: Fixed,
  format: (typeof FIX_FORMATS)[number],
  text: Partial<TextOptions> = {},
): Promise<string> {
  if (format === "patch") return (await import("./report/fix-patch.js")).renderPatch(told.files, below);
  if (format === "json") return (await import("./report/fix-json.js")).renderFixJson(told, below);
  const options = { ink: PLAIN, width: 100, verbose: false, advice: false, ...text };
  return (await import("./report/fix-text.js")).renderFixText(told, { ...options, secrets });
}

/** A report in one format, in pieces where it may be longer than a string can be. */
export function rendered(checked: Checked, format: Format, text: Partial<TextOptions> = {}): Promise<Iterable<string>> {
  return render(checked.report, format, {
    text: { ink: PLAIN, width: 100, verbose: false, advice: false, ...text },
    threshold: { failOn: checked.failOn, strict: checked.strict },
    rules: RULES,
    at: now(),
    below: checked.below,
  });
}

/** The page of a rule in Markdown, each example with the answer that its probe really gives. */
export function pageOf(rule: AnyRule): string {
  return renderRulePage(rule, (one, example) =>
    runExample(one, example, (texts) => readProjectFrom(texts, { today: EXAMPLE_DAY })),
  );
}

/** The day on which examples are judged: they speak of end-of-life dates, and must say the same tomorrow. */
const EXAMPLE_DAY = "2026-11-23";

export { databasePath } from "./io/database/database-path.js";
export type { OpenDatabase } from "./io/database/open-database.js";
export type { UpdateResult } from "./io/database/update.js";
export type { UpdateOptions } from "./io/database/update-options.js";
export type { AdvisedImage, AdvisoriesWanted } from "./io/scanner/image-advisories.js";
export type { Advisories, Match } from "./models/advisory/advisory.js";
export type { ImageFacts } from "./models/advisory/gaps.js";
export type { DatabaseInfo } from "./models/advisory/stored.js";
export type { Package } from "./models/package/package.js";

/** Judges a built image, or the packages that an SBOM lists. Throws UsageError, ConfigError. */
export async function scan(image: string, options: ScanOptions = {}): Promise<Scanned> {
  const scanning = await import("./api/scan.js");
  return scanning.scanAndJudge(image, options);
}

/** The forms of an SBOM that are written. */
export const SBOM_FORMATS = ["cyclonedx", "spdx"] as const;

/** The SBOM of an image, as JSON. */
export async function renderedSbom(scanned: Scanned, format: (typeof SBOM_FORMATS)[number]): Promise<Iterable<string>> {
  const stamp = { version: VERSION, created: `${now()}Z` };
  const document =
    format === "spdx"
      ? (await import("./models/sbom/spdx.js")).spdx(scanned.image, stamp)
      : (await import("./models/sbom/cyclonedx.js")).cycloneDx(scanned.image, stamp);
  return [`${JSON.stringify(document, null, 2)}\n`];
}

/** Makes or renews a database of advisories. Throws UsageError. */
export async function updateDatabase(options: Omit<UpdateOptions, "today"> & { readonly today?: string }): Promise<UpdateResult> {
  const database = await import("./io/database/update.js");
  return database.updateDatabase({ today: today(), ...options });
}

/** Opens a database of advisories; null when there is none. Throws UsageError for a file that is no sound one. */
export async function openDatabase(path: string): Promise<OpenDatabase | null> {
  const database = await import("./io/database/open-database.js");
  return database.openDatabase(path);
}

/** What a database knows of an image's packages; what cannot be judged is among its gaps. */
export async function matchPackages(
  packages: readonly Package[],
  facts: ImageFacts,
  database: OpenDatabase,
): Promise<Advisories> {
  const matching = await import("./models/advisory/match.js");
  return matching.matchPackages(packages, facts, database);
}

/**
 * The vulnerabilities of an image by the database, an installed scanner or a report, what is ignored and what VEX takes out marked; null
 * where there is nobody to ask. Throws UsageError.
 */
export async function imageAdvisories(
  image: AdvisedImage,
  wanted: AdvisoriesWanted,
): Promise<{ readonly advisories: Advisories | null; readonly notes: readonly string[] }> {
  const scanner = await import("./io/scanner/image-advisories.js");
  return scanner.imageAdvisories(image, wanted);
}
