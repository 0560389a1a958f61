import { placeOf, type SourcePlace, startOf } from "../../core/place.js";
import type { Service } from "./service.js";

/**
 * Where a pipeline that lacks something would be mended: at the step that builds the image, else at the start of the first
 * pipeline file; without any, at the shipped stage's FROM. null where there is neither.
 */
export function pipelinePlace(service: Service): SourcePlace | null {
  const { ci } = service.project;
  const [build] = ci.builds;
  if (build) return build.place;
  const [file] = ci.files;
  if (file) return startOf(file.path);
  return service.dockerfile && service.stage ? placeOf(service.dockerfile, service.stage.from) : null;
}

/** The names of pipelines that were seen and could not be read, for a message; null when all were read. */
export function unreadPipelines(service: Service): string | null {
  const { unread } = service.project.ci;
  const [first] = unread;
  if (first === undefined) return null;
  return unread.length > 1 ? `${first} and ${unread.length - 1} more` : first;
}
