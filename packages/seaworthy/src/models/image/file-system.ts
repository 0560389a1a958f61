import { grown, Kind, type LayerEntries } from "./layer-entries.js";
import { NONE, PathTree, ROOT } from "./path-tree.js";

/** The state of a node: the number of its entry over all layers, or one of these. */
export const ABSENT = -1;
/** A directory that no entry describes, made for what lies in it. */
export const IMPLIED = -2;

/** How a form of a path ended: other content came, other mode or owner or time alone, or it was deleted. */
export const Ending = { replaced: 1, metadata: 2, deleted: 3 } as const;
export type Ending = (typeof Ending)[keyof typeof Ending];

/** As many links as the kernel follows. */
const MOST_LINKS = 40;
const SLASH = 0x2f;
const DOT = 0x2e;
const ENCODER = new TextEncoder();

/**
 * The file system that layers make when they are applied one on the other, as the overlay of an engine shows it. Entries of all
 * layers share one row of numbers: those of a layer begin at its base.
 */
export class FileSystem {
  readonly tree: PathTree;
  /** By node: its entry, ABSENT or IMPLIED. */
  state = new Int32Array(256).fill(ABSENT);
  /** Where the entries of each layer begin, and after the last one where they end. */
  readonly bases: number[] = [0];
  private readonly layers: LayerEntries[] = [];
  /** Hard links: the entry that holds their content. */
  private readonly inodes = new Map<number, number>();
  /** By entry: the layer that ended it + 1, and how; 0 while it lives. */
  private endedBy = new Uint16Array(64);
  private endings = new Uint8Array(64);
  /** By entry: its own kind. */
  private kinds = new Uint8Array(64);
  /** The folder of the last path, where it stands in the bytes of its layer and as a node: most paths share it with the one before. */
  private lastStart = 0;
  private lastEnd = 0;
  private lastNode = ROOT;
  /** The layer that an entry was last looked for in. */
  private lastLayer = 0;

  constructor(seed?: number) {
    this.tree = new PathTree(seed);
    this.state[ROOT] = IMPLIED;
  }

  /** Applies the next layer. Throws HostileNames. */
  apply(layer: LayerEntries): void {
    const number = this.layers.length;
    const base = this.bases[number] as number;
    this.layers.push(layer);
    this.bases.push(base + layer.count);
    this.makeRoom(base + layer.count);
    this.kinds.set(layer.kinds.subarray(0, layer.count), base);
    const { bytes, kinds, splits, starts } = layer;
    // What a layer deletes are paths of lower layers, wherever in its archive it says so.
    for (let i = 0; i < layer.count; i++) {
      const kind = kinds[i];
      if (kind === Kind.whiteout) this.remove(this.existing(layer.path(i)), number, Ending.deleted);
      else if (kind === Kind.opaque) this.empty(this.existing(layer.path(i)), number, Ending.deleted);
    }
    this.lastStart = 0;
    this.lastEnd = 0;
    this.lastNode = ROOT;
    for (let i = 0; i < layer.count; i++) {
      const [start, end] = [starts[i] as number, splits[i] as number];
      const kind = kinds[i];
      // The mark of what is deleted lies in a folder, which is there then, as it is where any other file lies in it.
      if (kind === Kind.opaque) this.folderFor(bytes, start, end, number);
      else if (kind === Kind.whiteout) this.folderFor(bytes, start, Math.max(start, slashBefore(bytes, start, end)), number);
      else this.put(layer, i, base + i, number);
    }
  }

  layerOf(entry: number): number {
    const { bases, lastLayer } = this;
    if (entry >= (bases[lastLayer] as number) && entry < (bases[lastLayer + 1] as number)) return lastLayer;
    let [low, high] = [0, this.layers.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((bases[middle] as number) <= entry) low = middle;
      else high = middle - 1;
    }
    this.lastLayer = low;
    return low;
  }

  /** The entries of the layer that an entry belongs to, and its number among them. */
  locate(entry: number): { readonly layer: number; readonly entries: LayerEntries; readonly at: number } {
    const layer = this.layerOf(entry);
    return { layer, entries: this.layers[layer] as LayerEntries, at: entry - (this.bases[layer] as number) };
  }

  /** The entry that holds the content of this one: another for a hard link. */
  inode(entry: number): number {
    return this.kinds[entry] === Kind.hardlink ? (this.inodes.get(entry) ?? entry) : entry;
  }

