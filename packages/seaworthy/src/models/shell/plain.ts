import type {
  Assignment,
  Command,
  ParsedScript,
  PipelineNode,
  Redirect,
  RedirectOperator,
  Statement,
  Word,
  WordPart,
} from "unbash";
import { isShell } from "./shells.js";

/** What a unit of ASCII is to this reader. */
const OTHER = 0;
const PLAIN = 1;
const ENDS = 2;
const KINDS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  if (/[\w./:=+@%,^*?[\]~-]/.test(String.fromCharCode(code))) KINDS[code] = PLAIN;
  if (" \t&;|<>".includes(String.fromCharCode(code))) KINDS[code] = ENDS;
}

const AMPERSAND = 38;
const SEMICOLON = 59;
const PIPE = 124;
const LESS = 60;
const GREATER = 62;
const QUOTE = 34;
const APOSTROPHE = 39;
const DOLLAR = 36;
const OPEN = 123;
const CLOSE = 125;
const BACKSLASH = 92;
const BACKTICK = 96;

/** Words that are no commands where a command begins, or that have the words after them read otherwise. */
const RESERVED = new Set(
  "if then elif else fi for while until do done case esac in select function time coproc eval let [[ ]]".split(" "),
);
/** Commands whose arguments may be assignments. */
const DECLARES = new Set("declare typeset export readonly local alias".split(" "));
/** Programs that may read one of their words as a script: where its letters stand is asked of the parser. */
const SWITCHES = new Set(["su", "runuser"]);

/** Stands for whatever is expanded in a word: that something is tells all. */
const EXPANDED: readonly WordPart[] = [{ type: "SimpleExpansion", pos: 0, end: 0, text: "" }];

/**
 * The syntax of a simple line: words with quotes and `$NAME`, assignments before them, redirects to files, joined by `&&`, `||`, `;` and `|`. It is what the
 * parser gives, but for the parts of quoted words; null for anything else, which the parser has to read. Most RUN lines are so, and the parser takes
 * ten times as long for them.
 */
export function readPlain(text: string): ParsedScript | null {
  const lines = new PlainLine();
  const { length } = text;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) {
      at++;
      continue;
    }
    if (code === SEMICOLON) {
      const next = text.charCodeAt(at + 1);
      if (next === SEMICOLON || next === AMPERSAND || !lines.endStatement()) return null;
      at++;
      continue;
    }
    if (code === AMPERSAND || code === PIPE) {
      const next = text.charCodeAt(at + 1);
      if (next === code) {
        if (!lines.endPipeline(code === PIPE ? "||" : "&&")) return null;
        at += 2;
      } else {
        if (code === AMPERSAND || next === AMPERSAND || !lines.endPiped()) return null;
        at++;
      }
      continue;
    }
    const found = code === LESS || code === GREATER ? redirectAt(text, at, at) : wordAt(text, at);
    if (found === null) return null;
    if (found.type === "Word" && found.end < length && isDescriptor(text, found)) {
      const redirect = redirectAt(text, found.end, at);
      if (redirect === null || !lines.addRedirect(redirect)) return null;
      at = redirect.end;
      continue;
    }
    if (!(found.type === "Word" ? lines.addWord(text, found) : lines.addRedirect(found))) return null;
    at = found.end;
  }
  return lines.done(length);
}

/** The statements of a line, as far as they are read. */
class PlainLine {
  readonly #statements: Statement[] = [];
  #chain: PipelineNode[] = [];
  #operators: ("&&" | "||")[] = [];
  #pipe: Command[] = [];
  #name: Word | undefined = undefined;
  #prefix: Assignment[] = [];
  #suffix: (Word | Redirect)[] = [];
  #redirects: Redirect[] = [];
  #declares = false;
  /** Quotes or expansions stand in a word of the command. */
  #special = false;
  #pos = -1;
  #end = -1;

