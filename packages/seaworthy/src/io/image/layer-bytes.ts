import { type LayerRead, layerFault, type ReadLayerOptions, readLayer } from "./read-layer.js";

/** A run of bytes of a file or archive that can be read whenever it is wanted. */
export interface Blob {
  readonly size: number;
  bytes(): AsyncIterable<Uint8Array>;
}

/** A layer that was read, or why it was not. */
export type LayerOutcome = LayerRead | { readonly because: string };

/** Reads the layers of these numbers, in any order, and hands each over once. What they hold is not yet held to their digests. */
export type ReadLayers = (
  layers: readonly number[],
  options: ReadLayerOptions,
  take: (layer: number, outcome: LayerOutcome) => void,
) => Promise<void>;

/** As many layers at once as bring a second core to work; more only take memory. */
const AT_ONCE = 2;

/** Reads layers whose bytes can be had in any order. */
export function readBlobs(blobs: readonly (Blob | { readonly because: string })[]): ReadLayers {
  return async (layers, options, take) => {
    const waiting = [...layers];
    const work = async () => {
      for (let layer = waiting.shift(); layer !== undefined; layer = waiting.shift()) {
        const blob = blobs[layer] ?? { because: "is not there" };
        take(layer, "because" in blob ? blob : await outcomeOf(blob.bytes(), options));
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, layers.length) }, work));
  };
}

/** Reads a layer; what is wrong with its bytes becomes the reason why it was not. */
export async function outcomeOf(bytes: AsyncIterable<Uint8Array>, options: ReadLayerOptions): Promise<LayerOutcome> {
  try {
    return await readLayer(bytes, options);
  } catch (error) {
    const because = layerFault(error);
    if (because === null) throw error;
    return { because };
  }
}
