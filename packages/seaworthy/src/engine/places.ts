import type { Finding } from "../core/answer.js";
import { fingerprint } from "../core/fingerprint.js";
import { LineIndex } from "../core/lines.js";
import { isSourcePlace, type Place, type SourcePlace } from "../core/place.js";
import type { ReportedPlace, ReportedSource } from "../core/report.js";
import type { AnyRule } from "../rule.js";

/** Anything that the marked text of a fingerprint does not keep as it is. */
const BLANKS = /\s\s|[^\S ]|^\s|\s$/;

/** Turns offsets into lines, and findings into names that survive a move of lines. */
export class Places {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lines = new Map<string, LineIndex>();
  readonly #ordinals = new Map<string, number[]>();

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
   * Made of rule, file, deployment and the marked text (for a secret its message: a hash of a weak secret could be
   * guessed back), plus a number where the same text is marked more than once.
   */
  fingerprint(rule: AnyRule, finding: Finding): string {
    const { place } = finding;
    const where = isSourcePlace(place) ? place.file : JSON.stringify(place);
    const marked = isSourcePlace(place) && !finding.secret ? (this.#texts.get(place.file) ?? "").slice(...place.range) : "";
    const about = marked === "" ? finding.message : BLANKS.test(marked) ? marked.replace(/\s+/g, " ").trim() : marked;
    const base = `${rule.id}\u0000${where}\u0000${finding.deployment ?? ""}\u0000${about}`;
    const at = isSourcePlace(place) ? place.range[0] : -1;
    const seen = this.#ordinals.get(base);
    if (!seen) this.#ordinals.set(base, [at]);
    else if (!seen.includes(at)) seen.push(at);
    const ordinal = seen ? seen.indexOf(at) : 0;
    return fingerprint(base, ordinal === 0 ? "" : String(ordinal));
  }
}
