import { baseFacts } from "../../knowledge/bases.js";
import type { ImageReference } from "../dockerfile/reference.js";
import type { Build } from "./builds.js";
import type { AssembleOptions } from "./options.js";

/** No honest tree has more of them; each is looked for in every Dockerfile. */
const MOST = 50;

/**
 * The builds without those that start nothing, that nobody deploys, and on whose image another Dockerfile of the project builds: what
 * is asked of a service would be asked of an image that never runs.
 */
export function withoutBases(
  builds: readonly Build[],
  notJudged: { file: string; because: string }[],
  { all, named }: AssembleOptions,
): readonly Build[] {
  if (all || builds.length < 2) return builds;
  const bases = new Set<Build>();
  for (const build of builds.filter(mayBeBase).slice(0, MOST)) {
    if (named?.includes(build.file)) continue;
    const other = builds.find((one) => one.file !== build.file && standsOn(one, build));
    if (!other || servesByItsBase(build)) continue;
    bases.add(build);
    notJudged.push({ file: build.file, because: `starts nothing of its own: it is what ${other.file} builds on` });
  }
  return bases.size === 0 ? builds : builds.filter((build) => !bases.has(build));
}

/** By the text alone: a tree may have thousands of builds, and none is parsed to find what it does not have. */
function mayBeBase({ deployments, references, loose, text }: Build): boolean {
  return deployments.length === 0 && references.length + loose.length > 0 && !/^[ \t]*(?:CMD|ENTRYPOINT)[ \t]/im.test(text);
}

function servesByItsBase({ stage }: Build): boolean {
  const reference = stage?.base.kind === "image" ? stage.base.reference : null;
  return reference !== null && baseFacts(reference)?.purpose === "server";
}

function standsOn({ text, dockerfile }: Build, { references, loose }: Build): boolean {
  const made = [...references, ...loose];
  // Most files name none of them, and need not be read for it.
  if (!made.some(({ repository }) => text.includes(repository))) return false;
  return dockerfile.stages.some(({ base }) => {
    if (base.kind !== "image") return false;
    const { reference } = base;
    return (
      references.some((one) => sameName(one, reference) && tagOf(one) === tagOf(reference)) ||
      loose.some((one) => sameName(one, reference))
    );
  });
}

function sameName(one: ImageReference, other: ImageReference): boolean {
  return one.name === other.name;
}

function tagOf({ tag }: ImageReference): string {
  return tag ?? "latest";
}
