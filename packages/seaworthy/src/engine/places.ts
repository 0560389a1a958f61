import type { Finding } from "../core/answer.js";
import { fingerprintFrom, type Lanes } from "../core/fingerprint.js";
import { LineIndex } from "../core/lines.js";
import { isSourcePlace, type Place, type SourcePlace } from "../core/place.js";
import type { Position, ReportedPlace, ReportedSource } from "../core/report.js";

/** What differs between two builds of one image: digests, sizes, dates, lines. */
const VARYING = /[0-9a-f]{12,64}|\d+(?:[.,-]\d+)*/g;
/** Anything that the marked text of a fingerprint does not keep as it is. */
const BLANKS = /\s\s|[^\S ]|^\s|\s$/;

/** As many files as the lines of are known at a time. */
const MOST_FILES = 200;

/** Turns offsets into lines, and findings into names that survive a move of lines. */
export class Places {
  readonly #textOf: (file: string) => string | undefined;
  readonly #lines = new Map<string, KnownPlaces>();
  /** By fingerprint where its text is marked: one place, or several in their order. */
  readonly #ordinals = new Map<string, number | string | (number | string)[]>();

  constructor(textOf: (file: string) => string | undefined) {
    this.#textOf = textOf;
  }

  source({ file, range }: SourcePlace): ReportedSource {
    let lines = this.#lines.get(file);
    if (!lines) {
      // The findings of a service are in few files, and a tree has thousands.
      if (this.#lines.size >= MOST_FILES) this.#lines.clear();
      lines = new KnownPlaces(file, this.#textOf(file) ?? "");
      this.#lines.set(file, lines);
    }
    return lines.at(range[0], range[1]);
  }

  reported(place: Place): ReportedPlace {
    return isSourcePlace(place) ? this.source(place) : place;
  }

  /**
   * Made of rule (with the name that a finding goes by, where it passes on many), file, deployment and the marked text (for a secret its message: a hash of a weak secret could be
   * guessed back), plus a number where the same text is marked more than once. Of an image what a rebuild keeps: the path, and
   * the message without its numbers; of a trial the drill and such a message.
   * @param name what the finding goes by, where its rule has one for each
   * @param rule the lanes of the rule's id and the separator behind it.
   */
  fingerprint(rule: Lanes, finding: Finding, name = ""): string {
    const { place, message, deployment = "" } = finding;
    if (isSourcePlace(place)) {
      const { file, range } = place;
      const marked = finding.secret ? "" : (this.#textOf(file) ?? "").slice(range[0], range[1]);
      const about = marked === "" ? message : BLANKS.test(marked) ? marked.replace(/\s+/g, " ").trim() : marked;
      return this.#print(rule, `${name}${file}\u0000${deployment}\u0000${about}\u0000`, range[0]);
    }
    const stable = message.replaceAll(VARYING, "0");
    if (!("image" in place))
      return this.#print(rule, `trial\u0000${place.trial.drill}\u0000${deployment}\u0000${stable}\u0000`, message);
    const { part, path = "", layer = "" } = place.image;
    const text = `${[part, part === "history" ? "" : path, deployment, stable].join("\u0000")}\u0000`;
    return this.#print(rule, text, `${layer} ${message}`);
  }

  /** `at` tells apart what is otherwise the same. */
  #print(rule: Lanes, text: string, at: number | string): string {
    const first = fingerprintFrom(rule, text);
    const known = this.#ordinals.get(first);
    if (known === undefined) {
      this.#ordinals.set(first, at);
      return first;
    }
    if (known === at) return first;
    const seen = typeof known === "object" ? known : [known];
    if (seen !== known) this.#ordinals.set(first, seen);
    const index = seen.indexOf(at);
    const ordinal = index < 0 ? seen.push(at) - 1 : index;
    return ordinal === 0 ? first : fingerprintFrom(rule, text + ordinal);
  }
}

/** The places of one file. Several findings mark the same one: it is made once. */
class KnownPlaces {
  readonly #file: string;
  readonly #lines: LineIndex;
  readonly #positions = new Map<number, Position>();
  readonly #places = new Map<Position, ReportedSource[]>();

  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = new LineIndex(text);
  }

  at(from: number, to: number): ReportedSource {
    const start = this.#position(from);
    const end = this.#position(to);
    const known = this.#places.get(start);
    const same = known?.find((one) => one.end === end);
    if (same) return same;
    const place = { file: this.#file, start, end };
    if (known) known.push(place);
    else this.#places.set(start, [place]);
    return place;
  }

  #position(offset: number): Position {
    let position = this.#positions.get(offset);
    if (!position) {
      position = this.#lines.position(offset);
      this.#positions.set(offset, position);
    }
    return position;
  }
}
