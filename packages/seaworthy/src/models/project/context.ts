import type { Dockerignore } from "../dockerignore/dockerignore.js";

/** A build context: the folder that a build may read, and the file that keeps things out of it. */
export interface BuildContext {
  /** Relative to the project root, "." for the root. */
  readonly root: string;
  /** How the root is known: written in a Compose or CI file, or guessed from where the copied files lie. */
  readonly known: "written" | "guessed";
  /** Whether the context holds the repository's .git (the context is the repository's root). */
  readonly holdsGit: boolean;
  /** The file that Docker would use for this Dockerfile, or null. */
  readonly ignore: Dockerignore | null;
  /** Files of that kind that Docker would not use: wrong folder, wrong case. */
  readonly deadIgnores: readonly { readonly path: string; readonly because: string }[];
  /** Tracked files below the root, relative to the context; sorted. */
  readonly files: readonly string[];
  /** Files on disk that git does not track and that would be sent; relative to the context. A folder that was not entered ends in "/". At most some hundreds. */
  readonly untracked: readonly string[];
}
