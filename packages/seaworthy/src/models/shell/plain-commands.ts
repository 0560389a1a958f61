import type { Assignment, Command, Redirect, RedirectOperator, Word } from "unbash";
import { bareWord, beginsBare, endsWord, PlainWords } from "./plain-words.js";

const TAB = 9;
const NEWLINE = 10;
const BLANK = 32;
const HASH = 35;
const AMPERSAND = 38;
const LESS = 60;
const GREATER = 62;
const BACKSLASH = 92;
const PIPE = 124;
const ZERO = 48;

/** Words that are no commands where a command begins, or that have the words after them read otherwise. */
const RESERVED = new Set(
  "if then elif else fi for while until do done case esac in select function time coproc eval let [[ ]] !".split(" "),
);
/** Commands whose arguments may be assignments. */
const DECLARES = new Set("declare typeset export readonly local alias".split(" "));
const ASSIGNED = /([A-Za-z_]\w*)(=|\+=|\[)/y;

/** Words that mean themselves, as most do, and the blanks between and behind them. */
const BARE_WORDS = /[\w./:=+@%,^*?\]~! -]+(?:(?<= )|(?=[\t\n&;|)]|$))/y;

/** Reads simple commands: words, assignments before them, redirects to files. */
export abstract class PlainCommands extends PlainWords {
  protected at = 0;

  /** Passes blanks and comments, and the ends of lines. */
  protected skip(lines: boolean): void {
    const { text } = this;
    let at = this.at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === BLANK || code === TAB || (lines && code === NEWLINE)) at++;
      else if (code === BACKSLASH && text.charCodeAt(at + 1) === NEWLINE) at += 2;
      else if (code === HASH) {
        const end = text.indexOf("\n", at);
        at = end < 0 ? text.length : end;
      } else break;
    }
    this.at = at;
  }

  /** What stands behind blanks and comments. */
  protected next(): number {
    const { text } = this;
    let at = this.at;
    let code = text.charCodeAt(at);
    while (code === BLANK) code = text.charCodeAt(++at);
    this.at = at;
    if (code !== TAB && code !== HASH && code !== BACKSLASH) return code;
    this.skip(false);
    return text.charCodeAt(this.at);
  }

  /** Where the sign of a redirect stands behind blanks and a descriptor; -1 where none does. */
  protected sign(): number {
    let code = this.next();
    let at = this.at;
    while (code >= 48 && code <= 57) code = this.text.charCodeAt(++at);
    return code === LESS || code === GREATER ? at : -1;
  }

  /** Null where there is none, or what is not read here. */
  protected simple(): Command | null {
    const pos = this.at;
    const prefix: Assignment[] = [];
    const suffix: (Word | Assignment | Redirect)[] = [];
    const redirects: Redirect[] = [];
    let name = this.#bareCommand(suffix);
    if (name === null) return null;
    let end = endOf(suffix) ?? name?.end ?? pos;
    let declares = false;
    for (;;) {
      const code = this.next();
      const at = this.at;
      // Digits and the signs of redirects stand in one row.
      const sign = code >= ZERO && code <= GREATER ? this.sign() : -1;
      if (sign >= 0) {
        const redirect = this.redirect(sign, at);
        // One that stands before its command belongs to the prefix.
        if (redirect === null || name === undefined) return null;
        suffix.push(redirect);
        redirects.push(redirect);
        end = redirect.end;
        this.at = end;
        continue;
      }
      if (endsWord(code)) break;
      if (name === undefined || declares) {
        const assignment = this.#assignment(at);
        if (assignment === null) return null;
        if (assignment !== undefined) {
          if (name === undefined) prefix.push(assignment);
          else suffix.push(assignment);
          end = assignment.end;
          this.at = end;
          continue;
        }
      } else if (beginsBare(code) && this.#bareWords(suffix)) {
        end = endOf(suffix) ?? end;
        continue;
      }
      const word = this.word(at);
      if (word === null) return null;
      if (name === undefined) {
        if (RESERVED.has(word.text) || word.text === "{}") return null;
        name = word;
        declares = DECLARES.has(word.text);
      } else {
        if (declares && word.text.includes("=")) return null;
        suffix.push(word);
      }
      end = word.end;
      this.at = end;
    }
    if (name === undefined && prefix.length === 0) return null;
    const args = redirects.length === 0 ? (suffix as Word[]) : suffix.filter((each) => each.type !== "Redirect");
    return { type: "Command", pos, end, name, prefix, suffix, args, redirects };
  }

  /** The name of a command and the bare words behind it; undefined where something stands before it, null where it is not read here. */
  #bareCommand(suffix: (Word | Assignment | Redirect)[]): Word | null | undefined {
    const pos = this.at;
    if (!this.#bareWords(suffix)) return undefined;
    const name = suffix.shift() as Word;
    if (RESERVED.has(name.text)) return null;
    if (!DECLARES.has(name.text) && !name.text.includes("=")) return name;
    suffix.length = 0;
    this.at = pos;
    return undefined;
  }

  /** Takes the bare words that stand here; false where there are none. */
  #bareWords(found: (Word | Assignment | Redirect)[]): boolean {
    const { text } = this;
    let pos = this.at;
    BARE_WORDS.lastIndex = pos;
    if (!BARE_WORDS.test(text)) return false;
    this.at = BARE_WORDS.lastIndex;
    const words = text.slice(pos, this.at).split(" ");
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as string;
      if (word !== "") found.push(bareWord(word, pos, pos + word.length));
      pos += word.length + 1;
    }
    return true;
  }

  /** `NAME=value`; undefined where no assignment stands, null for one that is not read here. */
  #assignment(pos: number): Assignment | null | undefined {
    const { text } = this;
    ASSIGNED.lastIndex = pos;
    const match = ASSIGNED.exec(text);
    if (match === null) return undefined;
    const value = match[2] === "=" ? this.word(ASSIGNED.lastIndex) : null;
    if (value === null) return null;
    const { end } = value;
    const name = match[1] as string;
    return { type: "Assignment", pos, end, text: text.slice(pos, end), name, value, append: undefined, index: undefined };
  }

  /** The redirect whose sign stands at an index; `pos`: where it begins, with its descriptor. */
  protected redirect(sign: number, pos: number): Redirect | null {
    const { text } = this;
    let at = sign + 1;
    let operator: RedirectOperator = text.charCodeAt(sign) === LESS ? "<" : ">";
    const next = text.charCodeAt(at);
    if (next === LESS || next === PIPE || (next === GREATER && operator === "<")) return null;
    if (next === GREATER) {
      operator = ">>";
      at++;
    } else if (next === AMPERSAND) {
      if (operator === "<") return null;
      operator = ">&";
      at++;
    }
    while (text.charCodeAt(at) === BLANK || text.charCodeAt(at) === TAB) at++;
    const target = at < text.length && text.charCodeAt(at) !== HASH ? this.word(at) : null;
    if (target === null || target.end === target.pos) return null;
    const descriptor =
      pos === sign ? undefined : ({ type: "FileDescriptor", pos, end: sign, value: Number(text.slice(pos, sign)) } as const);
    return { type: "Redirect", pos, end: target.end, operator, descriptor, target };
  }
}

function endOf(words: readonly (Word | Assignment | Redirect)[]): number | undefined {
  return words.length === 0 ? undefined : (words[words.length - 1] as Word).end;
}
