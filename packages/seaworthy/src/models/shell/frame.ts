import type { OffsetMap } from "../dockerfile/ast.js";
import type { Command } from "./script.js";

type Place = Command["inside"][number];

/** How every substitution begins. */
export const HOLDS_SCRIPT = /[`(]|\$\{[\s|]/;
const NOWHERE: Command["inside"] = Object.freeze([]);

/** A pipeline of one command. */
export const ALONE: Command["pipe"] = { index: 0, length: 1 };

/** Where the walk over a syntax tree stands. One is made for each node, so its copies are made field by field. */
export class Frame {
  readonly offsets: OffsetMap;
  /** The text that is read; null inside a substitution, whose own text is not kept. */
  readonly text: string | null;
  /** Whether anything in the text can be a substitution. */
  readonly substitutes: boolean;
  readonly inside: Command["inside"];
  readonly after: Command["after"];
  readonly pipe: Command["pipe"];
  readonly negated: boolean;
  readonly background: boolean;
  readonly timed: boolean;
  readonly depth: number;
  /** How many scripts are around this one as texts of `sh -c`. */
  readonly shells: number;

  constructor(
    offsets: OffsetMap,
    text: string | null,
    substitutes: boolean,
    inside: Command["inside"],
    after: Command["after"],
    pipe: Command["pipe"],
    negated: boolean,
    background: boolean,
    timed: boolean,
    depth: number,
    shells: number,
  ) {
    this.offsets = offsets;
    this.text = text;
    this.substitutes = substitutes;
    this.inside = inside;
    this.after = after;
    this.pipe = pipe;
    this.negated = negated;
    this.background = background;
    this.timed = timed;
    this.depth = depth;
    this.shells = shells;
  }

  /** The start of a text. */
  static outermost(offsets: OffsetMap, text: string): Frame {
    return new Frame(offsets, text, HOLDS_SCRIPT.test(text), NOWHERE, "start", ALONE, false, false, false, 0, 0);
  }

  /** The same place one node further down. */
  deeper(): Frame {
    return this.#copy(this.inside, this.after, this.background, this.depth + 1);
  }

  following(after: Command["after"], background = this.background): Frame {
    if (after === this.after && background === this.background) return this;
    return this.#copy(this.inside, after, background, this.depth);
  }

  within(place: Place, after: Command["after"]): Frame {
    return this.#copy([...this.inside, place], after, this.background, this.depth);
  }

  piped(after: Command["after"], pipe: Command["pipe"], negated: boolean, timed: boolean): Frame {
    return new Frame(
      this.offsets,
      this.text,
      this.substitutes,
      this.inside,
      after,
      pipe,
      negated,
      this.background,
      timed,
      this.depth,
      this.shells,
    );
  }

  /** The body of a function: nothing is known of how it is called. */
  called(): Frame {
    return new Frame(
      this.offsets,
      this.text,
      this.substitutes,
      [...this.inside, "function"],
      "start",
      ALONE,
      false,
      false,
      this.timed,
      this.depth,
      this.shells,
    );
  }

  /** A script of its own inside this one. */
  script(place: "substitution" | "shell-c", offsets: OffsetMap, text: string | null): Frame {
    const shells = place === "shell-c" ? this.shells + 1 : this.shells;
    const inside = [...this.inside, place];
    const substitutes = text === null || HOLDS_SCRIPT.test(text);
    return new Frame(offsets, text, substitutes, inside, "start", ALONE, false, this.background, false, this.depth + 1, shells);
  }

  #copy(inside: Command["inside"], after: Command["after"], background: boolean, depth: number): Frame {
    return new Frame(
      this.offsets,
      this.text,
      this.substitutes,
      inside,
      after,
      this.pipe,
      this.negated,
      background,
      this.timed,
      depth,
      this.shells,
    );
  }
}
