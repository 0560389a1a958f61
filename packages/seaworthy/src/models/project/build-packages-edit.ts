import { type Edit, replaced } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { withoutWord } from "../dockerfile/edit/installs.js";
import { libraryFor } from "./split/sort.js";

/**
 * A package for building taken out of an install of the shipped stage, the library in its place where it holds the headers of one; or why it stays. null: the
 * finding is of no such package.
 */
export function withoutBuildPackage(file: Dockerfile, stage: Stage, [start]: Range): readonly Edit[] | string | null {
  for (const run of stage.facts.runs) {
    const install = run.installs.find(({ packages }) => packages.some(({ word }) => word.range[0] === start));
    const named = install?.packages.find(({ word }) => word.range[0] === start);
    if (!install || !named) continue;
    const compiles = stage.facts.runs.find(({ installs }) =>
      installs.some(({ system, manifests }) => !system && manifests.length > 0),
    );
    if (compiles) return "packages are installed in the same stage, and may be compiled there";
    const library = libraryFor(named.name, install.manager);
    const there = install.packages.some(({ name }) => name === library);
    if (library !== null && !there) return [replaced(file.path, named.word.range, library)];
    return withoutWord(file, install, named.word);
  }
  return null;
}
