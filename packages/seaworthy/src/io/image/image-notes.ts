import { createHash } from "node:crypto";
import { join } from "node:path";
import { CacheFolder } from "../cache/cache-folder.js";
import type { ImageDescription } from "./image-source.js";

/** Changed with the shape of what is kept. */
const FORM = 2;
const LIMITS = { all: 64 * 1024 ** 2, one: 16 * 1024 ** 2 };

/**
 * What images say of themselves, kept where asking again is dear (an engine exports all of an image to tell it) and an identity tells
 * that it cannot have changed: the id of an image in an engine, a digest in a registry, a file that nobody wrote to.
 */
export class ImageNotes {
  private readonly folder: CacheFolder;

  /** `home`: see `cacheHome`. */
  constructor(home: string) {
    this.folder = new CacheFolder(join(home, "images"), LIMITS);
  }

  get(identity: readonly (string | null)[]): ImageDescription | null {
    const bytes = this.folder.get(nameOf(identity));
    try {
      return bytes && (JSON.parse(bytes.toString()) as ImageDescription);
    } catch {
      return null;
    }
  }

  put(identity: readonly (string | null)[], description: ImageDescription): void {
    const { digest, configDigest, form, config, layers, annotations, provenance } = description;
    const plain: ImageDescription = { digest, configDigest, form, config, layers, annotations, provenance };
    this.folder.put(nameOf(identity), [Buffer.from(JSON.stringify(plain))]);
  }

  tidy(): void {
    this.folder.tidy();
  }
}

function nameOf(identity: readonly (string | null)[]): string {
  return createHash("sha256")
    .update(JSON.stringify([FORM, ...identity]))
    .digest("hex");
}
