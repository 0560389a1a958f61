import type { Blobs } from "./blobs.js";
import { type ImageSource, readJson, readWhole, SourceError } from "./image-source.js";
import { isNamed } from "./image-tag.js";
import { type Descriptor, descriptorsOf } from "./manifest.js";
import { storedImage } from "./stored-image.js";

/**
 * The image of an OCI layout (a folder, or an archive of one). `which` picks one of several by name, tag or digest. null: it is none.
 * Throws SourceError.
 */
export async function ociLayout(blobs: Blobs, which: string | null, platform: string | null): Promise<ImageSource | null> {
  const index = await readJson(blobs, "index.json");
  if (!index) return null;
  const get = async (digest: string) => {
    const blob = await blobs.blob(blobName(digest));
    return blob && (await readWhole(blob, digest));
  };
  const image = await storedImage({ get }, named(descriptorsOf(index.json), which), platform);
  const { manifest, diffIds } = image;
  const bytes = await blobs.layers(manifest.layers.map(({ digest }) => blobName(digest)));
  // What `docker save` writes beside it: the same image in Docker's own form, which loses nothing.
  const docker = manifest.config.mediaType.startsWith("application/vnd.docker.") || (await blobs.blob("manifest.json")) !== null;
  return {
    ...image,
    configDigest: manifest.config.digest,
    form: docker ? "docker" : "oci",
    annotations: manifest.annotations,
    layers: manifest.layers.map(({ digest, size }, i) => ({
      diffId: diffIds[i] as string,
      digest,
      size: bytes.sizes[i] ?? size,
    })),
    read: bytes.read,
    close: () => blobs.close(),
  };
}

/** The descriptors of one name: several of a name are platforms of one image, several names of a digest one image. */
function named(descriptors: readonly Descriptor[], which: string | null): readonly Descriptor[] {
  const names = [...new Set(descriptors.flatMap(namesOf))];
  const list = names.length > 0 ? `: ${names.slice(0, 10).join(", ")}` : "";
  if (which !== null) {
    const found = descriptors.filter((one) => one.digest === which || namesOf(one).some((name) => isNamed(name, which)));
    if (found.length > 0) return found;
    throw new SourceError(`holds no image ${which}; it holds ${descriptors.length}${list}`);
  }
  const images = new Map<string, Descriptor>();
  for (const one of descriptors) if (!images.has(one.digest)) images.set(one.digest, one);
  const titles = new Set([...images.values()].map((one) => namesOf(one)[0] ?? ""));
  if (titles.size > 1 && !titles.has(""))
    throw new SourceError(`holds ${titles.size} images: name one of them after a colon${list}`);
  return [...images.values()];
}

function namesOf({ annotations }: Descriptor): string[] {
  const names = [annotations["io.containerd.image.name"], annotations["org.opencontainers.image.ref.name"]];
  return names.filter((name) => name !== undefined);
}

function blobName(digest: string): string {
  const [algorithm, hex] = digest.split(":");
  return `blobs/${algorithm}/${hex}`;
}
