import { createHash } from "node:crypto";
import { parseReference } from "../../models/dockerfile/reference.js";
import type { RegistrySettings } from "../../models/image/registry-settings.js";
import { RegistryClient, RegistryError } from "../registry/registry-client.js";
import { UsageError } from "../usage-error.js";
import { BlobError } from "./decompress.js";
import { type ImageSource, SourceError } from "./image-source.js";
import { readBlobs } from "./layer-bytes.js";
import type { OpenOptions } from "./open-options.js";
import { type Content, storedImage } from "./stored-image.js";

/**
 * An image in a registry: its manifest is asked for (of the mirrors first), and its layers only where a former run did not read
 * them. Throws RegistryError, SourceError, UsageError.
 */
export async function registryImage(name: string, options: OpenOptions): Promise<ImageSource> {
  const reference = parseReference(name);
  if (!reference) throw new UsageError(`"${name}" is no image's name: write it as name:tag, host/name:tag or name@sha256:…`);
  const { registry, repository, digest } = reference;
  const asked = digest ?? reference.tag ?? "latest";
  const { client, bytes } = await firstAnswer(clientsOf(registry, repository, options), asked);
  const top = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest?.startsWith("sha256:") && digest !== top) throw new SourceError(`the registry gave another manifest than ${digest}`);
  const identity = ["registry", top, options.platform];
  const before = options.notes?.get(identity) ?? null;
  const described = before ?? (await describe(client, top, bytes, options.platform));
  if (!before) options.notes?.put(identity, described);
  const diffIds = described.layers.map(({ diffId }) => diffId);
  return {
    ...described,
    // The labels of images name the digest that a tag has: that of the index.
    bases: [{ reference: name, digest: top, diffIds }],
    read: readBlobs(
      described.layers.map(({ digest, size }) => ({ size: size ?? 0, bytes: () => layerBytes(client, digest ?? "", size ?? 0) })),
    ),
    close: async () => {},
  };
}

async function describe(
  client: RegistryClient,
  top: string,
  bytes: Uint8Array,
  platform: string | null,
): Promise<Omit<ImageSource, "read" | "close">> {
  const content: Content = {
    get: async (digest, what) => {
      if (digest === top) return bytes;
      return what === "manifest" ? client.manifest(digest) : client.smallBlob(digest);
    },
  };
  const first = { mediaType: "", digest: top, size: bytes.length, platform: null, annotations: {} };
  const { manifest, diffIds, ...image } = await storedImage(content, [first], platform);
  return {
    digest: image.digest,
    configDigest: manifest.config.digest,
    config: image.config,
    provenance: image.provenance,
    form: manifest.config.mediaType.startsWith("application/vnd.docker.") ? "docker" : "oci",
    annotations: manifest.annotations,
    layers: manifest.layers.map(({ digest, size }, i) => ({ diffId: diffIds[i] as string, digest, size })),
  };
}

/** The registry itself after its mirrors. */
function clientsOf(registry: string, repository: string, { env, registries = {} }: OpenOptions): readonly RegistryClient[] {
  const settings = (host: string): RegistrySettings => (Object.hasOwn(registries, host) ? (registries[host] ?? {}) : {});
  const mirrors = settings(registry).mirrors ?? [];
  return [...mirrors, registry].map(
    (host) => new RegistryClient(host, repository, env, settings(host.replace(/^https?:\/\//, "")).insecure),
  );
}

/** The first that has the manifest; of several failures the registry's own is told. */
async function firstAnswer(
  clients: readonly RegistryClient[],
  asked: string,
): Promise<{ readonly client: RegistryClient; readonly bytes: Uint8Array }> {
  for (const [i, client] of clients.entries()) {
    try {
      return { client, bytes: await client.manifest(asked) };
    } catch (error) {
      if (!(error instanceof RegistryError) || i === clients.length - 1) throw error;
    }
  }
  throw new SourceError("has no registry");
}

/** A blob that is longer than its manifest says is not read to its end. */
async function* layerBytes(client: RegistryClient, digest: string, size: number): AsyncGenerator<Uint8Array> {
  let taken = 0;
  try {
    for await (const piece of client.blob(digest)) {
      taken += piece.length;
      if (taken > size) throw new BlobError(`it is longer than the ${size} bytes that its manifest says`);
      yield piece;
    }
  } catch (error) {
    throw error instanceof RegistryError ? new BlobError(`it could not be fetched: ${error.message}`) : error;
  }
}
