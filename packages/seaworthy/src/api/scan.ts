import type { Config } from "../config/config.js";
import { settingsFrom } from "../config/settings.js";
import { DEFAULT_DATABASE } from "../config/vulnerabilities.js";
import type { FailOn } from "../core/failing.js";
import type { Report } from "../core/report.js";
import { VERSION } from "../core/version.js";
import { inspect } from "../engine/inspect.js";
import { reportImage } from "../engine/report-image.js";
import { rulesNamed, unknownRule } from "../engine/rule-names.js";
import { cacheHome } from "../io/cache/cache-folder.js";
import { today } from "../io/clock.js";
import { databasePath } from "../io/database/database-path.js";
import { environment } from "../io/environment.js";
import { isFolder, isThere, pathAt } from "../io/given-paths.js";
import { splitScheme } from "../io/image/open-image.js";
import type { ImageProgress } from "../io/image/progress.js";
import { type ScannedImage, scanImage } from "../io/image/scan-image.js";
import { isSbomFile, readSbomFile } from "../io/sbom-file.js";
import { imageAdvisories } from "../io/scanner/image-advisories.js";
import type { Scanner, ScanTarget } from "../io/scanner/run-scanner.js";
import { UsageError } from "../io/usage-error.js";
import type { Image } from "../models/image/image.js";
import { imageOfSbom } from "../models/sbom/sbom-image.js";
import { RULES } from "../rules/index.js";
import { type LoadedConfig, loadConfig } from "./load-config.js";
import { aloneProject, withoutUnseen } from "./looked.js";
import { policyOf, VULNERABILITIES, withPolicy } from "./policy.js";
import { UnknownRuleError } from "./unknown-rule.js";

export interface ScanOptions {
  readonly cwd?: string;
  /** `linux/arm64`; default: this machine's. */
  readonly platform?: string | null;
  /** A config file; null: none; default: the nearest upwards of `cwd`. */
  readonly config?: string | null;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly strict?: boolean;
  readonly failOn?: FailOn;
  readonly baseline?: ReadonlySet<string>;
  /** A database of advisories; default: the config's, else SEAWORTHY_DB, else that of the user's cache, where there is one. */
  readonly database?: string;
  /** OpenVEX documents, besides the config's. */
  readonly vex?: readonly string[];
  /** An installed scanner that is asked in the database's place. */
  readonly with?: Scanner;
  /** A report that a pipeline has (Trivy's JSON, Grype's JSON, SARIF), in the database's place. */
  readonly report?: string;
  /** Keep nothing of the image for later runs, and take nothing from earlier ones. */
  readonly noCache?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly today?: string;
  readonly onProgress?: (progress: ImageProgress) => void;
}

export interface Scanned {
  readonly report: Report;
  /** What was looked at: SBOMs are made of it. */
  readonly image: Image;
  readonly strict: boolean;
  readonly failOn: FailOn;
  /** What the owner of ignores and VEX statements should know. */
  readonly notes: readonly string[];
}

/**
 * Judges a built image, or the packages that an SBOM lists. Throws UsageError where there is no such image, database or document,
 * ConfigError for a bad config.
 */
export async function scanAndJudge(named: string, options: ScanOptions = {}): Promise<Scanned> {
  for (const name of [...(options.only ?? []), ...(options.skip ?? [])])
    if (rulesNamed(name, RULES).length === 0) throw new UnknownRuleError(unknownRule(name, RULES));
  const cwd = pathAt(options.cwd ?? ".");
  const env = options.env ?? environment();
  const day = options.today ?? today();
  const loaded = loadConfig(cwd, options.config, cwd, RULES);
  const config = loaded?.config ?? null;
  const { image, notes, fromSbom } = await readAndAsk(named, options, { loaded, cwd, env, day });
  const policy = policyOf(config);
  const rules = fromSbom ? RULES.filter(({ id }) => id === VULNERABILITIES) : RULES.filter((rule) => rule.image !== undefined);
  const settings = withPolicy(
    settingsFrom(
      config,
      {
        only: options.only ?? [],
        skip: options.skip ?? [],
        strict: options.strict ?? false,
        baseline: options.baseline ?? new Set(),
      },
      RULES,
    ),
    rules,
    policy,
  );
  const project = aloneProject(image.reference, day);
  const [service] = project.services;
  const report = inspect({
    project,
    rules,
    settings,
    depths: ["image"],
    version: VERSION,
    partial: true,
    ...(loaded
      ? { config: { path: loaded.config.path, text: loaded.text, of: loaded.config.of, left: loaded.config.left } }
      : {}),
    evidence: new Map([[service?.id ?? "", { image: { seen: image, oneShip: true } }]]),
    images: [reportImage(image, policy)],
  });
  return {
    report: withoutUnseen(report),
    image,
    notes,
    strict: settings.strict,
    failOn: options.failOn ?? config?.policy.failOn ?? "info",
  };
}

