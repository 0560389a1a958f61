import type { Range } from "../../core/place.js";
import type { Word } from "./ast.js";
import { type Span, splitBlanks } from "./blanks.js";
import type { InstructionNode } from "./instruction-node.js";
import type { JoinedMap } from "./joined.js";

/** What the parser knows around one joined line. */
export interface LineContext {
  readonly map: JoinedMap;
  readonly startLine: number;
  readonly endLine: number;
  readonly escape: string;
  readonly stage: number;
  readonly onbuild: boolean;
  problem(message: string, range: Range): void;
}

/** An instruction whose keyword and flags are read, and where its arguments stand in the line. */
export interface Parts {
  readonly line: string;
  readonly argsStart: number;
  readonly argsEnd: number;
  readonly node: InstructionNode;
  readonly context: LineContext;
}

/** An empty value stands right after its sign, never in the line below. */
export function valueRange(map: JoinedMap, start: number, end: number): Range {
  if (end > start) return map.range(start, end);
  const at = map.at(start - 1) + 1;
  return [at, at];
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
export const blanks: ReadWords = (parts, from) => splitBlanks(parts.line, from, parts.argsEnd).map((span) => toWord(parts, span));

export function toWord(parts: Parts, span: Span): Word {
  return {
    text: parts.line.slice(span.start, span.end),
    range: parts.context.map.range(span.start, span.end),
  };
}