  sizeOf(entry: number): number {
    const layer = this.layerOf(entry);
    return (this.layers[layer] as LayerEntries).sizes[entry - (this.bases[layer] as number)] as number;
  }

  modeOf(entry: number): number {
    const layer = this.layerOf(entry);
    return (this.layers[layer] as LayerEntries).modes[entry - (this.bases[layer] as number)] as number;
  }

  /** The layer that deleted or replaced an entry, and how; null while it is part of the file system. */
  ending(entry: number): { readonly by: number; readonly how: Ending } | null {
    const by = this.endedBy[entry] ?? 0;
    return by === 0 ? null : { by: by - 1, how: this.endings[entry] as Ending };
  }

  isDirectory(node: number): boolean {
    const state = this.state[node] as number;
    return state === IMPLIED || (state >= 0 && this.kindOf(state) === Kind.directory);
  }

  /** What an entry is; a hard link is what its target is, and one to nothing stays a hard link. */
  kindOf(entry: number): Kind {
    return this.kinds[this.inode(entry)] as Kind;
  }

  isFile(entry: number): boolean {
    const kind = this.kindOf(entry);
    return kind === Kind.file || kind === Kind.hardlink;
  }

  /**
   * The node that a path leads to, links followed inside the root (`..` of the root is the root, absolute targets begin there);
   * the last link only if `last`. NONE where it leads nowhere.
   */
  walk(path: string, last: boolean): number {
    return this.follow(ROOT, ENCODER.encode(path), last, { links: MOST_LINKS });
  }

  /** The live children of a node, in no order. */
  *children(node: number): Iterable<number> {
    const { firstChild, nextSibling } = this.tree;
    for (let child = firstChild[node] as number; child !== NONE; child = nextSibling[child] as number)
      if (this.state[child] !== ABSENT) yield child;
  }

  private follow(from: number, path: Uint8Array, last: boolean, left: { links: number }): number {
    const { tree, state } = this;
    let node = path[0] === SLASH ? ROOT : from;
    for (let start = 0; start < path.length; ) {
      let end = path.indexOf(SLASH, start);
      if (end < 0) end = path.length;
      const at = start;
      start = end + 1;
      if (end === at || (end - at === 1 && path[at] === DOT)) continue;
      if (!this.isDirectory(node)) return NONE;
      if (end - at === 2 && path[at] === DOT && path[at + 1] === DOT) {
        if (node !== ROOT) node = tree.parents[node] as number;
        continue;
      }
      const child = tree.child(node, tree.names.find(path, at, end));
      if (child === NONE || state[child] === ABSENT) return NONE;
      const entry = state[child] as number;
      if (entry >= 0 && (last || start < path.length) && this.kindOf(entry) === Kind.symlink) {
        if (left.links-- === 0) return NONE;
        const { entries, at: i } = this.locate(this.inode(entry));
        node = this.follow(node, entries.link(i), true, left);
        if (node === NONE) return NONE;
      } else node = child;
    }
    return node;
  }

  /** The live node of this very path, no link followed: what a layer says of its own paths is meant so. */
  private existing(path: Uint8Array): number {
    const { tree, state } = this;
    let node = ROOT;
    for (let start = 0; start < path.length; ) {
      let end = path.indexOf(SLASH, start);
      if (end < 0) end = path.length;
      node = tree.child(node, tree.names.find(path, start, end));
      if (node === NONE || state[node] === ABSENT) return NONE;
      start = end + 1;
    }
    return node;
  }

  private put(layer: LayerEntries, i: number, entry: number, number: number): void {
    if (layer.kinds[i] === Kind.hardlink) {
      const target = this.follow(ROOT, layer.link(i), false, { links: MOST_LINKS });
      const held = target === NONE ? ABSENT : (this.state[target] as number);
      if (held >= 0 && this.kindOf(held) !== Kind.directory) this.inodes.set(entry, this.inode(held));
    }
    const kind = this.kindOf(entry);
    const [start, end] = [layer.starts[i] as number, layer.splits[i] as number];
    const node = start === end ? ROOT : this.nodeFor(layer.bytes, start, end, number);
    const before = this.state[node] as number;
    if (node === ROOT && kind !== Kind.directory) return;
    // A directory on a directory changes its mode and owner; all else takes the place of what was there.
    if (before !== ABSENT && !(kind === Kind.directory && this.isDirectory(node))) {
      const how = this.sameContent(before, entry) ? Ending.metadata : Ending.replaced;
      if (this.isDirectory(node)) this.empty(node, number, Ending.replaced);
      this.end(before, number, how);
    }
    this.state[node] = entry;
  }

