import { isMap, isScalar, isSeq } from "yaml";
import { type Edit, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import { type Written, writtenEntry, writtenFlow, writtenItem, writtenScalar } from "./written.js";
import {
  anchorIn,
  columnOf,
  keyOf,
  lineEndOf,
  nameOf,
  ownedBy,
  pairOf,
  type RawNode,
  type RawPair,
  type YamlText,
} from "./yaml-text.js";

/** An edit, or why the file is left as it is. */
export type Change = Edit | string;

/** Adds an entry to a mapping, behind its last. */
export function addEntry(source: YamlText, map: RawNode, key: string, value: Written): Change {
  const owned = ownedBy(map);
  if (owned) return owned;
  if (!isMap(map)) return `${key} cannot be added: there is no mapping`;
  if (pairOf(map, key)) return `${key} is there already`;
  const pairs = map.items as RawPair[];
  const last = pairs.at(-1);
  if (map.flow) return intoBrackets(source, map, last ? pairEnd(last) : null, (strict) => flowEntry(key, value, strict));
  const first = pairs[0] && keyOf(pairs[0]);
  if (!last || !first?.range) return `${key} cannot be added: the mapping is empty`;
  const indent = " ".repeat(columnOf(source.text, first.range[0]));
  return behind(source, last.value ?? keyOf(last), pairEnd(last), indent, writtenEntry(key, value, source.style, indent), last);
}

/** Fills a key that has no value, `api:`, with its first entry. */
export function fillEntry(source: YamlText, pair: RawPair, key: string, value: Written): Change {
  const own = keyOf(pair);
  if (!own?.range) return `${key} cannot be added`;
  const indent = " ".repeat(columnOf(source.text, own.range[0]) + source.style.step);
  const at = lineEndOf(source.text, own.range[1]);
  return replaced(source.file, [at, at], `\n${indent}${writtenEntry(key, value, source.style, indent)}`);
}

/** Adds an item to a list, behind its last. */
export function addItem(source: YamlText, list: RawNode, value: Written): Change {
  const owned = ownedBy(list);
  if (owned) return owned;
  if (!isSeq(list)) return "it is no list";
  const last = list.items.at(-1) as RawNode | undefined;
  if (list.flow) return intoBrackets(source, list, last?.range ? last.range[1] : null, (strict) => writtenFlow(value, strict));
  if (!last || !list.range) return "the list is empty";
  const indent = " ".repeat(columnOf(source.text, list.range[0]));
  return behind(source, last, last.range?.[1] ?? list.range[1], indent, `- ${writtenItem(value, source.style, indent)}`, null);
}

/** Puts a scalar in the place of another; quotes are kept. */
export function setScalar(source: YamlText, node: unknown, value: string | number | boolean): Change {
  const owned = ownedBy(node) ?? variableIn(node);
  if (owned) return owned;
  if (!isScalar(node) || !node.range) return "it is no plain value";
  const quoted = (quote: string): string => `${quote}${String(value).replaceAll(quote, `${quote}${quote}`)}${quote}`;
  const text =
    node.type === "QUOTE_SINGLE" && typeof value === "string"
      ? quoted("'")
      : node.type === "QUOTE_DOUBLE" && typeof value === "string"
        ? JSON.stringify(value)
        : writtenScalar(value);
  return replaced(source.file, [node.range[0], node.range[1]], text);
}

/** Puts any value in the place of a pair's value. */
export function setValue(source: YamlText, pair: RawPair, value: Written): Change {
  const { value: node } = pair;
  const owned = ownedBy(node) ?? (anchorIn(node) ? `the anchor &${anchorIn(node)} is used elsewhere` : null);
  if (owned) return owned;
  const key = keyOf(pair);
  if (!key?.range || !node?.range) return "it has no value";
  const end = pairEnd(pair);
  const behindKey = key.range[1];
  if (source.comments.some(([from]) => from > behindKey && from < end)) return "comments stand inside the value";
  if (source.mapWith(key.range[0], (map) => (map as { flow?: boolean }).flow === true) || (isMap(node) && node.flow))
    return replaced(source.file, [node.range[0], node.range[1]], writtenFlow(value, false));
  const indent = " ".repeat(columnOf(source.text, key.range[0]));
  const entry = writtenEntry(nameOf(pair) ?? "", value, source.style, indent);
  const own = source.text.slice(key.range[0], key.range[1]);
  return replaced(source.file, [key.range[0], end], own + entry.slice(writtenScalar(nameOf(pair) ?? "").length));
}

/** Removes an entry and its lines; comments stay. */
export function removeEntry(source: YamlText, map: RawNode, pair: RawPair): Change {
  const owned = ownedBy(map);
  if (owned) return owned;
  if (!isMap(map)) return "it is no mapping";
  const anchor = anchorIn(pair.value);
  if (anchor) return `the anchor &${anchor} is used elsewhere`;
  const key = keyOf(pair);
  if (!key?.range) return "it cannot be removed";
  if (map.items.length === 1) return "it is the only entry";
  if (map.flow) return outOfBrackets(source, map.items as RawPair[], pair, (one) => [keyOf(one)?.range?.[0] ?? 0, pairEnd(one)]);
  return outOfLines(source, key.range[0], pairEnd(pair));
}

/** Removes an item and its lines; comments stay. */
export function removeItem(source: YamlText, list: RawNode, index: number): Change {
  const owned = ownedBy(list);
  if (owned) return owned;
  if (!isSeq(list)) return "it is no list";
  const item = list.items[index] as RawNode | undefined;
  const anchor = anchorIn(item);
  if (anchor) return `the anchor &${anchor} is used elsewhere`;
  if (!item?.range || list.items.length === 1) return "it is the only item";
  if (list.flow) return outOfBrackets(source, list.items as RawNode[], item, (one) => [one.range?.[0] ?? 0, one.range?.[1] ?? 0]);
  const dash = source.text.lastIndexOf("-", item.range[0] - 1);
  return outOfLines(source, dash, trimmedEnd(source.text, item.range[1]));
}

/** The variable of an interpolated value, in words. */
export function variableIn(node: unknown): string | null {
  if (!isScalar(node)) return null;
  const match = /(?<!\$)\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/.exec(String(node.source ?? node.value ?? ""));
  return match ? `the variable ${match[1] ?? match[2]} owns the value` : null;
}

/** The end of what is written of a pair, without blanks behind. */
export function pairEnd(pair: RawPair): number {
  const { value } = pair;
  const key = keyOf(pair);
  const end = value?.range ? value.range[1] : (key?.range?.[1] ?? 0);
  return Math.max(end, key?.range?.[1] ?? 0);
}

function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at--;
  return at;
}

