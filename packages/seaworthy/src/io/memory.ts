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
  const untracked = [...(options.untracked ?? [])].sort();
  const ignored = [...(options.ignored ?? [])].sort();
  const apart = new Set([...untracked, ...ignored]);
  const gitRoot = options.gitRoot === undefined ? "." : options.gitRoot;
  const links = new Map(Object.entries(options.links ?? {}));
  const tracked = [...new Set([...Object.keys(files), ...links.keys()])].filter((path) => !apart.has(path)).sort();
  return {
    root: ".",
    tracked,
    working: [...tracked, ...untracked.filter((path) => !path.endsWith("/"))].sort(),
    untracked,
    ignored,
    links,
    repositories: gitRoot === "." ? ["."] : [],
    gitRoot,
    outerCi: options.outerCi ?? [],
    problems: [],
    read: (path) => readFrom(files, links, path),
  };
}

function readFrom(files: Readonly<Record<string, string>>, links: ReadonlyMap<string, string | null>, path: string): TextRead {
  const target = links.get(path);
  if (target === null) return { problem: { kind: "outside", message: "leads out of the project", place: startOf(path) } };
  const text = Object.hasOwn(files, target ?? path) ? files[target ?? path] : undefined;
  return text === undefined ? { problem: { kind: "missing", message: "is not there", place: startOf(path) } } : { text };
}
