import type { ChangedFile, FixedFinding, FixReport, LeftFinding } from "../core/fix-report.js";
import type { Report, ReportedService, Ruling } from "../core/report.js";
import { rulingsOf } from "../core/rulings.js";
import { inspect } from "../engine/inspect.js";
import { type Mended, mend } from "../engine/mend/mend.js";
import { namesRule } from "../engine/rule-names.js";
import { environment } from "../io/environment.js";
import { pathAt } from "../io/given-paths.js";
import type { OpenTree } from "../io/read-project.js";
import { UsageError } from "../io/usage-error.js";
import { writeFiles } from "../io/write-files.js";
import type { AnyRule } from "../rule.js";
import { RULES } from "../rules/index.js";
import { type Checked, type CheckOptions, prepareCheck, refuseUnknown } from "./check.js";
import type { Sources } from "./fix-asking.js";
import { inspector } from "./proposed-fixes.js";
import { recordFor, trialsOf } from "./trial-records.js";

export interface FixOptions extends Omit<CheckOptions, "stdin" | "changedSince" | "fixes"> {
  /** Take fixes that change what the container does, too. */
  readonly review?: boolean;
  /** Change the files. */
  readonly write?: boolean;
  /** Ask registries for digests, and addresses of downloads for checksums. */
  readonly online?: boolean;
  /** Make lockfiles that are missing, in builds by the installed Docker client; with `review` alone. */
  readonly lockfiles?: boolean;
  /** Records of trials, as `trial --record` writes them: `FILE`, or `SERVICE=FILE`. What they showed to work is what is written. */
  readonly trialRecords?: readonly string[];
}

export interface Fixed extends Checked {
  readonly fix: FixReport;
  /** Texts of the files as they were that are credentials: what shows a line masks them. */
  readonly secrets: readonly string[];
}

/**
 * Mends what is unmet at source depth, and with `write` changes the files; then the report is about what is on disk. `only` and `skip` choose
 * what is mended and told; all rules are asked whether a fix breaks them. Throws as `check` does, and UsageError where a file cannot be written.
 */
export async function fix(options: FixOptions = {}): Promise<Fixed> {
  refuseUnknown([...(options.only ?? []), ...(options.skip ?? [])], options.rules ?? RULES);
  const { inspection, checked, tree, root } = await prepareCheck({
    ...options,
    only: [],
    // ShellCheck would have to be started for each try.
    skip: ["craft/shellcheck"],
    fixes: true,
  });
  if (!tree) throw new UsageError("there is nothing to mend");
  if (options.lockfiles && !options.review) throw new UsageError("--lockfiles changes what is installed: it goes with --review");
  const { only = [], skip = [] } = options;
  const asks = (rule: AnyRule): boolean =>
    (only.length === 0 || only.some((name) => namesRule(name, rule))) && !skip.some((name) => namesRule(name, rule));
  const cwd = pathAt(options.cwd ?? ".");
  const records = (options.trialRecords ?? []).map((one) => recordFor(inspection.project, one, cwd));
  const trials = trialsOf(records);
  for (const { service, file, trial } of records)
    if (trials.get(service.name) !== trial || !inspection.project.services.includes(service))
      throw new UsageError(`--trial-record ${file} is of ${trial.image}, which ${service.name} does not run`);
  const again = inspector(inspection, tree);
  const first = again(new Map(), null);
  const mending = {
    first,
    rules: inspection.rules,
    settings: inspection.settings,
    asks,
    review: options.review === true,
    read: (path: string) => tree.read(path),
    inspect: again,
    trials,
  };
  const mended =
    options.online || options.lockfiles
      ? await (await import("./fix-asking.js")).mendAsking(mending, await sourcesOf(options, root, checked.config))
      : mend(mending);
  const files = [...mended.texts]
    .map(([path, after]): ChangedFile => ({ path, before: tree.read(path), after }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  let written = false;
  if (options.write && files.length > 0) {
    writeFiles(root, files);
    written = true;
  }
  const then = written
    ? (await prepareCheck({ ...options, only: [], skip: [...skip, "craft/shellcheck"] })).inspection
    : { ...inspection, project: mended.last.project };
  const report = inspect({
    ...then,
    settings: { ...then.settings, only, skip: [...then.settings.skip, ...skip] },
    depths: ["source"],
  });
  const names = new Map([...first.report.services, ...report.services].map(({ id, name }) => [id, name]));
  return {
    ...checked,
    report,
    secrets: secretsOf(first.report, tree),
    fix: {
      written,
      fixed: mended.kept.map(
        (one): FixedFinding => ({
          ...one,
          services: one.services.map((id) => names.get(id) ?? id),
        }),
      ),
      files,
      left: leftOf(report, mended, inspection.rules),
      report,
    },
  };
}

async function sourcesOf(options: FixOptions, root: string, config: Checked["config"]): Promise<Sources> {
  const env = options.env ?? environment();
  return {
    env,
    registries: options.online ? (config?.registries ?? {}) : null,
    lockfile: options.lockfiles ? await (await import("../io/build/made-lockfile.js")).lockfileMaker(root, env) : null,
  };
}

const SHORTEST_SECRET = 4;

function secretsOf(report: Report, tree: OpenTree): readonly string[] {
  const found = new Set<string>();
  for (const service of report.services) {
    for (const { findings } of rulingsOf(service)) {
      for (const { secret, place } of findings) {
        if (!secret || !("file" in place)) continue;
        const marked = tree.read(place.file)?.slice(place.start.offset, place.end.offset) ?? "";
        if (marked.length >= SHORTEST_SECRET && !marked.includes("\n")) found.add(marked);
      }
    }
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** What is still unmet, what is required first, each with the reason that it is not mended. */
function leftOf(report: Report, mended: Mended, rules: readonly AnyRule[]): readonly LeftFinding[] {
  const byId = new Map(rules.map((rule) => [rule.id as string, rule]));
  const left = new Map<string, LeftFinding & { services: string[] }>();
  for (const service of report.services) {
    for (const ruling of rulingsOf(service)) {
      if (ruling.ruling !== "no") continue;
      for (const finding of ruling.findings) {
        if (finding.waived) continue;
        const because = reasonFor(mended, ruling, service, byId.get(ruling.rule));
        const key = `${ruling.rule}\0${finding.fingerprint}\0${because}`;
        const known = left.get(key);
        if (known) known.services.push(service.name);
        else
          left.set(key, {
            rule: ruling.rule,
            weight: ruling.weight,
            message: finding.message,
            services: [service.name],
            place: finding.place,
            because,
          });
      }
    }
  }
  const isAdvice = ({ weight, rule }: LeftFinding): number => (weight === "required" && !rule.startsWith("craft/") ? 0 : 1);
  return [...left.values()].sort((a, b) => isAdvice(a) - isAdvice(b));
}

function reasonFor(mended: Mended, ruling: Ruling, service: ReportedService, rule: AnyRule | undefined): string {
  const known = mended.reasons.of(ruling.rule, service.id);
  if (known.length > 0) return known.join("; ");
  if (ruling.scope !== "service") {
    const shared = mended.last.report.services.flatMap(({ id }) => mended.reasons.of(ruling.rule, id));
    if (shared.length > 0) return [...new Set(shared)].join("; ");
  }
  return `no fix known: ${rule?.todo ?? ruling.todo}`;
}
