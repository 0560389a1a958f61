import type { Blobs } from "./blobs.js";
import { dockerArchive } from "./docker-archive.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { ociLayout } from "./oci-layout.js";

/**
 * The image in files of either form. Docker 25 and later write both: the layout tells more (the manifest's digest, provenance), and
 * where it cannot be understood Docker's own list is there still.
 */
export async function inBlobs(blobs: Blobs, which: string | null, platform: string | null): Promise<ImageSource | null> {
  try {
    const layout = await ociLayout(blobs, which, platform);
    if (layout) return layout;
  } catch (error) {
    const other = error instanceof SourceError ? await dockerArchive(blobs, which).catch(() => null) : null;
    if (other) return other;
    throw error;
  }
  return dockerArchive(blobs, which);
}
