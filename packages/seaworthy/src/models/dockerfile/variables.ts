import { isNamePart } from "./lexer.js";

/** A variable that a text asks for; offsets in that text, from the `$` on. */
export interface VariableUse {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const MAX_DEPTH = 50;

/**
 * The variables that the builder looks up when it substitutes a text, in the order of the lookups: also those inside `${A:-$B}`, whatever A is. What
 * stands in single quotes or behind the escape character is none. A malformed text gives those before the fault.
 * @param quotes false for the body of a heredoc, where quotes mean nothing.
 */
export function variablesIn(text: string, escapeChar: string, quotes = true): readonly VariableUse[] {
  if (!text.includes("$")) return [];
  const finder = new Finder(text, escapeChar, quotes);
  finder.run("", 0);
  return finder.found;
}

class Finder {
  readonly found: VariableUse[] = [];
  #at = 0;
  readonly #text: string;
  readonly #escape: string;
  readonly #quotes: boolean;
  /** Nothing but `$` means anything in it. */
  readonly #plain: boolean;

  constructor(text: string, escapeChar: string, quotes: boolean) {
    this.#text = text;
    this.#escape = escapeChar;
    this.#quotes = quotes;
    this.#plain = !text.includes(escapeChar) && !(quotes && (text.includes("'") || text.includes('"')));
  }

  /** Reads up to `stop`, or to the end; false on a fault. */
  run(stop: string, depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    while (this.#at < this.#text.length) {
      if (this.#plain && stop === "") {
        const next = this.#text.indexOf("$", this.#at);
        if (next < 0) return true;
        this.#at = next;
      }
      const ch = this.#text[this.#at] as string;
      if (ch === stop) {
        this.#at++;
        return true;
      }
      if (ch === "$") {
        if (!this.#dollar(depth)) return false;
      } else if (this.#quotes && ch === "'") {
        const close = this.#text.indexOf("'", this.#at + 1);
        if (close < 0) return false;
        this.#at = close + 1;
      } else if (this.#quotes && ch === '"') {
        if (!this.#double(depth)) return false;
      } else {
        this.#at += ch === this.#escape ? 2 : 1;
      }
    }
    return stop === "";
  }

  #double(depth: number): boolean {
    this.#at++;
    for (;;) {
      const ch = this.#text[this.#at];
      if (ch === undefined) return false;
      if (ch === "$") {
        if (!this.#dollar(depth)) return false;
        continue;
      }
      this.#at++;
      if (ch === '"') return true;
      const next = this.#text[this.#at];
      if (ch === this.#escape && (next === '"' || next === "$" || next === this.#escape)) this.#at++;
    }
  }

  #dollar(depth: number): boolean {
    const start = this.#at++;
    if (this.#text[this.#at] !== "{") {
      const name = this.#name();
      if (name !== "") this.#add(name, start);
      return true;
    }
    const first = this.#text[++this.#at];
    if (first === undefined || first === "{" || first === "}" || first === ":") return false;
    const name = this.#name();
    let sign = this.#text[this.#at++] ?? "";
    if (sign === "}") return this.#add(name, start);
    if (sign === "/") {
      if (this.#text[this.#at] === "/") this.#at++;
      return this.run("/", depth + 1) && this.run("}", depth + 1) && this.#add(name, start);
    }
    const colon = sign === ":";
    if (colon) sign = this.#text[this.#at++] ?? "";
    if (sign === "" || (colon ? "#%" : "").includes(sign) || (!colon && !"+-?#%".includes(sign))) return false;
    return this.run("}", depth + 1) && this.#add(name, start);
  }

  #add(name: string, start: number): boolean {
    this.found.push({ name, start, end: this.#at });
    return true;
  }

  #name(): string {
    const text = this.#text;
    const from = this.#at;
    const first = text[from] ?? "";
    let at = from;
    if (first >= "0" && first <= "9") while (/^[0-9]$/.test(text[at] ?? "")) at++;
    else if (first !== "" && "@*#?-$!".includes(first)) at++;
    else while (isNamePart(text[at])) at++;
    this.#at = at;
    return text.slice(from, at);
  }
}
