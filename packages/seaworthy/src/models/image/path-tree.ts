import { grown, roomFor } from "./layer-entries.js";
import { Names } from "./names.js";

/** No node: the parent of the root, the child that is not there. */
export const NONE = 0xffffffff;
export const ROOT = 0;

/** All paths that any layer has, as a tree of numbered nodes in columns: some 24 bytes a path. Nodes are never taken out. */
export class PathTree {
  count = 1;
  readonly names: Names;
  parents = new Uint32Array(256).fill(NONE, 0, 1);
  name = new Uint32Array(256);
  firstChild = new Uint32Array(256).fill(NONE);
  nextSibling = new Uint32Array(256).fill(NONE);
  /** The node before this one that has the same name. */
  private namesake = new Uint32Array(256).fill(NONE);
  private lastNamed = new Uint32Array(256).fill(NONE);
  /** Open addressing; a slot holds a node, 0 (the root, which is nobody's child) for none. */
  private slots = new Uint32Array(1024);

  constructor(seed?: number) {
    this.names = new Names(seed);
  }

  /** The child of a node by the number of its name. */
  child(parent: number, name: number): number {
    return name < 0 ? NONE : this.slots[this.slot(parent, name)] || NONE;
  }

  /** The same, made where it is not there. */
  ensure(parent: number, name: number): number {
    const slot = this.slot(parent, name);
    return this.slots[slot] || this.add(slot, parent, name);
  }

  /** All nodes of a name, of any state. */
  *named(name: number): Iterable<number> {
    if (name < 0 || name >= this.lastNamed.length) return;
    for (let node = this.lastNamed[name] as number; node !== NONE; node = this.namesake[node] as number) yield node;
  }

  /** `/usr/bin/node`; the root is `/`. */
  path(node: number): string {
    if (node === ROOT) return "/";
    let path = "";
    for (let at = node; at !== ROOT; at = this.parents[at] as number)
      path = `/${this.names.text(this.name[at] as number)}${path}`;
    return path;
  }

  private add(slot: number, parent: number, name: number): number {
    const node = this.count++;
    if (node === this.parents.length) this.grow();
    while (name >= this.lastNamed.length) this.lastNamed = filled(this.lastNamed);
    this.parents[node] = parent;
    this.name[node] = name;
    this.nextSibling[node] = this.firstChild[parent] as number;
    this.firstChild[parent] = node;
    this.namesake[node] = this.lastNamed[name] as number;
    this.lastNamed[name] = node;
    this.slots[slot] = node;
    if (this.count * 2 > this.slots.length) this.rehash();
    return node;
  }

  private slot(parent: number, name: number): number {
    const mask = this.slots.length - 1;
    for (let slot = mix(parent, name) & mask; ; slot = (slot + 1) & mask) {
      const node = this.slots[slot] as number;
      if (node === 0 || (this.name[node] === name && this.parents[node] === parent)) return slot;
    }
  }

  private rehash(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    for (let node = 1; node < this.count; node++)
      this.slots[this.slot(this.parents[node] as number, this.name[node] as number)] = node;
  }

  private grow(): void {
    const room = roomFor(this.parents.length, this.count);
    this.parents = grown(this.parents, new Uint32Array(room));
    this.name = grown(this.name, new Uint32Array(room));
    this.firstChild = filled(this.firstChild);
    this.nextSibling = filled(this.nextSibling);
    this.namesake = filled(this.namesake);
  }
}

function filled(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const room = roomFor(column.length, column.length + 1);
  return grown(column, new Uint32Array(room).fill(NONE, column.length));
}

function mix(parent: number, name: number): number {
  let hash = Math.imul(parent + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(name + 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
