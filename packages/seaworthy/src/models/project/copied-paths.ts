import { remembered } from "../../core/kept.js";
import { type Copied, ofStage, type Stage } from "../dockerfile/dockerfile.js";
import { compileSourceGlob } from "../dockerignore/glob.js";
import { cleanPath, isClean } from "../dockerignore/path-clean.js";
import { baseName, folderOf, isWithin, joinPath } from "./paths.js";
import type { ProjectFiles } from "./service.js";

const DEEPEST = 10;
const MOST_ASKED = 500;
const WILD = /[*?[]/;

/** A COPY source relative to the context: a leading slash means its root, `..` does not leave it. */
export function sourceInContext(written: string): string {
  return written === "." || isClean(written) ? written : cleaned(written);
}

const cleaned = remembered((written: string): string => cleanPath(`/${written}`).slice(1) || ".");

/** Every COPY and ADD that can bring something into a stage: its own and those of the stages that it takes files from. */
export function copiesInto(stage: Stage): readonly Copied[] {
  const { copies } = stage.facts;
  if (!copies.some(({ from }) => from.kind === "stage")) return copies;
  const found: Copied[] = [];
  const seen = new Set<Stage>();
  const queue: Stage[] = [stage];
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const copy of next.facts.copies) {
      found.push(copy);
      if (copy.from.kind === "stage") queue.push(copy.from.stage);
    }
  }
  return found;
}

/**
 * Where a path of an image comes from: the file or folder of the project that a COPY brought there, through other stages if need
 * be; null when no COPY did, or a variable hides it. `context` is the root of the build context.
 * @param until an offset in the Dockerfile: what is copied behind it is not there yet
 */
export function originOf(
  stage: Stage,
  path: string,
  context: string,
  files: ProjectFiles,
  until = Number.POSITIVE_INFINITY,
): string | null {
  return originAt(stage, path, context, files, 0, null, until);
}

/** A COPY and where it puts things. */
interface Landing {
  readonly copy: Copied;
  /** Its destination, cleaned. */
  readonly at: string;
}

/** The copies of a stage whose destination is known. */
const landingsOf = ofStage((stage: Stage): readonly Landing[] => {
  const landings: Landing[] = [];
  for (const copy of stage.facts.copies) if (copy.destination !== null) landings.push({ copy, at: cleanPath(copy.destination) });
  return landings;
});

/** `before`: what was looked for in vain, or is being looked for; many copies between the same stages would ask it again and again. */
function originAt(
  stage: Stage,
  path: string,
  context: string,
  files: ProjectFiles,
  depth: number,
  before: Set<string> | null,
  until = Number.POSITIVE_INFINITY,
): string | null {
  const landings = landingsOf(stage);
  if (landings.length === 0) return null;
  let asked = before;
  if (asked && !isNew(asked, stage, path, depth)) return null;
  for (let index = landings.length - 1; index >= 0; index--) {
    const { copy, at } = landings[index] as Landing;
    const inside = at === "/" ? path.slice(1) : isWithin(at, path) ? path.slice(at.length + 1) : null;
    if (inside === null || copy.instruction.range[0] > until) continue;
    for (const source of copy.sources) {
      if (source.includes("$")) continue;
      let found: string | null = null;
      if (copy.from.kind === "context") found = originInContext(copy, source, inside, context, files);
      else if (copy.from.kind === "stage") {
        asked ??= new Set([questionOf(stage, path)]);
        found = originInStage(copy.from.stage, copy, source, inside, context, files, depth, asked);
      }
      if (found !== null) return found;
    }
  }
  return null;
}

function questionOf(stage: Stage, path: string): string {
  return `${stage.index} ${path}`;
}

function isNew(asked: Set<string>, stage: Stage, path: string, depth: number): boolean {
  const question = questionOf(stage, path);
  if (depth > DEEPEST || asked.size >= MOST_ASKED || asked.has(question)) return false;
  asked.add(question);
  return true;
}

function originInContext(copy: Copied, written: string, inside: string, context: string, files: ProjectFiles): string | null {
  const source = sourceInContext(written);
  if (WILD.test(source)) {
    const [first = ""] = inside.split("/");
    const candidate = joinPath(folderOf(source), first);
    const found = joinPath(context, candidate);
    return first === inside && compileSourceGlob(source)?.(candidate) && files.has(found) ? found : null;
  }
  const whole = joinPath(context, source);
  if (files.has(whole) && files.below(whole).length === 0)
    // What a variable ends with is not seen here: both are possible.
    return inside === (intoFolder(copy) ? baseName(whole) : "") || (throughVariable(copy) && inside === baseName(whole))
      ? whole
      : null;
  const found = joinPath(whole, inside === "" ? "." : inside);
  return files.has(found) ? found : null;
}

function originInStage(
  stage: Stage,
  copy: Copied,
  source: string,
  inside: string,
  context: string,
  files: ProjectFiles,
  depth: number,
  asked: Set<string>,
): string | null {
  const whole = cleanPath(`/${source}`);
  if (WILD.test(whole)) return null;
  const candidates = [inside === "" ? whole : `${whole === "/" ? "" : whole}/${inside}`];
  if (intoFolder(copy) && inside === baseName(whole)) candidates.push(whole);
  for (const candidate of candidates) {
    const found = originAt(stage, candidate, context, files, depth + 1, asked);
    if (found !== null) return found;
  }
  return null;
}

function throughVariable(copy: Copied): boolean {
  return copy.instruction.destination?.text.includes("$") === true;
}

/** Folders of every distribution. */
const OF_THE_SYSTEM = /^\/(?:etc|home|mnt|opt|root|srv|tmp|usr(?:\/(?:local|src|share))?(?:\/s?bin)?|var)$/;

/** Whether a single copied file lands inside the destination instead of becoming it. */
function intoFolder({ instruction, sources, stage, destination }: Copied): boolean {
  const written = instruction.destination?.text ?? "";
  if (/(?:^|\/)\.{0,2}$/.test(written) || sources.length > 1) return true;
  // A file where WORKDIR wants a folder would end the build.
  return destination !== null && (OF_THE_SYSTEM.test(destination) || isWithin(destination, stage.facts.workdir.value));
}
