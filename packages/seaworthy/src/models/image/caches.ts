import { CACHE_FOLDERS, type CacheFolder } from "../../knowledge/cache-folders.js";
import type { Image } from "./image.js";

/** A cache of a package manager that an image carries. */
export interface BuiltCache {
  readonly manager: string;
  readonly path: string;
  readonly bytes: number;
  /** The layer that holds most of it. */
  readonly layer: number;
  /** The layer that deletes it, which leaves it in the one before; null: it is in the final file system. */
  readonly hiddenBy: number | null;
}

/** Less than this is a lock file or an empty index. */
const LEAST = 64 * 1024;
const MOST_FILES = 300_000;

/** The caches in an image, those that its known base brings left out, and as far as the largest deleted files are told. */
export function builtCaches(image: Image): readonly BuiltCache[] {
  const homes = ["/root", ...image.files.children("/home").map(({ path }) => path)].slice(0, 50);
  const places = CACHE_FOLDERS.flatMap((folder) =>
    folder.path.startsWith("~") ? homes.map((home) => ({ ...folder, path: home + folder.path.slice(1) })) : [folder],
  );
  return places.flatMap((folder) => [...present(image, folder), ...deleted(image, folder)]);
}

function present(image: Image, folder: CacheFolder): readonly BuiltCache[] {
  const byLayer = new Map<number, number>();
  const queue = [folder.path];
  for (let count = 0; queue.length > 0 && count < MOST_FILES; ) {
    for (const { path, type, size, layer } of image.files.children(queue.pop() as string)) {
      count++;
      if (type === "directory") queue.push(path);
      else if (
        type === "file" &&
        image.layers[layer]?.fromBase !== true &&
        !folder.empty?.test(path.slice(path.lastIndexOf("/") + 1))
      )
        byLayer.set(layer, (byLayer.get(layer) ?? 0) + size);
    }
  }
  return cacheOf(folder, byLayer, null);
}

function deleted(image: Image, folder: CacheFolder): readonly BuiltCache[] {
  const byLayer = new Map<number, number>();
  let hiddenBy: number | null = null;
  for (const one of image.waste.paths) {
    if (one.how !== "deleted" || !one.path.startsWith(`${folder.path}/`) || image.layers[one.layer]?.fromBase === true) continue;
    byLayer.set(one.layer, (byLayer.get(one.layer) ?? 0) + one.bytes);
    hiddenBy ??= one.hiddenBy;
  }
  return cacheOf(folder, byLayer, hiddenBy);
}

function cacheOf(
  { manager, path }: CacheFolder,
  byLayer: ReadonlyMap<number, number>,
  hiddenBy: number | null,
): readonly BuiltCache[] {
  const bytes = [...byLayer.values()].reduce((sum, one) => sum + one, 0);
  const [largest] = [...byLayer].sort((a, b) => b[1] - a[1]);
  return largest && bytes >= LEAST ? [{ manager, path, bytes, layer: largest[0], hiddenBy }] : [];
}
