import { Composer, type CST, type Document, Lexer, Parser } from "yaml";
import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { YamlNode } from "./node.js";
import { MAX_DEPTH, resolveDocument } from "./resolve.js";

export {
  asBoolean,
  asList,
  asMap,
  asNumber,
  asSited,
  asString,
  asStrings,
  entryOf,
  get,
  isNull,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from "./node.js";

export interface YamlFile {
  /** The documents that hold something, in order. What an error leaves readable is here too. */
  readonly documents: readonly YamlNode[];
  /** In the order of their places; the first twenty. */
  readonly problems: readonly Problem[];
  /** The text breaks the grammar, so the documents are a guess at what was meant. */
  readonly broken: boolean;
}

const MAX_PROBLEMS = 20;
const MAX_LENGTH = 4_000_000;

/**
 * Reads YAML 1.2 (core schema, so `22:22` and `yes` are strings) with merge keys switched on.
 * Unknown tags are kept on their nodes. Never throws: whatever is wrong becomes a Problem with its place.
 */
export function parseYaml(path: string, text: string): YamlFile {
  const problems: Problem[] = [];
  const conflict = conflictMarker(path, text);
  if (conflict) {
    return {
      broken: true,
      documents: [],
      problems: [{ kind: "merge-conflict", message: "conflict markers of a merge are left in this file", place: conflict }],
    };
  }
  if (text.length > MAX_LENGTH) {
    return {
      broken: true,
      documents: [],
      problems: [{ kind: "too-large", message: "longer than 4 million characters", place: { file: path, range: [0, 0] } }],
    };
  }
  const documents: YamlNode[] = [];
  let broken = false;
  try {
    for (const document of composed(path, text, problems)) {
      for (const error of document.errors) {
        broken = true;
        const range: [number, number] = [clamp(error.pos[0], text), clamp(error.pos[1], text)];
        problems.push({ kind: "parse", message: worded(error.code, error.message), place: { file: path, range } });
      }
      const node = resolveDocument(path, document, problems);
      if (node && !isEmpty(node)) documents.push(node);
    }
  } catch (error) {
    broken = true;
    const message = error instanceof RangeError ? "too deeply nested to be read" : "cannot be read as YAML";
    problems.push({ kind: error instanceof RangeError ? "too-deep" : "parse", message, place: { file: path, range: [0, 0] } });
  }
  problems.sort((a, b) => a.place.range[0] - b.place.range[0]);
  const template = templateMark(path, text);
  if (template && problems.some((problem) => problem.kind === "parse")) {
    const message = "this is a template: it can be read once it is rendered";
    return { documents, problems: [{ kind: "parse", message, place: template }], broken: true };
  }
  return { documents, problems: problems.slice(0, MAX_PROBLEMS), broken };
}

/** The documents of the text, up to one that nests too deep: it is reported before anything recurses into it. */
export function composed(path: string, text: string, problems: Problem[]): Document[] {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens(path, text, problems))] as unknown as Document[];
}

function* tokens(path: string, text: string, problems: Problem[]): Generator<CST.Token> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    // The document itself and the value at the very bottom are on the stack too.
    if (parser.stack.length <= MAX_DEPTH + 2) continue;
    const range: [number, number] = [clamp(parser.offset - 1, text), clamp(parser.offset, text)];
    problems.push({ kind: "too-deep", message: `nested deeper than ${MAX_DEPTH} levels`, place: { file: path, range } });
    return;
  }
  yield* parser.end();
}

/** The first `<<<<<<< ` line when a `>>>>>>> ` line follows it. */
function conflictMarker(path: string, text: string): SourcePlace | null {
  const start = /^<{7}(?: [^\r\n]*)?$/m.exec(text);
  if (!start || !/^>{7}(?: |\r?$)/m.test(text.slice(start.index))) return null;
  return { file: path, range: [start.index, start.index + start[0].length] };
}

/** The first `{{`, `{%` or `<%`; `${{` is a workflow's expression and valid YAML. */
function templateMark(path: string, text: string): SourcePlace | null {
  const mark = /(?<!\$)\{\{|\{%|<%/.exec(text);
  return mark ? { file: path, range: [mark.index, mark.index + 2] } : null;
}

function isEmpty(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null && node.text === "" && node.tag === null;
}

function clamp(offset: number, text: string): number {
  return Math.max(0, Math.min(offset, text.length));
}

/** The library's messages name its own notions where a reader would want the cause. */
function worded(code: string, message: string): string {
  return WORDS[code] ?? message.charAt(0).toLowerCase() + message.slice(1);
}

const WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents this line; YAML takes spaces only",
  MULTILINE_IMPLICIT_KEY: "this key runs over several lines; most likely a colon is missing behind the first of them",
  BLOCK_AS_IMPLICIT_KEY: "a second colon in this line: quote the value if it holds one, else begin a new line",
};
