import type { Project } from "../../models/project/project.js";
import type { Service } from "../../models/project/service.js";

/**
 * The project with some of its services alone. What a fix changes of a build is a part of the service's id: one that is new there is the service that went by
 * its name.
 * @param before the services as they were when the ids were taken
 */
export function withServices(project: Project, wanted: ReadonlySet<string> | null, before: readonly Service[]): Project {
  if (wanted === null) return project;
  const known = new Set(before.map(({ id }) => id));
  const names = new Set(before.filter(({ id }) => wanted.has(id)).map(({ name }) => name));
  return {
    ...project,
    services: project.services.filter(({ id, name }) => wanted.has(id) || (!known.has(id) && names.has(name))),
  };
}
