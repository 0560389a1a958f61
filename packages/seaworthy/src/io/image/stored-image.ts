import { createHash } from "node:crypto";
import { fields, parseImageConfig } from "../../models/image/parse-config.js";
import { isProvenance, type Provenance, parseProvenance } from "../../models/image/provenance.js";
import { parseJson, SourceError } from "./image-source.js";
import { type Descriptor, descriptorsOf, isIndex, type Manifest, manifestOf, pickPlatform } from "./manifest.js";

/** Where blobs are found by their digests: a layout, an archive of one, a registry. */
export interface Content {
  /** A manifest or index, a configuration, an attestation; null: it is not there. Bounded; not yet held to its digest. */
  get(digest: string, what: "manifest" | "blob"): Promise<Uint8Array | null>;
}

/** An image as manifests describe it. */
export interface StoredImage {
  readonly digest: string;
  readonly manifest: Manifest;
  /** The JSON of the configuration, which names as many layers as the manifest. */
  readonly config: unknown;
  readonly diffIds: readonly string[];
  readonly provenance: Provenance | null;
}

/** Indexes within indexes deeper than this are made to exhaust a reader. */
const DEEPEST = 5;

/** The image for a platform (null: this machine's) that one of these manifests or indexes leads to. Throws SourceError. */
export async function storedImage(content: Content, from: readonly Descriptor[], platform: string | null): Promise<StoredImage> {
  let descriptors = from;
  for (let depth = 0; ; depth++) {
    const { digest } = pickPlatform(descriptors, platform);
    const { json } = parseJson(await verified(content, digest, "manifest"), `the manifest ${digest}`);
    if (!isIndex(json)) return fromManifest(content, digest, json, descriptors);
    if (depth === DEEPEST) throw new SourceError("its indexes name each other without end");
    descriptors = descriptorsOf(json);
  }
}

/** `beside`: the other manifests of the index, among which attestations are. */
async function fromManifest(
  content: Content,
  digest: string,
  json: unknown,
  beside: readonly Descriptor[],
): Promise<StoredImage> {
  const manifest = manifestOf(json);
  if (
    /\bin-toto\b|helm|artifact/.test(manifest.config.mediaType) ||
    manifest.layers.some(({ mediaType }) => mediaType.includes("in-toto"))
  )
    throw new SourceError("its manifest is none of an image but of an attestation or artifact");
  const config = parseJson(await verified(content, manifest.config.digest, "blob"), "its configuration");
  const { diffIds } = parseImageConfig(config.json);
  if (diffIds.length !== manifest.layers.length)
    throw new SourceError(`its manifest names ${manifest.layers.length} layers, its configuration ${diffIds.length}`);
  return { digest, manifest, config: config.json, diffIds, provenance: await provenanceOf(content, digest, beside) };
}

/** The provenance that a builder put beside the image. What is broken there is as if it were missing: the image is whole without it. */
async function provenanceOf(content: Content, digest: string, beside: readonly Descriptor[]): Promise<Provenance | null> {
  const attestation = beside.find(
    ({ annotations }) =>
      annotations["vnd.docker.reference.type"] === "attestation-manifest" &&
      annotations["vnd.docker.reference.digest"] === digest,
  );
  if (!attestation) return null;
  try {
    const manifest = manifestOf(parseJson(await verified(content, attestation.digest, "manifest"), "an attestation").json);
    const statement = manifest.layers.find(({ annotations }) => isProvenance(annotations["in-toto.io/predicate-type"] ?? ""));
    if (!statement) return null;
    const { json } = parseJson(await verified(content, statement.digest, "blob"), "a provenance");
    const subjects = fields(json).subject;
    const hex = digest.slice(digest.indexOf(":") + 1);
    // The statement says itself of what it speaks.
    const speaks = Array.isArray(subjects) && subjects.some((one) => fields(fields(one).digest).sha256 === hex);
    return speaks ? parseProvenance(json) : null;
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

async function verified(content: Content, digest: string, what: "manifest" | "blob"): Promise<Uint8Array> {
  const bytes = await content.get(digest, what);
  if (!bytes) throw new SourceError(`${digest}, which its index or manifest names, is not there`);
  const [algorithm = ""] = digest.split(":");
  if (`${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}` !== digest)
    throw new SourceError(`${digest} is damaged: its bytes have another digest`);
  return bytes;
}
