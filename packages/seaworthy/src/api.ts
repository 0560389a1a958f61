import type { Config } from "./config/config.js";
import { ConfigError } from "./config/keys.js";
import { readConfig } from "./config/read-config.js";
import { settingsFrom } from "./config/settings.js";
import type { Level } from "./core/answer.js";
import type { Report } from "./core/report.js";
import { VERSION } from "./core/version.js";
import { runExample } from "./engine/example.js";
import { exitCode } from "./engine/exit-code.js";
import { inspect } from "./engine/inspect.js";
import { rulesNamed, unknownRule } from "./engine/rule-names.js";
import { isAsked } from "./engine/settings.js";
import { now, today } from "./io/clock.js";
import { type ConfigText, configAt, configCandidates } from "./io/config-file.js";
import type { OpenDatabase } from "./io/database/open-database.js";
import type { UpdateResult } from "./io/database/update.js";
import type { UpdateOptions } from "./io/database/update-options.js";
import {
  belowReal,
  commonFolder,
  composePaths,
  isFolder,
  isThere,
  pathInRepository,
  resolvePaths,
  seenFrom,
  shownPath,
} from "./io/given-paths.js";
import { readProjectFrom } from "./io/memory.js";
import { readProject } from "./io/read-project.js";
import type { AdvisedImage, AdvisoriesWanted } from "./io/scanner/image-advisories.js";
import { shellchecker } from "./io/shellcheck/checker.js";
import { UsageError } from "./io/usage-error.js";
import type { Advisories } from "./models/advisory/advisory.js";
import type { ImageFacts } from "./models/advisory/gaps.js";
import type { Package } from "./models/package/package.js";
import type { Project } from "./models/project/project.js";
import { addShellChecks } from "./models/shellcheck/checks.js";
import { FORMATS, type Format, render } from "./report/formats.js";
import { PLAIN } from "./report/ink.js";
import { renderRulePage } from "./report/rule-page.js";
import type { TextOptions } from "./report/text.js";
import type { AnyRule } from "./rule.js";
import { RULES } from "./rules/index.js";

export type { ItemId } from "./checklist.js";
export { ITEMS } from "./checklist.js";
export type { Answer, Finding, Level } from "./core/answer.js";
export type { Edit, Fix } from "./core/edit.js";
export type { Problem, ProblemKind } from "./core/problem.js";
export type * from "./core/report.js";
export { type AnyRule, defineRule, type Rule } from "./rule.js";
export { ConfigError, RULES, UsageError, VERSION };

export interface CheckOptions {
  /** The folder that relative paths are meant from; default: that of the process. */
  readonly cwd?: string;
  /** Folders or files to judge; the folder that holds them all is the project's root. Default: `cwd`. */
  readonly paths?: readonly string[];
  /** The production set of Compose files, meant from `cwd`, else from the root; default: the config's, else found by name. */
  readonly composeFiles?: readonly string[];
  /** Names of services to judge; default: all. */
  readonly services?: readonly string[];
  /** Judge Dockerfiles of tests, examples, development and vendored code too. */
  readonly all?: boolean;
  /** A config file; null: none; default: the nearest upwards. */
  readonly config?: string | null;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly strict?: boolean;
  /** The least level of an open finding that fails the run; default: the config's, else info. */
  readonly failOn?: Level;
  readonly baseline?: ReadonlySet<string>;
  /** The rules to ask; default: all that come with seaworthy. */
  readonly rules?: readonly AnyRule[];
  /** The environment whose PATH may lead to ShellCheck; default: that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The day of the inspection, `YYYY-MM-DD`; default: today (UTC). */
  readonly today?: string;
  readonly onService?: (done: number, all: number) => void;
}

export interface Checked {
  readonly report: Report;
  readonly config: Config | null;
  readonly strict: boolean;
  /** The level at which an unmet item fails the run. */
  readonly failOn: Level;
  /** The path of the project's root in its repository (without one: in the current folder), "" when it is that. */
  readonly below: string;
}

/**
 * Judges a project at source depth. Throws UsageError for a path that is not there, ConfigError for a bad config. Where `craft/shellcheck` is
 * asked and a shellcheck is on the PATH, that is run over the project's shell scripts; nothing else is started.
 */
