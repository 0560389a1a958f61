import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Sited, SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./node.js";
import { coreValue } from "./scalar.js";

/** Deeper nesting than this is refused, also when aliases make it. */
export const MAX_DEPTH = 100;
/** How many nodes aliases and merge keys may stand for in one document. */
const MAX_EXPANSION = 200_000;

interface Extent {
  readonly nodes: number;
  readonly height: number;
}

/** Turns one composed document into nodes: aliases resolved, merge keys applied, all of it bounded. */
export function resolveDocument(file: string, document: Document, problems: Problem[]): YamlNode | null {
  const root = document.contents as Node | null;
  return root ? new Resolver(file, problems).node(root, 0) : null;
}

class Resolver {
  readonly #file: string;
  readonly #problems: Problem[];
  /** null while the anchored node is still open: an alias to it would be its own ancestor. */
  readonly #anchors = new Map<string, YamlNode | null>();
  readonly #extents = new Map<YamlNode, Extent>();
  /** What stands in for aliases that could not be followed. */
  readonly #unresolved = new Set<YamlNode>();
  #expanded = 0;

  constructor(file: string, problems: Problem[]) {
    this.#file = file;
    this.#problems = problems;
  }

  node(node: Node, depth: number): YamlNode {
    if (isAlias(node)) return this.#alias(node.source, this.#place(node), depth);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor) this.#anchors.set(anchor, null);
    const made = this.#made(node, depth);
    if (anchor) this.#anchors.set(anchor, made);
    return made;
  }

