import type { SourcePlace } from "../../core/place.js";
import { type Copied, type Dockerfile, ofStage, type Stage } from "../dockerfile/dockerfile.js";
import { manifestsIn } from "./app-places.js";
import { buildStages } from "./build-stages.js";
import type { BuildContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { baseName, belowFolder } from "./paths.js";

/** A folder of the context that a build takes whole, with all that happens to lie in it. */
export interface BroadCopy {
  /** Relative to the context, "." for all of it. */
  readonly folder: string;
  /** As written: ".", "./api". */
  readonly written: string;
  /** null: it is only mounted while a RUN works. */
  readonly copy: Copied | null;
  readonly place: SourcePlace;
}

export interface BroadCopies {
  readonly broad: readonly BroadCopy[];
  /** A source of which it cannot be told what it is: a variable, or a path that is not in the tree and looks like a folder. */
  readonly unclear: SourcePlace | null;
  /** Every COPY and ADD from the context. */
  readonly copies: readonly Copied[];
}

/**
 * The folders that a build takes whole: the context itself, or the folder of a program, where installed packages, `.env` files and
 * earlier builds turn up. Named files and folders of source alone (`COPY src ./src`) are not among them.
 */
export function broadCopies(dockerfile: Dockerfile, shipped: Stage, context: BuildContext): BroadCopies {
  const known = knownOf(shipped);
  let found = known.get(context);
  if (!found) {
    found = findBroad(dockerfile, shipped, context);
    known.set(context, found);
  }
  return found;
}

/** By the context, which services may share, and which a service may have to itself. */
const knownOf = ofStage((): Map<BuildContext, BroadCopies> => new Map());

function findBroad(dockerfile: Dockerfile, shipped: Stage, context: BuildContext): BroadCopies {
  const file = dockerfile.path;
  const broad: BroadCopy[] = [];
  const copies: Copied[] = [];
  let unclear: SourcePlace | null = null;
  const stages = buildStages(dockerfile, shipped);
  // Those of a stage below are in the lineage of every stage that stands on it.
  const seen = stages.length > 1 ? new Set<Copied>() : null;
  for (const stage of stages) {
    for (const copy of stage.facts.copies) {
      if (copy.from.kind !== "context" || seen?.has(copy)) continue;
      seen?.add(copy);
      copies.push(copy);
      for (let index = 0; index < copy.sources.length; index++) {
        const source = copy.sources[index] as string;
        const word = copy.instruction.sources[index];
        const kind = word ? breadthOf(source, context) : "narrow";
        if (!word || kind === "narrow") continue;
        const place = { file, range: word.range };
        if (kind === "broad") broad.push({ folder: folderTaken(source), written: word.text, copy, place });
        else unclear ??= place;
      }
    }
    for (const { instruction } of stage.facts.runs) {
      for (const { type, options, range } of instruction.mounts) {
        const source = options.get("source") ?? ".";
        if (type !== "bind" || options.has("from") || typeof source !== "string" || sourceInContext(source) !== ".") continue;
        broad.push({ folder: ".", written: source, copy: null, place: { file, range } });
      }
    }
  }
  return { broad: unique(broad), unclear, copies };
}

/** The instructions of a stage below are in every lineage that stands on it. */
function unique(list: readonly BroadCopy[]): readonly BroadCopy[] {
  if (list.length < 2) return list;
  return [...new Map(list.map((one) => [one.place.range.join("-"), one])).values()];
}

function folderTaken(source: string): string {
  return withoutStars(sourceInContext(source));
}

function withoutStars(path: string): string {
  return path.endsWith("*") ? path.replace(/\/?\*+$/, "") || "." : path;
}

function breadthOf(source: string, context: BuildContext): "broad" | "narrow" | "unclear" {
  const path = sourceInContext(source);
  if (path === ".") return "broad";
  const hasExtension = /\.[A-Za-z][\w-]*$/.test(baseName(path));
  if (source.includes("$")) return hasExtension ? "narrow" : "unclear";
  const folder = withoutStars(path);
  if (folder === ".") return /^\*+$/.test(path) ? "broad" : "narrow";
  if (/[*?[]/.test(folder)) return "narrow";
  if (belowFolder(context.files, folder).length > 0)
    return belowFolder(manifestsIn(context), folder).length > 0 ? "broad" : "narrow";
  const known = context.files.includes(path) || context.files.length > 1;
  return known || hasExtension ? "narrow" : "unclear";
}
