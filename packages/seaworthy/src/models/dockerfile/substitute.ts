import { stretchEnd } from "../../core/stretch.js";
import { readGlob, replaceGlob, trimGlob } from "./glob.js";
import { isNamePart } from "./lexer.js";

/** Looks a variable up: its value; null when it has one that is not known here; undefined when it has none. */
export type Lookup = (name: string) => string | null | undefined;

export interface Substituted {
  /** Null when it depends on a value that is not known, or on an error. */
  readonly value: string | null;
  /** The names whose values were needed and are not known, or that have none. */
  readonly unknown: readonly string[];
  /** A broken `${…}`, an open quote, or a `${VAR:?…}` that failed. */
  readonly error: string | null;
}

export interface SubstituteOptions {
  readonly escape: string;
  /** What a plain `$VAR` without a value is: an empty string to the builder, unknown to who reads the file without its arguments. */
  readonly unset?: "empty" | "unknown";
}

const MAX_DEPTH = 50;
/** What means itself in a word and ends no part of it, and between double quotes; nothing that may be the escape character. */
const PLAIN = /[^'"$\\`/}]+/y;
const QUOTED = /[^"$\\`]+/y;
const NO_NAMES: readonly string[] = Object.freeze([]);
/** A value that grows beyond this by substitution counts as not known, so that doubling it line by line stays harmless. */
const MAX_GROWN = 8192;

/** Whether nothing stands in a word that is expanded or removed. */
export function isLiteral(text: string, escapeChar: string): boolean {
  return !/[$'"]/.test(text) && !text.includes(escapeChar);
}

/**
 * Expands `$VAR` and every form of `${VAR…}` in a word, removes quotes and escapes, as the builder does for ENV, ARG, FROM, USER, WORKDIR, COPY, EXPOSE and
 * the like. Never throws.
 */
export function substitute(text: string, lookup: Lookup, options: SubstituteOptions): Substituted {
  if (isLiteral(text, options.escape)) return { value: text, unknown: NO_NAMES, error: null };
  const expansion = new Expansion(text, lookup, options);
  const result = expansion.run("", false, 0);
  if (!result) return { value: null, unknown: NO_NAMES, error: expansion.error };
  return { value: result.unknown.length === 0 ? result.text : null, unknown: result.unknown, error: null };
}

interface Piece {
  readonly text: string;
  readonly unknown: readonly string[];
}

const literal = (text: string): Piece => ({ text, unknown: NO_NAMES });
const unknownOf = (...names: readonly string[]): Piece => ({ text: "", unknown: names });

class Expansion {
  error = "";
  #at = 0;
  readonly #text: string;
  readonly #lookup: Lookup;
  readonly #escape: string;
  readonly #unsetEmpty: boolean;

  constructor(text: string, lookup: Lookup, options: SubstituteOptions) {
    this.#text = text;
    this.#lookup = lookup;
    this.#escape = options.escape;
    this.#unsetEmpty = options.unset === "empty";
  }

  #fail(message: string): null {
    if (this.error === "") this.error = message;
    return null;
  }

  run(stop: string, rawEscapes: boolean, depth: number): Piece | null {
    if (depth > MAX_DEPTH) return this.#fail("substitutions are nested too deep");
    let result = "";
    const unknown: string[] = [];
    for (;;) {
      result += this.#stretch(PLAIN);
      if (this.#at >= this.#text.length) break;
      const ch = this.#text[this.#at] as string;
      if (ch === stop) {
        this.#at++;
        return { text: result, unknown };
      }
      if (ch === "'" || ch === '"' || ch === "$") {
        const piece = ch === "'" ? this.#single() : ch === '"' ? this.#double(rawEscapes, depth) : this.#dollar(depth);
        if (!piece) return null;
        result += piece.text;
        if (this.#isTooLong(result)) return this.#fail("the value is too long");
        for (const name of piece.unknown) if (!unknown.includes(name)) unknown.push(name);
        continue;
      }
      this.#at++;
      if (ch !== this.#escape) {
        result += ch;
        continue;
      }
      if (rawEscapes) result += ch;
      const next = this.#text[this.#at];
      if (next === undefined) break;
      this.#at++;
      result += next;
    }
    return stop === "" ? { text: result, unknown } : this.#fail(`a substitution lacks its ${stop}`);
  }

  /** Passes what an expression takes. */
  #stretch(taken: RegExp): string {
    const from = this.#at;
    this.#at = stretchEnd(taken, this.#text, from);
    return this.#text.slice(from, this.#at);
  }

  #isTooLong(result: string): boolean {
    return result.length > MAX_GROWN && result.length > this.#text.length;
  }

  #single(): Piece | null {
    const close = this.#text.indexOf("'", this.#at + 1);
    if (close < 0) return this.#fail("a single quote is not closed");
    const inner = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    return literal(inner);
  }

  #double(rawEscapes: boolean, depth: number): Piece | null {
    let result = "";
    const unknown: string[] = [];
    this.#at++;
    for (;;) {
      result += this.#stretch(QUOTED);
      const ch = this.#text[this.#at];
      if (ch === undefined) return this.#fail("a double quote is not closed");
      if (ch === "$") {
        const piece = this.#dollar(depth);
        if (!piece) return null;
        result += piece.text;
        if (this.#isTooLong(result)) return this.#fail("the value is too long");
        for (const name of piece.unknown) if (!unknown.includes(name)) unknown.push(name);
        continue;
      }
      this.#at++;
      if (ch === '"') return { text: result, unknown };
      const next = this.#text[this.#at];
      if (ch !== this.#escape) {
        result += ch;
      } else if (next !== undefined) {
        const escapes = next === '"' || next === "$" || next === this.#escape;
        if (rawEscapes || !escapes) result += ch;
        if (escapes) {
          result += next;
          this.#at++;
        }
      }
    }
  }

  #dollar(depth: number): Piece | null {
    this.#at++;
    if (this.#text[this.#at] !== "{") {
      const name = this.#name();
      return name === "" ? literal("$") : this.#plain(name);
    }
    this.#at++;
    const first = this.#text[this.#at];
    if (first === undefined) return this.#fail("a substitution lacks its }");
    if (first === "{" || first === "}" || first === ":") return this.#fail("bad substitution");
    const name = this.#name();
    const sign = this.#text[this.#at++];
    if (sign === "}") return this.#plain(name);
    if (sign === "/") return this.#replacement(name, depth);
    if (sign === ":") return this.#modified(name, this.#text[this.#at++] ?? "", true, depth);
    return this.#modified(name, sign ?? "", false, depth);
  }

  #plain(name: string): Piece {
    const value = isParameter(name) ? "" : this.#lookup(name);
    if (value === undefined) return this.#unsetEmpty ? literal("") : unknownOf(name);
    return value === null ? unknownOf(name) : literal(value);
  }

  #modified(name: string, sign: string, emptyIsUnset: boolean, depth: number): Piece | null {
    const trims = sign === "#" || sign === "%";
    if (sign === "" || !"-+?#%".includes(sign) || (emptyIsUnset && trims))
      return this.#fail(`unsupported modifier in \${${name}…}`);
    const word = this.run("}", trims, depth + 1);
    if (!word) return null;
    const value = isParameter(name) ? undefined : this.#lookup(name);
    if (value === null) return unknownOf(name);
    const unset = value === undefined || (emptyIsUnset && value === "");
    if (sign === "-") return unset ? word : literal(value);
    if (sign === "+") return unset ? literal("") : word;
    if (sign === "?") return unset ? this.#fail(`${name}: ${word.text || "a value is required"}`) : literal(value);
    if (value === undefined) return this.#plain(name);
    if (word.unknown.length > 0) return word;
    const longest = word.text.startsWith(sign);
    const glob = readGlob(longest ? word.text.slice(1) : word.text);
    if (!glob) return this.#fail(`invalid pattern in \${${name}${sign}…}`);
    const trimmed = trimGlob(value, glob, trims && sign === "#" ? "#" : "%", longest);
    return trimmed === null ? unknownOf(name) : literal(trimmed);
  }

  #replacement(name: string, depth: number): Piece | null {
    const all = this.#text[this.#at] === "/";
    if (all) this.#at++;
    const pattern = this.run("/", true, depth + 1);
    const by = pattern && this.run("}", true, depth + 1);
    if (!pattern || !by) return null;
    const value = isParameter(name) ? "" : this.#lookup(name);
    if (value === null || value === undefined) return value === undefined ? this.#plain(name) : unknownOf(name);
    if (pattern.unknown.length > 0 || by.unknown.length > 0) return unknownOf(...pattern.unknown, ...by.unknown);
    const glob = readGlob(pattern.text);
    if (!glob) return this.#fail(`invalid pattern in \${${name}/…}`);
    const replaced = replaceGlob(value, glob, by.text, all);
    return replaced === null ? unknownOf(name) : literal(replaced);
  }

  #name(): string {
    const from = this.#at;
    const first = this.#text[from] ?? "";
    if (first >= "0" && first <= "9") {
      while (/^[0-9]$/.test(this.#text[this.#at] ?? "")) this.#at++;
    } else if (first !== "" && "@*#?-$!".includes(first)) {
      this.#at++;
    } else {
      while (isNamePart(this.#text[this.#at])) this.#at++;
    }
    return this.#text.slice(from, this.#at);
  }
}

/** Positional and special parameters: a build has none of them. */
function isParameter(name: string): boolean {
  return /^(?:[0-9]+|[@*#?\-$!])$/.test(name);
}
