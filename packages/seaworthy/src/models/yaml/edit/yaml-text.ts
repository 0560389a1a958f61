import { type Document, isAlias, isMap, isPair, isScalar, isSeq, Lexer, type Pair, type Node as YamlLibraryNode } from "yaml";
import type { Range } from "../../../core/place.js";
import type { Problem } from "../../../core/problem.js";
import { composed } from "../yaml.js";
import type { Style } from "./written.js";

/** A node as it is written: aliases are not followed, merge keys are not applied. */
export type RawNode = YamlLibraryNode;
export type RawPair = Pair<RawNode, RawNode | null>;

/** A mapping or a list, each with what it stands in. */
export interface Spot {
  readonly node: RawNode;
  readonly parents: readonly (RawNode | RawPair)[];
}

/** The text of a YAML file with what is needed to change parts of it and leave the rest byte for byte. */
export class YamlText {
  readonly file: string;
  readonly text: string;
  readonly style: Style;
  readonly #documents: readonly Document[];
  readonly #problems: Problem[] = [];
  #comments: readonly Range[] | null = null;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#documents = composed(file, text, this.#problems);
    this.style = this.#styleOf();
  }

  get broken(): boolean {
    return this.#problems.length > 0 || this.#documents.some((document) => document.errors.length > 0);
  }

  /** The top of each document. */
  get roots(): readonly Spot[] {
    return this.#documents.flatMap(({ contents }) => (contents ? [{ node: contents as RawNode, parents: [] }] : []));
  }

  /** Where comments stand, without their line ends. */
  get comments(): readonly Range[] {
    if (!this.#comments) {
      const found: Range[] = [];
      let at = 0;
      for (const lexeme of new Lexer().lex(this.text)) {
        // Marks of the lexer's own that stand for nothing in the text.
        if (/^[\u0002\u0018\u001f]$/.test(lexeme)) continue;
        if (lexeme.startsWith("#")) found.push([at, at + lexeme.length]);
        at += lexeme.length;
      }
      this.#comments = found;
    }
    return this.#comments;
  }

  /** The pair whose key begins there. */
  pairAt(offset: number): { readonly pair: RawPair; readonly parents: Spot["parents"] } | null {
    const found = this.#find((node) => isPair(node) && keyOf(node as RawPair)?.range?.[0] === offset);
    return found && { pair: found.node as unknown as RawPair, parents: found.parents };
  }

  /** The innermost mapping around a place that has what is looked for. */
  mapWith(offset: number, fits: (map: RawNode) => boolean): RawNode | null {
    let found: RawNode | null = null;
    const walk = (node: unknown, depth: number): void => {
      if (depth > 200) return;
      if (isPair(node)) {
        walk(node.value, depth + 1);
        return;
      }
      if (!isMap(node) && !isSeq(node)) return;
      const [from, to] = node.range ?? [0, 0];
      if (offset < from || offset > to) return;
      if (isMap(node) && fits(node as RawNode)) found = node as RawNode;
      for (const item of node.items as unknown[]) walk(item, depth + 1);
    };
    for (const { node } of this.roots) walk(node, 0);
    return found;
  }

  /** The plain value that begins there. */
  scalarAt(offset: number): RawNode | null {
    return (this.#find((node) => isScalar(node) && node.range?.[0] === offset)?.node as RawNode | undefined) ?? null;
  }

  /** The innermost mapping around the plain value that begins there. */
  mapAround(offset: number): Spot | null {
    const found = this.#find((node) => isScalar(node) && node.range?.[0] === offset);
    const index = found ? found.parents.findLastIndex((one) => isMap(one)) : -1;
    const node = found?.parents[index];
    return found && isMap(node) ? { node: node as RawNode, parents: found.parents.slice(0, index) } : null;
  }

  #find(fits: (node: RawNode | RawPair) => boolean): Spot | null {
    for (const { node } of this.roots) {
      const found = search(node, [], fits, 0);
      if (found) return found;
    }
    return null;
  }

  #styleOf(): Style {
    let step = 0;
    let listStep = -1;
    let brackets = 0;
    let dashes = 0;
    const walk = (node: unknown, column: number, depth: number): void => {
      if (depth > 100) return;
      if (isMap(node)) {
        for (const pair of node.items as RawPair[]) {
          const key = keyOf(pair);
          if (!key?.range) continue;
          const own = columnOf(this.text, key.range[0]);
          const { value } = pair;
          if (isMap(value) && !value.flow && value.range) {
            const inner = columnOf(this.text, value.range[0]);
            if (step === 0 && inner > own) step = inner - own;
          }
          if (isSeq(value) && value.range && value.items.length > 0) {
            if (value.flow) brackets++;
            else {
              dashes++;
              const inner = columnOf(this.text, value.range[0]);
              if (listStep < 0 && inner >= own) listStep = inner - own;
            }
          }
          walk(value, own, depth + 1);
        }
      } else if (isSeq(node)) for (const item of node.items) walk(item, column, depth + 1);
    };
    for (const { node } of this.roots) walk(node, 0, 0);
    const level = step || 2;
    return { step: level, listStep: listStep < 0 ? level : listStep, inBrackets: brackets > dashes };
  }
}

const MOST_KEPT = 16;
const kept = new Map<string, YamlText>();

/** The file, parsed once for the many rules that ask. */
export function yamlText(file: string, text: string): YamlText {
  const key = `${file}\0${text}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value as string);
  const made = new YamlText(file, text);
  kept.set(key, made);
  return made;
}

function search(node: unknown, parents: Spot["parents"], fits: (node: RawNode | RawPair) => boolean, depth: number): Spot | null {
  if (depth > 200 || node === null || node === undefined) return null;
  if (fits(node as RawNode)) return { node: node as RawNode, parents };
  if (isMap(node) || isSeq(node)) {
    for (const item of node.items as unknown[]) {
      const found = search(item, [...parents, node as RawNode], fits, depth + 1);
      if (found) return found;
    }
  }
  if (isPair(node)) return search(node.value, [...parents, node as RawPair], fits, depth + 1);
  return null;
}

export function keyOf(pair: RawPair): RawNode | null {
  return isScalar(pair.key) ? (pair.key as RawNode) : null;
}

export function nameOf(pair: RawPair): string | null {
  return isScalar(pair.key) ? String(pair.key.source ?? pair.key.value ?? "") : null;
}

/** The pair of a mapping, as written. */
export function pairOf(map: RawNode | null | undefined, key: string): RawPair | null {
  if (!isMap(map)) return null;
  // The last counts where a key stands twice.
  return ((map.items as RawPair[]).findLast((pair) => nameOf(pair) === key) as RawPair | undefined) ?? null;
}

/** Characters between the start of the line and the place. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** The end of the line that the place is in, before its line end. */
export function lineEndOf(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === "\r" ? end - 1 : end;
}

/** The name of an anchor or alias that stands for the node: whoever else uses it would be changed, too. */
export function ownedBy(node: unknown): string | null {
  if (isAlias(node)) return `the alias *${node.source} owns the value`;
  return null;
}

/** An anchor in the node or below it. */
export function anchorIn(node: unknown): string | null {
  if (isMap(node) || isSeq(node)) {
    if (node.anchor) return node.anchor;
    for (const item of node.items as unknown[]) {
      const found = isPair(item) ? (anchorIn(item.key) ?? anchorIn(item.value)) : anchorIn(item);
      if (found) return found;
    }
  }
  return isScalar(node) ? (node.anchor ?? null) : null;
}
