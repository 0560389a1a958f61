import type { LayerEntries } from "./layer-entries.js";
import type { Json } from "./layer-watcher.js";

/** All that one pass over a layer gives. Files are named by the number of their entry. */
export interface LayerContents {
  readonly entries: LayerEntries;
  /** The content of wanted files. */
  readonly kept: ReadonlyMap<number, Uint8Array>;
  /** Wanted files that were not kept, and why. */
  readonly passedOver: ReadonlyMap<number, string>;
  /** What each watcher found, by its id. */
  readonly found: ReadonlyMap<string, readonly { readonly entry: number; readonly value: Json }[]>;
  /** Entries that no engine would unpack, and why. */
  readonly refused: readonly { readonly path: string; readonly because: string }[];
}