/** New lines behind a value: behind the comments that stand as deep as it does. */
function behind(
  source: YamlText,
  value: RawNode | null,
  end: number,
  indent: string,
  lines: string,
  pair: RawPair | null,
): Change {
  const { text, file } = source;
  if (keepsBlanks(source, value)) return "the text block above keeps its blank lines: where it ends cannot be changed";
  // Without a value the colon is still to come.
  const from = pair && pair.value === null ? end : trimmedEnd(text, end);
  let at = lineEndOf(text, from);
  for (;;) {
    const next = /\r?\n([ ]*)#[^\r\n]*/y;
    next.lastIndex = at;
    const match = next.exec(text);
    if (!match || (match[1] ?? "").length < indent.length || indent.length === 0) break;
    at = next.lastIndex;
  }
  return replaced(file, [at, at], `\n${indent}${lines}`);
}

/** Whether a value ends in a text block with `+`. */
function keepsBlanks({ text }: YamlText, value: unknown): boolean {
  if (isMap(value)) return value.items.length > 0 && !value.flow && keepsBlanksIn(text, (value.items.at(-1) as RawPair).value);
  return keepsBlanksIn(text, value);
}

function keepsBlanksIn(text: string, value: unknown): boolean {
  if (isMap(value) || isSeq(value)) {
    const last = value.items.at(-1) as { value?: unknown } | undefined;
    return last !== undefined && keepsBlanksIn(text, isMap(value) ? last.value : last);
  }
  if (!isScalar(value) || (value.type !== "BLOCK_LITERAL" && value.type !== "BLOCK_FOLDED") || !value.range) return false;
  return /^[|>]\d?\+/.test(text.slice(value.range[0], value.range[0] + 3));
}

