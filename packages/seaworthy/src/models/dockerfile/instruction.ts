import type { Range } from "../../core/place.js";
import type { Flag, Heredoc, Instruction, Mount, Pair, Word } from "./ast.js";
import { isBlank, type Span, skipSpace, splitBlanks, trimEnd } from "./blanks.js";
import { splitFlags } from "./flags.js";
import { readHeredocWord } from "./heredoc.js";
import type { Joined } from "./joined.js";
import { readStringArray } from "./json.js";
import { readMount } from "./mount.js";
import { splitLegacy, splitQuoted } from "./quoted.js";

/** What the parser knows around one joined line. */
export interface LineContext {
  readonly map: Joined;
  readonly startLine: number;
  readonly endLine: number;
  readonly escape: string;
  readonly stage: number;
  readonly onbuild: boolean;
  problem(message: string, range: Range): void;
}

/** The parts every instruction has, before its arguments are read. */
interface Parts {
  readonly line: string;
  readonly keyword: string;
  readonly argsStart: number;
  readonly argsEnd: number;
  readonly base: ReturnType<typeof baseOf>;
  readonly context: LineContext;
}

/** Builds the node of one joined line that is not blank. Heredoc bodies are attached by the caller, since they stand after the line. */
export function readInstruction(line: string, context: LineContext): Instruction {
  const start = skipSpace(line, 0, line.length);
  const argsEnd = trimEnd(line, start, line.length);
  let keywordEnd = start;
  while (keywordEnd < argsEnd && !isBlank(line.charCodeAt(keywordEnd))) keywordEnd++;
  const { flags, rest } = splitFlags(line, keywordEnd, argsEnd, context.escape);
  const argsStart = skipSpace(line, rest, argsEnd);
  const base = baseOf(line, { start, end: keywordEnd }, { start: argsStart, end: argsEnd }, context, flags.map(toFlag));
  return build({
    line,
    keyword: line.slice(start, keywordEnd).toUpperCase(),
    argsStart,
    argsEnd,
    base,
    context,
  });

  function toFlag(span: (typeof flags)[number]): Flag {
    const split = span.word.indexOf("=");
    return {
      name: span.word.slice(2, split < 0 ? undefined : split),
      value: split < 0 ? null : span.word.slice(split + 1),
      valueRange: split < 0 ? null : valueRange(context.map, span.equals + 1, span.end),
      range: context.map.range(span.start, span.end),
    };
  }
}

/** An empty value stands right after its sign, never in the line below. */
function valueRange(map: Joined, start: number, end: number): Range {
  if (end > start) return map.range(start, end);
  const at = map.at(start - 1) + 1;
  return [at, at];
}

function baseOf(line: string, keyword: Span, args: Span, context: LineContext, flags: readonly Flag[]) {
  const { map } = context;
  return {
    range: map.range(keyword.start, args.end),
    keywordRange: map.range(keyword.start, keyword.end),
    startLine: context.startLine,
    endLine: context.endLine,
    flags,
    text: line.slice(args.start, args.end),
    textRange: valueRange(map, args.start, args.end),
    textOffsets: map.from(args.start),
    words: [] as readonly Word[],
    json: false,
    heredocs: [] as readonly Heredoc[],
    stage: context.stage,
    onbuild: context.onbuild,
  };
}

function build(parts: Parts): Instruction {
  const { keyword, base } = parts;
  switch (keyword) {
    case "FROM":
      return from(parts);
    case "RUN":
      return {
        ...base,
        keyword,
        ...maybeJson(parts, parts.argsStart, whole),
        mounts: mounts(base.flags),
      };
    case "CMD":
    case "ENTRYPOINT":
    case "SHELL":
      return { ...base, keyword, ...maybeJson(parts, parts.argsStart, whole) };
    case "COPY":
    case "ADD": {
      const read = maybeJson(parts, parts.argsStart, blanks);
      const sources = read.words.slice(0, -1).filter((word) => !word.text.includes("<<") || !readHeredocWord(word.text));
      const named = keyword === "COPY" ? base.flags.find((flag) => flag.name === "from") : undefined;
      return {
        ...base,
        keyword,
        ...read,
        sources,
        destination: read.words.at(-1) ?? null,
        from: named ?? null,
      };
    }
    case "VOLUME":
      return { ...base, keyword, ...maybeJson(parts, parts.argsStart, blanks) };
    case "EXPOSE":
      return { ...base, keyword, words: blanks(parts, parts.argsStart) };
    case "USER":
    case "WORKDIR":
    case "STOPSIGNAL":
    case "MAINTAINER":
      return { ...base, keyword, words: whole(parts, parts.argsStart) };
    case "ENV":
    case "LABEL":
      return nameValues(parts, keyword);
    case "ARG": {
      const spans = splitQuoted(parts.line, parts.argsStart, parts.argsEnd, parts.context.escape);
      const words = spans.map((span) => ({
        text: span.text,
        range: parts.context.map.range(span.start, span.end),
      }));
      return {
        ...base,
        keyword,
        words,
        legacy: false,
        pairs: spans.map((span) => toPair(parts, span)),
      };
    }
    case "HEALTHCHECK":
      return healthcheck(parts);
    case "ONBUILD":
      return onbuild(parts);
    default:
      return {
        ...base,
        keyword: "UNKNOWN",
        written: writtenOf(parts),
        words: blanks(parts, parts.argsStart),
      };
  }
}

