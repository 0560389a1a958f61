import type { Flag, Instruction, Mount, Word } from "./ast.js";
import { isBlank, type Span, skipSpace, trimEnd } from "./blanks.js";
import { splitFlags } from "./flags.js";
import { readHeredocWord } from "./heredoc.js";
import { readStringArray } from "./json.js";
import { readMount } from "./mount.js";
import { readArg, readNameValues } from "./pairs.js";
import { baseOf, blanks, type LineContext, type Parts, type ReadWords, toWord, valueRange, whole } from "./parts.js";

const NO_FLAGS: readonly Flag[] = Object.freeze([]);
const NO_MOUNTS: readonly Mount[] = Object.freeze([]);

/** Builds the node of one joined line that is not blank. Heredoc bodies are attached by the caller, since they stand after the line. */
export function readInstruction(line: string, context: LineContext): Instruction {
  const start = skipSpace(line, 0, line.length);
  const argsEnd = trimEnd(line, start, line.length);
  let keywordEnd = start;
  while (keywordEnd < argsEnd && !isBlank(line.charCodeAt(keywordEnd))) keywordEnd++;
  const { flags, rest } = splitFlags(line, keywordEnd, argsEnd, context.escape);
  const argsStart = skipSpace(line, rest, argsEnd);
  const base = baseOf(
    line,
    { start, end: keywordEnd },
    { start: argsStart, end: argsEnd },
    context,
    flags.length === 0 ? NO_FLAGS : flags.map(toFlag),
  );
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
      return readNameValues(parts, keyword);
    case "ARG":
      return readArg(parts);
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
  if (flags.length === 0) return NO_MOUNTS;
  return flags.filter((flag) => flag.name === "mount").map((flag) => readMount(flag.value ?? "", flag.range));
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
