import type { Dockerignore } from "../dockerignore/dockerignore.js";
import { becauseOfName, isDockerfileName } from "./dockerfile-names.js";
import type { AssembleOptions } from "./options.js";
import { relativeTo } from "./paths.js";
import type { Reader } from "./reader.js";
import type { ProjectSource } from "./source.js";

/** A Dockerfile by its name, and why it is not judged on its own; a production Compose set that names it overrules that. */
export interface Candidate {
  readonly path: string;
  readonly because: string | null;
}

const NO_LINKS: ReadonlyMap<string, string> = new Map();

/** All Dockerfiles of the tree, links to another of them left out as `links` (link → Dockerfile). */
export function dockerfileCandidates(
  source: ProjectSource,
  options: AssembleOptions,
  excluded: Dockerignore | null,
  reader: Reader,
): { candidates: readonly Candidate[]; links: ReadonlyMap<string, string> } {
  const named = (path: string): boolean => (/file/i.test(path) && isDockerfileName(path)) || isNamed(path, options, reader);
  const all = [...source.tracked.filter(named), ...source.untracked.filter(named), ...source.ignored.filter(named)];
  const candidateAt = (path: string): Candidate => ({
    path,
    because: options.all ? null : becauseNotJudged(path, source, options, excluded),
  });
  if (source.links.size === 0) return { candidates: all.map(candidateAt), links: NO_LINKS };
  const candidates: Candidate[] = [];
  const links = new Map<string, string>();
  const present = new Set(all);
  for (const path of all) {
    const target = source.links.get(path);
    if (target !== undefined && target !== null && target !== path && present.has(target)) {
      links.set(path, target);
      continue;
    }
    candidates.push(candidateAt(path));
  }
  return { candidates, links };
}

function becauseNotJudged(
  path: string,
  source: ProjectSource,
  options: AssembleOptions,
  excluded: Dockerignore | null,
): string | null {
  if (options.named?.includes(path)) return null;
  if (excluded?.decide(options.below ? `${options.below}/${path}` : path).ignored) return "is excluded by the config";
  // The part of a path that the person named does not count: `check examples/shop` means it.
  const folder = options.named?.filter((one) => path.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
  const because = becauseOfName(folder === undefined ? path : relativeTo(folder, path));
  return because ?? (isGitIgnored(path, source) ? "is ignored by git" : null);
}

/** A file of any name that the person named and that begins as a Dockerfile does. */
function isNamed(path: string, options: AssembleOptions, reader: Reader): boolean {
  if (!options.named?.includes(path)) return false;
  return /^(?:\uFEFF?[ \t]*(?:#[^\n]*)?\r?\n)*\uFEFF?[ \t]*(?:FROM[ \t]+(?:--\S+[ \t]+)*\S+(?:[ \t]+AS[ \t]+\S+)?[ \t]*\r?(?:\n|$)|ARG[ \t]+\w+(?:[\s=]|$))/i.test(
    reader.glance(path) ?? "",
  );
}

function isGitIgnored(path: string, source: ProjectSource): boolean {
  return source.ignored.includes(path);
}
