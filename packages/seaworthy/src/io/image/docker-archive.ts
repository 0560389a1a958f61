import { createHash } from "node:crypto";
import { fields, parseImageConfig, text, texts } from "../../models/image/parse-config.js";
import type { Blobs } from "./blobs.js";
import { type ImageSource, readJson, SourceError } from "./image-source.js";
import { isNamed } from "./image-tag.js";

/** One image of the `manifest.json` of a docker-archive. */
interface Entry {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/**
 * The image of a docker-archive (`docker save`, podman, kaniko, skopeo): `manifest.json` names the configuration and the layers, under
 * names of any kind. `which` picks one of several by name or tag. null: it is none. Throws SourceError.
 */
export async function dockerArchive(blobs: Blobs, which: string | null): Promise<ImageSource | null> {
  const manifest = await readJson(blobs, "manifest.json");
  if (!manifest) return null;
  const entry = chosen(entriesOf(manifest.json), which);
  const config = await readJson(blobs, entry.config);
  if (!config) throw new SourceError(`the configuration that its manifest names (${entry.config}) is not in it`);
  const digest = `sha256:${createHash("sha256").update(config.bytes).digest("hex")}`;
  const said = /^(?:blobs\/sha256\/|sha256:)?([0-9a-f]{64})(?:\.json)?$/.exec(entry.config)?.[1];
  if (said && digest !== `sha256:${said}`) throw new SourceError("its configuration does not have the digest that its name says");
  const { diffIds } = parseImageConfig(config.json);
  if (diffIds.length !== entry.layers.length)
    throw new SourceError(`its manifest names ${entry.layers.length} layers, its configuration ${diffIds.length}`);
  const bytes = await blobs.layers(entry.layers);
  return {
    digest,
    configDigest: digest,
    form: "docker",
    config: config.json,
    annotations: {},
    provenance: null,
    layers: diffIds.map((diffId, i) => ({ diffId, digest: null, size: bytes.sizes[i] ?? null })),
    read: bytes.read,
    close: () => blobs.close(),
  };
}

function entriesOf(json: unknown): Entry[] {
  const entries = (Array.isArray(json) ? json : []).map((one) => {
    const { Config, RepoTags, Layers } = fields(one);
    return { config: text(Config), tags: texts(RepoTags), layers: texts(Layers) };
  });
  if (entries.length === 0) throw new SourceError("its manifest.json names no image");
  return entries;
}

function chosen(entries: readonly Entry[], which: string | null): Entry {
  const names = entries.flatMap(({ tags }) => tags);
  const list = names.length > 0 ? `: ${names.slice(0, 10).join(", ")}` : "";
  const [entry, ...more] = which === null ? entries : entries.filter(({ tags }) => tags.some((tag) => isNamed(tag, which)));
  if (!entry) throw new SourceError(`holds no image ${which}; it holds ${entries.length}${list}`);
  if (which === null && more.some(({ config }) => config !== entry.config))
    throw new SourceError(`holds ${entries.length} images: name one of them after a colon${list}`);
  return entry;
}
