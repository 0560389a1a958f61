import type { Position } from "./report.js";

/** Finds lines and columns of offsets in one text. Lines end with LF, CRLF or a lone CR. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    if (text.includes("\r")) {
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) this.#starts.push(at + 1);
      }
    } else {
      for (let at = text.indexOf("\n") + 1; at > 0; at = text.indexOf("\n", at) + 1) this.#starts.push(at);
    }
  }

  /** 1-based line and column in UTF-16 units; an offset outside the text is moved to its nearest end. */
  position(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: inside - (this.#starts[low] as number) + 1, offset: inside };
  }

  /** The offset at which a 1-based line starts; the text's end for a line past the last. */
  startOfLine(line: number): number {
    return this.#starts[line - 1] ?? this.#length;
  }
}
