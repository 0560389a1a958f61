import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../usage-error.js";
import { archiveBlobs, type Blobs, folderBlobs, openRegular } from "./blobs.js";
import { dockerArchive } from "./docker-archive.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { ociLayout } from "./oci-layout.js";
import { TarError } from "./tar/header.js";

/** Opens the image that a person named. Throws UsageError: one line that says what, where and what to do. */
export async function openImage(named: string, platform: string | null): Promise<ImageSource> {
  const found = await stat(named).catch(() => null);
  if (!found) throw new UsageError(`${named} is not there`);
  if (found.isDirectory())
    return told(named, async () => (await ociLayout(folderBlobs(named), null, platform)) ?? none(join(named, "index.json")));
  return told(named, async () => {
    const opened = await openRegular(named);
    if (!opened) throw new SourceError("is not a regular file");
    try {
      return await inArchive(await archiveBlobs(opened.handle, opened.size), null, platform);
    } catch (error) {
      await opened.handle.close();
      throw error;
    }
  });
}

async function inArchive(blobs: Blobs, which: string | null, platform: string | null): Promise<ImageSource> {
  const source = (await dockerArchive(blobs, which)) ?? (await ociLayout(blobs, which, platform));
  if (source) return source;
  throw new SourceError("holds neither manifest.json (docker save) nor index.json (an OCI layout)");
}

function none(path: string): never {
  throw new SourceError(`${path} is not there`);
}

async function told(named: string, open: () => Promise<ImageSource>): Promise<ImageSource> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SourceError || error instanceof TarError) throw new UsageError(`${named}: ${error.message}`);
    throw error;
  }
}
