import { kept } from "../../core/kept.js";
import type { Dockerfile, Stage } from "./dockerfile.js";
import { variablesIn } from "./variables.js";

/**
 * The first variable of a text that only another stage sets by ENV, which does not reach this one; null when there is none. `local`: what
 * the script that holds the text sets itself.
 */
export function setElsewhere(dockerfile: Dockerfile, stage: Stage, text: string, local: ReadonlySet<string>): string | null {
  const used = variablesIn(text, "\\", false).map(({ name }) => name);
  if (used.length === 0) return null;
  const here = namesOf(stage);
  const found = used.find(
    (name) =>
      !local.has(name) &&
      !here.has(name) &&
      dockerfile.stages.some((other) => !stage.lineage.includes(other) && ownNames(other).has(name)),
  );
  return found ?? null;
}

/** What ENV and ARG of a stage and of those below it set. */
const namesOf = kept((stage: Stage): ReadonlySet<string> => {
  const names = stage.lineage.flatMap(({ instructions }) =>
    instructions.flatMap((each) => (each.keyword === "ENV" || each.keyword === "ARG" ? each.pairs.map(({ name }) => name) : [])),
  );
  return new Set(names);
});

const ownNames = kept(
  ({ instructions }: Stage): ReadonlySet<string> =>
    new Set(instructions.flatMap((each) => (each.keyword === "ENV" ? each.pairs.map(({ name }) => name) : []))),
);
