import { type Mended, type MendOptions, mend } from "../engine/mend/mend.js";
import type { Environment } from "../io/program.js";
import { digestOf } from "../io/registry/digests.js";
import type { RegistrySettings } from "../models/image/registry-settings.js";

const MOST_ASKINGS = 4;

/** Mends with digests out of registries: what the rules want to know is asked for, and the mending done anew with the answers. */
export async function mendOnline(
  options: MendOptions,
  env: Environment,
  registries: Readonly<Record<string, RegistrySettings>>,
): Promise<Mended> {
  const known = new Map<string, string | null>();
  for (let asking = 0; ; asking++) {
    const missing = new Set<string>();
    const digest = (reference: string): string | null => {
      const one = known.get(reference);
      if (one === undefined) missing.add(reference);
      return one ?? null;
    };
    const mended = mend({ ...options, digest });
    if (missing.size === 0 || asking === MOST_ASKINGS) return mended;
    for (const reference of missing) known.set(reference, await digestOf(reference, env, registries));
  }
}
