import type { Range } from "../../core/place.js";
import type { Flag, Heredoc, Instruction, Mount, Pair, Word } from "./ast.js";
import type { Span } from "./blanks.js";
import { type JoinedMap, valueRange } from "./joined.js";

const NONE: readonly never[] = Object.freeze([]);
const NO_WORD: Word = Object.freeze({ text: "", range: Object.freeze([0, 0] as const) });

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

/**
 * An instruction while it is read. All kinds have the same fields in the same order, so that the many readers of instructions
 * meet one shape; the types of the tree show each kind its own.
 */
export class InstructionNode {
  keyword: string;
  range: Range;
  keywordRange: Range;
  startLine: number;
  endLine: number;
  flags: readonly Flag[];
  text: string;
  textRange: Range;
  textOffsets: JoinedMap;
  words: readonly Word[] = NONE;
  json = false;
  heredocs: readonly Heredoc[] = NONE;
  stage: number;
  onbuild: boolean;
  image: Word = NO_WORD;
  alias: Word | null = null;
  platform: Flag | null = null;
  mounts: readonly Mount[] = NONE;
  from: Flag | null = null;
  sources: readonly Word[] = NONE;
  destination: Word | null = null;
  pairs: readonly Pair[] = NONE;
  legacy = false;
  none = false;
  command: readonly Word[] = NONE;
  inner: Instruction | null = null;
  written = "";

  constructor(line: string, keyword: Span, args: Span, context: LineContext, flags: readonly Flag[]) {
    const { map } = context;
    this.keyword = line.slice(keyword.start, keyword.end).toUpperCase();
    this.range = map.range(keyword.start, args.end);
    this.keywordRange = map.range(keyword.start, keyword.end);
    this.startLine = context.startLine;
    this.endLine = context.endLine;
    this.flags = flags;
    this.text = line.slice(args.start, args.end);
    this.textRange = valueRange(map, args.start, args.end);
    this.textOffsets = map.from(args.start);
    this.stage = context.stage;
    this.onbuild = context.onbuild;
  }

  /** The node as the tree knows it. */
  done(): Instruction {
    return this as unknown as Instruction;
  }
}
