import { isSpace, type Span } from "./blanks.js";

/** A word and where it came from. */
export interface LexedWord extends Span {
  readonly text: string;
}

export interface LexOptions {
  /** Keep quotes in the words. */
  readonly rawQuotes: boolean;
  /** Keep escape characters in the words. */
  readonly rawEscapes: boolean;
}

const MAX_DEPTH = 100;

/**
 * Splits a line into words as the builder does before it looks for heredocs: with quotes, escapes (always the backslash), `$` forms that are left as they
 * are, and `<<` that takes the blanks after it into its word.
 * @returns null when a quote or `${` stays open or a substitution is malformed.
 */
export function lexWords(line: string, options: LexOptions): readonly LexedWord[] | null {
  const lexer = new Lexer(line, options);
  return lexer.run("", options.rawEscapes, 0) === null ? null : lexer.words;
}

class Lexer {
  words: LexedWord[] = [];
  #at = 0;
  #buffer = "";
  #start = 0;
  readonly #line: string;
  readonly #options: LexOptions;

  constructor(line: string, options: LexOptions) {
    this.#line = line;
    this.#options = options;
  }

  /** Reads up to `stop` (or the end when it is empty); the text read, or null on a syntax error. */
  run(stop: string, rawEscapes: boolean, depth: number): string | null {
    if (depth > MAX_DEPTH) return null;
    const outer = this.words;
    this.words = [];
    this.#buffer = "";
    let result = "";
    while (this.#at < this.#line.length) {
      const from = this.#at;
      const ch = this.#line[from] as string;
      if (ch === stop) {
        this.#at++;
        this.#flush(from);
        this.words = outer;
        return result;
      }
      const special = this.#special(ch, rawEscapes, depth);
      if (special === null) return null;
      if (special !== undefined) {
        result += special;
        if (ch === "$") this.#addSplit(special, from);
        else this.#addRaw(special, from);
        continue;
      }
      this.#at++;
      if (ch === "\\") {
        if (rawEscapes) {
          this.#addRaw(ch, from);
          result += ch;
        }
        const next = this.#line[this.#at];
        if (next === undefined) break;
        this.#at++;
        this.#addRaw(next, from);
        result += next;
      } else {
        this.#addSplit(ch, from);
        result += ch;
      }
    }
    if (stop !== "") return null;
    this.#flush(this.#at);
    return result;
  }

  #special(ch: string, rawEscapes: boolean, depth: number): string | null | undefined {
    if (ch === "'") return this.#single();
    if (ch === '"') return this.#double(rawEscapes, depth);
    if (ch === "$") return this.#dollar(depth);
    if (ch === "<") return this.#less();
    return undefined;
  }

  #addRaw(text: string, from: number): void {
    if (this.#buffer === "") this.#start = from;
    this.#buffer += text;
  }

  #addSplit(text: string, from: number): void {
    for (const ch of text) {
      if (!isSpace(ch.charCodeAt(0))) this.#addRaw(ch, from);
      else if (this.#buffer !== "") this.#flush(text.length === 1 ? from : this.#at);
    }
  }

  #flush(end: number): void {
    if (this.#buffer !== "") this.words.push({ text: this.#buffer, start: this.#start, end });
    this.#buffer = "";
  }

  #single(): string | null {
    const close = this.#line.indexOf("'", this.#at + 1);
    if (close < 0) return null;
    const inner = this.#line.slice(this.#at + 1, close);
    this.#at = close + 1;
    return this.#options.rawQuotes ? `'${inner}'` : inner;
  }

  #double(rawEscapes: boolean, depth: number): string | null {
    const quote = this.#options.rawQuotes ? '"' : "";
    let result = quote;
    this.#at++;
    for (;;) {
      const ch = this.#line[this.#at];
      if (ch === undefined) return null;
      if (ch === "$") {
        const value = this.#dollar(depth);
        if (value === null) return null;
        result += value;
        continue;
      }
      this.#at++;
      if (ch === '"') return result + quote;
      if (ch !== "\\") {
        result += ch;
        continue;
      }
      if (rawEscapes) result += ch;
      const next = this.#line[this.#at];
      if (next === undefined) continue;
      if (next === '"' || next === "$" || next === "\\") {
        this.#at++;
        result += next;
      } else {
        result += ch;
      }
    }
  }

  #less(): string {
    this.#at++;
    if (this.#line[this.#at] !== "<") return "<";
    this.#at++;
    const from = this.#at;
    while (this.#line[this.#at] === " " || this.#line[this.#at] === "\t" || this.#line[this.#at] === "\r") this.#at++;
    return `<<${this.#line.slice(from, this.#at)}`;
  }

  #dollar(depth: number): string | null {
    this.#at++;
    if (this.#line[this.#at] !== "{") return `$${this.#name()}`;
    this.#at++;
    const first = this.#line[this.#at];
    if (first === undefined || first === "{" || first === "}" || first === ":") return null;
    const name = this.#name();
    let sign = this.#line[this.#at++] ?? "";
    if (sign === "}") return `\${${name}}`;
    let operator = sign;
    if (sign === ":") {
      sign = this.#line[this.#at++] ?? "";
      operator += sign;
      if (sign === "#" || sign === "%") return null;
    } else if (sign === "/") {
      if (this.#line[this.#at] === "/") this.#at++;
      const pattern = this.run("/", true, depth + 1);
      const replacement = pattern === null ? null : this.run("}", true, depth + 1);
      return replacement === null ? null : `\${${name}/${pattern}/${replacement}}`;
    } else if (sign === "" || !"+-?#%".includes(sign)) {
      return null;
    }
    const word = this.run("}", sign === "#" || sign === "%", depth + 1);
    return word === null ? null : `\${${name}${operator}${word}}`;
  }

  #name(): string {
    const from = this.#at;
    const first = this.#line[from] ?? "";
    if (first >= "0" && first <= "9") {
      while (isDigit(this.#line[this.#at])) this.#at++;
    } else if (first !== "" && "@*#?-$!".includes(first)) {
      this.#at++;
    } else {
      while (isNamePart(this.#line[this.#at])) this.#at++;
    }
    return this.#line.slice(from, this.#at);
  }
}

function isDigit(ch: string | undefined): boolean {
  return ch !== undefined && ch >= "0" && ch <= "9";
}

/** A letter of any script, a digit or `_`. */
export function isNamePart(ch: string | undefined): boolean {
  if (ch === undefined) return false;
  const code = ch.charCodeAt(0);
  if (code >= 128) return /[\p{L}\p{Nd}]/u.test(ch);
  return code >= 97 ? code <= 122 : code >= 65 ? code <= 90 || code === 95 : code >= 48 && code <= 57;
}