type ReadWords = (parts: Parts, from: number) => readonly Word[];

const whole: ReadWords = (parts, from) =>
  from < parts.argsEnd
    ? [
        {
          text: parts.line.slice(from, parts.argsEnd),
          range: parts.context.map.range(from, parts.argsEnd),
        },
      ]
    : [];

const blanks: ReadWords = (parts, from) => splitBlanks(parts.line, from, parts.argsEnd).map((span) => toWord(parts, span));

function toWord(parts: Parts, span: Span): Word {
  return {
    text: parts.line.slice(span.start, span.end),
    range: parts.context.map.range(span.start, span.end),
  };
}

function writtenOf(parts: Parts): string {
  const start = skipSpace(parts.line, 0, parts.line.length);
  return parts.line.slice(start, start + parts.keyword.length);
}

function maybeJson(parts: Parts, from: number, otherwise: ReadWords): { words: readonly Word[]; json: boolean } {
  const strings = readStringArray(parts.line, from, parts.argsEnd);
  if (strings === "mixed") {
    parts.context.problem("a JSON array in a Dockerfile may hold strings only", parts.context.map.range(from, parts.argsEnd));
  }
  if (strings === null || strings === "mixed") return { words: otherwise(parts, from), json: false };
  const { map } = parts.context;
  return {
    words: strings.map((item) => ({
      text: item.value,
      range: map.range(item.start, item.end),
    })),
    json: true,
  };
}

function from(parts: Parts): Instruction {
  const words = blanks(parts, parts.argsStart);
  const named = words.length >= 3 && words[1]?.text.toLowerCase() === "as";
  return {
    ...parts.base,
    keyword: "FROM",
    words,
    image: words[0] ?? { text: "", range: parts.base.textRange },
    alias: (named ? words[2] : null) ?? null,
    platform: parts.base.flags.find((flag) => flag.name === "platform") ?? null,
  };
}

function mounts(flags: readonly Flag[]): readonly Mount[] {
  return flags.filter((flag) => flag.name === "mount").map((flag) => readMount(flag.value ?? "", flag.range));
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

function nameValues(parts: Parts, keyword: "ENV" | "LABEL"): Instruction {
  const { line, argsStart, argsEnd, base, context } = parts;
  const spans = splitQuoted(line, argsStart, argsEnd, context.escape);
  let pairs: readonly Pair[] = [];
  const legacy = spans[0] !== undefined && !spans[0].text.includes("=");
  if (legacy) {
    const split = splitLegacy(line, argsStart, argsEnd);
    if (split) pairs = [legacyPair(parts, split.name, split.value)];
    else context.problem(`${keyword} must have two arguments`, base.textRange);
  } else {
    const good = spans.filter((span) => span.text.includes("="));
    const bad = spans.find((span) => !span.text.includes("="));
    if (bad)
      context.problem(
        `can't find = in a word of ${keyword}; it must be of the form name=value`,
        context.map.range(bad.start, bad.end),
      );
    pairs = good.map((span) => toPair(parts, span));
  }
  const words = pairs.flatMap((pair) => [
    { text: pair.name, range: pair.nameRange },
    { text: pair.value ?? "", range: pair.valueRange ?? pair.range },
  ]);
  return { ...base, keyword, words, legacy, pairs };
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

function healthcheck(parts: Parts): Instruction {
  const [type] = splitFirst(parts);
  if (!type) return { ...parts.base, keyword: "HEALTHCHECK", none: false, command: [] };
  const from = skipSpace(parts.line, type.end, parts.argsEnd);
  const { words, json } = maybeJson(parts, from, whole);
  const kind = toWord(parts, type);
  const none = kind.text.toUpperCase() === "NONE";
  return {
    ...parts.base,
    keyword: "HEALTHCHECK",
    words: [kind, ...words],
    json,
    none,
    command: none ? [] : words,
  };
}

function splitFirst(parts: Parts): Span[] {
  let at = parts.argsStart;
  while (at < parts.argsEnd && skipSpace(parts.line, at, at + 1) === at) at++;
  return at > parts.argsStart ? [{ start: parts.argsStart, end: at }] : [];
}

function onbuild(parts: Parts): Instruction {
  const { line, argsStart, argsEnd, base, context } = parts;
  const words = whole(parts, argsStart);
  const again = /^onbuild(?![^\t\v\f\r ])/i.test(line.slice(argsStart, argsStart + 8));
  if (again) context.problem("ONBUILD cannot hold another ONBUILD", base.textRange);
  if (again || argsStart >= argsEnd) return { ...base, keyword: "ONBUILD", words, inner: null };
  const inner = readInstruction(line.slice(argsStart, argsEnd), {
    ...context,
    map: context.map.from(argsStart),
    onbuild: true,
  });
  return { ...base, keyword: "ONBUILD", words, inner };
}
