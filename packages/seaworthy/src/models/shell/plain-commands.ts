import type { Assignment, Command, Redirect, RedirectOperator, Word } from "unbash";
import { endsWord, PlainWords } from "./plain-words.js";
import { isShell } from "./shells.js";

const TAB = 9;
const NEWLINE = 10;
const BLANK = 32;
const HASH = 35;
const AMPERSAND = 38;
const LESS = 60;
const GREATER = 62;
const BACKSLASH = 92;
const PIPE = 124;

/** Words that are no commands where a command begins, or that have the words after them read otherwise. */
const RESERVED = new Set(
  "if then elif else fi for while until do done case esac in select function time coproc eval let [[ ]] !".split(" "),
);
/** Commands whose arguments may be assignments. */
const DECLARES = new Set("declare typeset export readonly local alias".split(" "));
/** Programs that may read one of their words as a script: where its letters stand is asked of the parser. */
const SWITCHES = new Set(["su", "runuser"]);

const ASSIGNED = /([A-Za-z_]\w*)(=|\+=|\[)/y;

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

  /** Null where there is none, or where the places of its letters may be asked for. */
  protected simple(): Command | null {
    const { text } = this;
    const pos = this.at;
    let end = pos;
    let name: Word | undefined;
    const prefix: Assignment[] = [];
    const suffix: (Word | Assignment | Redirect)[] = [];
    const redirects: Redirect[] = [];
    let declares = false;
    // Quotes or expansions stand in a word of the command.
    let isSpecial = false;
    for (;;) {
      const code = this.next();
      const at = this.at;
      if (code === LESS || code === GREATER) {
        const redirect = this.redirect(at, at);
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
          if (isSpecialWord(assignment.value as Word)) isSpecial = true;
          end = assignment.end;
          this.at = end;
          continue;
        }
      }
      const word = this.word(at);
      if (word === null) return null;
      if (isDescriptor(text, word)) {
        const redirect = this.redirect(word.end, at);
        if (redirect === null || name === undefined) return null;
        suffix.push(redirect);
        redirects.push(redirect);
        end = redirect.end;
        this.at = end;
        continue;
      }
      if (isSpecialWord(word)) isSpecial = true;
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
    if (isSpecial && mayHoldScript(name, suffix)) return null;
    const args = redirects.length === 0 ? (suffix as Word[]) : suffix.filter((each) => each.type !== "Redirect");
    return { type: "Command", pos, end, name, prefix, suffix, args, redirects };
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

function isSpecialWord({ parts, text, value }: Word): boolean {
  return parts !== undefined || text.length !== value.length;
}

function mayHoldScript(name: Word | undefined, suffix: readonly (Word | Assignment | Redirect)[]): boolean {
  if (name !== undefined && startsShell(name)) return true;
  for (const each of suffix) if (each.type === "Word" && startsShell(each)) return true;
  return false;
}

function startsShell({ value }: Word): boolean {
  const name = value.slice(value.lastIndexOf("/") + 1);
  return isShell(name) || SWITCHES.has(name);
}

/** A word that is the number of a file before a redirect. */
function isDescriptor(text: string, { pos, end }: Word): boolean {
  const next = text.charCodeAt(end);
  if (next !== LESS && next !== GREATER) return false;
  for (let at = pos; at < end; at++) if (text.charCodeAt(at) < 48 || text.charCodeAt(at) > 57) return false;
  return true;
}
