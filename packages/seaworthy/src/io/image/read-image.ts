import { randomInt } from "node:crypto";
import { type AssembledLayer, assembleImage, type ImageRead } from "../../models/image/assemble.js";
import type { ImageConfig } from "../../models/image/config.js";
import type { LayerWatcher } from "../../models/image/layer-watcher.js";
import { OS_RELEASE } from "../../models/image/os-release.js";
import { parseImageConfig } from "../../models/image/parse-config.js";
import { Wanted, type WantedFile } from "../../models/image/wanted.js";
import type { ImageSource, LayerSource } from "./image-source.js";
import type { LayerOutcome } from "./layer-bytes.js";
import { openImage } from "./open-image.js";
import type { ReadLayerOptions } from "./read-layer.js";

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
      provenance: source.provenance,
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
  await source.read([...all.keys()], { ...options, onBytes }, (i, outcome) => {
    read[i] = proven(all[i] as LayerSource, outcome);
    layers++;
    tell();
  });
  return read;
}

/** A layer that holds what the image says it does: both digests are its own. */
function proven(layer: LayerSource, read: LayerOutcome): AssembledLayer {
  const { diffId, digest } = layer;
  const failed = (because: string) => ({ diffId, digest, size: layer.size ?? 0, contents: { because } });
  if ("because" in read) return failed(read.because);
  if (digest !== null && digest !== read.digest) return failed(`its bytes have the digest ${read.digest}, not ${digest}`);
  if (diffId !== "" && diffId !== read.diffId) return failed(`its content has the digest ${read.diffId}, not ${diffId}`);
  return { diffId, digest, size: read.size, contents: read.contents };
}
