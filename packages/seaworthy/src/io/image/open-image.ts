import { stat } from "node:fs/promises";
import { join } from "node:path";
import { parseReference } from "../../models/dockerfile/reference.js";
import { findEngine } from "../engine/find-engine.js";
import { RegistryError } from "../registry/registry-client.js";
import { UsageError } from "../usage-error.js";
import { streamedBlobs, unpackedPipe } from "./archive-stream.js";
import { archiveBlobs, folderBlobs, openRegular, rangeBytes } from "./blobs.js";
import { BlobError, compressionOf, unpacked } from "./decompress.js";
import { engineFault, engineImage } from "./engine-image.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { inBlobs } from "./in-blobs.js";
import type { OpenOptions } from "./open-options.js";
import type { ReadLayerOptions } from "./read-layer.js";
import { registryImage } from "./registry-image.js";
import { rootFolder } from "./root-folder.js";
import { TarError } from "./tar/header.js";

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
  if (rest === "-" && (scheme === null || scheme === "docker-archive" || scheme === "oci-archive")) return inPipe(options);
  switch (scheme) {
    case "rootfs":
    case "docker-archive":
    case "oci-archive":
    case "oci":
      return onDisk(await splitPath(rest), scheme, options);
    case null:
      return (await onDiskIfThere(rest, options)) ?? inEngine(rest, ["docker", "podman"], options);
    case "docker":
    case "podman":
      return inEngine(rest, [scheme], options);
    case "registry":
      return inRegistry(rest, options);
  }
}

/** `docker save … | seaworthy scan -` */
async function inPipe(options: OpenOptions): Promise<ImageSource> {
  let pipe = options.stdin ?? null;
  if (!pipe) throw new UsageError("-: no archive comes by the standard input");
  const open = () => {
    const bytes = pipe && unpackedPipe(pipe);
    pipe = null;
    return bytes;
  };
  try {
    const source = await inBlobs(await streamedBlobs({ open }, options.pass), null, options.platform);
    if (source) return source;
    throw new SourceError("holds neither manifest.json (docker save) nor index.json (an OCI layout)");
  } catch (error) {
    throw asUsageError("standard input", error);
  }
}

/** A path without a prefix. A folder that holds no image may be called as an image of the engine is: it is passed over unless it is written as a path. */
async function onDiskIfThere(path: string, options: OpenOptions): Promise<ImageSource | null> {
  const isPath = /^(?:\.{0,2}[/\\]|~|[A-Za-z]:[/\\])|\.(?:tar|tgz|tar\.gz|tar\.zst)$/.test(path);
  const found = await stat(path).catch(() => null);
  if (!found) {
    if (isPath) throw new UsageError(`${path} is not there`);
    return null;
  }
  try {
    return await onDisk({ path, which: null }, null, options);
  } catch (error) {
    if (error instanceof UsageError && found.isDirectory() && !isPath && parseReference(path)) return null;
    throw error;
  }
}

async function inEngine(name: string, kinds: readonly ("docker" | "podman")[], options: OpenOptions): Promise<ImageSource> {
  const engine = await findEngine(kinds, options.env);
  if ("tried" in engine) {
    const file = kinds.length > 1 ? `${name} is no file or folder here, and` : `${name}:`;
    const because = engine.tried.length > 0 ? ` (${engine.tried.join("; ")})` : "";
    throw new UsageError(
      `${file} no engine answers${because}: start Docker or Podman, name a file (docker save), or registry:${name} to ask its registry`,
    );
  }
  try {
    const source = await engineImage(engine, name, options);
    if (source) return source;
    throw new UsageError(
      `${name} is not in the engine at ${engine.address}: pull or build it, or name it registry:${name} to ask its registry`,
    );
  } catch (error) {
    throw asUsageError(name, engineFault(name, engine, error));
  }
}

async function inRegistry(name: string, options: OpenOptions): Promise<ImageSource> {
  try {
    return await registryImage(name, options);
  } catch (error) {
    if (error instanceof RegistryError) throw new UsageError(`${name}: ${error.message}`);
    throw asUsageError(name, error);
  }
}

/** What is wrong with a source, as the line that a person reads. */
function asUsageError(named: string, error: unknown): unknown {
  if (error instanceof SourceError || error instanceof TarError || error instanceof BlobError)
    return new UsageError(`${named}: ${error.message}`);
  if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM"))
    return new UsageError(`${named}: may not be read: permission denied`);
  return error;
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
    throw asUsageError(path, error);
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
    const close = () => handle.close();
    const open = async (pass: ReadLayerOptions) =>
      inBlobs(
        compression === "none"
          ? await archiveBlobs(handle, size)
          : await streamedBlobs({ open: () => unpacked(rangeBytes(handle, 0, size), compression) }, pass),
        which,
        options.platform,
      );
    // An archive that is compressed as a whole has to be unpacked to its end to tell what it holds.
    const { dev, ino, mtimeNs, ctimeNs } = await handle.stat({ bigint: true });
    const identity = ["file", ...[dev, ino, size, mtimeNs, ctimeNs].map(String), which, options.platform];
    const before = compression === "none" ? null : options.notes?.get(identity);
    if (before)
      return {
        ...before,
        read: async (layers, pass, take) => {
          if (layers.length > 0) await (await open(pass))?.read(layers, pass, take);
        },
        close,
      };
    const source = await open(options.pass);
    if (source && compression !== "none") options.notes?.put(identity, source);
    if (source) return { ...source, close };
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
