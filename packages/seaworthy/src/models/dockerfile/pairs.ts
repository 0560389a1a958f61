import type { Pair, Word } from "./ast.js";
import type { Span } from "./blanks.js";
import { valueRange } from "./joined.js";
import type { Parts } from "./parts.js";
import { splitLegacy, splitQuoted } from "./quoted.js";

/** ARG: words that are a name or name=value. */
export function readArg(parts: Parts): void {
  const { node, context } = parts;
  const spans = splitQuoted(parts.line, parts.argsStart, parts.argsEnd, context.escape);
  node.words = spans.map((span) => ({ text: span.text, range: context.map.range(span.start, span.end) }));
  node.pairs = spans.map((span) => toPair(parts, span));
}

function toPair(parts: Parts, span: Span & { text: string }): Pair {
  const { map } = parts.context;
  const range = map.range(span.start, span.end);
  const equals = span.text.indexOf("=");
  if (equals < 0)
    return {
      range,
      name: span.text,
      nameRange: range,
      value: null,
      valueRange: null,
    };
  const sign = span.start + equals;
  return {
    range,
    name: span.text.slice(0, equals),
    nameRange: equals === 0 ? [range[0], range[0]] : map.range(span.start, sign),
    value: span.text.slice(equals + 1),
    valueRange: valueRange(map, sign + 1, span.end),
  };
}

/** ENV and LABEL: name=value words, or the old form with one name and the rest as its value. */
export function readNameValues(parts: Parts, keyword: "ENV" | "LABEL"): void {
  const { line, argsStart, argsEnd, node, context } = parts;
  const spans = splitQuoted(line, argsStart, argsEnd, context.escape);
  let pairs: readonly Pair[] = [];
  const legacy = spans[0] !== undefined && !spans[0].text.includes("=");
  if (legacy) {
    const split = splitLegacy(line, argsStart, argsEnd);
    if (split) pairs = [legacyPair(parts, split.name, split.value)];
    else context.problem(`${keyword} must have two arguments`, node.textRange);
  } else {
    pairs = spans.map((span) => toPair(parts, span));
    const bad = pairs.find((pair) => pair.value === null);
    if (bad) {
      context.problem(`can't find = in a word of ${keyword}; it must be of the form name=value`, bad.range);
      pairs = pairs.filter((pair) => pair.value !== null);
    }
  }
  const words: Word[] = [];
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at] as Pair;
    words.push({ text: pair.name, range: pair.nameRange });
    words.push({ text: pair.value ?? "", range: pair.valueRange ?? pair.range });
  }
  node.words = words;
  node.pairs = pairs;
  node.legacy = legacy;
}

function legacyPair(parts: Parts, name: Span, value: Span): Pair {
  const { map } = parts.context;
  return {
    range: map.range(name.start, value.end),
    name: parts.line.slice(name.start, name.end),
    nameRange: map.range(name.start, name.end),
    value: parts.line.slice(value.start, value.end),
    valueRange: map.range(value.start, value.end),
  };
}
