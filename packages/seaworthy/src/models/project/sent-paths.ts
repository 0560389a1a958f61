import { remembered } from "../../core/kept.js";
import { placeOf, type SourcePlace, startOf } from "../../core/place.js";
import type { Copied, Dockerfile } from "../dockerfile/dockerfile.js";
import { compileSourceGlob, type Glob } from "../dockerignore/glob.js";
import { parseDockerignore } from "../dockerignore/parse.js";
import { type WouldBe, wouldBeOf } from "../dockerignore/would-be.js";
import type { BuildContext } from "./context.js";
import { sourceInContext } from "./copied-paths.js";
import { isWithin, joinPath, relativeTo } from "./paths.js";

/** Something that leaves the disk, and the COPY or ADD that takes it. */
export interface SentWouldBe {
  readonly wouldBe: WouldBe;
  /** The folder it would lie in, relative to the context. */
  readonly folder: string;
  /** The sample that nothing keeps out, relative to the context. */
  readonly path: string;
  /** null: it is only sent; no COPY of those given takes it. */
  readonly copy: Copied | null;
}

export interface SentPath {
  readonly path: string;
  readonly copy: Copied;
}

/** A folder that was not entered stands for what is in it: `x/**` keeps that out as well as `x` does. */
export function standIn(path: string): string {
  return path.endsWith("/") ? `${path}file` : path;
}

/** Whether the context's ignore file lets a path through; without one everything goes. */
export function isSent(context: BuildContext, path: string): boolean {
  return !context.ignore?.decide(path).ignored;
}

/**
 * Makes the question "which of these COPY and ADD instructions takes this path out of the context?". Paths are relative to the
 * context. A source behind a variable takes nothing that is known; `--exclude` is honoured.
 */
export function copyFinder(copies: readonly Copied[]): (path: string) => Copied | null {
  const takers: (readonly Glob[])[] = [];
  return (path) => {
    for (let at = 0; at < copies.length; at++) {
      const copy = copies[at] as Copied;
      const own = takers[at] ?? takersOf(copy);
      takers[at] = own;
      for (let one = 0; one < own.length; one++) if (own[one]?.(path)) return copy;
    }
    return null;
  };
}

const NO_TAKERS: readonly Glob[] = Object.freeze([]);

/** What each source of a COPY or ADD takes out of the context. */
function takersOf(copy: Copied): readonly Glob[] {
  if (copy.from.kind !== "context") return NO_TAKERS;
  const { flags } = copy.instruction;
  const excluded = flags.flatMap((flag) => (flag.name === "exclude" && flag.value !== null ? [flag.value] : []));
  const ignore = excluded.length > 0 ? parseDockerignore("", excluded.join("\n")) : null;
  const takers: Glob[] = [];
  for (const written of copy.sources) {
    if (written.includes("$")) continue;
    const source = sourceInContext(written);
    const takes = takerOf(source);
    takers.push(ignore ? (path) => takes(path) && !ignore.decide(insideOf(source, path)).ignored : takes);
  }
  return takers;
}

/**
 * Where it is mended that a path goes into the build: the ignore file, the same place for every build that shares it; where there
 * is none, the source of the COPY that takes the path.
 */
export function keepOutPlace(dockerfile: Dockerfile, context: BuildContext, copy: Copied, path: string): SourcePlace {
  return context.ignore ? startOf(context.ignore.path) : sourcePlaceOf(dockerfile, copy, path);
}

/** The word of a COPY or ADD that takes a path of the context; the whole instruction when none can be told apart. */
export function sourcePlaceOf(dockerfile: Dockerfile, copy: Copied, path: string): SourcePlace {
  const index = copy.sources.findIndex((written) => !written.includes("$") && takerOf(sourceInContext(written))(path));
  return placeOf(dockerfile, copy.instruction.sources[index] ?? copy.instruction);
}

function takerOf(source: string): Glob {
  const wild = source.search(/[*?[\\]/);
  if (wild < 0) return (path) => isWithin(source, path);
  // Most paths begin otherwise, and need no expression.
  const start = source.slice(0, wild);
  return (path) => path.startsWith(start) && takesWild(source, path);
}

function takesWild(source: string, path: string): boolean {
  const depth = source.split("/").length;
  return globOf(source)?.(path.split("/").slice(0, depth).join("/")) ?? false;
}

/** Files copy by the same patterns again and again. */
const globOf = remembered(compileSourceGlob);

/** `--exclude` speaks of paths inside a copied folder. */
function insideOf(source: string, path: string): string {
  return source !== path && isWithin(source, path) ? relativeTo(source, path) : path;
}

/**
 * Which of the would-be paths no ignore file keeps from being sent. `apps`: folders of programs relative to the context, each of
 * which may hold them; `copies`: the instructions that say which are also copied (see `copiesInto` for those of a whole build).
 */
export function wouldBeSent(
  context: BuildContext,
  subject: { readonly ecosystems: ReadonlySet<string>; readonly apps?: readonly string[] },
  copies: readonly Copied[],
): readonly SentWouldBe[] {
  const find = copyFinder(copies);
  const apps = new Set([".", ...(subject.apps ?? [])]);
  const sent: SentWouldBe[] = [];
  for (const wouldBe of wouldBeOf({ holdsGit: context.holdsGit, ecosystems: subject.ecosystems })) {
    for (const folder of wouldBe.atRepository ? ["."] : apps) {
      const paths = wouldBe.samples.map((sample) => joinPath(folder, sample)).filter((path) => isSent(context, path));
      const [first] = paths;
      if (first === undefined) continue;
      const taken = paths.find((path) => find(path) !== null);
      sent.push({ wouldBe, folder, path: taken ?? first, copy: taken === undefined ? null : find(taken) });
    }
  }
  return sent;
}

/** The given paths of the context (tracked or not) that are sent and that one of the instructions copies. A folder may end in "/". */
export function sentAndCopied(context: BuildContext, copies: readonly Copied[], paths: readonly string[]): readonly SentPath[] {
  const find = copyFinder(copies);
  return paths.flatMap((written) => {
    const path = standIn(written);
    const copy = isSent(context, path) ? find(path) : null;
    return copy ? [{ path: written, copy }] : [];
  });
}
