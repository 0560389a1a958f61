import { startOf } from "../core/place.js";
import { assembleProject } from "../models/project/assemble.js";
import type { AssembleOptions } from "../models/project/options.js";
import type { Project } from "../models/project/project.js";
import type { ProjectSource, TextRead } from "../models/project/source.js";

export interface MemoryOptions extends Omit<AssembleOptions, "today"> {
  /** Default 2026-01-01. */
  readonly today?: string;
  /** Paths on disk that git does not track; a folder that was not entered ends in "/". */
  readonly untracked?: readonly string[];
  /** Paths that a .gitignore names. */
  readonly ignored?: readonly string[];
  readonly links?: Readonly<Record<string, string | null>>;
  /** Pipelines above the root. */
  readonly outerCi?: readonly string[];
  /** The root of the repository; default ".": the project is its root. null: there is no git. */
  readonly gitRoot?: string | null;
}

/** A project out of texts alone: paths relative to its root, all of them tracked by git unless the options say otherwise. */
export function readProjectFrom(files: Readonly<Record<string, string>>, options: MemoryOptions = {}): Project {
  return assembleProject(memorySource(files, options), { ...options, today: options.today ?? "2026-01-01" });
}

/** The tree of such a project. */
export function memorySource(files: Readonly<Record<string, string>>, options: MemoryOptions = {}): ProjectSource {
  const untracked = sorted(options.untracked);
  const ignored = sorted(options.ignored);
  const gitRoot = options.gitRoot === undefined ? "." : options.gitRoot;
  const links = options.links ? new Map(Object.entries(options.links)) : NO_LINKS;
  const tracked = trackedAmong(files, links, untracked, ignored);
  const loose = untracked.filter((path) => !path.endsWith("/"));
  return {
    root: ".",
    tracked,
    working: loose.length === 0 ? tracked : [...tracked, ...loose].sort(),
    untracked,
    ignored,
    links,
    repositories: gitRoot === "." ? ["."] : [],
    gitRoot,
    outerCi: options.outerCi ?? NO_PATHS,
    problems: [],
    read: (path) => readFrom(files, links, path),
  };
}

const NO_PATHS: readonly string[] = Object.freeze([]);
const NO_LINKS: ReadonlyMap<string, string | null> = new Map();

function sorted(paths: readonly string[] | undefined): readonly string[] {
  return paths ? [...paths].sort() : NO_PATHS;
}

function trackedAmong(
  files: Readonly<Record<string, string>>,
  links: ReadonlyMap<string, string | null>,
  untracked: readonly string[],
  ignored: readonly string[],
): readonly string[] {
  const paths = Object.keys(files);
  if (links.size + untracked.length + ignored.length === 0) return paths.sort();
  const apart = new Set([...untracked, ...ignored]);
  return [...new Set([...paths, ...links.keys()])].filter((path) => !apart.has(path)).sort();
}

function readFrom(files: Readonly<Record<string, string>>, links: ReadonlyMap<string, string | null>, path: string): TextRead {
  const target = links.get(path);
  if (target === null) return { problem: { kind: "outside", message: "leads out of the project", place: startOf(path) } };
  const text = Object.hasOwn(files, target ?? path) ? files[target ?? path] : undefined;
  return text === undefined ? { problem: { kind: "missing", message: "is not there", place: startOf(path) } } : { text };
}
