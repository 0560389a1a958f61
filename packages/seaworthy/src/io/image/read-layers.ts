import type { AssembledLayer, Missing } from "../../models/image/assemble.js";
import { Wanted } from "../../models/image/wanted.js";
import type { ImageSource, LayerSource } from "./image-source.js";
import type { LayerOutcome } from "./layer-bytes.js";
import { holdsWanted, joined, type KeptLayer, type LayerCache } from "./layer-cache.js";
import type { Progress } from "./progress.js";
import type { ReadLayerOptions } from "./read-layer.js";

/** Reads the layers of one image: from the cache what a former run read, from the source the rest, each held to its digests. */
export class LayersReader {
  private readonly source: ImageSource;
  private readonly options: ReadLayerOptions;
  private readonly cache: LayerCache | null;
  private readonly progress: Progress;
  private readonly layers: AssembledLayer[] = [];

  constructor(source: ImageSource, options: ReadLayerOptions, cache: LayerCache | null, progress: Progress) {
    this.source = source;
    this.options = options;
    this.cache = cache;
    this.progress = progress;
  }

  async read(): Promise<readonly AssembledLayer[]> {
    const all = this.source.layers;
    const known = new Map<number, KeptLayer>();
    const missing: number[] = [];
    /** The first layer of the same bytes: it is read for all of them. */
    const firsts = new Map<string, number>();
    for (const [i, layer] of all.entries()) {
      const kept = this.cache?.get(layer.diffId, this.options) ?? null;
      if (kept && holdsWanted(kept, this.options.wanted)) this.layers[i] = assembled(layer, kept);
      else if (!firsts.has(nameOf(layer))) {
        firsts.set(nameOf(layer), i);
        missing.push(i);
        if (kept) known.set(i, kept);
      }
    }
    this.progress.begin(missing.map((i) => all[i] as LayerSource));
    await this.source.read(missing, this.options, (i, outcome) => {
      this.take(i, outcome, known.get(i) ?? null);
      this.progress.onLayer();
    });
    for (const [i, layer] of all.entries()) {
      const first = this.layers[firsts.get(nameOf(layer)) ?? i];
      this.layers[i] ??= first ? { ...first } : unread(layer, "is not there");
    }
    return this.layers;
  }

  /** Reads layers again for the content of files that links led to. */
  async readAlso(files: readonly Missing[]): Promise<readonly AssembledLayer[]> {
    const { cache, options, source } = this;
    const wanted = new Wanted(files.map(({ path, size }) => ({ pattern: path, largest: size })));
    await source.read([...new Set(files.map(({ layer }) => layer))], { ...options, wanted, watchers: [] }, (i, outcome) => {
      const layer = source.layers[i] as LayerSource;
      const { contents } = this.layers[i] as AssembledLayer;
      const also = proven(layer, outcome);
      // Read to its end a moment ago: what is wrong now is the source, and what is known stays known.
      if ("because" in contents || "because" in also || "because" in also.contents) return;
      const both = { ...contents, kept: joined(contents, also.contents).kept };
      this.layers[i] = { ...(this.layers[i] as AssembledLayer), contents: both };
      const { unpacked } = also;
      cache?.put(layer.diffId, options, { contents: both, unpacked, wanted: options.wanted.key });
    });
    return this.layers;
  }

  private take(i: number, outcome: LayerOutcome, before: KeptLayer | null): void {
    const layer = this.source.layers[i] as LayerSource;
    const read = proven(layer, outcome);
    if ("because" in read) {
      this.layers[i] = unread(layer, read.because);
      return;
    }
    const contents = before ? joined(before.contents, read.contents) : read.contents;
    this.layers[i] = { diffId: layer.diffId, digest: layer.digest, size: read.size, contents };
    this.cache?.put(layer.diffId, this.options, { contents, unpacked: read.unpacked, wanted: this.options.wanted.key });
  }
}

function nameOf({ diffId, digest }: LayerSource): string {
  return `${diffId} ${digest}`;
}

function assembled(layer: LayerSource, { contents, unpacked }: KeptLayer): AssembledLayer {
  return { diffId: layer.diffId, digest: layer.digest, size: layer.size ?? unpacked, contents };
}

function unread({ diffId, digest, size }: LayerSource, because: string): AssembledLayer {
  return { diffId, digest, size: size ?? 0, contents: { because } };
}

/** A layer that holds what the image says it does: both digests are its own. */
function proven(layer: LayerSource, read: LayerOutcome): LayerOutcome {
  const { diffId, digest } = layer;
  if ("because" in read) return read;
  if (digest !== null && digest !== read.digest) return { because: `its bytes have the digest ${read.digest}, not ${digest}` };
  if (diffId !== "" && diffId !== read.diffId) return { because: `its content has the digest ${read.diffId}, not ${diffId}` };
  return read;
}
