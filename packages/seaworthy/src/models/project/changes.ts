/** What differs between the work tree and a commit. */
export interface Changes {
  /** The commit as the person named it. */
  readonly ref: string;
  /** The commit that is compared with, its full id. */
  readonly commit: string;
  /** Changed, new and deleted paths, relative to the project's root ("../" for what lies above it). Of a submodule its folder. */
  readonly files: ReadonlySet<string>;
}

/** The texts that changed files had at the commit; null: it had no such file. A file that is not in it is compared by its name alone. */
export type Before = ReadonlyMap<string, string | null>;
