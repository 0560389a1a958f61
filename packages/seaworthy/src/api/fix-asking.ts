import { candidates, Reasons } from "../engine/mend/candidates.js";
import { type Mended, type MendOptions, mend } from "../engine/mend/mend.js";
import { checksumOfAddress } from "../io/net/address-checksum.js";
import type { Environment } from "../io/program.js";
import { digestOf } from "../io/registry/digests.js";
import type { RegistrySettings } from "../models/image/registry-settings.js";
import { type LockfileRecipe, type MadeLockfile, recipeKey } from "../models/project/lockfile-recipe.js";

const MOST_ASKINGS = 4;
/** How many addresses of downloads one run asks. */
const MOST_ADDRESSES = 100;

export interface Sources {
  readonly env: Environment;
  /** Registries and the addresses of downloads; null: they may not be asked. */
  readonly registries: Readonly<Record<string, RegistrySettings>> | null;
  /** What makes lockfiles; null: none are made. */
  readonly lockfile: ((recipe: LockfileRecipe) => Promise<MadeLockfile>) | null;
}

/**
 * Mends with digests out of registries, with checksums of what downloads fetch, and with lockfiles that package managers make: what the rules want to know is
 * asked for, and the mending done anew with the answers.
 */
export async function mendAsking(options: MendOptions, { env, registries, lockfile }: Sources): Promise<Mended> {
  const made = lockfile && (await lockfiles(options, lockfile));
  const settled: MendOptions = made ? { ...options, lockfile: (recipe) => made.get(recipeKey(recipe)) ?? null } : options;
  if (!registries) return mend(settled);
  const digests = new Answers((reference) => digestOf(reference, env, registries), Number.POSITIVE_INFINITY);
  const checksums = new Answers((address) => checksumOfAddress(address, env), MOST_ADDRESSES);
  for (let asking = 0; ; asking++) {
    const mended = mend({ ...settled, digest: digests.of, checksum: checksums.of });
    if (asking === MOST_ASKINGS) return mended;
    const more = [await digests.ask(), await checksums.ask()];
    if (!more.includes(true)) return mended;
  }
}

/** The lockfiles that the files as they are lack: later rounds build other images, in which the same manager says the same. */
async function lockfiles(
  options: MendOptions,
  make: (recipe: LockfileRecipe) => Promise<MadeLockfile>,
): Promise<ReadonlyMap<string, MadeLockfile>> {
  const wanted = new Map<string, LockfileRecipe>();
  const note = (recipe: LockfileRecipe): null => {
    if (!wanted.has(recipeKey(recipe))) wanted.set(recipeKey(recipe), recipe);
    return null;
  };
  candidates(options.first, { ...options, lockfile: note }, new Reasons());
  const made = new Map<string, MadeLockfile>();
  for (const [key, recipe] of wanted) made.set(key, await make(recipe));
  return made;
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
