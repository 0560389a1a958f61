import type { Layer } from "../models/image/layer.js";
import { layerSketch } from "../models/image/sketch.js";

/** Layers by the instructions that made them: `"base"` for one of a known base, null where the history does not say. */
export function layersOf(...createdBy: readonly (string | null)[]): readonly Layer[] {
  const base = createdBy.includes("base");
  return createdBy.map((one, index) => ({
    ...layerSketch(index, 1, one === "base" ? null : one),
    fromBase: base ? one === "base" : null,
  }));
}

/** Lines of a history, each with a layer of its own. */
export function historyOf(...createdBy: readonly string[]) {
  return createdBy.map((one, layer) => ({ createdBy: one, created: null, comment: "", layer }));
}
