import type { Install, LeftoverCache } from "./install.js";
import type { Script } from "./script.js";

/** What is known about the layer that a script makes. */
export interface LayerOptions {
  /** Targets of cache and tmpfs mounts: what is written there is not in the layer. */
  readonly cacheTargets: readonly string[];
  /** The environment before the script; null for a variable whose value is not known. */
  readonly env: ReadonlyMap<string, string | null>;
}

/** The package caches that stay in the layer after a script. */
export function leftoverCaches(_script: Script, _installs: readonly Install[], _options: LayerOptions): readonly LeftoverCache[] {
  return [];
}
