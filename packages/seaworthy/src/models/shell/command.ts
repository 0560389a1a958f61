import type { Command as UnbashCommand } from "unbash";
import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import type { Frame } from "./frame.js";
import type { Command, ShellWord } from "./script.js";

export const NO_WORDS: readonly ShellWord[] = Object.freeze([]);

/** One command of a script; it finds its place in the file when it is asked for. */
export class ReadCommand implements Command {
  readonly name: string | null;
  readonly words: readonly ShellWord[];
  readonly prefixes: readonly string[];
  readonly prefixWords: readonly ShellWord[];
  readonly assignments: Command["assignments"];
  readonly redirects: Command["redirects"];
  readonly after: Command["after"];
  readonly pipe: Command["pipe"];
  readonly negated: boolean;
  readonly background: boolean;
  readonly inside: Command["inside"];
  readonly #offsets: OffsetMap;
  readonly #pos: number;
  readonly #end: number;

  constructor(
    name: string | null,
    words: readonly ShellWord[],
    prefixes: readonly string[],
    prefixWords: readonly ShellWord[],
    assignments: Command["assignments"],
    redirects: Command["redirects"],
    frame: Frame,
    { pos, end }: UnbashCommand,
  ) {
    this.name = name;
    this.words = words;
    this.prefixes = prefixes;
    this.prefixWords = prefixWords;
    this.assignments = assignments;
    this.redirects = redirects;
    this.after = frame.after;
    this.pipe = frame.pipe;
    this.negated = frame.negated;
    this.background = frame.background;
    this.inside = frame.inside;
    this.#offsets = frame.offsets;
    this.#pos = pos;
    this.#end = end;
  }

  get range(): Range {
    return this.#offsets.range(this.#pos, this.#end);
  }
}
