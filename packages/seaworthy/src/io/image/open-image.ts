import { stat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../usage-error.js";
import { streamedBlobs } from "./archive-stream.js";
import { archiveBlobs, type Blobs, folderBlobs, openRegular, rangeBytes } from "./blobs.js";
import { BlobError, compressionOf, unpacked } from "./decompress.js";
import { dockerArchive } from "./docker-archive.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { ociLayout } from "./oci-layout.js";
import type { ReadLayerOptions } from "./read-layer.js";
import { rootFolder } from "./root-folder.js";
import { TarError } from "./tar/header.js";

/** What opening an image needs to know: an archive that is compressed as a whole is read in the same pass. */
export interface OpenOptions {
  readonly platform: string | null;
  readonly pass: ReadLayerOptions;
}

/** Where images come from, as a prefix names it; the words are those of skopeo where it has one. */
export const SCHEMES = ["docker-archive", "oci", "oci-archive", "rootfs", "docker", "podman", "registry"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** `SCHEME:REST`, null where no scheme is named. */
export function splitScheme(named: string): { readonly scheme: Scheme | null; readonly rest: string } {
  const colon = named.indexOf(":");
  const scheme = SCHEMES.find((one) => one === named.slice(0, Math.max(colon, 0)));
  return scheme ? { scheme, rest: named.slice(colon + 1) } : { scheme: null, rest: named };
}

/** Opens the image that a person named. Throws UsageError: one line that says what, where and what to do. */
export async function openImage(named: string, options: OpenOptions): Promise<ImageSource> {
  const { scheme, rest } = splitScheme(named);
  if (rest === "") throw new UsageError(`${named} names no image`);
  switch (scheme) {
    case "rootfs":
    case "docker-archive":
    case "oci-archive":
    case "oci":
      return onDisk(await splitPath(rest), scheme, options);
    case null: {
      const found = await stat(rest).catch(() => null);
      if (found) return onDisk({ path: rest, which: null }, null, options);
      throw new UsageError(`${named} is not there`);
    }
    default:
      throw new UsageError(`${scheme}: is not read yet`);
  }
}

interface NamedPath {
  readonly path: string;
  /** Which image of several, after a colon. */
  readonly which: string | null;
}

/** `PATH[:NAME]`: both may hold colons, so the longest path that is there counts. */
async function splitPath(rest: string): Promise<NamedPath> {
  for (let end = rest.length; end > 0; end = rest.lastIndexOf(":", end - 1)) {
    const path = rest.slice(0, end);
    if (await stat(path).catch(() => null)) return { path, which: rest.slice(end + 1) || null };
  }
  throw new UsageError(`${rest} is not there`);
}

async function onDisk({ path, which }: NamedPath, scheme: Scheme | null, options: OpenOptions): Promise<ImageSource> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await inFolder(path, which, scheme, options);
    if (scheme === "rootfs") throw new SourceError("is no folder");
    return await inArchive(path, which, scheme, options);
  } catch (error) {
    if (error instanceof SourceError || error instanceof TarError || error instanceof BlobError)
      throw new UsageError(`${path}: ${error.message}`);
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM"))
      throw new UsageError(`${path}: may not be read: permission denied`);
    throw error;
  }
}

async function inFolder(path: string, which: string | null, scheme: Scheme | null, options: OpenOptions): Promise<ImageSource> {
  if (scheme === "rootfs") return rootFolder(path);
  const source = await inBlobs(folderBlobs(path), which, options.platform);
  if (source) return source;
  if (scheme === null && (await looksLikeRoot(path))) return rootFolder(path);
  throw new SourceError(
    "holds neither index.json (an OCI layout) nor manifest.json (docker save); a root file system is read as rootfs:FOLDER",
  );
}

/** A folder that could be the root of a system: two of those that every one has. */
async function looksLikeRoot(path: string): Promise<boolean> {
  const found = await Promise.all(["etc", "usr", "bin", "lib", "var"].map((name) => stat(join(path, name)).catch(() => null)));
  return found.filter((one) => one?.isDirectory()).length >= 2;
}

async function inArchive(path: string, which: string | null, scheme: Scheme | null, options: OpenOptions): Promise<ImageSource> {
  const opened = await openRegular(path);
  if (!opened) throw new SourceError("is not a regular file");
  const { handle, size } = opened;
  try {
    const head = Buffer.alloc(8);
    await handle.read(head, 0, head.length, 0);
    const compression = compressionOf(head);
    const blobs =
      compression === "none"
        ? await archiveBlobs(handle, size)
        : await streamedBlobs({ open: () => unpacked(rangeBytes(handle, 0, size), compression) }, options.pass);
    const source = await inBlobs(blobs, which, options.platform);
    if (source)
      return {
        ...source,
        close: () => handle.close(),
      };
    throw new SourceError(
      size === 0
        ? "is empty"
        : `holds neither manifest.json (docker save) nor index.json (an OCI layout)${scheme === null ? "" : `, so it is no ${scheme}`}`,
    );
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The image in files of either form. Docker 25 and later write both: the layout tells more (the manifest's digest, provenance), and
 * where it cannot be understood Docker's own list is there still.
 */
async function inBlobs(blobs: Blobs, which: string | null, platform: string | null): Promise<ImageSource | null> {
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
