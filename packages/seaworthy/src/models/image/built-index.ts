import type { FileEntry, FileIndex, FileType } from "./file-index.js";
import { ABSENT, type FileSystem, IMPLIED } from "./file-system.js";
import { Kind } from "./layer-entries.js";
import { NONE, ROOT } from "./path-tree.js";

const SETUID_SETGID = 0o6000;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();
const TYPES: Partial<Record<Kind, FileType>> = {
  [Kind.directory]: "directory",
  [Kind.symlink]: "symlink",
  [Kind.character]: "character",
  [Kind.block]: "block",
  [Kind.fifo]: "fifo",
};

/** The index of a file system whose layers are all applied. */
export class BuiltIndex implements FileIndex {
  readonly count: number;
  readonly bytes: number;
  private readonly system: FileSystem;
  private readonly privilegedNodes: readonly number[];

  constructor(system: FileSystem) {
    this.system = system;
    const { tree, state } = system;
    const counted = new Uint8Array((system.bases.at(-1) ?? 0) + 1);
    const privileged: number[] = [];
    let count = 0;
    let bytes = 0;
    for (let node = 1; node < tree.count; node++) {
      const entry = state[node] as number;
      if (entry === ABSENT) continue;
      count++;
      if (entry === IMPLIED) continue;
      if (!system.isFile(entry)) continue;
      if ((system.modeOf(entry) & SETUID_SETGID) !== 0) privileged.push(node);
      const inode = system.inode(entry);
      if (counted[inode] !== 0) continue;
      counted[inode] = 1;
      bytes += system.sizeOf(inode);
    }
    this.count = count;
    this.bytes = bytes;
    this.privilegedNodes = privileged;
  }

  entry(path: string): FileEntry | null {
    return this.at(this.system.walk(path, false));
  }

  resolve(path: string): FileEntry | null {
    return this.at(this.system.walk(path, true));
  }

  children(path: string): readonly FileEntry[] {
    const node = this.system.walk(path, true);
    return node === NONE ? [] : this.sorted(node).map((child) => this.entryOf(child));
  }

  *entries(): Iterable<FileEntry> {
    // Sorted one folder at a time, the next at the end.
    const open = this.sorted(ROOT).reverse();
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      yield this.entryOf(node);
      if (this.system.isDirectory(node)) for (const child of this.sorted(node).reverse()) open.push(child);
    }
  }

  named(names: readonly string[]): readonly FileEntry[] {
    const { tree, state } = this.system;
    const nodes = names.flatMap((name) => [...tree.named(tree.names.find(ENCODER.encode(name)))]);
    return this.inOrder(nodes.filter((node) => state[node] !== ABSENT));
  }

  get privileged(): readonly FileEntry[] {
    return this.inOrder(this.privilegedNodes);
  }

  /** The entry that holds the content of a path, by its number over all layers; null where it leads to no file. */
  inodeOf(path: string): number | null {
    const node = this.system.walk(path, true);
    const entry = node === NONE ? ABSENT : (this.system.state[node] as number);
    if (entry < 0) return null;
    return this.system.isFile(entry) ? this.system.inode(entry) : null;
  }

  private inOrder(nodes: readonly number[]): FileEntry[] {
    return nodes.map((node) => this.entryOf(node)).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private sorted(node: number): number[] {
    const { tree } = this.system;
    return [...this.system.children(node)].sort((a, b) => tree.names.compare(tree.name[a] as number, tree.name[b] as number));
  }

  private at(node: number): FileEntry | null {
    return node === NONE ? null : this.entryOf(node);
  }

  private entryOf(node: number): FileEntry {
    const path = this.system.tree.path(node);
    const entry = this.system.state[node] as number;
    if (entry === IMPLIED) return { ...IMPLIED_ENTRY, path, layer: this.layerOfImplied(node) };
    const { layer, entries, at } = this.system.locate(entry);
    const inode = this.system.inode(entry);
    const held = this.system.locate(inode);
    // A hard link to nothing is an empty file.
    const type = TYPES[held.entries.kinds[held.at] as Kind] ?? "file";
    return {
      path,
      type,
      size: type === "file" ? this.system.sizeOf(inode) : 0,
      mode: entries.modes[at] as number,
      uid: entries.uids[at] as number,
      gid: entries.gids[at] as number,
      layer,
      target: type === "symlink" ? DECODER.decode(held.entries.link(held.at)) : null,
    };
  }

  /** A directory that no entry describes is there for the lowest of what lies in it. */
  private layerOfImplied(node: number): number {
    let lowest = Number.POSITIVE_INFINITY;
    const open = [node];
    for (let top = open.pop(); top !== undefined; top = open.pop())
      for (const child of this.system.children(top)) {
        const entry = this.system.state[child] as number;
        if (entry === IMPLIED) open.push(child);
        else lowest = Math.min(lowest, this.system.layerOf(entry));
      }
    return Number.isFinite(lowest) ? lowest : 0;
  }
}

const IMPLIED_ENTRY = { type: "directory", size: 0, mode: 0o755, uid: 0, gid: 0, target: null } as const;