  private sameContent(before: number, after: number): boolean {
    if (before < 0 || this.kindOf(before) !== Kind.file || this.kindOf(after) !== Kind.file) return false;
    const [one, other] = [this.locate(this.inode(before)), this.locate(this.inode(after))];
    return (
      one.entries.sizes[one.at] === other.entries.sizes[other.at] && one.entries.sums[one.at] === other.entries.sums[other.at]
    );
  }

  /** The node of the path `bytes[start, end)`, its parents made where they are missing. */
  private nodeFor(bytes: Uint8Array, start: number, end: number, number: number): number {
    const slash = slashBefore(bytes, start, end);
    const parent = slash < 0 ? ROOT : this.folderFor(bytes, start, slash, number);
    return this.ensure(parent, this.tree.names.intern(bytes, slash < 0 ? start : slash + 1, end));
  }

  /** The folder of that path, made where it is missing. All bytes between two calls are those of one layer. */
  private folderFor(bytes: Uint8Array, start: number, end: number, number: number): number {
    if (same(bytes, start, end, this.lastStart, this.lastEnd) && this.isDirectory(this.lastNode)) return this.lastNode;
    let node = ROOT;
    for (let from = start; from < end; ) {
      let slash = bytes.indexOf(SLASH, from);
      if (slash < 0 || slash > end) slash = end;
      node = this.directory(this.ensure(node, this.tree.names.intern(bytes, from, slash)), number);
      from = slash + 1;
    }
    this.lastStart = start;
    this.lastEnd = end;
    this.lastNode = node;
    return node;
  }

  /**
   * A node as the directory that a path of this layer leads through. A link of this very layer is followed, as it is when an
   * archive is unpacked; one of a lower layer is not, and is covered by the directory: each layer is unpacked for itself.
   */
  private directory(node: number, number: number): number {
    const state = this.state[node] as number;
    if (this.isDirectory(node)) return node;
    if (state >= 0 && this.layerOf(state) === number && this.kindOf(state) === Kind.symlink) {
      const { entries, at } = this.locate(this.inode(state));
      const target = this.follow(this.tree.parents[node] as number, entries.link(at), true, { links: MOST_LINKS });
      if (target !== NONE && this.isDirectory(target)) return target;
    }
    if (state >= 0) this.end(state, number, Ending.replaced);
    this.state[node] = IMPLIED;
    return node;
  }

  private ensure(parent: number, name: number): number {
    const node = this.tree.ensure(parent, name);
    if (node >= this.state.length) {
      const larger = new Int32Array(this.tree.parents.length).fill(ABSENT, this.state.length);
      larger.set(this.state);
      this.state = larger;
    }
    return node;
  }

  private remove(node: number, number: number, how: Ending): void {
    if (node === NONE || node === ROOT) return;
    this.empty(node, number, how);
    this.end(this.state[node] as number, number, how);
    this.state[node] = ABSENT;
  }

  /** Ends all below a node, without recursion: paths may be thousands of folders deep. */
  private empty(node: number, number: number, how: Ending): void {
    if (node === NONE) return;
    const open = [node];
    for (let top = open.pop(); top !== undefined; top = open.pop())
      for (const child of this.children(top)) {
        open.push(child);
        this.end(this.state[child] as number, number, how);
        this.state[child] = ABSENT;
      }
  }

  private end(entry: number, number: number, how: Ending): void {
    if (entry < 0) return;
    this.endedBy[entry] = number + 1;
    this.endings[entry] = how;
  }

  private makeRoom(entries: number): void {
    if (entries <= this.endings.length) return;
    this.endedBy = grown(this.endedBy, new Uint16Array(entries));
    this.endings = grown(this.endings, new Uint8Array(entries));
    this.kinds = grown(this.kinds, new Uint8Array(entries));
  }
}

/** The last slash in `bytes[start, end)`, -1 for none. */
function slashBefore(bytes: Uint8Array, start: number, end: number): number {
  for (let i = end - 1; i >= start; i--) if (bytes[i] === SLASH) return i;
  return -1;
}

function same(bytes: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = end - 1, other = otherEnd - 1; i >= start; i--, other--) if (bytes[i] !== bytes[other]) return false;
  return true;
}
