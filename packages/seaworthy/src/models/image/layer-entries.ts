/** What an entry of a layer does to the file system below it. The numbers are those of stored layers: never renumber. */
export const Kind = {
  file: 0,
  directory: 1,
  symlink: 2,
  character: 3,
  block: 4,
  fifo: 5,
  /** Another name for a file; its target is a path from the root. */
  hardlink: 6,
  /** Deletes the path that it is written for. */
  whiteout: 7,
  /** Hides all that lower layers have in this directory. */
  opaque: 8,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** One entry, as it is added. Paths are bytes, without a slash at either end. */
export interface NewEntry {
  readonly path: Uint8Array;
  readonly link: Uint8Array;
  readonly kind: Kind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
}

/** The columns as they are stored. `starts[i]` to `splits[i]` is the path of entry i, from there to `starts[i + 1]` its target. */
export interface EntryColumns {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly splits: Uint32Array;
  readonly kinds: Uint8Array;
  readonly modes: Uint16Array;
  readonly uids: Uint32Array;
  readonly gids: Uint32Array;
  readonly sizes: Float64Array;
  readonly sums: Uint32Array;
}

/**
 * The entries of one layer in the order of its archive, in columns: some 31 bytes an entry besides its path, so that a million
 * of them stay far from what as many objects take.
 */
export class LayerEntries implements EntryColumns {
  count = 0;
  bytes = new Uint8Array(4096);
  starts = new Uint32Array(65);
  splits = new Uint32Array(64);
  kinds = new Uint8Array(64);
  modes = new Uint16Array(64);
  uids = new Uint32Array(64);
  gids = new Uint32Array(64);
  sizes = new Float64Array(64);
  /** CRC-32 of a file's content: with the size it tells whether two forms of one path hold the same. */
  sums = new Uint32Array(64);

  static of(columns: EntryColumns): LayerEntries {
    return Object.assign(new LayerEntries(), columns);
  }

  add(entry: NewEntry): number {
    const i = this.count;
    if (i === this.splits.length) this.grow();
    const start = this.starts[i] as number;
    const split = start + entry.path.length;
    const end = split + entry.link.length;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(roomFor(this.bytes.length, end)));
    this.bytes.set(entry.path, start);
    this.bytes.set(entry.link, split);
    this.splits[i] = split;
    this.starts[i + 1] = end;
    this.kinds[i] = entry.kind;
    this.modes[i] = entry.mode;
    this.uids[i] = entry.uid;
    this.gids[i] = entry.gid;
    this.sizes[i] = entry.size;
    this.count = i + 1;
    return i;
  }

  /** Views on the bytes: valid while nothing is added. */
  path(i: number): Uint8Array {
    return this.bytes.subarray(this.starts[i], this.splits[i]);
  }

  link(i: number): Uint8Array {
    return this.bytes.subarray(this.splits[i], this.starts[i + 1]);
  }

  private grow(): void {
    const room = roomFor(this.splits.length, this.splits.length + 1);
    this.starts = grown(this.starts, new Uint32Array(room + 1));
    this.splits = grown(this.splits, new Uint32Array(room));
    this.kinds = grown(this.kinds, new Uint8Array(room));
    this.modes = grown(this.modes, new Uint16Array(room));
    this.uids = grown(this.uids, new Uint32Array(room));
    this.gids = grown(this.gids, new Uint32Array(room));
    this.sizes = grown(this.sizes, new Float64Array(room));
    this.sums = grown(this.sums, new Uint32Array(room));
  }
}

/** The next size of a column: twice the small ones, half as much again for those where twice would be felt. */
export function roomFor(present: number, needed: number): number {
  return Math.max(needed, present < 1 << 20 ? present * 2 : Math.ceil(present * 1.5));
}

export function grown<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from);
  return into;
}
