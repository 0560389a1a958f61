import { randomInt } from "node:crypto";
import { assembleImage, type ImageParts, type ImageRead } from "../../models/image/assemble.js";
import { baseByLabel, baseByProvenance, type KnownBase } from "../../models/image/base.js";
import type { ImageConfig } from "../../models/image/config.js";
import type { LayerWatcher } from "../../models/image/layer-watcher.js";
import { APK_REPOSITORIES, OS_RELEASE } from "../../models/image/os-release.js";
import { type ParsedConfig, parseImageConfig } from "../../models/image/parse-config.js";
import type { RegistrySettings } from "../../models/image/registry-settings.js";
import { Wanted, type WantedFile } from "../../models/image/wanted.js";
import type { Env } from "../engine/docker-config.js";
import { ImageNotes } from "./image-notes.js";
import type { ImageSource } from "./image-source.js";
import { KnownBases } from "./known-bases.js";
import { LayerCache } from "./layer-cache.js";
import { openImage } from "./open-image.js";
import { type ImageProgress, Progress } from "./progress.js";
import { LayersReader } from "./read-layers.js";

export interface ReadImageOptions {
  /** `linux/arm64`: which image of one for several platforms; default: this machine's processor. */
  readonly platform?: string | null;
  /** The files whose content is to be kept. */
  readonly wanted?: readonly WantedFile[];
  /** Those that depend on what the image starts. */
  readonly wantedBy?: (config: ImageConfig) => readonly WantedFile[];
  readonly watchers?: readonly LayerWatcher[];
  /** The variables that say where engines and credentials are. */
  readonly env?: Env;
  /** The archive that the name `-` means. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** What the config says of registries, by their hosts as in references. */
  readonly registries?: Readonly<Record<string, RegistrySettings>>;
  /** The folder of what former runs read (`cacheHome`); null: nothing is kept. */
  readonly cache?: string | null;
  readonly onProgress?: (progress: ImageProgress) => void;
  /** The day of the inspection, `YYYY-MM-DD`. */
  readonly today: string;
}

/** What is asked of every image. */
const ALWAYS_WANTED: readonly WantedFile[] = [...OS_RELEASE, APK_REPOSITORIES, "/etc/passwd", "/etc/group"];

/**
 * Reads an image once, layer by layer. Throws UsageError where there is no image of that name or it cannot be understood at all; a
 * layer that cannot be read is `unread`, and the rest is as if it held nothing.
 */
export async function readImage(named: string, options: ReadImageOptions): Promise<ImageRead> {
  const progress = new Progress(options.onProgress);
  const asked = [...ALWAYS_WANTED, ...(options.wanted ?? [])];
  const pass = { wanted: new Wanted(asked), watchers: options.watchers ?? [], onBytes: progress.onBytes };
  const cache = options.cache ? new LayerCache(options.cache) : null;
  const notes = options.cache ? new ImageNotes(options.cache) : null;
  const bases = options.cache ? new KnownBases(options.cache) : null;
  const source = await openImage(named, {
    platform: options.platform ?? null,
    pass,
    env: options.env ?? {},
    stdin: options.stdin ?? null,
    ...(options.registries ? { registries: options.registries } : {}),
    notes,
    isKept: (diffId) => cache?.has(diffId, pass) ?? false,
    onSize: (bytes) => progress.expect(bytes),
  });
  try {
    const parsed = parseImageConfig(source.config);
    const wanted = [...asked, ...(options.wantedBy?.(parsed.config) ?? [])];
    const reader = new LayersReader(source, { ...pass, wanted: new Wanted(wanted) }, cache, progress);
    const parts: Omit<ImageParts, "layers"> = {
      reference: named,
      digest: source.digest,
      configDigest: source.configDigest,
      form: source.form,
      today: options.today,
      parsed,
      base: baseOf(source, parsed, bases),
      provenance: source.provenance,
      wanted,
      seed: randomInt(0x100000000),
    };
    const first = assembleImage({ ...parts, layers: await reader.read() });
    if (first.missing.length === 0) return first.image;
    return assembleImage({ ...parts, layers: await reader.readAlso(first.missing) }).image;
  } finally {
    cache?.tidy();
    notes?.tidy();
    bases?.tidy();
    await source.close();
  }
}

/** The base by what the builder attests, by the image's own labels, or by layers that are known to be a base's. */
function baseOf(source: ImageSource, { config, diffIds }: ParsedConfig, bases: KnownBases | null): KnownBase | null {
  for (const seen of source.bases ?? []) bases?.remember(seen);
  const { provenance, layers, annotations } = source;
  const digests = layers.map(({ digest }) => digest);
  const said = (provenance && baseByProvenance(provenance, digests)) ?? baseByLabel({ ...config.labels, ...annotations });
  return said ? (bases?.ending(said, diffIds) ?? said) : (bases?.below(diffIds) ?? null);
}
