import type { ImagePlace } from "../../core/place.js";
import type { Package } from "../package/package.js";
import type { FileEntry } from "./file-index.js";
import type { Image } from "./image.js";

/** A setting of the configuration, by the name that it has there: `User`, `Env PATH`. */
export function settingPlace(setting: string): ImagePlace {
  return { image: { part: "config", path: setting } };
}

/** A file, with the layer that gave it its present form. */
export function filePlace(image: Image, entry: Pick<FileEntry, "path" | "layer">): ImagePlace {
  return layerPlace(image, entry.layer, entry.path);
}

/** A path of one layer, also one that a later layer hides. */
export function layerPlace(image: Image, layer: number, path: string): ImagePlace {
  const diffId = image.layers[layer]?.diffId;
  return { image: { part: "file", ...(diffId ? { layer: diffId } : {}), path } };
}

/** A package, by the file that tells of it. */
export function packagePlace(image: Image, { path, layer }: Package): ImagePlace {
  const diffId = layer === null ? undefined : image.layers[layer]?.diffId;
  return { image: { part: "package", ...(diffId ? { layer: diffId } : {}), path } };
}

/** A line of the history, by its number from 1. */
export function historyPlace(index: number): ImagePlace {
  return { image: { part: "history", path: String(index + 1) } };
}
