import type { Config } from "../config/config.js";
import { settingsFrom } from "../config/settings.js";
import type { FailOn } from "../core/failing.js";
import type { Report } from "../core/report.js";
import { VERSION } from "../core/version.js";
import { type Inspection, inspect } from "../engine/inspect.js";
import { rulesNamed, unknownRule } from "../engine/rule-names.js";
import { isAsked } from "../engine/settings.js";
import { today } from "../io/clock.js";
import {
  belowReal,
  commonFolder,
  composePaths,
  isFolder,
  pathInRepository,
  pathToCome,
  resolvePaths,
  shownPath,
} from "../io/given-paths.js";
import { ALONE, readLoneDockerfile } from "../io/given-text.js";
import type { Environment } from "../io/program.js";
import { type OpenTree, openTree, readProject } from "../io/read-project.js";
import { shellchecker } from "../io/shellcheck/checker.js";
import { UsageError } from "../io/usage-error.js";
import { buildFile } from "../models/project/built-service.js";
import type { Project } from "../models/project/project.js";
import { addShellChecks } from "../models/shellcheck/checks.js";
import type { AnyRule } from "../rule.js";
import { RULES } from "../rules/index.js";
import { onlyChanged } from "./changed.js";
import { type LoadedConfig, loadConfig } from "./load-config.js";
import { UnknownRuleError } from "./unknown-rule.js";

export interface CheckOptions {
  /** The folder that relative paths are meant from; default: that of the process. */
  readonly cwd?: string;
  /** Folders or files to judge; the folder that holds them all is the project's root. Default: `cwd`. */
  readonly paths?: readonly string[];
  /** A text that is judged instead of paths: in place of the file at `filename`, or alone, as a Dockerfile of which nothing else is known. */
  readonly stdin?: { readonly text: string; readonly filename: string | null };
  /** Judge only the services that a change since this commit touches. Git is asked, without the repository's config. */
  readonly changedSince?: string;
  /** The environment whose PATH leads to git and ShellCheck; default: that of the process. */
  readonly env?: Environment;
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
  readonly failOn?: FailOn;
  readonly baseline?: ReadonlySet<string>;
  /** The rules to ask; default: all that come with seaworthy. */
  readonly rules?: readonly AnyRule[];
  /** The day of the inspection, `YYYY-MM-DD`; default: today (UTC). */
  readonly today?: string;
  readonly onService?: (done: number, all: number) => void;
  /** Tell with each finding what would mend it; each fix is tried, which takes its time. */
  readonly fixes?: boolean;
}

export interface Checked {
  readonly report: Report;
  readonly config: Config | null;
  readonly strict: boolean;
  /** The level at which an unmet item fails the run. */
  readonly failOn: FailOn;
  /** The path of the project's root in its repository (without one: in the current folder), "" when it is that. */
  readonly below: string;
}

/** A project that is read, with all that judging it takes. */
export interface Prepared {
  readonly inspection: Omit<Inspection, "depths">;
  readonly loaded: LoadedConfig | null;
  /** Absolute. */
  readonly root: string;
  readonly checked: Omit<Checked, "report">;
  /** The tree that it was read from, where that was asked for. */
  readonly tree: OpenTree | null;
}

/**
 * Judges a project at source depth. Throws UsageError for a path that is not there, ConfigError for a bad config. Where `craft/shellcheck` is
 * asked and a shellcheck is on the PATH, that is run over the project's shell scripts; nothing else is started.
 */
export async function check(options: CheckOptions = {}): Promise<Checked> {
  const { inspection, checked, tree } = await prepareCheck(options);
  const report = inspect({ ...inspection, depths: ["source"] });
  if (!options.fixes || !tree) return { report, ...checked };
  const { withFixes } = await import("./proposed-fixes.js");
  return { report: withFixes(report, inspection, tree), ...checked };
}

