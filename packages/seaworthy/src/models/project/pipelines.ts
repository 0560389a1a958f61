import { placeOf, type SourcePlace, startOf } from "../../core/place.js";
import type { Service } from "./service.js";

/**
 * Where a pipeline that lacks something would be mended: at the step that builds the image, else at the start of the first
 * pipeline file; without any, at the shipped stage's FROM. null where there is neither.
 */
export function pipelinePlace(service: Service): SourcePlace | null {
  const { ci } = service.project;
  const build = ci.builds[0];
  if (build) return build.place;
  const path = ci.files[0]?.path ?? ci.silent[0];
  if (path !== undefined) return startOf(path);
  return service.dockerfile && service.stage ? placeOf(service.dockerfile, service.stage.from) : null;
}

/**
 * The names of pipelines that were seen and could not be read, for a message; null when all were read, or when the rest has no
 * word of what is looked for.
 */
export function unreadPipelines(service: Service, about: "scans" | "schedules"): string | null {
  const { unread, silent } = service.project.ci;
  if (unread.length === 0) return null;
  const [first, ...more] = about === "scans" ? unread.filter((path) => !silent.includes(path)) : unread;
  if (first === undefined) return null;
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}