  #made(node: Node, depth: number): YamlNode {
    if (isMap(node)) return this.#map(node, depth);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#child(item, this.#place(node).range[1], depth));
      const seq: YamlNode = { kind: "seq", place: this.#collectionPlace(node, items), tag: node.tag ?? null, items };
      return this.#measured(seq, items);
    }
    return this.#scalar(node as Scalar);
  }

  /** The value of an item; what is left out (`{a}`, `- `) is a null at the given offset. */
  #child(item: unknown, otherwise: number, depth: number): YamlNode {
    if (item === null || item === undefined) return this.#nothing({ file: this.#file, range: [otherwise, otherwise] });
    // A pair inside a flow sequence, `[a: 1]`, is a mapping of one entry.
    if (isPairLike(item)) return this.#entries([item], { file: this.#file, range: [otherwise, otherwise] }, null, depth + 1);
    return this.node(item as Node, depth + 1);
  }

  #map(node: Node & { items: unknown[]; tag?: string | undefined }, depth: number): YamlMap {
    return this.#entries(node.items as PairLike[], this.#place(node), node, depth);
  }

  #entries(
    pairs: readonly PairLike[],
    place: SourcePlace,
    node: (Node & { tag?: string | undefined }) | null,
    depth: number,
  ): YamlMap {
    const entries = new Map<string, YamlEntry>();
    const merges: YamlNode[] = [];
    let mergeKey: Sited<string> | null = null;
    for (const pair of pairs) {
      const key = this.#key(pair.key, place);
      if (!key) {
        if (pair.value) this.node(pair.value, depth + 1);
        continue;
      }
      const value = this.#child(pair.value, key.place.range[1], depth);
      if (isMergeKey(pair.key)) {
        if (mergeKey)
          this.#report("parse", "the merge key `<<` stands twice in this mapping; list the anchors: `<<: [*a, *b]`", key.place);
        mergeKey = key;
        merges.push(value);
        continue;
      }
      if (entries.has(key.value))
        this.#report("parse", `the key \`${shown(key.value)}\` stands twice in this mapping; the last one counts`, key.place);
      entries.set(key.value, { key, value });
    }
    if (mergeKey) for (const merge of merges) this.#merge(entries, merge, mergeKey);
    const children = [...entries.values()].map((entry) => entry.value);
    const map: YamlMap = {
      kind: "map",
      place: node ? this.#collectionPlace(node, children) : spanOf(place, entries),
      tag: node?.tag ?? null,
      entries,
    };
    return this.#measured(map, children) as YamlMap;
  }

  /** What stands in the mapping itself wins, then the first of the merged mappings. */
  #merge(entries: Map<string, YamlEntry>, from: YamlNode, key: Sited<string>): void {
    for (const source of from.kind === "seq" ? from.items : [from]) {
      if (source.kind !== "map") {
        // An alias that led nowhere has been reported.
        if (this.#unresolved.has(source)) continue;
        this.#report("parse", "a merge key `<<` takes a mapping or a list of mappings", key.place);
        continue;
      }
      if (!this.#spend(source.entries.size, key.place)) return;
      for (const [name, entry] of source.entries) if (!entries.has(name)) entries.set(name, entry);
    }
  }

  #key(key: unknown, within: SourcePlace): Sited<string> | null {
    const node = key as Node | null;
    if (!node) return { value: "", place: { file: this.#file, range: [within.range[0], within.range[0]] } };
    const made = this.node(node, 0);
    const place = this.#place(node);
    if (made.kind === "scalar") return { value: made.text, place };
    this.#report("parse", "a key has to be a plain word here, not a list or a mapping", place);
    return null;
  }

  #alias(name: string, place: SourcePlace, depth: number): YamlNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#report("parse", `no anchor \`&${shown(name)}\` stands before this alias`, place);
      return this.#lost(place);
    }
    if (target === null) {
      this.#report("too-deep", `the alias \`*${shown(name)}\` stands inside what it names`, place);
      return this.#lost(place);
    }
    const extent = this.#extents.get(target) ?? { nodes: 1, height: 0 };
    if (depth + extent.height > MAX_DEPTH) {
      this.#report("too-deep", `nested deeper than ${MAX_DEPTH} levels`, place);
      return this.#lost(place);
    }
    return this.#spend(extent.nodes, place) ? target : this.#lost(place);
  }

  #lost(place: SourcePlace): YamlScalar {
    const node = this.#nothing(place);
    this.#unresolved.add(node);
    return node;
  }

  #spend(nodes: number, place: SourcePlace): boolean {
    const before = this.#expanded;
    this.#expanded += nodes;
    if (this.#expanded <= MAX_EXPANSION) return true;
    if (before <= MAX_EXPANSION) this.#report("too-deep", `aliases stand for more than ${MAX_EXPANSION} nodes`, place);
    this.#expanded = MAX_EXPANSION + 1;
    return false;
  }

  #scalar(node: Scalar): YamlScalar {
    const text = node.source ?? String(node.value ?? "");
    const tag = node.tag ?? null;
    const plain = node.type === "PLAIN" || node.type === undefined;
    const raw: unknown = tag?.startsWith("!") && tag !== "!" && plain ? coreValue(text) : node.value;
    const value = raw === null || typeof raw === "number" || typeof raw === "boolean" ? raw : text;
    return { kind: "scalar", place: this.#place(node), tag, value, text };
  }

  #nothing(place: SourcePlace): YamlScalar {
    return { kind: "scalar", place, tag: null, value: null, text: "" };
  }

  #measured(node: YamlNode, children: readonly YamlNode[]): YamlNode {
    let nodes = 1;
    let height = 0;
    for (const child of children) {
      const extent = this.#extents.get(child) ?? { nodes: 1, height: 0 };
      nodes += extent.nodes;
      height = Math.max(height, extent.height);
    }
    this.#extents.set(node, { nodes, height: height + 1 });
    return node;
  }

  #place(node: Node): SourcePlace {
    const range = node.range ?? [0, 0, 0];
    return { file: this.#file, range: [range[0], Math.max(range[0], range[1])] };
  }

  /** A block collection ends with its last value, not with the blank lines and comments behind it. */
  #collectionPlace(node: Node, children: readonly YamlNode[]): SourcePlace {
    const place = this.#place(node);
    if ((node as { flow?: boolean }).flow) return place;
    let end = place.range[0];
    for (const child of children) {
      const [from, to] = child.place.range;
      if (from >= place.range[0] && to <= place.range[1]) end = Math.max(end, to);
    }
    return end > place.range[0] ? { file: this.#file, range: [place.range[0], end] } : place;
  }

  #report(kind: Problem["kind"], message: string, place: SourcePlace): void {
    this.#problems.push({ kind, message, place });
  }
}

interface PairLike {
  readonly key: unknown;
  readonly value: Node | null;
}

function isPairLike(item: unknown): item is PairLike {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}

function spanOf(place: SourcePlace, entries: ReadonlyMap<string, YamlEntry>): SourcePlace {
  const only = [...entries.values()][0];
  return only ? { file: place.file, range: [only.key.place.range[0], only.value.place.range[1]] } : place;
}

function shown(name: string): string {
  return name.length > 60 ? `${name.slice(0, 57)}…` : name;
}
