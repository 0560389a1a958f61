import type { Finding } from "../core/answer.js";
import { fingerprint } from "../core/fingerprint.js";
import { LineIndex } from "../core/lines.js";
import { isSourcePlace, type Place, type SourcePlace } from "../core/place.js";
import type { ReportedPlace, ReportedSource } from "../core/report.js";
import type { AnyRule } from "../rule.js";

/** What differs between two builds of one image: digests, sizes, dates, lines. */
const VARYING = /[0-9a-f]{12,64}|\d+(?:[.,-]\d+)*/g;
/** Anything that the marked text of a fingerprint does not keep as it is. */
const BLANKS = /\s\s|[^\S ]|^\s|\s$/;

/** Turns offsets into lines, and findings into names that survive a move of lines. */
export class Places {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lines = new Map<string, LineIndex>();
  readonly #ordinals = new Map<string, (number | string)[]>();

  constructor(texts: ReadonlyMap<string, string>) {
    this.#texts = texts;
  }

  source(place: SourcePlace): ReportedSource {
    let lines = this.#lines.get(place.file);
    if (!lines) {
      lines = new LineIndex(this.#texts.get(place.file) ?? "");
      this.#lines.set(place.file, lines);
    }
    return { file: place.file, start: lines.position(place.range[0]), end: lines.position(place.range[1]) };
  }

  reported(place: Place): ReportedPlace {
    return isSourcePlace(place) ? this.source(place) : place;
  }

  /**
   * Made of rule (with the name that a finding goes by, where it passes on many), file, deployment and the marked text (for a secret its message: a hash of a weak secret could be
   * guessed back), plus a number where the same text is marked more than once. Of an image what a rebuild keeps: the path, and
   * the message without its numbers.
   */
  fingerprint(rule: AnyRule, finding: Finding): string {
    const { place, message, deployment = "" } = finding;
    if (isSourcePlace(place)) {
      const marked = finding.secret ? "" : (this.#texts.get(place.file) ?? "").slice(...place.range);
      const about = marked === "" ? message : BLANKS.test(marked) ? marked.replace(/\s+/g, " ").trim() : marked;
      const name = rule.aliasForm === undefined ? rule.id : `${rule.id} ${finding.aliases?.join() ?? ""}`;
      return this.#print(`${name}\u0000${place.file}\u0000${deployment}\u0000${about}`, place.range[0]);
    }
    if (!("image" in place))
      return this.#print(`${rule.id}\u0000${JSON.stringify(place)}\u0000${deployment}\u0000${message}`, -1);
    const { part, path = "", layer = "" } = place.image;
    const stable = message.replaceAll(VARYING, "0");
    return this.#print([rule.id, part, part === "history" ? "" : path, deployment, stable].join("\u0000"), `${layer} ${message}`);
  }

  /** `at` tells apart what is otherwise the same. */
  #print(base: string, at: number | string): string {
    const seen = this.#ordinals.get(base);
    if (!seen) this.#ordinals.set(base, [at]);
    else if (!seen.includes(at)) seen.push(at);
    const ordinal = seen ? seen.indexOf(at) : 0;
    return fingerprint(base, ordinal === 0 ? "" : String(ordinal));
  }
}