/** What a run is in. */
export interface Around {
  readonly loaded: LoadedConfig | null;
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** Reads an image, or the packages of an SBOM, and asks what is known of them. */
export async function readAndAsk(
  named: string,
  options: ScanOptions,
  { loaded, cwd, env, day }: Around,
): Promise<{ readonly image: Image; readonly notes: readonly string[]; readonly fromSbom: boolean }> {
  const config = loaded?.config ?? null;
  const fromSbom = isSbomFile(pathAt(named, cwd));
  const platform = options.platform ?? null;
  const target = options.with && !fromSbom ? { name: options.with, target: targetOf(named, cwd, platform) } : null;
  if (options.with && fromSbom) throw new UsageError("--with takes an image: an SBOM is compared with the database");
  const database = databaseOf(options, config, loaded?.folder ?? cwd, env);
  const { image: read, untold } = fromSbom
    ? sbomImage(pathAt(named, cwd), named, day)
    : await scanImage(named, {
        platform,
        files: wantedFiles(RULES),
        env,
        cache: options.noCache === true ? null : cacheHome(env),
        ...(config ? { registries: config.registries } : {}),
        ...(options.onProgress ? { onProgress: options.onProgress } : {}),
        today: day,
      });
  const { advisories, notes } = await imageAdvisories(read, {
    database,
    maxAgeDays: config?.database.maxAgeDays ?? DEFAULT_DATABASE.maxAgeDays,
    ignore: config?.vulnerabilities.ignore ?? [],
    vex: [
      ...(config?.vex ?? []).map((path) => pathAt(path, loaded?.folder ?? cwd)),
      ...(options.vex ?? []).map((path) => pathAt(path, cwd)),
    ],
    scanner: target,
    report: options.report ? pathAt(options.report, cwd) : null,
    digests: read.digest === "" ? [] : [read.digest],
  });
  const image = { ...read, advisories: advisories && { ...advisories, gaps: [...advisories.gaps, ...untold] } };
  return { image, notes, fromSbom };
}

/** The database's file. Throws UsageError where one was named and is not there. */
function databaseOf(
  options: ScanOptions,
  config: Config | null,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const named = options.database
    ? pathAt(options.database, options.cwd)
    : config?.database.path
      ? pathAt(config.database.path, folder)
      : env.SEAWORTHY_DB || null;
  if (named === null) return databasePath(env);
  if (!isThere("/", named)) throw new UsageError(`no database of advisories at ${named}: make one with \`seaworthy db update\``);
  return named;
}

function sbomImage(path: string, named: string, day: string): ScannedImage {
  return { image: imageOfSbom(readSbomFile(path, named), named, day), untold: [] };
}

/** How another scanner is told of the image. Throws UsageError for a form that none of them reads. */
function targetOf(named: string, cwd: string, platform: string | null): ScanTarget {
  const { scheme, rest } = splitScheme(named);
  const path = pathAt(rest.replace(/(?<=\.tar(?:\.gz)?):.*$/, ""), cwd);
  switch (scheme) {
    case "docker-archive":
    case "oci-archive":
      return { name: path, kind: scheme, platform };
    case "oci":
      return { name: path, kind: "oci-folder", platform };
    case "rootfs":
      throw new UsageError("--with takes an image: a root file system is none");
    case null:
      return isThere("/", path)
        ? { name: path, kind: isFolder(path) ? "oci-folder" : "docker-archive", platform }
        : { name: rest, kind: "image", platform };
    default:
      return { name: rest, kind: "image", platform };
  }
}

function wantedFiles(rules: typeof RULES): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.needs?.files ?? []))];
}
