import { Keeper, questions } from "../../core/kept.js";
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

/** Questions about a context, answered once. */
export const ofContext = questions<BuildContext>();

/** A context that was read. */
export class ReadContext extends Keeper implements BuildContext {
  readonly root: string;
  readonly known: BuildContext["known"];
  readonly holdsGit: boolean;
  readonly ignore: Dockerignore | null;
  readonly deadIgnores: BuildContext["deadIgnores"];
  readonly files: readonly string[];
  readonly untracked: readonly string[];

  constructor({ root, known, holdsGit, ignore, deadIgnores, files, untracked }: BuildContext) {
    super();
    this.root = root;
    this.known = known;
    this.holdsGit = holdsGit;
    this.ignore = ignore;
    this.deadIgnores = deadIgnores;
    this.files = files;
    this.untracked = untracked;
  }
}
