import { createHash } from "node:crypto";
import { endianness } from "node:os";
import { join } from "node:path";
import type { LayerContents } from "../../models/image/layer-contents.js";
import { Kind, LayerEntries } from "../../models/image/layer-entries.js";
import type { Json, LayerWatcher } from "../../models/image/layer-watcher.js";
import type { Wanted } from "../../models/image/wanted.js";
import { CacheFolder } from "../cache/cache-folder.js";
import type { PassOptions } from "./layer-pass.js";

/** Changed whenever a pass over the same layer would give other entries, or they are stored in another way. */
const FORM = 1;
const LIMITS = { all: 1024 ** 3, one: 256 * 1024 ** 2 };
const ALIGN = 8;

/** A layer as a former run read it. */
export interface KeptLayer {
  readonly contents: LayerContents;
  /** Bytes of the uncompressed archive. */
  readonly unpacked: number;
  /** The key of the patterns whose files were kept. */
  readonly wanted: string;
}

interface Header {
  readonly count: number;
  readonly unpacked: number;
  readonly wanted: string;
  readonly bytes: number;
  readonly kept: readonly (readonly [entry: number, length: number])[];
  readonly passedOver: readonly (readonly [entry: number, because: string])[];
  readonly found: readonly (readonly [watcher: string, values: readonly { readonly entry: number; readonly value: Json }[]])[];
  readonly refused: LayerContents["refused"];
}

/** What was read of layers, kept by their diff ids: a layer is read once, whatever image it is part of. */
export class LayerCache {
  private readonly folder: CacheFolder;

  /** `home`: see `cacheHome`. */
  constructor(home: string) {
    this.folder = new CacheFolder(join(home, "layers"), LIMITS);
  }

  /** What is known of a layer, null where nothing is that the watchers of this run would find themselves. */
  get(diffId: string, { watchers }: PassOptions): KeptLayer | null {
    const name = fileName(diffId, watchers);
    const bytes = name && this.folder.get(name);
    return bytes ? decoded(bytes) : null;
  }

  /** Whether there is something to get, without reading it. */
  has(diffId: string, { watchers }: PassOptions): boolean {
    const name = fileName(diffId, watchers);
    return name !== null && this.folder.has(name);
  }

  put(diffId: string, { watchers }: PassOptions, layer: KeptLayer): void {
    const name = fileName(diffId, watchers);
    if (name) this.folder.put(name, encoded(layer));
  }

  /** Ends a run: takes away what is over the limit. */
  tidy(): void {
    this.folder.tidy();
  }
}

/** Whether all that is wanted of a layer was kept of it. */
export function holdsWanted({ contents, wanted: before }: KeptLayer, wanted: Wanted): boolean {
  const { entries, kept, passedOver } = contents;
  if (before === wanted.key) return true;
  for (let i = 0; i < entries.count; i++) {
    if (entries.kinds[i] !== Kind.file || kept.has(i)) continue;
    const path = `/${Buffer.from(entries.path(i)).toString()}`;
    if ((entries.sizes[i] as number) <= wanted.limit(path)) return false;
    // One that is too large has to be told of: nobody wanted it before.
    if (!passedOver.has(i) && wanted.misses(path)) return false;
  }
  return true;
}

/** The layer with what both reads kept of it. */
export function joined(before: LayerContents, now: LayerContents): LayerContents {
  return { ...now, kept: new Map([...before.kept, ...now.kept]) };
}

function fileName(diffId: string, watchers: readonly LayerWatcher[]): string | null {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(diffId)?.[1];
  if (!hex) return null;
  const versions = watchers.map(({ id, version }) => [id, version]).sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  const key = createHash("sha256")
    .update(JSON.stringify([FORM, endianness(), versions]))
    .digest("hex");
  return `${hex}-${key.slice(0, 16)}`;
}

function encoded({ contents, unpacked, wanted }: KeptLayer): Uint8Array[] {
  const { entries, kept } = contents;
  const { count } = entries;
  const used = entries.starts[count] as number;
  const header: Header = {
    count,
    unpacked,
    wanted,
    bytes: used,
    kept: [...kept].map(([entry, { length }]) => [entry, length]),
    passedOver: [...contents.passedOver],
    found: [...contents.found],
    refused: contents.refused,
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(ALIGN);
  length.writeUInt32LE(json.length);
  const columns = [
    entries.sizes.subarray(0, count),
    entries.starts.subarray(0, count + 1),
    entries.splits.subarray(0, count),
    entries.uids.subarray(0, count),
    entries.gids.subarray(0, count),
    entries.sums.subarray(0, count),
    entries.modes.subarray(0, count),
    entries.kinds.subarray(0, count),
    entries.bytes.subarray(0, used),
    ...kept.values(),
  ].map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return [length, ...[json, ...columns].flatMap((piece) => [piece, Buffer.alloc(paddingOf(piece.length))])];
}

/** null: it does not hold what its header says, which a former version or a wrong hand made. */
function decoded(bytes: Buffer): KeptLayer | null {
  try {
    let at = ALIGN;
    const take = (length: number) => {
      if (at + length > bytes.length) throw new RangeError("cut off");
      const start = bytes.byteOffset + at;
      at += length + paddingOf(length);
      return start;
    };
    const size = bytes.readUInt32LE(0);
    const header = JSON.parse(bytes.toString("utf8", take(size) - bytes.byteOffset, ALIGN + size)) as Header;
    const { count } = header;
    const { buffer } = bytes;
    const entries = LayerEntries.of({
      count,
      sizes: new Float64Array(buffer, take(count * 8), count),
      starts: new Uint32Array(buffer, take((count + 1) * 4), count + 1),
      splits: new Uint32Array(buffer, take(count * 4), count),
      uids: new Uint32Array(buffer, take(count * 4), count),
      gids: new Uint32Array(buffer, take(count * 4), count),
      sums: new Uint32Array(buffer, take(count * 4), count),
      modes: new Uint16Array(buffer, take(count * 2), count),
      kinds: new Uint8Array(buffer, take(count), count),
      bytes: new Uint8Array(buffer, take(header.bytes), header.bytes),
    });
    const kept = new Map(header.kept.map(([entry, length]) => [entry, new Uint8Array(buffer, take(length), length)]));
    return {
      unpacked: header.unpacked,
      wanted: header.wanted,
      contents: {
        entries,
        kept,
        passedOver: new Map(header.passedOver),
        found: new Map(header.found),
        refused: header.refused,
      },
    };
  } catch {
    return null;
  }
}

function paddingOf(length: number): number {
  return (ALIGN - (length % ALIGN)) % ALIGN;
}
