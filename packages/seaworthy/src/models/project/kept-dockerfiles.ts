import type { Dockerfile } from "../dockerfile/dockerfile.js";
import { readDockerfile } from "../dockerfile/read.js";

/** As many are kept as services are held with all that was read of them. */
const MOST = 200;

/** Dockerfiles of a tree that is looked at again with other texts: one that has not changed is not parsed again, nor is what follows from it found again. */
export class KeptDockerfiles {
  readonly #known = new Map<string, Dockerfile>();

  read(path: string, text: string, args: ReadonlyMap<string, string | null>): Dockerfile {
    const key = JSON.stringify([path, [...args]]);
    const known = this.#known.get(key);
    if (known?.text === text) return known;
    const dockerfile = readDockerfile(path, text, args);
    // That of the tree as it is comes first, and comes back with each look at something else.
    if (!known && this.#known.size < MOST) this.#known.set(key, dockerfile);
    return dockerfile;
  }
}
