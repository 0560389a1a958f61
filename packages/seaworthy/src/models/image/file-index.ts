/** What a path of the final file system is. */
export type FileType = "file" | "directory" | "symlink" | "character" | "block" | "fifo";

export interface FileEntry {
  /** Absolute, `/usr/bin/node`. */
  readonly path: string;
  readonly type: FileType;
  /** Bytes of the content, also for a further name (hard link) of a file; 0 for all but files. */
  readonly size: number;
  /** The permission bits with setuid, setgid and sticky: 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Index of the layer that gave the path its present form. */
  readonly layer: number;
  /** The target of a symlink as it is written. */
  readonly target: string | null;
}

/** The final file system of an image, all layers applied: millions of paths in columns, asked one by one. */
export interface FileIndex {
  readonly count: number;
  /** Sum of the sizes of all files, hard links once. */
  readonly bytes: number;
  /** The entry of this very path; its parents' links are followed inside the root, its own is not. */
  entry(path: string): FileEntry | null;
  /** The entry that a path leads to, all links followed inside the root; null for a dangling or circular one. */
  resolve(path: string): FileEntry | null;
  /** The children of a directory, by name, sorted. */
  children(path: string): readonly FileEntry[];
  /** All entries, a folder before what lies in it, names by their bytes. Costs one object each: leave the loop early where that serves. */
  entries(): Iterable<FileEntry>;
  /** All entries whose last name is one of these; found without walking all. */
  named(names: readonly string[]): readonly FileEntry[];
  /** The files that have setuid or setgid set, without walking all. */
  readonly privileged: readonly FileEntry[];
}
