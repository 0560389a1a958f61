import type { Range } from "../../core/place.js";
import type { Problem, ProblemKind } from "../../core/problem.js";
import type { Comment, Directive, DockerfileTree, Heredoc, Instruction } from "./ast.js";
import { skipSpace, trimEnd } from "./blanks.js";
import { findConflicts } from "./conflict.js";
import { readDirective } from "./directive.js";
import { checkGrammar } from "./grammar.js";
import { heredocsOf } from "./heredoc.js";
import { readInstruction } from "./instruction.js";
import { commentFrom, joinLine, LineCursor, type LogicalLine } from "./lines.js";

/** More problems of one file than this say nothing new. */
const MAX_PROBLEMS = 100;

/**
 * Parses a Dockerfile with BuildKit's grammar. Never throws: what breaks the grammar is a problem at its place and the rest is
 * still read. All ranges are UTF-16 offsets into `text`, lines are 1-based.
 */
export function parseDockerfile(path: string, text: string): DockerfileTree {
  return new Parser(path, text).parse();
}

class Parser {
  readonly #path: string;
  readonly #text: string;
  readonly #cursor: LineCursor;
  readonly #directives: Directive[] = [];
  readonly #comments: Comment[] = [];
  readonly #blanks: Range[] = [];
  readonly #instructions: Instruction[] = [];
  readonly #problems: Problem[] = [];
  #escape: "\\" | "`" = "\\";
  #stage = -1;
  #directivesDone = false;
  #shebang = false;
  #lastUnknown = false;
  readonly #complain = (kind: ProblemKind, message: string, range: Range): void => this.#problem(kind, message, range);
  readonly #wrong = (message: string, range: Range): void => this.#problem("parse", message, range);

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
    const conflicts = findConflicts(text);
    if (conflicts)
      this.#problem("merge-conflict", "the file holds merge-conflict markers; only their upper half is read", conflicts.range);
    this.#cursor = new LineCursor(text, conflicts);
  }

  parse(): DockerfileTree {
    const cursor = this.#cursor;
    const text = this.#text;
    const comments = this.#comments;
    while (cursor.next()) {
      const from = skipSpace(text, cursor.start, cursor.end);
      if (from < cursor.end && text.charCodeAt(from) === 35) {
        if (this.#directivesDone) comments.push(commentFrom(text, from, cursor));
        else this.#commentOrDirective(from);
        continue;
      }
      this.#directivesDone = true;
      if (from >= cursor.end) continue;
      const line = joinLine(text, cursor, from, this.#escape, comments, this.#blanks);
      // Blanks lead where the line before was nothing but continued.
      const start = skipSpace(line.text, 0, line.text.length);
      if (start < line.text.length) this.#instruction(line, start);
    }
    if (cursor.tooLong) this.#problem("parse", "a line is longer than the 65,536 bytes that the builder reads", cursor.tooLong);
    this.#checkStages();
    return {
      path: this.#path,
      text,
      escape: this.#escape,
      directives: this.#directives,
      comments,
      emptyContinuations: this.#blanks,
      instructions: this.#instructions,
      problems: this.#problems,
    };
  }

  #problem(kind: ProblemKind, message: string, range: Range): void {
    if (this.#problems.length < MAX_PROBLEMS)
      this.#problems.push({
        kind,
        message,
        place: { file: this.#path, range },
      });
  }

  /** A comment while directives may still come. */
  #commentOrDirective(from: number): void {
    const cursor = this.#cursor;
    const end = trimEnd(this.#text, from, cursor.end);
    const directive = readDirective(this.#text.slice(from, end));
    if (
      directive &&
      this.#takeDirective({
        ...directive,
        line: cursor.line,
        range: [from, end],
      })
    )
      return;
    if (cursor.line === 1 && this.#text.startsWith("#!", from)) this.#shebang = true;
    else if (!directive) this.#directivesDone = true;
    this.#comments.push(commentFrom(this.#text, from, cursor));
  }

  #takeDirective(directive: Directive): boolean {
    if (this.#directives.some((other) => other.name === directive.name)) {
      this.#problem("parse", `the directive ${directive.name} is given twice`, directive.range);
      return false;
    }
    // After a shebang the builder looks for syntax and check alone.
    if (directive.name === "escape" && this.#shebang) return false;
    if (directive.name === "escape") {
      if (directive.value !== "\\" && directive.value !== "`") {
        this.#problem("parse", "the escape character is either \\ or `", directive.range);
        return false;
      }
      this.#escape = directive.value;
    }
    this.#directives.push(directive);
    return true;
  }

  #instruction(line: LogicalLine, start: number): void {
    const { text } = line;
    const first = text.charCodeAt(start);
    const isFrom = (first === 70 || first === 102) && /^from(?![^\t\v\f\r ])/i.test(text.slice(start, start + 5));
    if (isFrom) this.#stage++;
    const read = readInstruction(text, start, {
      map: line.map,
      startLine: line.startLine,
      endLine: line.endLine,
      escape: this.#escape,
      stage: this.#stage,
      onbuild: false,
      problem: this.#wrong,
    });
    if (text.includes("<<")) this.#readHeredocs(read, line);
    checkGrammar(read, this.#complain);
    this.#complainUnknown(read);
    this.#instructions.push(read);
  }

  /** One problem for a run of lines that are no instructions: what follows the first is seldom a mistake of its own. */
  #complainUnknown(read: Instruction): void {
    const unknown = read.keyword === "ONBUILD" ? read.inner : read;
    const isUnknown = unknown?.keyword === "UNKNOWN";
    if (isUnknown && !this.#lastUnknown) {
      const word = unknown.written.length > 40 ? `${unknown.written.slice(0, 40)}…` : unknown.written;
      const template = /^\{[{%#]|^<%|^%%/.test(word) ? "; this is a template, not a Dockerfile" : "";
      const kind = unknown.onbuild ? "schema" : "parse";
      this.#problem(kind, `unknown instruction ${JSON.stringify(word)}${template}`, unknown.keywordRange);
    }
    this.#lastUnknown = isUnknown;
  }

  #readHeredocs(read: Instruction, line: LogicalLine): void {
    const holder = read.keyword === "ONBUILD" && read.inner ? read.inner : read;
    if ((holder.keyword !== "RUN" && holder.keyword !== "COPY" && holder.keyword !== "ADD") || holder.json) return;
    const heredocs: Heredoc[] = [];
    let end = read.range[1];
    for (const { start, end: wordEnd, name, expand, chomp } of heredocsOf(line.text)) {
      const range = line.map.range(start, wordEnd);
      const found = this.#heredocBody(name, chomp);
      heredocs.push({
        range,
        name,
        expand,
        chomp,
        body: this.#text.slice(found.body[0], found.body[1]),
        bodyRange: found.body,
      });
      end = found.end;
      if (!found.closed) {
        this.#problem("parse", `the heredoc ${JSON.stringify(name.slice(0, 40))} is not closed`, range);
        break;
      }
    }
    if (heredocs.length === 0) return;
    const endLine = this.#cursor.line;
    for (const node of holder === read ? [read] : [read, holder]) {
      // The tree is still ours alone: whoever gets it finds it whole.
      Object.assign(node, { heredocs, range: [node.range[0], end] as const, endLine });
    }
  }

  #heredocBody(name: string, chomp: boolean): { body: Range; end: number; closed: boolean } {
    const text = this.#text;
    const cursor = this.#cursor;
    const bodyStart = cursor.after;
    while (cursor.nextRaw()) {
      let from = cursor.start;
      if (chomp) while (from < cursor.end && text.charCodeAt(from) === 9) from++;
      if (cursor.end - from === name.length && text.startsWith(name, from)) {
        return {
          body: [bodyStart, cursor.start],
          end: cursor.end,
          closed: true,
        };
      }
    }
    return { body: [bodyStart, text.length], end: text.length, closed: false };
  }

  #checkStages(): void {
    const first = this.#instructions[0];
    if (!first) {
      this.#problem("parse", "the file holds no instruction", [0, 0]);
      return;
    }
    if (this.#stage < 0) {
      this.#problem("parse", "the file has no FROM", first.keywordRange);
      return;
    }
    const early = this.#instructions.find((instruction) => instruction.keyword !== "UNKNOWN" && instruction.keyword !== "ARG");
    if (early && early.keyword !== "FROM") {
      this.#problem("parse", `${early.keyword} stands before the first FROM; only ARG may`, early.keywordRange);
    }
  }
}