export async function check(options: CheckOptions = {}): Promise<Checked> {
  const rules = options.rules ?? RULES;
  for (const name of [...(options.only ?? []), ...(options.skip ?? [])]) {
    if (rulesNamed(name, rules).length === 0) throw new UnknownRuleError(unknownRule(name, rules));
  }
  const paths = resolvePaths(options.paths ?? [], options.cwd);
  const root = commonFolder(paths);
  const loaded = loadConfig(root, options.config, options.cwd, rules);
  const config = loaded?.config ?? null;
  const settings = settingsFrom(
    config,
    {
      only: options.only ?? [],
      skip: options.skip ?? [],
      strict: options.strict ?? false,
      baseline: options.baseline ?? new Set(),
    },
    rules,
  );
  const composeFiles =
    options.composeFiles && options.composeFiles.length > 0
      ? composePaths(options.composeFiles, root, options.cwd)
      : config?.compose;
  const services = options.services && options.services.length > 0 ? options.services : config?.services;
  const read = readProject(paths, {
    today: options.today ?? today(),
    all: options.all ?? false,
    exclude: config?.exclude ?? [],
    ...(loaded ? { below: loaded.below } : {}),
    ...(composeFiles ? { composeFiles } : {}),
    ...(services ? { services } : {}),
  });
  for (const path of paths) if (!isFolder(path)) refuseUnjudged(path, read, root, options.cwd);
  const shown = options.paths?.length === 1 ? options.paths[0] : undefined;
  const project = { ...read, root: shown ?? shownPath(read.root, options.cwd) };
  const wantsShellcheck = rules.some((rule) => rule.needs?.shellcheck && isAsked(rule, settings));
  if (wantsShellcheck) await addShellChecks(project, shellchecker(root, options.env));
  const report = inspect({
    project,
    rules,
    settings,
    depths: ["source"],
    version: VERSION,
    partial: services !== undefined && services !== null ? true : paths.length > 1 || !paths.every(isFolder),
    ...(loaded ? { config: { path: loaded.config.path, text: loaded.text } } : {}),
    ...(options.onService ? { onService: options.onService } : {}),
  });
  return {
    report,
    config,
    strict: settings.strict,
    failOn: options.failOn ?? config?.policy.failOn ?? "info",
    below: pathInRepository(root, options.cwd),
  };
}

interface LoadedConfig {
  readonly config: Config;
  readonly text: string;
  /** The root's path below the config's folder, "" when it is that folder. */
  readonly below: string;
}

/** The config that holds for a folder: the one that is named, or the nearest upwards; its paths relative to the folder. */
function loadConfig(
  root: string,
  named: string | null | undefined,
  cwd: string | undefined,
  rules: readonly AnyRule[],
): LoadedConfig | null {
  if (named === null) return null;
  const candidates = named === undefined ? configCandidates(root, cwd) : [configAt(root, named, cwd)];
  for (const candidate of candidates) {
    const config = configFrom(candidate, rules);
    if (!config) continue;
    // A config that was named and lies aside speaks of the project as one at its root would.
    const below = belowReal(candidate.folder, root) ?? "";
    const compose = config.compose?.map((path) => seenFrom(below, path)).filter((path) => !path.startsWith("../")) ?? null;
    for (const path of compose ?? []) {
      if (!isThere(root, path)) throw new UsageError(`${candidate.shown}: \`compose\` names ${path}, which is not there`);
    }
    const waivers = config.waivers.map((one) => ({
      ...one,
      files: one.files?.map((path) => seenFrom(below, path)) ?? null,
    }));
    return {
      config: { ...config, compose: compose && compose.length > 0 ? compose : null, waivers },
      text: candidate.text,
      below,
    };
  }
  return null;
}

function configFrom({ path, shown, text }: ConfigText, rules: readonly AnyRule[]): Config | null {
  try {
    return readConfig(path, text, rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, { ...error.place, file: shown }, error.at);
  }
}

/** A file that a person named and that made no service would be silence where an answer was asked for. */
function refuseUnjudged(path: string, project: Project, root: string, cwd?: string): void {
  const inside = belowReal(root, path);
  const judged = project.services.some(
    (one) => one.dockerfile?.path === inside || one.deployments.some(({ file }) => file === inside),
  );
  if (judged || project.facts.composeFiles.some((file) => file === inside)) return;
  if (project.problems.some((problem) => problem.place.file === inside)) return;
  const reason = project.notJudged.find(({ file }) => file === inside)?.because;
  throw new UsageError(
    `${shownPath(path, cwd)} is not judged: ${reason ? `it ${reason}` : "it is neither a Dockerfile nor a Compose file nor a Kubernetes workload"}`,
  );
}

/** A name that means no rule or item. */
export class UnknownRuleError extends Error {
  override readonly name = "UnknownRuleError";
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
export type { Ink } from "./report/ink.js";
export type { Format, TextOptions };
export { exitCode, FORMATS, PLAIN };

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
