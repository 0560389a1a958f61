import type {
  CommandNode,
  CompoundCommand,
  CompoundList,
  Elif,
  ParsedScript,
  PipelineNode,
  Redirect,
  Statement,
  Word,
} from "unbash";
import { PlainCommands } from "./plain-commands.js";
import { endsWord } from "./plain-words.js";

const NEWLINE = 10;
const BLANK = 32;
const EXCLAMATION = 33;
const AMPERSAND = 38;
const OPEN = 40;
const CLOSE = 41;
const SEMICOLON = 59;
const GREATER = 62;
const BRACE = 123;
const PIPE = 124;
const CLOSING_BRACE = 125;

const DEEPEST = 20;

/** What ends a list of commands inside another command. */
const CLOSER = /(?:then|elif|else|fi|do|done|\})(?=[\s;&|)]|$)/y;
const OPENER = /(?:if|for|while|until|\{)(?=\s)/y;
const LOOP = /for[ \t]+([A-Za-z_]\w*)[ \t]+in(?=[ \t])/y;

/**
 * The syntax of usual lines: words with quotes, variables and substitutions, assignments before them, redirects to files, joined by `&&`, `||`, `;` and `|`,
 * in conditions, loops and groups. It is what the parser gives, but for the parts of words; null for anything else, which the parser has to read.
 * Most RUN lines are so, and the parser takes several times as long for them.
 */
export function readPlain(text: string): ParsedScript | null {
  return new PlainScript(text).whole();
}

class PlainScript extends PlainCommands {
  #depth = 0;

  whole(): ParsedScript | null {
    const commands = this.#list();
    const end = this.text.length;
    return commands === null || this.at < end ? null : scriptOf(0, end, commands);
  }

  protected substituted(from: number): ParsedScript | null {
    const outer = this.at;
    this.at = from;
    const body = this.#body();
    const end = this.at;
    this.at = outer;
    if (body === null || this.text.charCodeAt(end) !== CLOSE) return null;
    // The parser takes the word for the command wherever it stands in a substitution.
    return this.text.slice(from, end).includes("case") ? null : scriptOf(from, end, body.commands);
  }

  /** The commands up to the end of the text, or to what closes them; null where there are none. */
  #list(): Statement[] | null {
    const { text } = this;
    const found: Statement[] = [];
    for (;;) {
      this.skip(true);
      if (this.#closes()) break;
      const command = this.#chain();
      if (command === null) return null;
      const { pos, end } = command;
      const code = text.charCodeAt(this.at);
      if (code === AMPERSAND) {
        if (text.charCodeAt(this.at + 1) === GREATER) return null;
        found.push({ type: "Statement", pos, end: ++this.at, command, background: true });
        continue;
      }
      found.push({ type: "Statement", pos, end, command, background: undefined });
      if (code !== SEMICOLON && code !== NEWLINE) break;
      const next = text.charCodeAt(++this.at);
      if (code === SEMICOLON && (next === SEMICOLON || next === AMPERSAND)) return null;
    }
    return found.length === 0 ? null : found;
  }

  #body(): CompoundList | null {
    if (this.#depth >= DEEPEST) return null;
    this.#depth++;
    const commands = this.#list();
    this.#depth--;
    if (commands === null) return null;
    const { pos } = commands[0] as Statement;
    const { end } = commands[commands.length - 1] as Statement;
    return { type: "CompoundList", pos, end, commands };
  }

  /** Whether a list ends here. */
  #closes(): boolean {
    const { text } = this;
    const at = this.at;
    if (at >= text.length) return true;
    if (this.#depth === 0) return false;
    if (text.charCodeAt(at) === CLOSE) return true;
    CLOSER.lastIndex = at;
    return CLOSER.test(text);
  }

  /** Passes the word that goes on with a command. */
  #takes(word: string): boolean {
    const end = this.at + word.length;
    if (!this.text.startsWith(word, this.at) || !endsWord(this.text.charCodeAt(end))) return false;
    this.at = end;
    return true;
  }

  #chain(): Statement["command"] | null {
    const first = this.#pipeline();
    if (first === null || !this.#joins()) return first;
    const operators: ("&&" | "||")[] = [];
    const commands: PipelineNode[] = [first];
    do {
      const code = this.text.charCodeAt(this.at);
      this.at += 2;
      this.skip(true);
      const next = this.#pipeline();
      if (next === null) return null;
      operators.push(code === PIPE ? "||" : "&&");
      commands.push(next);
    } while (this.#joins());
    const { end } = commands[commands.length - 1] as PipelineNode;
    return { type: "AndOr", pos: first.pos, end, commands, operators };
  }

  /** Whether `&&` or `||` stands here. */
  #joins(): boolean {
    const code = this.text.charCodeAt(this.at);
    return (code === AMPERSAND || code === PIPE) && this.text.charCodeAt(this.at + 1) === code;
  }

  #pipeline(): PipelineNode | null {
    const pos = this.at;
    if (this.text.charCodeAt(pos) !== EXCLAMATION || this.text.charCodeAt(pos + 1) !== BLANK) return this.#pipe();
    this.at++;
    this.skip(false);
    const piped = this.#pipe();
    if (piped === null) return null;
    const { end } = piped;
    const prefixes = [{ type: "Negation", pos, end: pos + 1 } as const];
    if (piped.type === "Pipeline") return { ...piped, pos, prefixes };
    return { type: "Pipeline", pos, end, prefixes, commands: [piped], operators: [] };
  }

  #pipe(): PipelineNode | null {
    const { text } = this;
    const first = this.#command();
    if (first === null) return null;
    let commands: CommandNode[] | null = null;
    while (text.charCodeAt(this.at) === PIPE) {
      const next = text.charCodeAt(this.at + 1);
      if (next === PIPE) break;
      if (next === AMPERSAND) return null;
      this.at++;
      this.skip(true);
      const command = this.#command();
      if (command === null) return null;
      if (commands === null) commands = [first, command];
      else commands.push(command);
    }
    if (commands === null) return first;
    const { end } = commands[commands.length - 1] as CommandNode;
    const operators = commands.slice(1).map(() => "|" as const);
    return { type: "Pipeline", pos: first.pos, end, prefixes: [], commands, operators };
  }

  /** Blanks behind it are passed. */
  #command(): CommandNode | null {
    const { text } = this;
    const at = this.at;
    const code = text.charCodeAt(at);
    if (code === OPEN) return this.#compound("(", at);
    // The letters that the words of OPENER begin with.
    if (code === 105 || code === 102 || code === 119 || code === 117 || code === BRACE) {
      OPENER.lastIndex = at;
      const opener = OPENER.exec(text);
      if (opener !== null) return this.#compound(opener[0], at);
    }
    return this.simple();
  }

  /** A command that holds others, with what is redirected for all of them. */
  #compound(opener: string, pos: number): CommandNode | null {
    this.at += opener.length;
    const node =
      opener === "if"
        ? this.#condition(pos)
        : opener === "for"
          ? this.#forLoop(pos)
          : opener === "while" || opener === "until"
            ? this.#whileLoop(opener, pos)
            : this.#group(opener, pos);
    if (node === null) return null;
    const redirects: Redirect[] = [];
    for (let sign = this.sign(); sign >= 0; sign = this.sign()) {
      const redirect = this.redirect(sign, this.at);
      if (redirect === null) return null;
      redirects.push(redirect);
      this.at = redirect.end;
    }
    const last = redirects[redirects.length - 1];
    // A word that closes may follow what is closed itself, and nothing else.
    if (!endsWord(this.text.charCodeAt(this.at)) && (last !== undefined || !this.#closes())) return null;
    return last === undefined ? node : { type: "Redirected", pos, end: last.end, command: node, redirects };
  }

  #group(opener: string, pos: number): CompoundCommand | null {
    const isSubshell = opener === "(";
    if (isSubshell && this.text.charCodeAt(this.at) === OPEN) return null;
    const body = this.#body();
    if (body === null || this.text.charCodeAt(this.at) !== (isSubshell ? CLOSE : CLOSING_BRACE)) return null;
    return { type: isSubshell ? "Subshell" : "BraceGroup", pos, end: ++this.at, body };
  }

  #condition(pos: number): CompoundCommand | null {
    const clause = this.#body();
    const then = clause && this.#takes("then") ? this.#body() : null;
    if (clause === null || then === null) return null;
    const elif: Elif[] = [];
    while (this.#takes("elif")) {
      const from = this.at - 4;
      const other = this.#body();
      const way = other && this.#takes("then") ? this.#body() : null;
      if (other === null || way === null) return null;
      // biome-ignore lint/suspicious/noThenProperty: it is the word of the shell
      elif.push({ type: "Elif", pos: from, end: way.end, clause: other, then: way });
    }
    let last: CompoundList | undefined;
    if (this.#takes("else")) {
      last = this.#body() ?? undefined;
      if (last === undefined) return null;
    }
    if (!this.#takes("fi")) return null;
    return { type: "If", pos, end: this.at, clause, then, elif, else: last };
  }

  #whileLoop(kind: "while" | "until", pos: number): CompoundCommand | null {
    const clause = this.#body();
    const body = clause && this.#doBody();
    return clause && body && { type: "While", pos, end: this.at, kind, clause, body };
  }

  #forLoop(pos: number): CompoundCommand | null {
    const { text } = this;
    LOOP.lastIndex = pos;
    const match = LOOP.exec(text);
    if (match === null) return null;
    this.at = LOOP.lastIndex;
    const wordlist: Word[] = [];
    while (!endsWord(this.next())) {
      const word = this.word(this.at);
      if (word === null) return null;
      wordlist.push(word);
      this.at = word.end;
    }
    const code = text.charCodeAt(this.at);
    if (code !== SEMICOLON && code !== NEWLINE) return null;
    this.at++;
    this.skip(true);
    const body = this.#doBody();
    const variable = match[1] as string;
    const start = text.indexOf(variable, pos + 4);
    const name: Word = { type: "Word", text: variable, value: variable, pos: start, end: start + variable.length };
    return body && { type: "For", pos, end: this.at, name, wordlist, body };
  }

  #doBody(): CompoundList | null {
    const body = this.#takes("do") ? this.#body() : null;
    return body && this.#takes("done") ? body : null;
  }
}

function scriptOf(pos: number, end: number, commands: readonly Statement[]): ParsedScript {
  return { type: "Script", pos, end, shebang: undefined, commands, errors: undefined };
}
