/**
 * Finds any of many words in bytes in one pass (Aho and Corasick, 1975), letters of ASCII in either case: a table of states over classes
 * of bytes, in which the states that end a word come last, so that a byte costs two look-ups and one comparison.
 */
export class Keywords {
  /** The state before the first byte. */
  readonly start: number;
  /** States from here on end a word. */
  readonly accept: number;
  private readonly classes = new Uint8Array(256);
  private readonly table: Uint16Array | Uint32Array;
  private readonly ends: readonly (readonly number[])[];
  private readonly width: number;

  /** @param words lower case, not empty, bytes of ASCII. */
  constructor(words: readonly string[]) {
    this.width = this.classify(words);
    const trie = this.trieOf(words);
    const { next, ends } = this.linked(trie);
    const order = [...ends.keys()].sort(
      (a, b) => Number((ends[a]?.length ?? 0) > 0) - Number((ends[b]?.length ?? 0) > 0) || a - b,
    );
    const place = new Uint32Array(order.length);
    for (const [index, state] of order.entries()) place[state] = index;
    const size = order.length * this.width;
    this.table = size < 65_536 ? new Uint16Array(size) : new Uint32Array(size);
    for (let state = 0; state < order.length; state++) {
      for (let each = 0; each < this.width; each++)
        this.table[(place[state] as number) * this.width + each] =
          (place[next[state * this.width + each] as number] as number) * this.width;
    }
    this.ends = order.map((state) => ends[state] as readonly number[]);
    this.start = (place[0] as number) * this.width;
    this.accept = order.findIndex((state) => (ends[state]?.length ?? 0) > 0) * this.width;
  }

  /**
   * Passes `bytes` through from `state` on and gives the state after them. `found` is called with the offset behind each word that ends,
   * and the words' indexes.
   */
  scan(bytes: Uint8Array, from: number, state: number, found: (end: number, words: readonly number[]) => void): number {
    const { table, classes, accept } = this;
    let at = state;
    for (let i = from; i < bytes.length; i++) {
      at = table[at + (classes[bytes[i] as number] as number)] as number;
      if (at >= accept) found(i + 1, this.ends[at / this.width] as readonly number[]);
    }
    return at;
  }

  /** Gives every byte that occurs in a word a class; upper case that of its lower case. All others share class 0. */
  private classify(words: readonly string[]): number {
    let count = 1;
    for (const word of words) {
      for (let i = 0; i < word.length; i++) {
        const code = word.charCodeAt(i);
        if (this.classes[code] !== 0) continue;
        this.classes[code] = count;
        if (code >= 0x61 && code <= 0x7a) this.classes[code - 0x20] = count;
        count++;
      }
    }
    return count;
  }

  private trieOf(words: readonly string[]): { readonly next: Map<number, number>; readonly ends: number[] }[] {
    const trie = [{ next: new Map<number, number>(), ends: [] as number[] }];
    for (const [index, word] of words.entries()) {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const each = this.classes[word.charCodeAt(i)] as number;
        const { next } = trie[state] as (typeof trie)[number];
        let to = next.get(each);
        if (to === undefined) {
          to = trie.length;
          next.set(each, to);
          trie.push({ next: new Map(), ends: [] });
        }
        state = to;
      }
      trie[state]?.ends.push(index);
    }
    return trie;
  }

  /** Where no edge goes on, the one of the longest end of what was read; a state ends what its own end does too. */
  private linked(trie: ReturnType<Keywords["trieOf"]>): {
    readonly next: Uint32Array;
    readonly ends: readonly (readonly number[])[];
  } {
    const { width } = this;
    const next = new Uint32Array(trie.length * width);
    const fail = new Uint32Array(trie.length);
    const ends = trie.map((one) => one.ends);
    const queue: number[] = [];
    for (const [each, to] of trie[0]?.next ?? []) {
      next[each] = to;
      queue.push(to);
    }
    for (let i = 0; i < queue.length; i++) {
      const state = queue[i] as number;
      for (let each = 0; each < width; each++) {
        const to = trie[state]?.next.get(each);
        const otherwise = next[(fail[state] as number) * width + each] as number;
        if (to === undefined) next[state * width + each] = otherwise;
        else {
          next[state * width + each] = to;
          fail[to] = otherwise;
          ends[to]?.push(...(ends[otherwise] ?? []));
          queue.push(to);
        }
      }
    }
    return { next, ends };
  }
}