/** Reads a project and its config, and asks ShellCheck where it is wanted. Throws as `check` does. */
export async function prepareCheck(options: CheckOptions): Promise<Prepared> {
  const rules = options.rules ?? RULES;
  refuseUnknown([...(options.only ?? []), ...(options.skip ?? [])], rules);
  const { stdin } = options;
  const text =
    typeof stdin?.filename === "string" ? { path: pathToCome(stdin.filename, options.cwd), text: stdin.text } : undefined;
  const paths = text ? [text.path] : resolvePaths(options.paths ?? [], options.cwd);
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
  const day = options.today ?? today();
  const reading = {
    today: day,
    all: options.all ?? false,
    exclude: config?.exclude ?? [],
    ...(loaded ? { below: loaded.below } : {}),
    ...(composeFiles ? { composeFiles } : {}),
    ...(services ? { services } : {}),
  };
  const alone = stdin && !text;
  const tree = options.fixes && !alone ? openTree(paths, reading, text) : null;
  const read = tree?.project(new Map()) ?? (alone ? readLoneDockerfile(stdin.text, day) : readProject(paths, reading, text));
  if (alone) refuseNoDockerfile(read);
  else for (const path of paths) if (text || !isFolder(path)) refuseUnjudged(path, read, root, options.cwd);
  const shown = stdin ? (stdin.filename ?? ALONE) : options.paths?.length === 1 ? options.paths[0] : undefined;
  const narrowed =
    options.changedSince === undefined
      ? null
      : await onlyChanged(read, {
          root,
          ref: options.changedSince,
          config: config?.path ?? null,
          ...(options.env ? { env: options.env } : {}),
          ...(options.cwd ? { cwd: options.cwd } : {}),
        });
  const project = { ...(narrowed?.project ?? read), root: shown ?? shownPath(read.root, options.cwd) };
  const wantsShellcheck = rules.some((rule) => rule.needs?.shellcheck && isAsked(rule, settings));
  if (wantsShellcheck) await addShellChecks(project, shellchecker(root, options.env));
  const inspection = {
    project,
    ...(narrowed ? { changedSince: narrowed.changedSince } : {}),
    rules,
    settings,
    version: VERSION,
    partial:
      narrowed !== null ||
      stdin !== undefined ||
      (services !== undefined && services !== null) ||
      paths.length > 1 ||
      !paths.every(isFolder),
    ...(loaded
      ? { config: { path: loaded.config.path, text: loaded.text, of: loaded.config.of, left: loaded.config.left } }
      : {}),
    ...(options.onService ? { onService: options.onService } : {}),
  };
  return {
    inspection,
    loaded,
    root,
    tree,
    checked: {
      config,
      strict: settings.strict,
      failOn: options.failOn ?? config?.policy.failOn ?? "info",
      below: alone ? "" : pathInRepository(root, options.cwd),
    },
  };
}

/** Throws for a name that is neither a rule nor an item. */
export function refuseUnknown(names: readonly string[], rules: readonly AnyRule[]): void {
  for (const name of names) if (rulesNamed(name, rules).length === 0) throw new UnknownRuleError(unknownRule(name, rules));
}

/** A file that a person named and that made no service would be silence where an answer was asked for. */
function refuseUnjudged(path: string, project: Project, root: string, cwd?: string): void {
  const inside = belowReal(root, path);
  const judged = project.services.some((one) => buildFile(one) === inside || one.deployments.some(({ file }) => file === inside));
  if (judged || project.facts.composeFiles.some((file) => file === inside)) return;
  project.readRest();
  if (project.problems.some((problem) => problem.place.file === inside)) return;
  const reason = project.notJudged.find(({ file }) => file === inside)?.because;
  throw new UsageError(
    `${shownPath(path, cwd)} is not judged: ${reason ? `it ${reason}` : "it is neither a Dockerfile nor a Compose file nor a Kubernetes workload"}`,
  );
}

function refuseNoDockerfile(project: Project): void {
  if (project.services.length === 0 && project.problems.length === 0)
    throw new UsageError("stdin is no Dockerfile: it does not begin with FROM or ARG");
}
