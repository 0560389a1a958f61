import type { Node, Range } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";

/** One word of an instruction, as BuildKit splits it. */
export interface Word extends Node {
  /** As BuildKit's parser returns it: continuations joined; quotes kept where BuildKit keeps them. */
  readonly text: string;
}

export interface Flag extends Node {
  readonly name: string; // without the dashes
  readonly value: string | null; // unquoted; null for a bare flag such as --link
  readonly valueRange: Range | null;
}

export interface Heredoc extends Node {
  readonly name: string; // the delimiter, unquoted
  readonly expand: boolean; // false when the delimiter was quoted
  readonly chomp: boolean; // <<-
  readonly body: string;
  readonly bodyRange: Range;
}

export interface Comment extends Node {
  readonly text: string; // without the #, trimmed
  readonly line: number; // 1-based
}

/** A parser directive: `# syntax=`, `# escape=`, `# check=`. */
export interface Directive extends Node {
  readonly name: string; // lower case
  readonly value: string;
  readonly line: number;
}

interface Base extends Node {
  readonly keywordRange: Range;
  /** 1-based lines, both included. */
  readonly startLine: number;
  readonly endLine: number;
  readonly flags: readonly Flag[];
  /** All that follows keyword and flags; continuations joined, comments inside them dropped. */
  readonly text: string;
  readonly textRange: Range;
  /** For each UTF-16 unit of `text`, its offset in the file; one more for the end. */
  readonly textOffsets: OffsetMap;
  /** BuildKit's words: for JSON form the strings, for shell form one word with the whole text. */
  readonly words: readonly Word[];
  /** True when the arguments are a valid JSON array of strings. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** The number of the stage, -1 before the first FROM. */
  readonly stage: number;
  /** True for the instruction inside ONBUILD. */
  readonly onbuild: boolean;
}

/** Maps an offset in joined text to the offset in the file. */
export interface OffsetMap {
  at(index: number): number;
  range(start: number, end: number): Range;
}

export interface Pair extends Node {
  readonly name: string;
  readonly nameRange: Range;
  /** The raw value, quotes and escapes kept; null where there is none (`ARG X`). */
  readonly value: string | null;
  readonly valueRange: Range | null;
}

export interface FromInstruction extends Base {
  readonly keyword: "FROM";
  readonly image: Word;
  readonly alias: Word | null;
  readonly platform: Flag | null;
}
export interface Mount extends Node {
  readonly type: string; // bind (default), cache, tmpfs, secret, ssh
  readonly options: ReadonlyMap<string, string | true>; // keys lower case: id, target (also dst, destination), source (src), from, required, env, sharing…
}
export interface RunInstruction extends Base {
  readonly keyword: "RUN";
  readonly mounts: readonly Mount[];
}
export interface CopyInstruction extends Base {
  readonly keyword: "COPY" | "ADD";
  readonly from: Flag | null;
  readonly sources: readonly Word[]; // heredoc sources not among them
  readonly destination: Word | null;
}
export interface PairsInstruction extends Base {
  readonly keyword: "ENV" | "ARG" | "LABEL";
  readonly pairs: readonly Pair[];
  readonly legacy: boolean; // ENV name value
}
export interface CommandInstruction extends Base {
  readonly keyword: "CMD" | "ENTRYPOINT" | "SHELL";
}
export interface HealthcheckInstruction extends Base {
  readonly keyword: "HEALTHCHECK";
  readonly none: boolean;
  /** The words of the JSON form, or one word with the shell text; empty for NONE. */
  readonly command: readonly Word[];
}
export interface OnbuildInstruction extends Base {
  readonly keyword: "ONBUILD";
  readonly inner: Instruction | null;
}
export interface PlainInstruction extends Base {
  readonly keyword: "USER" | "WORKDIR" | "EXPOSE" | "VOLUME" | "STOPSIGNAL" | "MAINTAINER";
}
export interface UnknownInstruction extends Base {
  readonly keyword: "UNKNOWN";
  readonly written: string;
}

export type Instruction =
  | FromInstruction
  | RunInstruction
  | CopyInstruction
  | PairsInstruction
  | CommandInstruction
  | HealthcheckInstruction
  | OnbuildInstruction
  | PlainInstruction
  | UnknownInstruction;

/** One parsed file. Every range is an offset pair into `text`. */
export interface DockerfileTree {
  readonly path: string;
  readonly text: string;
  readonly escape: "\\" | "`";
  readonly directives: readonly Directive[];
  /** All comments, also those inside continuations; directives are not among them. */
  readonly comments: readonly Comment[];
  /** The first blank line inside each instruction that is continued over one. */
  readonly emptyContinuations: readonly Range[];
  readonly instructions: readonly Instruction[];
  readonly problems: readonly Problem[];
}
