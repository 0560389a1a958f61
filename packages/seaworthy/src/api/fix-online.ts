import { type Mended, type MendOptions, mend } from "../engine/mend/mend.js";
import { checksumOfAddress } from "../io/net/address-checksum.js";
import type { Environment } from "../io/program.js";
import { digestOf } from "../io/registry/digests.js";
import type { RegistrySettings } from "../models/image/registry-settings.js";

const MOST_ASKINGS = 4;
/** How many addresses of downloads one run asks. */
const MOST_ADDRESSES = 100;

/**
 * Mends with digests out of registries and with checksums of what downloads fetch: what the rules want to know is asked for, and the mending done
 * anew with the answers.
 */
export async function mendOnline(
  options: MendOptions,
  env: Environment,
  registries: Readonly<Record<string, RegistrySettings>>,
): Promise<Mended> {
  const digests = new Answers((reference) => digestOf(reference, env, registries), Number.POSITIVE_INFINITY);
  const checksums = new Answers((address) => checksumOfAddress(address, env), MOST_ADDRESSES);
  for (let asking = 0; ; asking++) {
    const mended = mend({ ...options, digest: digests.of, checksum: checksums.of });
    if (asking === MOST_ASKINGS) return mended;
    const more = [await digests.ask(), await checksums.ask()];
    if (!more.includes(true)) return mended;
  }
}

/** Answers of the network to questions that are put before it is asked: the first answer is "none". */
class Answers {
  readonly #known = new Map<string, string | null>();
  readonly #missing = new Set<string>();
  readonly #question: (key: string) => Promise<string | null>;
  readonly #most: number;

  constructor(question: (key: string) => Promise<string | null>, most: number) {
    this.#question = question;
    this.#most = most;
  }

  readonly of = (key: string): string | null => {
    const one = this.#known.get(key);
    if (one === undefined && this.#known.size + this.#missing.size < this.#most) this.#missing.add(key);
    return one ?? null;
  };

  /** Asks what is not known yet. @returns whether there was anything */
  async ask(): Promise<boolean> {
    const asked = [...this.#missing];
    this.#missing.clear();
    for (const key of asked) this.#known.set(key, await this.#question(key));
    return asked.length > 0;
  }
}
