import type { Flag, Instruction, Mount, Word } from "./ast.js";
import { type Span, skipSpace, skipWord, trimEnd } from "./blanks.js";
import { DASH, type FlagSpan, splitFlags } from "./flags.js";
import { readHeredocWord } from "./heredoc.js";
import { InstructionNode, type LineContext } from "./instruction-node.js";
import { valueRange } from "./joined.js";
import { readStringArray } from "./json.js";
import { readMount } from "./mount.js";
import { readArg, readNameValues } from "./pairs.js";
import { blanks, type Parts, type ReadWords, toWord, whole } from "./parts.js";

const NO_FLAGS: readonly Flag[] = Object.freeze([]);
const NO_MOUNTS: readonly Mount[] = Object.freeze([]);

/**
 * Builds the node of one joined line that is not blank. Heredoc bodies are attached by the caller, since they stand after the line.
 * @param start where its white space ends
 */
export function readInstruction(line: string, start: number, context: LineContext): Instruction {
  const argsEnd = trimEnd(line, start, line.length);
  const keywordEnd = skipWord(line, start, argsEnd);
  let argsStart = skipSpace(line, keywordEnd, argsEnd);
  let flags = NO_FLAGS;
  if (line.charCodeAt(argsStart) === DASH) {
    const split = splitFlags(line, keywordEnd, argsEnd, context.escape);
    argsStart = skipSpace(line, split.rest, argsEnd);
    if (split.flags.length > 0) flags = split.flags.map((flag) => toFlag(flag, context));
  }
  const node = new InstructionNode(line, start, keywordEnd, argsStart, argsEnd, context, flags);
  readArguments({ line, argsStart, argsEnd, node, context });
  return node.done();
}

function toFlag(span: FlagSpan, { map }: LineContext): Flag {
  const split = span.word.indexOf("=");
  return {
    name: span.word.slice(2, split < 0 ? undefined : split),
    value: split < 0 ? null : span.word.slice(split + 1),
    valueRange: split < 0 ? null : valueRange(map, span.equals + 1, span.end),
    range: map.range(span.start, span.end),
  };
}

function readArguments(parts: Parts): void {
  const { node, argsStart } = parts;
  switch (node.keyword) {
    case "FROM":
      from(parts);
      return;
    case "RUN":
      maybeJson(parts, argsStart, whole);
      node.mounts = mounts(node.flags);
      return;
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      maybeJson(parts, argsStart, whole);
      return;
    case "COPY":
    case "ADD":
      maybeJson(parts, argsStart, blanks);
      node.sources = sourcesAmong(node.words);
      node.destination = node.words.at(-1) ?? null;
      if (node.keyword === "COPY") node.from = flagNamed("from", node.flags);
      return;
    case "VOLUME":
      maybeJson(parts, argsStart, blanks);
      return;
    case "EXPOSE":
      node.words = blanks(parts, argsStart);
      return;
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
      node.words = whole(parts, argsStart);
      return;
    case "ENV":
    case "LABEL":
      readNameValues(parts, node.keyword);
      return;
    case "ARG":
      readArg(parts);
      return;
    case "HEALTHCHECK":
      healthcheck(parts);
      return;
    case "ONBUILD":
      onbuild(parts);
      return;
    default:
      node.written = writtenOf(parts);
      node.keyword = "UNKNOWN";
      node.words = blanks(parts, argsStart);
  }
}

/** All words but the last, without the heredocs. */
function sourcesAmong(words: readonly Word[]): readonly Word[] {
  const sources: Word[] = [];
  for (let index = 0; index < words.length - 1; index++) {
    const word = words[index];
    if (word && !(word.text.includes("<<") && readHeredocWord(word.text))) sources.push(word);
  }
  return sources;
}

function flagNamed(name: string, flags: readonly Flag[]): Flag | null {
  for (let at = 0; at < flags.length; at++) if (flags[at]?.name === name) return flags[at] ?? null;
  return null;
}

function writtenOf(parts: Parts): string {
  const start = skipSpace(parts.line, 0, parts.line.length);
  return parts.line.slice(start, start + parts.node.keyword.length);
}

const BRACKET = 91;

/** The arguments from `from` on, where no white space stands, as the strings of a JSON array, or read otherwise. */
function maybeJson(parts: Parts, from: number, otherwise: ReadWords): void {
  const { node } = parts;
  if (parts.line.charCodeAt(from) !== BRACKET) {
    node.words = otherwise(parts, from);
    return;
  }
  const strings = readStringArray(parts.line, from, parts.argsEnd);
  const { map } = parts.context;
  if (strings === "mixed") {
    parts.context.problem("a JSON array in a Dockerfile may hold strings only", map.range(from, parts.argsEnd));
  }
  if (strings === null || strings === "mixed") {
    node.words = otherwise(parts, from);
    return;
  }
  node.words = strings.map((item) => ({ text: item.value, range: map.range(item.start, item.end) }));
  node.json = true;
}

function from(parts: Parts): void {
  const { node } = parts;
  const words = blanks(parts, parts.argsStart);
  const named = words.length >= 3 && words[1]?.text.toLowerCase() === "as";
  node.words = words;
  node.image = words[0] ?? { text: "", range: node.textRange };
  node.alias = (named ? words[2] : null) ?? null;
  node.platform = flagNamed("platform", node.flags);
}

function mounts(flags: readonly Flag[]): readonly Mount[] {
  if (flags.length === 0) return NO_MOUNTS;
  return flags.filter((flag) => flag.name === "mount").map((flag) => readMount(flag.value ?? "", flag.range));
}

function healthcheck(parts: Parts): void {
  const { node } = parts;
  const [type] = splitFirst(parts);
  if (!type) return;
  maybeJson(parts, skipSpace(parts.line, type.end, parts.argsEnd), whole);
  const kind = toWord(parts, type);
  node.none = kind.text.toUpperCase() === "NONE";
  if (!node.none) node.command = node.words;
  node.words = [kind, ...node.words];
}

function splitFirst(parts: Parts): Span[] {
  let at = parts.argsStart;
  while (at < parts.argsEnd && skipSpace(parts.line, at, at + 1) === at) at++;
  return at > parts.argsStart ? [{ start: parts.argsStart, end: at }] : [];
}

function onbuild(parts: Parts): void {
  const { line, argsStart, argsEnd, node, context } = parts;
  node.words = whole(parts, argsStart);
  const again = /^onbuild(?![^\t\v\f\r ])/i.test(line.slice(argsStart, argsStart + 8));
  if (again) context.problem("ONBUILD cannot hold another ONBUILD", node.textRange);
  if (again || argsStart >= argsEnd) return;
  node.inner = readInstruction(line.slice(argsStart, argsEnd), 0, {
    ...context,
    map: context.map.from(argsStart),
    onbuild: true,
  });
}
