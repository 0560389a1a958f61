import { cleanPath } from "../dockerignore/path-clean.js";

/** The folder of a path, "." for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A folder and a path below it as one cleaned path; what climbs out keeps its leading "..". */
export function joinPath(folder: string, path: string): string {
  return cleanPath(folder === "." ? path : `${folder}/${path}`);
}

/** Whether a path is the folder itself or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  if (folder === ".") return path !== ".." && !path.startsWith("../");
  return path.startsWith(folder) && (path.length === folder.length || path.charCodeAt(folder.length) === 47);
}

/** A path relative to a folder above it. */
export function relativeTo(folder: string, path: string): string {
  if (path === folder) return ".";
  return folder === "." ? path : path.slice(folder.length + 1);
}

/** The stretch of a sorted list that lies below a folder. */
export function belowFolder(sorted: readonly string[], folder: string): readonly string[] {
  if (folder === ".") return sorted;
  const start = firstFrom(sorted, `${folder}/`);
  // "0" is the character behind "/".
  return sorted.slice(start, firstFrom(sorted, `${folder}0`));
}

function firstFrom(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
