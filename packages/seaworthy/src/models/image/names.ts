import { grown, roomFor } from "./layer-entries.js";

/** Names that were made to exhaust a reader. */
export class HostileNames extends Error {
  override readonly name = "HostileNames";
}

/** Slots of a hash table are looked through one after the other; a run this long is no accident. */
const LONGEST_RUN = 4096;

/** The names that paths are made of, each kept once, as bytes: they are in no agreed encoding. */
export class Names {
  count = 0;
  private readonly seed: number;
  private bytes = new Uint8Array(4096);
  private starts = new Uint32Array(257);
  private hashes = new Uint32Array(256);
  /** Open addressing; a slot holds the number of a name + 1. */
  private slots = new Uint32Array(1024);

  /** `seed` keeps names that were made to collide from doing so. */
  constructor(seed = 0x811c9dc5) {
    this.seed = seed;
  }

  /** The number of the name `from[start, end)`, given one where it has none. */
  intern(from: Uint8Array, start: number, end: number): number {
    const hash = this.hash(from, start, end);
    const slot = this.slot(hash, from, start, end);
    const known = this.slots[slot] as number;
    if (known !== 0) return known - 1;
    return this.add(hash, slot, from, start, end);
  }

  /** The number of a name, -1 where no path has it. */
  find(from: Uint8Array, start = 0, end = from.length): number {
    return (this.slots[this.slot(this.hash(from, start, end), from, start, end)] as number) - 1;
  }

  /** As text; bytes that are no UTF-8 become U+FFFD. */
  text(name: number): string {
    return DECODER.decode(this.view(name));
  }

  /** By bytes, so that an order does not depend on how names are decoded. */
  compare(a: number, b: number): number {
    const [one, other] = [this.view(a), this.view(b)];
    const length = Math.min(one.length, other.length);
    for (let i = 0; i < length; i++) {
      const difference = (one[i] as number) - (other[i] as number);
      if (difference !== 0) return difference;
    }
    return one.length - other.length;
  }

  private view(name: number): Uint8Array {
    return this.bytes.subarray(this.starts[name], this.starts[name + 1]);
  }

  private add(hash: number, slot: number, from: Uint8Array, start: number, end: number): number {
    const name = this.count;
    const at = this.starts[name] as number;
    const after = at + end - start;
    if (after > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(roomFor(this.bytes.length, after)));
    for (let i = start, to = at; i < end; i++, to++) this.bytes[to] = from[i] as number;
    if (name + 1 === this.hashes.length) {
      const room = roomFor(this.hashes.length, name + 2);
      this.starts = grown(this.starts, new Uint32Array(room + 1));
      this.hashes = grown(this.hashes, new Uint32Array(room));
    }
    this.starts[name + 1] = after;
    this.hashes[name] = hash;
    this.slots[slot] = name + 1;
    this.count = name + 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return name;
  }

  private slot(hash: number, from: Uint8Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask, run = 0; ; slot = (slot + 1) & mask, run++) {
      const known = this.slots[slot] as number;
      if (known === 0 || (this.hashes[known - 1] === hash && this.same(known - 1, from, start, end))) return slot;
      if (run > LONGEST_RUN) throw new HostileNames("its file names were made to slow a reader down");
    }
  }

  private same(name: number, from: Uint8Array, start: number, end: number): boolean {
    const at = this.starts[name] as number;
    if ((this.starts[name + 1] as number) - at !== end - start) return false;
    for (let i = start, to = at; i < end; i++, to++) if (from[i] !== this.bytes[to]) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let name = 0; name < this.count; name++) {
      let slot = (this.hashes[name] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = name + 1;
    }
    this.slots = slots;
  }

  /** FNV-1a with a last mix, which its low bits need. */
  private hash(from: Uint8Array, start: number, end: number): number {
    let hash = this.seed;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (from[i] as number), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) >>> 0;
  }
}

const DECODER = new TextDecoder();
