import { type Dockerfile, ofStage, type Stage } from "../dockerfile/dockerfile.js";

/**
 * The stages whose work ends in a shipped stage: itself and those that it copies or mounts from, through as many steps as it takes.
 * A stage that another is built on is part of that one's lineage, and not listed for it.
 */
export function buildStages(dockerfile: Dockerfile, shipped: Stage): readonly Stage[] {
  const known = knownOf(shipped);
  // A stage belongs to one file.
  known.stages ??= findStages(dockerfile, shipped);
  return known.stages;
}

const knownOf = ofStage((): { stages: readonly Stage[] | null } => ({ stages: null }));

function findStages(dockerfile: Dockerfile, shipped: Stage): readonly Stage[] {
  if (dockerfile.stages.length === 1) return [shipped];
  const found = new Set<Stage>();
  const queue: Stage[] = [shipped];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    for (const { from } of next.facts.copies) if (from.kind === "stage") queue.push(from.stage);
    for (const { instruction } of next.facts.runs) {
      for (const { options } of instruction.mounts) {
        const from = options.get("from");
        const stage = typeof from === "string" ? stageNamed(dockerfile, from, next.index) : null;
        if (stage) queue.push(stage);
      }
    }
  }
  return [...found].sort((a, b) => a.index - b.index);
}

/** The stage of that name or number above another; null when there is none (then it is an image). */
function stageNamed(dockerfile: Dockerfile, name: string, before: number): Stage | null {
  const above = dockerfile.stages.slice(0, before);
  return (
    above.findLast((stage) => stage.name?.toLowerCase() === name.toLowerCase()) ??
    (/^\d+$/.test(name) ? (above[Number(name)] ?? null) : null)
  );
}
