import { createHash } from "node:crypto";
import { parseImageConfig } from "../../models/image/parse-config.js";
import type { Blobs } from "./blobs.js";
import { type ImageSource, type LayerSource, parseJson, readJson, readWhole, SourceError } from "./image-source.js";
import { type Descriptor, descriptorsOf, isIndex, manifestOf, pickPlatform } from "./manifest.js";

/** Indexes within indexes deeper than this are made to exhaust a reader. */
const DEEPEST = 5;

/**
 * The image of an OCI layout (a folder, or an archive of one). `which` picks one of several by tag or digest. null: it is none.
 * Throws SourceError.
 */
export async function ociLayout(blobs: Blobs, which: string | null, platform: string | null): Promise<ImageSource | null> {
  const index = await readJson(blobs, "index.json");
  if (!index) return null;
  let descriptors = named(descriptorsOf(index.json), which);
  for (let depth = 0; ; depth++) {
    const picked = pickPlatform(descriptors, platform);
    const bytes = await verified(blobs, picked.digest, "manifest");
    const { json } = parseJson(bytes, "a manifest");
    if (!isIndex(json)) return fromManifest(blobs, picked.digest, json);
    if (depth === DEEPEST) throw new SourceError("its indexes name each other without end");
    descriptors = descriptorsOf(json);
  }
}

/** The descriptors of one name; several of a name are platforms of one image. */
function named(descriptors: readonly Descriptor[], which: string | null): readonly Descriptor[] {
  const name = (one: Descriptor) =>
    one.annotations["io.containerd.image.name"] ?? one.annotations["org.opencontainers.image.ref.name"] ?? "";
  const tag = (one: Descriptor) => one.annotations["org.opencontainers.image.ref.name"] ?? "";
  const names = [...new Set(descriptors.map(name).filter(Boolean))];
  if (which !== null) {
    const found = descriptors.filter((one) => name(one) === which || tag(one) === which || one.digest === which);
    if (found.length > 0) return found;
    throw new SourceError(`holds no image ${which}${names.length > 0 ? `; it holds ${names.slice(0, 10).join(", ")}` : ""}`);
  }
  if (names.length > 1)
    throw new SourceError(`holds ${names.length} images: name one of them after a colon: ${names.slice(0, 10).join(", ")}`);
  return descriptors;
}

async function fromManifest(blobs: Blobs, digest: string, json: unknown): Promise<ImageSource> {
  const manifest = manifestOf(json);
  const config = parseJson(await verified(blobs, manifest.config.digest, "configuration"), "its configuration");
  const { diffIds } = parseImageConfig(config.json);
  if (diffIds.length !== manifest.layers.length)
    throw new SourceError(`its manifest names ${manifest.layers.length} layers, its configuration ${diffIds.length}`);
  const layers: LayerSource[] = [];
  for (const [i, layer] of manifest.layers.entries()) {
    const blob = await blobs.blob(blobName(layer.digest));
    layers.push({
      diffId: diffIds[i] as string,
      digest: layer.digest,
      size: blob?.size ?? layer.size,
      bytes: blob ? () => blob.bytes() : null,
      ...(blob ? {} : { because: `is not in it (${layer.digest})` }),
    });
  }
  const form = manifest.config.mediaType.startsWith("application/vnd.docker.") ? "docker" : "oci";
  return { digest, form, config: config.json, layers, annotations: manifest.annotations, close: () => blobs.close() };
}

/** A small blob, held to its digest. */
async function verified(blobs: Blobs, digest: string, what: string): Promise<Uint8Array> {
  const blob = await blobs.blob(blobName(digest));
  if (!blob) throw new SourceError(`the ${what} ${digest} that its index names is not in it`);
  const bytes = await readWhole(blob, `the ${what}`);
  const [algorithm = ""] = digest.split(":");
  if (`${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}` !== digest)
    throw new SourceError(`the ${what} ${digest} does not have that digest`);
  return bytes;
}

function blobName(digest: string): string {
  const [algorithm, hex] = digest.split(":");
  return `blobs/${algorithm}/${hex}`;
}
