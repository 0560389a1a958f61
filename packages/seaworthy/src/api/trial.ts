import type { Report } from "../core/report.js";
import { inspect } from "../engine/inspect.js";
import { isAsked } from "../engine/settings.js";
import { environment } from "../io/environment.js";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import type { Service } from "../models/project/service.js";
import { DRILLS, type DrillName, QUICK_DRILLS } from "../models/trial/drills.js";
import type { Trial } from "../models/trial/trial.js";
import type { AnyRule } from "../rule.js";
import { type Checked, type CheckOptions, type Prepared, prepareCheck } from "./check.js";
import { aloneProject, withoutUnseen } from "./looked.js";
import { planTrial } from "./trial-plan.js";

export interface TrialOptions
  extends Pick<
    CheckOptions,
    "cwd" | "paths" | "env" | "composeFiles" | "config" | "only" | "skip" | "strict" | "failOn" | "baseline" | "today"
  > {
  /** With a service: the image that it is tried with; default: the one that its deployment names. */
  readonly image?: string;
  /** Drills to do; default: all that the rules look at. */
  readonly drills?: readonly string[];
  /** Leave out what has to wait for the engine. */
  readonly quick?: boolean;
  /** Let the network of the trial reach the internet. */
  readonly outside?: boolean;
  /** Ends the trial; all that it made is removed before the promise rejects. */
  readonly signal?: AbortSignal;
  readonly onStep?: (line: string) => void;
  /** Where it runs; default: the engine that Docker's own client would take. */
  readonly host?: TrialHost;
}

export interface TrialDone extends Checked {
  readonly trial: Trial;
  /** How it was run where that differs from production, and what could not be removed. */
  readonly notes: readonly string[];
}

/**
 * Runs an image, or a service of the project's Compose file by its name, and judges what happened. Throws UsageError where there is no engine,
 * no such image, or a value is missing; the signal's reason when it is ended.
 */
export async function trialAndJudge(named: string, options: TrialOptions = {}): Promise<TrialDone> {
  const wanted = drillsNamed(options.drills ?? []);
  const prepared = await prepareCheck(options);
  const { inspection, loaded, root, checked } = prepared;
  const found = serviceNamed(inspection.project.services, named);
  const tried = found
    ? ofService(found, options.image ?? null, named)
    : { image: named, service: null, deployment: null, build: null };
  const env = options.env ?? environment();
  const host = options.host ?? (await (await import("../io/trial/trial-engine.js")).trialHost(env));
  const { plan, notes } = await planTrial(
    tried,
    {
      root,
      env,
      config: checked.config,
      configFolder: loaded?.folder ?? root,
      composeFiles: composeOf(options, checked.config?.compose ?? null),
      drills: wanted.length > 0 ? wanted : drillsOf(inspection.rules, prepared, options.quick ?? false),
      outside: options.outside ?? false,
    },
    host,
  );
  const more: string[] = [];
  const trial = await host.run(plan, {
    tool: inspection.version,
    quick: options.quick ?? false,
    signal: options.signal ?? null,
    progress: options.onStep ?? (() => {}),
    note: (line) => more.push(line),
  });
  return { ...checked, report: judgeTrial(prepared, trial, found?.name ?? tried.image), trial, notes: [...notes, ...more] };
}

/** Judges a trial by itself: no source and no image are looked at. */
function judgeTrial({ inspection }: Prepared, trial: Trial, name: string): Report {
  const alone = aloneProject(trial.image, inspection.project.facts.today);
  const services = alone.services.map((service) => ({ ...service, name }));
  const report = inspect({
    ...inspection,
    project: { ...alone, root: name, services, letGo: () => undefined, readRest: () => undefined },
    rules: inspection.rules.filter((rule) => rule.trial !== undefined),
    depths: ["trial"],
    partial: true,
    evidence: new Map(services.map(({ id }) => [id, { trial: { seen: trial, oneShip: true } }])),
    trials: [trial],
  });
  return withoutUnseen(report);
}

/** The drills that the asked rules look at, and the start that all others need. */
export function drillsOf(rules: readonly AnyRule[], { inspection }: Prepared, quick: boolean): readonly DrillName[] {
  const needed = new Set<DrillName>(["start"]);
  for (const rule of rules)
    if (rule.trial && isAsked(rule, inspection.settings)) for (const drill of rule.needs?.drills ?? []) needed.add(drill);
  return DRILLS.filter((name) => needed.has(name) && (!quick || QUICK_DRILLS.includes(name)));
}

function drillsNamed(names: readonly string[]): readonly DrillName[] {
  for (const name of names)
    if (!DRILLS.some((known) => known === name))
      throw new UsageError(`no drill is named ${name}: there are ${DRILLS.join(", ")}`);
  return names.length === 0 ? [] : DRILLS.filter((name) => name === "start" || names.includes(name));
}

/** A service by its own name, or by that of what deploys it. */
function serviceNamed(services: readonly Service[], name: string): Service | null {
  return (
    services.find((one) => one.deployments.some((deployment) => deployment.kind === "compose" && deployment.name === name)) ??
    services.find((one) => one.name === name && !one.foreign) ??
    null
  );
}

function ofService(service: Service, given: string | null, named: string) {
  const deployments = service.deployments.filter(({ kind }) => kind === "compose");
  const deployment = deployments.find(({ name }) => name === named) ?? deployments[0] ?? null;
  const image = given ?? deployment?.image?.value ?? service.image?.written ?? null;
  if (image === null)
    throw new UsageError(
      `${service.name} has no \`image:\` that the engine could know it by: name the one that was built with --image, or let \`seaworthy certify\` build it`,
    );
  return { image, service, deployment: deployment?.name ?? null, build: null };
}

function composeOf({ composeFiles }: TrialOptions, config: readonly string[] | null): readonly string[] | null {
  return composeFiles && composeFiles.length > 0 ? composeFiles : config;
}
