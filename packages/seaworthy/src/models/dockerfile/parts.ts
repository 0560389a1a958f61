import type { Word } from "./ast.js";
import { type Span, splitBlanks } from "./blanks.js";
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

/** The rest split at blanks. */
export const blanks: ReadWords = (parts, from) => {
  const words: Word[] = [];
  for (const span of splitBlanks(parts.line, from, parts.argsEnd)) words.push(toWord(parts, span));
  return words;
};

export function toWord(parts: Parts, span: Span): Word {
  return {
    text: parts.line.slice(span.start, span.end),
    range: parts.context.map.range(span.start, span.end),
  };
}
