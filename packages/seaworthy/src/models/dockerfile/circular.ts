import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { Instruction } from "./ast.js";
import type { StageFinder } from "./copied.js";
import type { Stage } from "./dockerfile.js";

interface Edge {
  readonly to: Stage;
  readonly place: SourcePlace;
}

/** More circles of one file than this say nothing new. */
const MAX_PROBLEMS = 100;

/** Finds stages that need themselves, by FROM, `COPY --from` or a mount with `from=`. */
export function findCircles(path: string, stages: readonly Stage[], find: StageFinder): readonly Problem[] {
  const problems: Problem[] = [];
  const known = stages.map((stage) => edgesOf(path, stage, find));
  // A circle leads back somewhere.
  if (!known.some((edges, index) => edges.some(({ to }) => to.index >= index))) return problems;
  const state = new Map<Stage, "open" | "done">();
  for (const root of stages) {
    if (state.has(root)) continue;
    const trail: { stage: Stage; edges: readonly Edge[]; next: number }[] = [];
    const enter = (stage: Stage): void => {
      state.set(stage, "open");
      trail.push({ stage, edges: known[stage.index] ?? [], next: 0 });
    };
    enter(root);
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const edge = top.edges[top.next++];
      if (!edge) {
        state.set(top.stage, "done");
        trail.pop();
      } else if (state.get(edge.to) === "open") {
        if (problems.length < MAX_PROBLEMS)
          problems.push({
            kind: "circular",
            message: `stage ${title(top.stage)} needs itself through ${title(edge.to)}`,
            place: edge.place,
          });
      } else if (!state.has(edge.to)) {
        enter(edge.to);
      }
    }
  }
  return problems;
}

function title(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

function edgesOf(path: string, stage: Stage, find: StageFinder): readonly Edge[] {
  const edges: Edge[] = [];
  const add = (to: Stage | null, range: SourcePlace["range"]): void => {
    if (to) edges.push({ to, place: { file: path, range } });
  };
  add(stage.parent, stage.from.image.range);
  const { instructions } = stage;
  for (let at = 0; at < instructions.length; at++) {
    const instruction = instructions[at] as Instruction;
    if (instruction.flags.length === 0) continue;
    if (instruction.keyword === "COPY" && instruction.from?.value) add(find(instruction.from.value), instruction.from.range);
    if (instruction.keyword !== "RUN") continue;
    for (const mount of instruction.mounts) {
      const from = mount.options.get("from");
      if (typeof from === "string") add(find(from), mount.range);
    }
  }
  return edges;
}
