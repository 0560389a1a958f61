import { type Edit, replaced } from "../../core/edit.js";
import type { Range } from "../../core/place.js";
import type { Dockerfile, Stage } from "../dockerfile/dockerfile.js";
import { keyword, linesAfter, linesBefore } from "../dockerfile/edit/lines.js";
import { factsOfBase } from "./base-facts.js";
import { copiedTrees } from "./copied-trees.js";

const VENV = "/opt/venv";

/**
 * `COPY --from=build /usr/local /usr/local` of Python: the packages in an environment of their own, which is copied in place of the whole runtime; or why it
 * stays.
 */
export function copiedEnvironment(file: Dockerfile, stage: Stage, [start]: Range): readonly Edit[] | string {
  const tree = copiedTrees(stage).find(({ word }) => word.range[0] === start);
  if (tree?.kind !== "prefix") return "what of it the app needs is not known";
  const from = tree.stage;
  if (factsOfBase(from)?.language !== "python") return "which of its files the build made is not known";
  const installs = from.facts.runs.flatMap((run) =>
    run.installs.filter(({ system }) => !system).map((install) => ({ run, install })),
  );
  const [first] = installs.filter(({ run }) => run.stage === from);
  if (!first || installs.some(({ install }) => install.manager !== "pip")) return "the packages are not installed by pip alone";
  if (from.facts.env.has("PATH") || stage.facts.env.has("PATH")) return "the file sets PATH by itself";
  const { instruction } = tree.copy;
  const { destination } = instruction;
  if (!destination || instruction.sources.length !== 1 || instruction.json) return "the COPY is not a plain one";
  return [
    linesBefore(file, first.run.instruction, [
      `${keyword(file, "RUN")} python -m venv ${VENV}`,
      `${keyword(file, "ENV")} PATH=${VENV}/bin:$PATH`,
    ]),
    replaced(file.path, [tree.word.range[0], destination.range[1]], `${VENV} ${VENV}`),
    linesAfter(file, instruction, [`${keyword(file, "ENV")} PATH=${VENV}/bin:$PATH`]),
  ];
}
