import { randomInt } from "node:crypto";
import { type AssembledLayer, assembleImage, type ImageRead } from "../../models/image/assemble.js";
import type { ImageConfig } from "../../models/image/config.js";
import type { LayerWatcher } from "../../models/image/layer-watcher.js";
import { OS_RELEASE } from "../../models/image/os-release.js";
import { parseImageConfig } from "../../models/image/parse-config.js";
import { Wanted, type WantedFile } from "../../models/image/wanted.js";
import type { ImageSource, LayerSource } from "./image-source.js";
import { openImage } from "./open-image.js";
import { layerFault, type ReadLayerOptions, readLayer } from "./read-layer.js";

/** How far the reading is. */
export interface ImageProgress {
  /** Stored bytes that were read, of those that there are to read. */
  readonly bytes: number;
  readonly allBytes: number;
  readonly layers: number;
  readonly allLayers: number;
}

export interface ReadImageOptions {
  /** `linux/arm64`: which image of one for several platforms; default: this machine's processor. */
  readonly platform?: string | null;
  /** The files whose content is to be kept; those that depend on what the image starts by a function of its configuration. */
  readonly wanted?: readonly WantedFile[] | ((config: ImageConfig) => readonly WantedFile[]);
  readonly watchers?: readonly LayerWatcher[];
  readonly onProgress?: (progress: ImageProgress) => void;
  /** The day of the inspection, `YYYY-MM-DD`. */
  readonly today: string;
}

/** As many layers at once as bring a second core to work; more only take memory. */
const AT_ONCE = 2;

/**
 * Reads an image once, layer by layer. Throws UsageError where there is no image of that name or it cannot be understood at all; a
 * layer that cannot be read is `unread`, and the rest is as if it held nothing.
 */
export async function readImage(named: string, options: ReadImageOptions): Promise<ImageRead> {
  const source = await openImage(named, options.platform ?? null);
  try {
    const parsed = parseImageConfig(source.config);
    const { wanted = [] } = options;
    const layers = await readLayers(source, {
      wanted: new Wanted([...OS_RELEASE, ...(typeof wanted === "function" ? wanted(parsed.config) : wanted)]),
      watchers: options.watchers ?? [],
      ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    });
    return assembleImage({
      reference: named,
      digest: source.digest,
      form: source.form,
      today: options.today,
      parsed,
      layers,
      base: null,
      seed: randomInt(0x100000000),
    });
  } finally {
    await source.close();
  }
}

async function readLayers(
  source: ImageSource,
  options: Omit<ReadLayerOptions, "onBytes"> & { readonly onProgress?: (progress: ImageProgress) => void },
): Promise<AssembledLayer[]> {
  const all = source.layers;
  const read: AssembledLayer[] = [];
  const allBytes = all.reduce((sum, { size }) => sum + (size ?? 0), 0);
  let bytes = 0;
  let layers = 0;
  const tell = () => options.onProgress?.({ bytes, allBytes, layers, allLayers: all.length });
  const onBytes = (count: number) => {
    bytes += count;
    tell();
  };
  let next = 0;
  const work = async () => {
    for (let i = next++; i < all.length; i = next++) {
      read[i] = await readOne(all[i] as LayerSource, { ...options, onBytes });
      layers++;
      tell();
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, work));
  return read;
}

async function readOne(layer: LayerSource, options: ReadLayerOptions): Promise<AssembledLayer> {
  const { diffId, digest } = layer;
  const failed = (because: string) => ({ diffId, digest, size: layer.size ?? 0, contents: { because } });
  if (!layer.bytes) return failed(layer.because ?? "is not there");
  try {
    const read = await readLayer(layer.bytes(), options);
    if (digest !== null && digest !== read.digest) return failed(`its bytes have the digest ${read.digest}, not ${digest}`);
    if (diffId !== read.diffId) return failed(`its content has the digest ${read.diffId}, not ${diffId}`);
    return { diffId, digest, size: read.size, contents: read.contents };
  } catch (error) {
    const because = layerFault(error);
    if (because === null) throw error;
    return failed(because);
  }
}