  addWord(text: string, word: Word): boolean {
    if (this.#pos < 0) this.#pos = word.pos;
    this.#end = word.end;
    if (word.parts !== undefined || word.text.length !== word.value.length) this.#special = true;
    if (this.#name !== undefined) {
      if (this.#declares && word.text.includes("=")) return false;
      this.#suffix.push(word);
      return true;
    }
    const assigned = /^[A-Za-z_]\w*(?:(=)|\+=|\[)/.exec(word.text);
    if (assigned) {
      const value = assigned[1] === undefined ? null : wordAt(text, word.pos + assigned[0].length);
      if (value === null) return false;
      const { pos, end } = word;
      const name = assigned[0].slice(0, -1);
      this.#prefix.push({ type: "Assignment", pos, end, text: word.text, name, value, append: undefined, index: undefined });
      return true;
    }
    if (RESERVED.has(word.text)) return false;
    this.#declares = DECLARES.has(word.value);
    this.#name = word;
    return true;
  }

  addRedirect(redirect: Redirect): boolean {
    // One that stands before its command belongs to the prefix.
    if (this.#name === undefined) return false;
    this.#end = redirect.end;
    this.#suffix.push(redirect);
    this.#redirects.push(redirect);
    return true;
  }

  /** The command up to a `|`. */
  endPiped(): boolean {
    const command = this.#command();
    if (command === null) return false;
    this.#pipe.push(command);
    return true;
  }

  endPipeline(operator: "&&" | "||" | null): boolean {
    const command = this.#command();
    if (command === null) return false;
    const [first] = this.#pipe;
    if (first === undefined) this.#chain.push(command);
    else {
      const commands = [...this.#pipe, command];
      const operators = this.#pipe.map(() => "|" as const);
      this.#chain.push({ type: "Pipeline", pos: first.pos, end: command.end, prefixes: [], commands, operators });
      this.#pipe = [];
    }
    if (operator !== null) this.#operators.push(operator);
    return true;
  }

  endStatement(): boolean {
    if (!this.endPipeline(null)) return false;
    const commands = this.#chain;
    const first = commands[0] as PipelineNode;
    const { pos } = first;
    const { end } = commands[commands.length - 1] as PipelineNode;
    const operators = this.#operators;
    const command: Statement["command"] = operators.length === 0 ? first : { type: "AndOr", pos, end, commands, operators };
    this.#statements.push({ type: "Statement", pos, end, command, background: undefined });
    if (operators.length > 0) this.#operators = [];
    this.#chain = [];
    return true;
  }

  done(end: number): ParsedScript | null {
    const isOpen = this.#pos >= 0 || this.#chain.length > 0 || this.#pipe.length > 0;
    if (isOpen ? !this.endStatement() : this.#statements.length === 0) return null;
    return { type: "Script", pos: 0, end, shebang: undefined, commands: this.#statements, errors: undefined };
  }

  /** The command that has been read; null where there is none, or where the places of its letters may be asked for. */
  #command(): Command | null {
    const name = this.#name;
    if (this.#pos < 0 || (this.#special && this.#mayHoldScript())) return null;
    const suffix = this.#suffix;
    const redirects = this.#redirects;
    const args = redirects.length === 0 ? (suffix as Word[]) : suffix.filter((each) => each.type === "Word");
    const command: Command = {
      type: "Command",
      pos: this.#pos,
      end: this.#end,
      name,
      prefix: this.#prefix,
      suffix,
      args,
      redirects,
    };
    this.#name = undefined;
    this.#prefix = [];
    this.#suffix = [];
    this.#redirects = [];
    this.#special = false;
    this.#pos = -1;
    return command;
  }

  #mayHoldScript(): boolean {
    if (this.#name !== undefined && startsShell(this.#name)) return true;
    for (const word of this.#suffix) if (word.type === "Word" && startsShell(word)) return true;
    return false;
  }
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

/** The redirect whose sign stands at an index; `pos`: where it begins, with its descriptor. */
function redirectAt(text: string, sign: number, pos: number): Redirect | null {
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
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  const target = at < text.length ? wordAt(text, at) : null;
  if (target === null || target.end === target.pos) return null;
  const descriptor =
    pos === sign ? undefined : ({ type: "FileDescriptor", pos, end: sign, value: Number(text.slice(pos, sign)) } as const);
  return { type: "Redirect", pos, end: target.end, operator, descriptor, target };
}

/** The word that begins at an index, to the next blank or operator; null where it holds what is not read here. */
function wordAt(text: string, pos: number): Word | null {
  const { length } = text;
  let value = "";
  let run = pos;
  let expands = false;
  let at = pos;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    const kind = code < 128 ? KINDS[code] : OTHER;
    if (kind === PLAIN) continue;
    if (kind === ENDS) break;
    if (code === DOLLAR) {
      const end = variableEnd(text, at);
      if (end < 0) return null;
      expands = true;
      at = end - 1;
    } else if (code === APOSTROPHE) {
      const close = text.indexOf("'", at + 1);
      if (close < 0) return null;
      value += text.slice(run, at) + text.slice(at + 1, close);
      at = close;
      run = close + 1;
    } else if (code === QUOTE) {
      const close = quoteEnd(text, at + 1);
      if (close < 0) return null;
      value += text.slice(run, at) + text.slice(at + 1, close);
      if (text.lastIndexOf("$", close) > at) expands = true;
      at = close;
      run = close + 1;
    } else return null;
  }
  const written = text.slice(pos, at);
  // What is expanded between brackets may be part of a glob.
  if ((expands || run !== pos) && written.includes("[")) return null;
  return {
    type: "Word",
    text: written,
    value: run === pos ? written : value + text.slice(run, at),
    pos,
    end: at,
    parts: expands ? EXPANDED : undefined,
  };
}

/** The index of the `"` that closes a quote; -1 where something in it is not read here. */
function quoteEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH || code === BACKTICK) return -1;
    if (code === DOLLAR) {
      const end = variableEnd(text, at);
      if (end < 0) return -1;
      at = end - 1;
    }
  }
  return -1;
}

/** One past `$NAME` or `${NAME}`; -1 for any other form. */
function variableEnd(text: string, dollar: number): number {
  const braced = text.charCodeAt(dollar + 1) === OPEN;
  const start = braced ? dollar + 2 : dollar + 1;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    if (!isLetter && (at === start || code < 48 || code > 57)) break;
  }
  if (at === start) return -1;
  if (!braced) return at;
  return text.charCodeAt(at) === CLOSE ? at + 1 : -1;
}
