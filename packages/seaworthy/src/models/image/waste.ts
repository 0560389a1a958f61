import type { BuiltIndex } from "./built-index.js";
import { Ending, type FileSystem } from "./file-system.js";
import type { Waste, WastedPath } from "./layer.js";
import { Kind, type LayerEntries } from "./layer-entries.js";

/** A report is read by a person: more paths than this serve nobody. */
const MOST_PATHS = 1000;
const DECODER = new TextDecoder();
const HOW = { [Ending.replaced]: "replaced", [Ending.metadata]: "metadata", [Ending.deleted]: "deleted" } as const;

/**
 * What is in the layers and not in the final file system. Its sum is all layer bytes − final bytes, to the byte: a file that has
 * another name (a hard link) which is still there is no waste.
 */
export function wasteOf(system: FileSystem, index: BuiltIndex, layers: readonly LayerEntries[]): Waste {
  const alive = new Uint8Array((system.bases.at(-1) ?? 0) + 1);
  const { state, tree } = system;
  for (let node = 0; node < tree.count; node++) {
    const entry = state[node] as number;
    if (entry >= 0) alive[system.inode(entry)] = 1;
  }
  const paths: WastedPath[] = [];
  const byLayer = layers.map(() => 0);
  let all = 0;
  for (const [layer, entries] of layers.entries()) {
    const base = system.bases[layer] as number;
    for (let i = 0; i < entries.count; i++) {
      if (entries.kinds[i] !== Kind.file) continue;
      const bytes = entries.sizes[i] as number;
      all += bytes;
      if (bytes === 0 || alive[base + i] !== 0) continue;
      byLayer[layer] = (byLayer[layer] as number) + bytes;
      const ending = system.ending(base + i);
      paths.push({
        path: `/${DECODER.decode(entries.path(i))}`,
        bytes,
        layer,
        hiddenBy: ending?.by ?? layer,
        how: HOW[ending?.how ?? Ending.replaced],
      });
      if (paths.length >= 2 * MOST_PATHS) largest(paths);
    }
  }
  largest(paths);
  return { reclaimable: all - index.bytes, paths, byLayer };
}

function largest(paths: WastedPath[]): void {
  paths.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
  paths.length = Math.min(paths.length, MOST_PATHS);
}
