import type { CommandExpansionPart, ParsedScript, Word, WordPart } from "unbash";
import { stretchEnd } from "../../core/stretch.js";

/** What a unit of ASCII is to this reader. */
const OTHER = 0;
const PLAIN = 1;
const ENDS = 2;
const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if (/[\w./:=+@%,^*?\]~!#-]/.test(String.fromCharCode(code))) KINDS[code] = PLAIN;
  if (" \t\n&;|<>)".includes(String.fromCharCode(code))) KINDS[code] = ENDS;
}

const NEWLINE = 10;
const QUOTE = 34;
const DOLLAR = 36;
const APOSTROPHE = 39;
const OPEN = 40;
const BRACKET = 91;
const BACKSLASH = 92;
const BACKTICK = 96;
const BRACE = 123;
const CLOSING_BRACE = 125;

/** What means itself in a word, and between double quotes. */
const PLAIN_RUN = /[\w./:=+@%,^*?\]~!#-]+/y;
const QUOTED_RUN = /[^"$`\\]+/y;

/** `$1`, `$@`, and what is made of a variable with a word that nothing is expanded in: `${NAME:-default}`, `${NAME%.*}`. */
const OTHER_VARIABLE = /\$(?:[\d@*#?!-]|\{[A-Za-z_]\w*(?::?[-+=?][\w./:@+,=-]*|[%#][\w.:@+,=*?%#~-]*)\})/y;

/** Stands for the variables of a word: that something is expanded tells all. */
const EXPANDED: readonly WordPart[] = [{ type: "SimpleExpansion", pos: 0, end: 0, text: "" }];

/** Whether no word goes on with a unit, or with the end of a text. */
export function endsWord(code: number): boolean {
  return code < 128 ? KINDS[code] === ENDS : Number.isNaN(code);
}

/** Whether a unit that no comment begins with may begin a word that means itself. */
export function beginsBare(code: number): boolean {
  return code < 128 && KINDS[code] === PLAIN;
}

/** A word, and at once what would take a look into its parts: its value when nothing is expanded in it, else null. */
export interface PlainWord extends Word {
  readonly known: string | null;
}

/** A word that means itself. */
export function bareWord(text: string, pos: number, end: number): PlainWord {
  return { type: "Word", text, value: text, pos, end, parts: undefined, known: text };
}

/** Reads words with quotes, escapes, variables and substitutions. */
export abstract class PlainWords {
  protected readonly text: string;
  /** The substitution that was read last. */
  #script: CommandExpansionPart | null = null;

  constructor(text: string) {
    this.text = text;
  }

  /** The script that begins at an index and ends before the next `)`; null where it holds what is not read. */
  protected abstract substituted(from: number): ParsedScript | null;

  /** The word that begins at an index, to the next blank or operator; null where it holds what is not read here. */
  protected word(pos: number): PlainWord | null {
    const { text } = this;
    const { length } = text;
    let at = stretchEnd(PLAIN_RUN, text, pos);
    if (endsWord(text.charCodeAt(at))) {
      return bareWord(text.slice(pos, at), pos, at);
    }
    let value = "";
    let run = pos;
    let parts: readonly WordPart[] | undefined;
    let hasBracket = false;
    let hasBrace = false;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      const kind = code < 128 ? KINDS[code] : OTHER;
      if (kind === PLAIN) continue;
      if (kind === ENDS) break;
      if (code === DOLLAR) {
        const end = this.#expansionEnd(at);
        if (end < 0) return null;
        parts = this.#partsWith(parts);
        at = end - 1;
      } else if (code === APOSTROPHE) {
        const close = text.indexOf("'", at + 1);
        if (close < 0) return null;
        value += text.slice(run, at) + text.slice(at + 1, close);
        at = close;
        run = close + 1;
      } else if (code === QUOTE) {
        value += text.slice(run, at);
        run = at + 1;
        for (at = stretchEnd(QUOTED_RUN, text, run); text.charCodeAt(at) !== QUOTE; at = stretchEnd(QUOTED_RUN, text, at + 1)) {
          const inner = text.charCodeAt(at);
          if (at >= length || inner === BACKTICK) return null;
          if (inner === DOLLAR) {
            const end = this.#expansionEnd(at);
            if (end < 0) return null;
            parts = this.#partsWith(parts);
            at = end - 1;
          } else if (inner === BACKSLASH) {
            const next = text.charCodeAt(at + 1);
            if (next === NEWLINE) return null;
            if (next === QUOTE || next === DOLLAR || next === BACKTICK || next === BACKSLASH) {
              value += text.slice(run, at);
              run = at + 1;
            }
            at++;
          }
        }
        value += text.slice(run, at);
        run = at + 1;
      } else if (code === BACKSLASH) {
        if (at + 1 >= length || text.charCodeAt(at + 1) === NEWLINE) return null;
        value += text.slice(run, at);
        run = ++at;
      } else if (code === BRACKET) hasBracket = true;
      else if (code === BRACE || code === CLOSING_BRACE) hasBrace = true;
      else return null;
    }
    const written = text.slice(pos, at);
    const isBare = run === pos && parts === undefined;
    // What is expanded between brackets may be part of a glob, and between braces of a list.
    if ((hasBracket && !isBare) || (hasBrace && written !== "{}")) return null;
    if (run !== pos) value += text.slice(run, at);
    else value = written;
    return { type: "Word", text: written, value, pos, end: at, parts, known: parts === undefined ? value : null };
  }

  /** One past what a `$` at an index begins; -1 for any form that is not read. */
  #expansionEnd(at: number): number {
    const { text } = this;
    this.#script = null;
    const end = variableEnd(text, at);
    if (end >= 0) return end;
    if (text.charCodeAt(at + 1) !== OPEN) {
      OTHER_VARIABLE.lastIndex = at;
      return OTHER_VARIABLE.test(text) ? OTHER_VARIABLE.lastIndex : -1;
    }
    const script = text.charCodeAt(at + 2) === OPEN ? null : this.substituted(at + 2);
    if (script === null) return -1;
    const after = script.end + 1;
    this.#script = { type: "CommandExpansion", pos: at, end: after, text: text.slice(at, after), script };
    return after;
  }

  /** The parts of a word with the last expansion. */
  #partsWith(parts: readonly WordPart[] | undefined): readonly WordPart[] {
    const script = this.#script;
    if (script === null) return parts ?? EXPANDED;
    return parts === undefined ? [script] : [...parts, script];
  }
}

/** One past `$NAME` or `${NAME}`; -1 for any other form. */
function variableEnd(text: string, dollar: number): number {
  const braced = text.charCodeAt(dollar + 1) === BRACE;
  const start = braced ? dollar + 2 : dollar + 1;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    if (!isLetter && (at === start || code < 48 || code > 57)) break;
  }
  if (at === start) return -1;
  if (!braced) return at;
  return text.charCodeAt(at) === CLOSING_BRACE ? at + 1 : -1;
}
