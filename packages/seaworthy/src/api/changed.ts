import type { Report } from "../core/report.js";
import type { Environment } from "../io/program.js";
import { buildFile } from "../models/project/built-service.js";
import type { Project } from "../models/project/project.js";

export interface Narrowed {
  readonly project: Project;
  readonly changedSince: NonNullable<Report["inspected"]["changedSince"]>;
}

export interface ChangedSince {
  /** The project's root, absolute. */
  readonly root: string;
  readonly ref: string;
  /** The path of the config that holds, relative to the root; null: none. */
  readonly config: string | null;
  /** Default: that of the process. */
  readonly env?: Environment;
  readonly cwd?: string;
}

/**
 * The part of a project that what changed since a commit touches: its services, what was noted of their files and of changed ones; the other services
 * are among what is not judged. Throws UsageError where that cannot be told.
 */
export async function onlyChanged(project: Project, { root, ref, config, env, cwd }: ChangedSince): Promise<Narrowed> {
  const { changesSince, textsAt } = await import("../io/git-changes.js");
  const { filesToCompare, touchedServices } = await import("../models/project/touched.js");
  const changes = changesSince(root, ref, env, cwd);
  const before = textsAt(root, changes.commit, filesToCompare(project, changes), env);
  const touched = touchedServices(project, changes, before, config);
  // To tell which are touched, most were read.
  project.readRest();
  const services = project.services.filter(({ id }) => touched.has(id));
  const files = new Set([
    ...changes.files,
    ...services.flatMap((service) => {
      const around = [service.context?.ignore?.path, ...service.deployments.map(({ file }) => file)];
      project.letGo(service);
      return [buildFile(service), ...around];
    }),
  ]);
  const untouched = project.services
    .filter(({ id }) => !touched.has(id))
    .map((service) => ({
      file: buildFile(service) ?? service.deployments[0]?.file ?? ".",
      because: `nothing that its service ${service.name} is made of changed since ${ref}`,
    }));
  return {
    project: {
      ...project,
      services,
      notJudged: [...untouched, ...project.notJudged.filter(({ file }) => files.has(file))],
      problems: project.problems.filter(({ kind, place }) => kind === "config" || files.has(place.file)),
    },
    changedSince: {
      ref,
      commit: changes.commit,
      touched: services.map(({ id, name }) => ({ service: name, because: touched.get(id) ?? "" })),
    },
  };
}
