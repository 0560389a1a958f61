import type { Word } from "./ast.js";
import { isBlank, type Span, skipWord } from "./blanks.js";
import type { InstructionNode, LineContext } from "./instruction-node.js";

/** An instruction whose keyword and flags are read, and where its arguments stand in the line. */
export interface Parts {
  readonly line: string;
  readonly argsStart: number;
  readonly argsEnd: number;
  readonly node: InstructionNode;
  readonly context: LineContext;
}

/** Reads the words from `from` to the end of the arguments. */
export type ReadWords = (parts: Parts, from: number) => readonly Word[];

/** The rest as one word. */
export const whole: ReadWords = (parts, from) =>
  from < parts.argsEnd
    ? [
        {
          text: parts.line.slice(from, parts.argsEnd),
          range: parts.context.map.range(from, parts.argsEnd),
        },
      ]
    : [];

/** The rest split at blanks. Quotes mean nothing here. */
export const blanks: ReadWords = ({ line, argsEnd, context: { map } }, from) => {
  const words: Word[] = [];
  let at = from;
  while (at < argsEnd) {
    const start = at;
    at = skipWord(line, at, argsEnd);
    if (at > start) words.push({ text: line.slice(start, at), range: map.range(start, at) });
    while (at < argsEnd && isBlank(line.charCodeAt(at))) at++;
  }
  return words;
};

export function toWord(parts: Parts, span: Span): Word {
  return {
    text: parts.line.slice(span.start, span.end),
    range: parts.context.map.range(span.start, span.end),
  };
}
