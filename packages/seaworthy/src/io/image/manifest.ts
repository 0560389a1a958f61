import { parsePlatform } from "../../models/dockerfile/platform.js";
import { fields, text } from "../../models/image/parse-config.js";
import { SourceError } from "./image-source.js";

export interface Descriptor {
  readonly mediaType: string;
  /** Of a known algorithm and the right length. */
  readonly digest: string;
  readonly size: number;
  /** `linux/arm64/v8`; null where it is not said. */
  readonly platform: string | null;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations: Readonly<Record<string, string>>;
}

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** Engines refuse images of more than 127 layers; other tools made some of more. */
const MOST_LAYERS = 1000;
const MOST_MANIFESTS = 1000;

/** An index or a Docker manifest list, told by what it holds: media types are missing in old ones. */
export function isIndex(json: unknown): boolean {
  return Array.isArray(fields(json).manifests);
}

export function descriptorsOf(json: unknown): Descriptor[] {
  const { manifests } = fields(json);
  if (!Array.isArray(manifests) || manifests.length === 0) throw new SourceError("its index names no image");
  if (manifests.length > MOST_MANIFESTS) throw new SourceError(`its index names more than ${MOST_MANIFESTS} images`);
  return manifests.map(descriptor);
}

export function manifestOf(json: unknown): Manifest {
  const { config, layers, annotations, schemaVersion } = fields(json);
  if (schemaVersion === 1) throw new SourceError("its manifest is of schema 1, which was given up in 2017: push it anew");
  if (config === undefined || !Array.isArray(layers)) throw new SourceError("its manifest is none of an image");
  if (layers.length > MOST_LAYERS) throw new SourceError(`its manifest names more than ${MOST_LAYERS} layers`);
  return { config: descriptor(config), layers: layers.map(descriptor), annotations: annotationsOf(annotations) };
}

/** A manifest that says something of another, as a builder's provenance does, and is no image. */
export function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations["vnd.docker.reference.type"] === "attestation-manifest" || platform === "unknown/unknown";
}

/**
 * The image for a platform (`linux/arm64`, `linux/arm/v7`, `arm64`; null: this machine's, on Linux, or the only one there is). Throws
 * SourceError that names what there is.
 */
export function pickPlatform(descriptors: readonly Descriptor[], platform: string | null): Descriptor {
  const images = descriptors.filter((one) => !isAttestation(one));
  const [first, ...more] = images;
  if (!first) throw new SourceError("its index names no image");
  if (more.length === 0 && (platform === null || first.platform === null)) return first;
  const named = platform ?? `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
  const wanted = parsePlatform(named);
  if (!wanted) throw new SourceError(`"${named}" is no platform: write it as linux/amd64, linux/arm64 or linux/arm/v7`);
  const candidates = images.flatMap((image) => {
    const has = image.platform === null ? null : parsePlatform(image.platform);
    return has?.os === wanted.os && has.arch === wanted.arch ? [{ image, variant: has.variant }] : [];
  });
  const variant = variantOf(wanted.arch, wanted.variant);
  const found =
    candidates.find((one) => variantOf(wanted.arch, one.variant) === variant) ?? (wanted.variant ? undefined : candidates[0]);
  if (found) return found.image;
  const list = [...new Set(images.map((one) => one.platform ?? "unknown"))].join(", ");
  throw new SourceError(`has no image for ${named}; it has ${list}${platform === null ? " (choose one with --platform)" : ""}`);
}

/** Node's names of processors as images name them. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", arm64: "arm64", arm: "arm" };

/** `linux/arm64/v8` and `linux/arm64` are one; so are `linux/arm/v7` and `linux/arm`. */
function variantOf(architecture: string, variant: string | null): string {
  return variant ?? { arm64: "v8", arm: "v7", amd64: "v1" }[architecture] ?? "";
}

function descriptor(json: unknown): Descriptor {
  const { mediaType, digest, size, platform, annotations } = fields(json);
  if (!DIGEST.test(text(digest))) throw new SourceError(`its manifest holds no right digest but "${text(digest).slice(0, 80)}"`);
  const { os, architecture, variant } = fields(platform);
  return {
    mediaType: text(mediaType),
    digest: text(digest),
    size: typeof size === "number" && Number.isSafeInteger(size) && size >= 0 ? size : 0,
    platform: text(os) === "" ? null : [text(os), text(architecture), text(variant)].filter(Boolean).join("/"),
    annotations: annotationsOf(annotations),
  };
}

function annotationsOf(json: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fields(json)).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
}