function flowEntry(key: string, value: Written, strict: boolean): string {
  return `${strict ? JSON.stringify(key) : writtenScalar(key)}: ${writtenFlow(value, strict)}`;
}

/** Adds to `{…}` or `[…]`, in the line of the last or on a line of its own as the others are. */
function intoBrackets(source: YamlText, node: RawNode, lastEnd: number | null, make: (strict: boolean) => string): Change {
  const { text, file } = source;
  const [start, end] = node.range ?? [0, 0];
  const strict = isJson(node);
  if (lastEnd === null) return replaced(file, [start + 1, end - 1], isMap(node) && !strict ? ` ${make(strict)} ` : make(strict));
  const comma = /^\s*,/.test(withoutComments(source, lastEnd, end - 1));
  const firstItem = (node as unknown as { items: (RawNode | RawPair)[] }).items[0];
  const from =
    firstItem && "key" in firstItem
      ? (keyOf(firstItem as RawPair)?.range?.[0] ?? start)
      : ((firstItem as RawNode)?.range?.[0] ?? start);
  const ownLines = text.slice(start, from).includes("\n");
  const gap = ownLines ? `\n${" ".repeat(columnOf(text, from))}` : " ";
  if (!comma) return replaced(file, [lastEnd, lastEnd], `,${gap}${make(strict)}`);
  const behindComma = text.indexOf(",", lastEnd) + 1;
  return replaced(file, [behindComma, behindComma], `${gap}${make(strict)},`);
}

function withoutComments({ text, comments }: YamlText, from: number, to: number): string {
  let out = "";
  for (let at = from; at < to; at++) if (!comments.some(([a, b]) => at >= a && at < b)) out += text[at];
  return out;
}

function isJson(node: RawNode): boolean {
  if (!isMap(node))
    return isSeq(node) && node.items.length > 0 && node.items.every((one) => isScalar(one) && one.type === "QUOTE_DOUBLE");
  return node.items.length > 0 && (node.items as RawPair[]).every(({ key }) => isScalar(key) && key.type === "QUOTE_DOUBLE");
}

/** Takes one out of `{…}` or `[…]` with the comma that is left over. */
function outOfBrackets<T>(source: YamlText, all: readonly T[], one: T, rangeOf: (one: T) => Range): Change {
  const index = all.indexOf(one);
  const [from, to] = rangeOf(one);
  const next = all[index + 1];
  const before = all[index - 1];
  const range: Range = next ? [from, rangeOf(next)[0]] : before ? [rangeOf(before)[1], to] : [from, to];
  if (source.comments.some(([start]) => start >= range[0] && start < range[1])) return "comments stand beside it";
  return replaced(source.file, range, "");
}

/** Takes whole lines out; the comments on them and between them stay on lines of their own. */
function outOfLines(source: YamlText, from: number, end: number): Change {
  const { text, file } = source;
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const indent = text.slice(start, from);
  if (/\S/.test(indent)) return "it shares its line with something else";
  const last = lineEndOf(text, Math.max(from, trimmedEnd(text, end)));
  const comments = source.comments
    .filter(([at]) => at > from && at < last)
    .map(([a, b]) => `${indent}${text.slice(a, b).trimEnd()}`);
  if (comments.length > 0) return replaced(file, [start, last], comments.join("\n"));
  // With the line end above: what is put behind the removed lines by the same fix still has its place.
  if (start > 0) return replaced(file, [lineStartBefore(text, start), last], "");
  const next = text.indexOf("\n", last);
  return replaced(file, [0, next < 0 ? text.length : next + 1], "");
}

/** The end of the line above. */
function lineStartBefore(text: string, start: number): number {
  if (start === 0) return 0;
  return text[start - 2] === "\r" ? start - 2 : start - 1;
}

/** Puts another entry in the place of one. */
export function replaceEntry(source: YamlText, pair: RawPair, key: string, value: Written): Change {
  const own = keyOf(pair);
  const anchor = anchorIn(pair.value);
  if (anchor) return `the anchor &${anchor} is used elsewhere`;
  if (!own?.range) return "it cannot be replaced";
  const indent = " ".repeat(columnOf(source.text, own.range[0]));
  return replaced(source.file, [own.range[0], pairEnd(pair)], writtenEntry(key, value, source.style, indent));
}
