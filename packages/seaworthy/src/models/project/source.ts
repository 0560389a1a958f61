import type { Problem } from "../../core/problem.js";

import type { KeptApps } from "./kept-apps.js";
import type { KeptDockerfiles } from "./kept-dockerfiles.js";

/** A file's text, or why there is none. */
export type TextRead = { readonly text: string } | { readonly problem: Problem };

/**
 * What is known of a tree before any file is opened, and how to open one. All paths are relative to the project root, with
 * forward slashes; all lists are sorted by UTF-16 units.
 */
export interface ProjectSource {
  /** As the user named it; only for display. */
  readonly root: string;
  /** Files that git tracks and that are on disk; without git all that are not ignored. */
  readonly tracked: readonly string[];
  /** The files of `tracked` and `untracked` in one list: what the next commit holds if everything is added. */
  readonly working: readonly string[];
  /** Files that git neither tracks nor ignores. A folder that was not looked into ends in "/". */
  readonly untracked: readonly string[];
  /** Files and folders ("name/") that a .gitignore names, or that no walk enters (node_modules where there is no git). */
  readonly ignored: readonly string[];
  /** Symbolic links: where they end, or null outside of the root or nowhere. */
  readonly links: ReadonlyMap<string, string | null>;
  /** Folders that are the root of a git repository; "." for the root. */
  readonly repositories: readonly string[];
  /** The root of the repository that holds the project: ".", "..", "../.." …; null where there is none. */
  readonly gitRoot: string | null;
  /** Pipelines of the repository that lie above the project root, relative to it; their names only. */
  readonly outerCi: readonly string[];
  /** Where the tree is looked at more than once: the apps that were read. */
  readonly apps?: KeptApps;
  /** Likewise the Dockerfiles. */
  readonly dockerfiles?: KeptDockerfiles;
  /** What went wrong on the walk. */
  readonly problems: readonly Problem[];
  /** Reads one file. A missing file is a problem of kind "missing". */
  read(path: string): TextRead;
}
