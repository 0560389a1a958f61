import type { Pair } from "./ast.js";
import { type Dockerfile, ofDockerfile, type Stage } from "./dockerfile.js";
import { unquoted } from "./unquoted.js";
import { writtenOf } from "./written.js";

/** One label as it is written, in any stage, also behind ONBUILD. */
export interface WrittenLabel {
  readonly name: string;
  /** Without the quotes around it; variables as written. */
  readonly value: string;
  readonly pair: Pair;
  readonly stage: number;
  readonly onbuild: boolean;
}

export const writtenLabels = ofDockerfile((dockerfile: Dockerfile): readonly WrittenLabel[] =>
  writtenOf(dockerfile, "LABEL").flatMap(({ pairs, stage, onbuild }) =>
    pairs.map((pair) => ({ name: unquoted(pair.name), value: unquoted(pair.value ?? ""), pair, stage, onbuild })),
  ),
);

/** The stages that no other stage builds on or takes files from: what a build of the file can be asked for. */
export function resultStages(dockerfile: Dockerfile): readonly Stage[] {
  const used = new Set<Stage>();
  for (const stage of dockerfile.stages) {
    if (stage.parent) used.add(stage.parent);
    for (const copy of stage.facts.copies) if (copy.stage === stage && copy.from.kind === "stage") used.add(copy.from.stage);
  }
  return dockerfile.stages.filter((stage) => !used.has(stage));
}
