import { lazy } from "../../core/lazy.js";
import { placeOf, type SourcePlace } from "../../core/place.js";
import { stageFinder } from "./copied.js";
import { type Dockerfile, ofStage, type Stage } from "./dockerfile.js";
import { type ImageReference, parseReference } from "./reference.js";

/** An image of elsewhere that a build pulls. */
export interface PulledImage {
  readonly by: "FROM" | "COPY" | "RUN";
  readonly written: string;
  /** null: a variable without a value, or no reference at all. */
  readonly reference: ImageReference | null;
  readonly place: SourcePlace;
}

/** The stages that go into one: its lineage, and those that it copies or mounts from, and so on; itself first. */
export function neededStages(dockerfile: Dockerfile, stage: Stage): readonly Stage[] {
  const known = knownOf(stage);
  // A stage belongs to one file.
  known.stages ??= findNeeded(dockerfile, stage);
  return known.stages;
}

const knownOf = ofStage((): { stages: readonly Stage[] | null; images: readonly PulledImage[] | null } => ({
  stages: null,
  images: null,
}));

function findNeeded(dockerfile: Dockerfile, stage: Stage): readonly Stage[] {
  if (dockerfile.stages.length === 1) return [stage];
  const find = stageFinder(dockerfile.stages);
  const needed = new Set<Stage>();
  const queue: Stage[] = [stage];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    if (next.parent) queue.push(next.parent);
    for (const copy of next.facts.copies) if (copy.from.kind === "stage") queue.push(copy.from.stage);
    for (const { instruction } of next.facts.runs) {
      for (const { options } of instruction.mounts) {
        const from = options.get("from");
        const mounted = typeof from === "string" ? find(from) : null;
        if (mounted) queue.push(mounted);
      }
    }
  }
  return [...needed];
}

/** Every image that a build of this stage pulls: bases, and sources of COPY and of mounts. `scratch` is none. */
export function pulledImages(dockerfile: Dockerfile, stage: Stage): readonly PulledImage[] {
  const known = knownOf(stage);
  known.images ??= findPulled(dockerfile, stage);
  return known.images;
}

function findPulled(dockerfile: Dockerfile, stage: Stage): readonly PulledImage[] {
  const find = lazy(() => stageFinder(dockerfile.stages));
  const found = new Map<number, PulledImage>();
  const add = (image: PulledImage) => found.set(image.place.range[0], image);
  for (const one of neededStages(dockerfile, stage)) {
    const { base } = one;
    if (!one.parent && base.kind === "image")
      add({ by: "FROM", written: base.written, reference: base.reference, place: base.place });
    if (!one.parent && base.kind === "unresolved") add({ by: "FROM", written: base.written, reference: null, place: base.place });
    for (const { from, instruction } of one.facts.copies) {
      if (from.kind !== "image" || from.written === "scratch") continue;
      const place = placeOf(
        dockerfile,
        instruction.from ? { range: instruction.from.valueRange ?? instruction.from.range } : instruction,
      );
      add({ by: "COPY", written: from.written, reference: from.reference, place });
    }
    for (const { instruction } of one.facts.runs) {
      for (const { options, range } of instruction.mounts) {
        const from = options.get("from");
        if (typeof from !== "string" || from === "scratch" || find()(from)) continue;
        add({ by: "RUN", written: from, reference: parseReference(from), place: placeOf(dockerfile, { range }) });
      }
    }
  }
  return [...found.values()].sort((a, b) => a.place.range[0] - b.place.range[0]);
}
