import { type SourcePlace, startOf } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { ProjectSource } from "./source.js";

/** Opens files of one project, keeps the texts that were used and collects what could not be read, each file once. */
export class Reader {
  readonly texts = new Map<string, string>();
  readonly problems: Problem[] = [];
  readonly #source: ProjectSource;
  readonly #reported = new Set<string>();

  constructor(source: ProjectSource) {
    this.#source = source;
  }

  /** A text that may be pointed at; null with a problem when the file is there and cannot be used, null alone when it is not there. */
  text(path: string): string | null {
    const text = this.peek(path);
    if (text !== null) this.texts.set(path, text);
    return text;
  }

  /** As `text`, for a look that may come to nothing: the text is not kept. */
  peek(path: string): string | null {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const read = this.#source.read(path);
    if ("text" in read) return read.text;
    if (read.problem.kind !== "missing") this.report(read.problem);
    return null;
  }

  /** A text that another file names: a missing one is a problem there. */
  named(path: string, by: SourcePlace): string | null {
    const text = this.text(path);
    if (text === null && !this.#reported.has(path)) {
      this.report({ kind: "missing", message: `${path} is not there`, place: by });
      this.#reported.add(path);
    }
    return text;
  }

  /** Looks at a file that no one misses: whatever is wrong with it stays unsaid. */
  glance(path: string): string | null {
    const known = this.texts.get(path);
    if (known !== undefined) return known;
    const read = this.#source.read(path);
    return "text" in read ? read.text : null;
  }

  keep(path: string, text: string): void {
    this.texts.set(path, text);
  }

  report(problem: Problem): void {
    const { file, range } = problem.place;
    const key = `${problem.kind}\0${file}\0${range[0]}\0${problem.message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key).add(file);
    this.problems.push(problem);
  }

  /** A problem about a file as a whole. */
  reportFile(kind: Problem["kind"], path: string, message: string): void {
    this.report({ kind, message, place: startOf(path) });
  }
}
