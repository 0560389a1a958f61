import type { Image } from "../../models/image/image.js";
import type { Provenance } from "../../models/image/provenance.js";
import type { Blobs } from "./blobs.js";
import type { SeenBase } from "./known-bases.js";
import type { Blob, ReadLayers } from "./layer-bytes.js";

/** One layer of an image that is about to be read. */
export interface LayerSource {
  /** `sha256:…` of the uncompressed archive, as the configuration says; "" for a root file system. */
  readonly diffId: string;
  /** `sha256:…` of the bytes as stored, as the manifest says; null where nothing says it. */
  readonly digest: string | null;
  /** Bytes as stored; null where not known ahead. */
  readonly size: number | null;
}

/** What an image says of itself; plain data. */
export interface ImageDescription {
  readonly digest: string;
  /** Digest of the configuration; "" for a bare root file system. */
  readonly configDigest: string;
  readonly form: Image["form"];
  /** The JSON of the configuration. */
  readonly config: unknown;
  readonly layers: readonly LayerSource[];
  /** Annotations of the manifest. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly provenance: Provenance | null;
}

/** An image found in a source, and how its layers are read. */
export interface ImageSource extends ImageDescription {
  /** Images that others are built on, as the source shows them: this one by its name, those beside it in an engine. */
  readonly bases?: readonly SeenBase[];
  readonly read: ReadLayers;
  close(): Promise<void>;
}

/** Manifests and configurations over this are made to exhaust a reader. */
const LARGEST_JSON = 8 * 1024 * 1024;

/** A JSON file of an image, as bytes and parsed. Throws SourceError. */
export async function readJson(
  blobs: Blobs,
  name: string,
): Promise<{ readonly bytes: Uint8Array; readonly json: unknown } | null> {
  const blob = await blobs.blob(name);
  return blob && parseJson(await readWhole(blob, name), name);
}

export function parseJson(bytes: Uint8Array, name: string): { readonly bytes: Uint8Array; readonly json: unknown } {
  try {
    return { bytes, json: JSON.parse(Buffer.from(bytes).toString()) };
  } catch {
    throw new SourceError(`${name} in it is not JSON`);
  }
}

export async function readWhole(blob: Blob, name: string): Promise<Uint8Array> {
  if (blob.size > LARGEST_JSON) throw new SourceError(`${name} in it is larger than ${LARGEST_JSON / 1024 / 1024} MB`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of blob.bytes()) {
    pieces.push(piece.slice());
    length += piece.length;
    if (length > LARGEST_JSON) throw new SourceError(`${name} in it is larger than ${LARGEST_JSON / 1024 / 1024} MB`);
  }
  return Buffer.concat(pieces);
}

/** What is wrong with a source, as the end of a line that begins with its name. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}
