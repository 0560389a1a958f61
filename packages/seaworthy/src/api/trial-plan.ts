import type { Config } from "../config/config.js";
import { pathAt } from "../io/given-paths.js";
import type { Environment } from "../io/program.js";
import { readText } from "../io/text.js";
import { planFiles } from "../io/trial/plan-files.js";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import type { ComposeProject } from "../models/compose/compose.js";
import { composeVariables, loadCompose } from "../models/compose/load.js";
import { composeSets } from "../models/project/compose-sets.js";
import type { Service } from "../models/project/service.js";
import type { DrillName } from "../models/trial/drills.js";
import { makePlan } from "../models/trial/make-plan.js";
import type { TrialPlan } from "../models/trial/plan.js";
import { NO_TRIAL_SETTINGS, settingsFor } from "../models/trial/settings.js";

/** What of a project is tried. */
export interface Tried {
  /** By the name that the engine knows it by. */
  readonly image: string;
  /** The service that it is the image of; null: an image by itself. */
  readonly service: Service | null;
  /** The name of the deployment that it is run as; null: as the image says. */
  readonly deployment: string | null;
  readonly build: TrialPlan["build"];
}

export interface PlanAround {
  /** Absolute. */
  readonly root: string;
  readonly env: Environment;
  readonly config: Config | null;
  /** The folder that the config lies in. */
  readonly configFolder: string;
  /** The production set of Compose files where it was named. */
  readonly composeFiles: readonly string[] | null;
  readonly drills: readonly DrillName[];
  readonly outside: boolean;
}

/** The plan of one trial, and what is worth to be told of it. Throws UsageError with one line that asks for what is missing. */
export async function planTrial(
  { image, service, deployment, build }: Tried,
  around: PlanAround,
  host: Pick<TrialHost, "image">,
): Promise<{ readonly plan: TrialPlan; readonly notes: readonly string[] }> {
  const { config } = await host.image(image);
  const settings = settingsFor(around.config?.trial ?? NO_TRIAL_SETTINGS, deployment ?? service?.name ?? null);
  const compose = deployment === null ? null : (composeOf(deployment, service, around, settings.env)?.project ?? null);
  const files = planFiles(around.root, { ...around.env, ...Object.fromEntries(settings.env) });
  const settingsFiles = planFiles(around.configFolder, {});
  const made = makePlan(
    {
      image,
      config,
      service: compose && deployment !== null ? { name: deployment, compose } : null,
      healthPaths: (service?.app?.health ?? []).flatMap(({ path }) => path ?? []),
      settings,
      settingsFile: around.config && around.config.trial !== NO_TRIAL_SETTINGS ? around.config.path : null,
      drills: around.drills,
      outside: around.outside,
      build,
    },
    { ...files, bytes: (path) => files.bytes(path) ?? (isSettingsFile(path) ? settingsFiles.bytes(path) : null) },
  );
  function isSettingsFile(path: string): boolean {
    return [...settings.files.values()].includes(path);
  }
  if ("missing" in made) throw new UsageError(made.missing);
  return made;
}

/** The Compose files as production would start them, with the caller's variables and the `.env` beside them. */
export function composeOf(
  deployment: string,
  service: Service | null,
  { root, env, config, composeFiles }: PlanAround,
  more: ReadonlyMap<string, string>,
): { readonly project: ComposeProject; readonly variables: ReadonlyMap<string, string> } | null {
  const listed = service?.project.composeFiles ?? [];
  const { sets } = composeSets(listed, composeFiles ?? config?.compose ?? undefined);
  const read = (path: string): string | null => {
    const text = readText(pathAt(root), path);
    return "text" in text ? text.text : null;
  };
  const given = new Map([
    ...more,
    ...Object.entries(env).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  ]);
  for (const { files } of sets) {
    const project = loadCompose(files, read, { env: given });
    if (project.services.some(({ name }) => name === deployment))
      return { project, variables: composeVariables(files, read, { env: given }) };
  }
  return null;
}
