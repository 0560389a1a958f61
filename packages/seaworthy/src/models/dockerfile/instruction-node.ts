import type { Range } from "../../core/place.js";
import type { Flag, Heredoc, Instruction, Mount, Pair, Word } from "./ast.js";
import { type JoinedMap, valueRange } from "./joined.js";

const NONE: readonly never[] = Object.freeze([]);
const NO_WORD: Word = Object.freeze({ text: "", range: Object.freeze([0, 0] as const) });

const WORDS =
  "FROM RUN CMD LABEL MAINTAINER EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL".split(
    " ",
  );
/** Each keyword as one string of the engine's table, by how it is mostly written: what is the same string is told apart without a look at its letters. */
const KEYWORDS: ReadonlyMap<string, string> = new Map(
  WORDS.flatMap((word) => [[word, word] as const, [word.toLowerCase(), word] as const]),
);

function keywordOf(written: string): string {
  return KEYWORDS.get(written) ?? written.toUpperCase();
}

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
  startLine: number;
  endLine: number;
  flags: readonly Flag[];
  text: string;
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
  /** Where the keyword starts and ends, counted from where the arguments start. */
  readonly #keywordStart: number;
  readonly #keywordEnd: number;

  /** @param start where the keyword of the joined line starts, and where it ends; then the same of the arguments. */
  constructor(
    line: string,
    start: number,
    end: number,
    argsStart: number,
    argsEnd: number,
    context: LineContext,
    flags: readonly Flag[],
  ) {
    const { map } = context;
    this.keyword = keywordOf(line.slice(start, end));
    this.range = map.range(start, argsEnd);
    this.startLine = context.startLine;
    this.endLine = context.endLine;
    this.flags = flags;
    this.text = line.slice(argsStart, argsEnd);
    this.textOffsets = map.from(argsStart);
    this.stage = context.stage;
    this.onbuild = context.onbuild;
    this.#keywordStart = start - argsStart;
    this.#keywordEnd = end - argsStart;
  }

  /** This place and the next are asked for where something is wrong, or mended. */
  get keywordRange(): Range {
    return this.textOffsets.range(this.#keywordStart, this.#keywordEnd);
  }

  get textRange(): Range {
    return valueRange(this.textOffsets, 0, this.text.length);
  }

  /** The node as the tree knows it. */
  done(): Instruction {
    return this as unknown as Instruction;
  }
}
