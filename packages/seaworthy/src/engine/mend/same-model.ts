import { type Fix, fileOf } from "../../core/edit.js";
import type { Facet } from "../../core/facet.js";
import { ofDockerfile } from "../../models/dockerfile/dockerfile.js";
import { changedFacets, type Facets, facetsOf } from "../../models/dockerfile/facets.js";
import { readDockerfile } from "../../models/dockerfile/read.js";
import type { Service } from "../../models/project/service.js";
import { applied, type Texts } from "./apply.js";

const facetsOfFile = ofDockerfile(facetsOf);

/** What a fix changes of the Dockerfile of a service, beyond what it says that it changes. */
export function unsaid(fix: Fix, service: Service, read: Texts): readonly Facet[] {
  const { dockerfile } = service;
  if (!dockerfile || !fix.edits.some((edit) => fileOf(edit) === dockerfile.path)) return [];
  const changed = applied(fix.edits, (path) => (path === dockerfile.path ? dockerfile.text : read(path)));
  const text = changed instanceof Map ? changed.get(dockerfile.path) : undefined;
  if (text === undefined) return [];
  const after: Facets = facetsOf(readDockerfile(dockerfile.path, text, service.buildArgs));
  return changedFacets(facetsOfFile(dockerfile), after).filter((facet) => !fix.changes?.includes(facet));
}
