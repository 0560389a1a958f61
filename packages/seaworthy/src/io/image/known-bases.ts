import { createHash } from "node:crypto";
import { join } from "node:path";
import { baseFacts } from "../../knowledge/bases.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import type { KnownBase } from "../../models/image/base.js";
import { fields, text, texts } from "../../models/image/parse-config.js";
import { CacheFolder } from "../cache/cache-folder.js";

/** Changed with the shape of what is kept. */
const FORM = 1;
const LIMITS = { all: 16 * 1024 ** 2, one: 64 * 1024 };

/** An image that others are built on, as an engine or a registry showed it. */
export interface SeenBase {
  /** `node:22-slim` */
  readonly reference: string;
  /** `sha256:…` of its manifest or index; null where the source does not say it. */
  readonly digest: string | null;
  readonly diffIds: readonly string[];
}

/**
 * Base images whose layers were seen, by their layers and by their digests, from run to run. Known are those that the table of bases has a
 * row for: that another image begins with the same layers makes it no base.
 */
export class KnownBases {
  private readonly folder: CacheFolder;

  /** `home`: see `cacheHome`. */
  constructor(home: string) {
    this.folder = new CacheFolder(join(home, "bases"), LIMITS);
  }

  remember({ reference, digest, diffIds }: SeenBase): void {
    const parsed = parseReference(reference);
    if (!parsed || diffIds.length === 0 || baseFacts(parsed) === null) return;
    const bytes = Buffer.from(JSON.stringify({ reference, digest, diffIds }));
    this.folder.put(nameOf(diffIds), [bytes]);
    if (digest !== null) this.folder.put(nameOf([digest]), [bytes]);
  }

  /** The base that has the most of these layers, the lowest ones, and not all of them. */
  below(diffIds: readonly string[]): KnownBase | null {
    for (let layers = diffIds.length - 1; layers > 0; layers--) {
      const seen = this.read(nameOf(diffIds.slice(0, layers)));
      if (seen && isBelow(seen.diffIds, diffIds) && seen.diffIds.length === layers)
        return { reference: seen.reference, digest: seen.digest, layers, by: "diff ids" };
    }
    return null;
  }

  /** A base whose digest is known, with the place where it ends, if its layers were seen and are the lowest of these. */
  ending(base: KnownBase, diffIds: readonly string[]): KnownBase {
    if (base.layers !== null || base.digest === null) return base;
    const seen = this.read(nameOf([base.digest]));
    return seen && seen.diffIds.length < diffIds.length && isBelow(seen.diffIds, diffIds)
      ? { ...base, layers: seen.diffIds.length }
      : base;
  }

  tidy(): void {
    this.folder.tidy();
  }

  private read(name: string): SeenBase | null {
    const bytes = this.folder.get(name);
    if (!bytes) return null;
    try {
      const { reference, digest, diffIds } = fields(JSON.parse(bytes.toString()));
      return { reference: text(reference), digest: text(digest) || null, diffIds: texts(diffIds) };
    } catch {
      return null;
    }
  }
}

function isBelow(lower: readonly string[], all: readonly string[]): boolean {
  return lower.length > 0 && lower.every((diffId, i) => diffId === all[i]);
}

function nameOf(key: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([FORM, ...key]))
    .digest("hex");
}
