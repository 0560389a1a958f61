import { Composer, type CST, type Document, Parser } from "yaml";
import type { SourcePlace } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import type { YamlNode } from "./node.js";
import { MAX_DEPTH, resolveDocument } from "./resolve.js";

export {
  asBoolean,
  asList,
  asMap,
  asNumber,
  asSeq,
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
  type YamlSeq,
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
const MAX_LENGTH = 8_000_000;

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
      problems: [{ kind: "too-large", message: "longer than 8 million characters", place: { file: path, range: [0, 0] } }],
    };
  }
  const documents: YamlNode[] = [];
  let broken = false;
  try {
    for (const document of compose(path, text, problems)) {
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

/** The documents of the text; one that nests too deep is reported and left out before anything recurses into it. */
function compose(path: string, text: string, problems: Problem[]): Document[] {
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    const deep = token.type === "document" ? tooDeep(token) : null;
    if (deep === null) tokens.push(token);
    else
      problems.push({
        kind: "too-deep",
        message: `nested deeper than ${MAX_DEPTH} levels`,
        place: { file: path, range: [deep, deep + 1] },
      });
  }
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: "silent",
  });
  return [...composer.compose(tokens)] as unknown as Document[];
}

/** The offset of the first token that is nested too deep, or null. */
function tooDeep(document: CST.Document): number | null {
  const stack: { token: CST.Token; depth: number }[] = [];
  if (document.value) stack.push({ token: document.value, depth: 1 });
  for (let at = stack.pop(); at; at = stack.pop()) {
    if (!("items" in at.token)) continue;
    if (at.depth > MAX_DEPTH) return at.token.offset;
    for (const item of at.token.items) {
      const { key, value } = item as { key?: CST.Token | null; value?: CST.Token | null };
      if (key) stack.push({ token: key, depth: at.depth + 1 });
      if (value) stack.push({ token: value, depth: at.depth + 1 });
    }
  }
  return null;
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
  if (code === "TAB_AS_INDENT") return "a tab indents this line; YAML takes spaces only";
  return message.charAt(0).toLowerCase() + message.slice(1);
}
