import type { Provenance } from "./provenance.js";

/** How the base of an image is known, never by guess. */
export interface KnownBase {
  readonly reference: string | null;
  readonly digest: string | null;
  /** How many of the lowest layers are the base's; null where it is known what the base is and not where it ends. */
  readonly layers: number | null;
  readonly by: "provenance" | "label" | "diff ids";
}

/**
 * The base by provenance: the image whose layers are the lowest ones of this, or the only image that the build read; of several the
 * provenance does not say which was the last stage's.
 */
export function baseByProvenance({ images }: Provenance, digests: readonly (string | null)[]): KnownBase | null {
  const below = images
    .filter(({ layers }) => layers !== null && layers.length > 0 && layers.every((digest, i) => digest === digests[i]))
    .sort((a, b) => (b.layers?.length ?? 0) - (a.layers?.length ?? 0))[0];
  const base = below ?? (images.length === 1 && images[0]?.layers === null ? images[0] : undefined);
  return base ? { reference: base.reference, digest: base.digest, layers: base.layers?.length ?? null, by: "provenance" } : null;
}

/** Labels or annotations of the OCI image specification that name the base; where it ends they do not say. */
export function baseByLabel(labels: Readonly<Record<string, string>>): KnownBase | null {
  const digest = labels["org.opencontainers.image.base.digest"] ?? "";
  const reference = labels["org.opencontainers.image.base.name"] ?? "";
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return null;
  return { reference: reference || null, digest, layers: null, by: "label" };
}
