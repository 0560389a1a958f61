import type { Tmpfs, WritesSeen } from "./observations.js";

type Change = Pick<WritesSeen["changes"][number], "path" | "how">;

/** Folders that programs share for what they do not keep: whatever is in them is covered whole. */
const SCRATCH = ["/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log", "/var/lib"];

/** What a folder of the image is, for choosing what to cover. */
export interface FolderFacts {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  /** Whether it holds anything in the image, which a tmpfs would hide. */
  readonly filled: boolean;
}

/** The changes that are not explained by one above or below them: what was added as a whole, and files that were changed or deleted. */
export function ends(changes: readonly Change[]): readonly Change[] {
  const added = new Set(changes.filter(({ how }) => how === "added").map(({ path }) => path));
  const above = (path: string): readonly string[] => {
    const steps = path.split("/").slice(1, -1);
    return steps.map((_, i) => `/${steps.slice(0, i + 1).join("/")}`);
  };
  // A folder is said to be changed where something in it was.
  const parents = new Set(changes.flatMap(({ path }) => above(path)));
  return changes.filter(({ path, how }) => (how === "changed" ? !parents.has(path) : !above(path).some((one) => added.has(one))));
}

/** Where something has to be writable, and what would not be cured by it. */
export interface Coverage {
  readonly folders: readonly string[];
  /** Files of the image that are changed or deleted. */
  readonly rewrites: readonly string[];
}

/**
 * The folders to cover with a tmpfs. What was added lies in a folder: that is covered, unless it holds files of the image, which would be hidden; then a folder that
 * was added is covered itself. A file that was added among files of the image cannot be covered, nor can one of the image's own that is changed.
 * @param isFolder of an added path
 * @param factsOf of a folder of the image; null: the image has none
 */
export function coverage(
  changes: readonly Change[],
  isFolder: (path: string) => boolean,
  factsOf: (path: string) => FolderFacts | null,
): Coverage {
  const folders = new Set<string>();
  const rewrites = new Set<string>();
  for (const { path, how } of ends(changes)) {
    if (how !== "added") {
      const scratch = SCRATCH.slice(0, 2).find((one) => path === one || path.startsWith(`${one}/`));
      if (scratch) folders.add(scratch);
      else if (how === "deleted" || !isFolder(path)) rewrites.add(path);
      continue;
    }
    const parent = path.slice(0, path.lastIndexOf("/")) || "/";
    const facts = factsOf(parent);
    if (parent !== "/" && (facts === null || !facts.filled || SCRATCH.includes(parent))) folders.add(parent);
    else if (isFolder(path)) folders.add(path);
    else rewrites.add(path);
  }
  return { folders: outermost([...folders].filter(writable)), rewrites: [...rewrites].sort() };
}

/** Without those that lie in another. */
export function outermost(folders: readonly string[]): readonly string[] {
  return [...new Set(folders)].filter((path) => !folders.some((other) => path.startsWith(`${other}/`))).sort();
}

/** Paths that the short form can name: a colon would end it. The engine's own mounts are left alone. */
function writable(path: string): boolean {
  return !/[:,\u0000-\u001f]/.test(path) && !/^\/(?:proc|sys|dev)(?:\/|$)/.test(path);
}

/**
 * A tmpfs over a folder, owned as it has to be: an engine keeps the mode of a folder that it covers and gives it to root, so that whoever wrote there could not any more.
 * @param folder what it is in the image; null: it is not there, and belongs to `writer`
 */
export function tmpfsOver(
  path: string,
  folder: Pick<FolderFacts, "uid" | "gid" | "mode"> | null,
  writer: { readonly uid: number; readonly gid: number },
): Tmpfs {
  const everyone = folder !== null && (folder.mode & 0o002) !== 0;
  const { uid, gid } = folder ?? writer;
  return { path, options: everyone || (uid === 0 && gid === 0) ? "" : `uid=${uid},gid=${gid}` };
}

const READ_ONLY = /EROFS|read-only file system|\b30: |\(30\)|errno[ :=]*30\b|No usable temporary directory|ENOENT.*mkdir/i;

/** Folders that a container wanted to write in, by what it said when it could not. */
export function wantedFolders(lines: readonly string[]): readonly string[] {
  const found = lines.flatMap((line) => {
    if (!READ_ONLY.test(line)) return [];
    if (/No usable temporary directory/i.test(line)) return ["/tmp"];
    const paths = [...line.matchAll(/(?:^|[\s'"`(=:[])(\/[\w.+@~/-]*[\w+@~-])/g)].map(([, path = ""]) => path);
    const folder = /mkdir|directory/i.test(line) && !/open/i.test(line);
    return paths.slice(-2).flatMap((path) => {
      const parent = path.slice(0, path.lastIndexOf("/"));
      return folder ? [path] : parent === "" ? [] : [parent];
    });
  });
  return outermost(found.filter(writable).filter((path) => path !== "/"));
}

/** The line that tells of a file that could not be written, one that names it if there is one; null where none does. */
export function readOnlyLine(lines: readonly string[]): string | null {
  const telling = lines.filter((line) => READ_ONLY.test(line)).map((line) => line.trim());
  return telling.findLast((line) => line.includes("/")) ?? telling.at(-1) ?? null;
}

/** Mounts that every container has. */
const SYSTEMS = /^\/(?:dev|proc|sys)(?:\/|$)/;

/**
 * The places to write that an engine mounted besides those that it was asked for. A link in the image may lead one that was asked for elsewhere: `/var/run` is
 * mostly `/run`.
 */
export function unasked(
  mounts: readonly { readonly path: string; readonly kind: string; readonly writable: boolean }[],
  tmpfs: readonly Tmpfs[],
): readonly string[] {
  const asked = new Set(tmpfs.map(({ path }) => path));
  const there = mounts.filter(({ path, kind, writable }) => kind === "tmpfs" && writable && !SYSTEMS.test(path));
  const found = new Set(there.map(({ path }) => path));
  const others = [...found].filter((path) => !asked.has(path));
  const moved = [...asked].filter((path) => !found.has(path));
  return others.length > moved.length ? others.sort() : [];
}
