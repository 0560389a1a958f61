import type { Copied, Stage } from "../dockerfile/dockerfile.js";
import { cleanPath } from "../dockerignore/path-clean.js";
import type { BuildContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, isWithin, relativeTo } from "./paths.js";
import { copyFinder, isSent } from "./sent-paths.js";

/** More stages than this are not followed for one file. */
const DEEPEST = 100;

/** A file of the context on its way into the image. */
export interface Shipped {
  /** The COPY or ADD that takes it out of the context, in the shipped stage or one that it copies from. */
  readonly copy: Copied;
  /** The COPY of the shipped stage that brings it in; the same as `copy` where that is its own. */
  readonly into: Copied;
}

/**
 * Makes the question how a file of the context (its path relative to that) gets into a layer of a stage, itself or through the
 * stages that it copies from; null when it does not, or a variable hides it. A file that a builder deletes by name before it is
 * copied on does not get in.
 */
export function shippedFinder(stage: Stage, context: BuildContext): (path: string) => Shipped | null {
  const takers = new Map<Copied, (path: string) => Copied | null>();
  const takes = (copy: Copied, path: string): boolean => {
    let taker = takers.get(copy);
    if (!taker) {
      taker = copyFinder([copy]);
      takers.set(copy, taker);
    }
    return taker(path) !== null;
  };
  return (path) => {
    if (!isSent(context, path)) return null;
    const arrivals = new Map<Stage, Arrival | null>();
    for (const copy of stage.facts.copies) {
      if (copy.from.kind === "context") {
        if (takes(copy, path)) return { copy, into: copy };
      } else if (copy.from.kind === "stage") {
        const found = arrival(copy.from.stage, path, takes, arrivals);
        if (found && copy.sources.some((source) => covers(source, found.at))) return { copy: found.copy, into: copy };
      }
    }
    return null;
  };
}

interface Arrival {
  readonly copy: Copied;
  /** The absolute path in the stage. */
  readonly at: string;
}

type Takes = (copy: Copied, path: string) => boolean;

/** Where the file first lies in a stage. Each stage is asked once for each file: they copy from each other. */
function arrival(stage: Stage, path: string, takes: Takes, known: Map<Stage, Arrival | null>): Arrival | null {
  const before = known.get(stage);
  if (before !== undefined || known.size > DEEPEST) return before ?? null;
  known.set(stage, null);
  const found = arrivalOf(stage, path, takes, known);
  known.set(stage, found);
  return found;
}

function arrivalOf(stage: Stage, path: string, takes: Takes, known: Map<Stage, Arrival | null>): Arrival | null {
  for (const copy of stage.facts.copies) {
    if (copy.destination === null) continue;
    if (copy.from.kind === "context") {
      if (!takes(copy, path)) continue;
      const source = copy.sources.map(sourceInContext).find((one) => isWithin(one, path)) ?? path;
      const at = landing(copy, source === path ? baseName(path) : relativeTo(source, path), source === path);
      return isRemoved(stage, at) ? null : { copy, at };
    }
    if (copy.from.kind !== "stage") continue;
    const below = arrival(copy.from.stage, path, takes, known);
    if (!below) continue;
    const source = copy.sources.map((one) => cleanPath(`/${one}`)).find((one) => covers(one, below.at));
    if (source === undefined) continue;
    const whole = source === below.at;
    const inside = whole ? baseName(below.at) : below.at.slice(source === "/" ? 1 : source.length + 1);
    const at = landing(copy, inside, whole);
    return isRemoved(stage, at) ? null : { copy: below.copy, at };
  }
  return null;
}

/** Where a file ends: inside a destination that is a folder, or as the destination itself. */
function landing(copy: Copied, inside: string, single: boolean): string {
  const destination = copy.destination ?? "/";
  const folder = !single || destination.endsWith("/") || copy.sources.length > 1;
  return cleanPath(folder ? `${destination}/${inside}` : destination);
}

function covers(source: string, at: string): boolean {
  const clean = cleanPath(`/${source.replace(/\/?\*+$/, "")}`);
  return clean === "/" || isWithin(clean, at);
}

function isRemoved(stage: Stage, at: string): boolean {
  const name = baseName(at);
  return stage.facts.runs.some(
    ({ script }) =>
      script?.commands.some(
        ({ name: program, words }) => program === "rm" && words.slice(1).some((word) => baseName(word.value ?? "") === name),
      ) ?? false,
  );
}
