import type { Range } from "../../core/place.js";
import { hits, type SourceFile, skipBlanks } from "./source.js";

/** A function and the range of its body. */
export interface FunctionBody {
  readonly name: string;
  readonly file: SourceFile;
  readonly body: Range;
}

const NOT_NAMES = new Set([
  "if",
  "for",
  "while",
  "switch",
  "catch",
  "with",
  "function",
  "return",
  "synchronized",
  "func",
  "await",
  "select",
]);

/** Every named function of the files, by name. */
export function functionsOf(files: Iterable<SourceFile>): ReadonlyMap<string, readonly FunctionBody[]> {
  const byName = new Map<string, FunctionBody[]>();
  for (const file of files) {
    for (const found of file.family === "python" ? pythonFunctions(file) : braceFunctions(file)) {
      const same = byName.get(found.name);
      if (same) same.push(found);
      else byName.set(found.name, [found]);
    }
  }
  return byName;
}

function* braceFunctions(file: SourceFile): Generator<FunctionBody> {
  // Type parameters stand between the name of a method and its own; elsewhere that is a call.
  const heads =
    file.family === "js" ? /(?<![\w$])([A-Za-z_$][\w$]*)\s*(?:<[^<>(){};]{1,80}>\s*)?\(/g : /(?<![\w$])([A-Za-z_$][\w$]*)\s*\(/g;
  for (const { start, end, match } of hits([file], heads)) {
    const name = match[1] as string;
    if (NOT_NAMES.has(name)) continue;
    const close = file.pairs.get(end - 1);
    if (close === undefined || file.code[start - 1] === ".") continue;
    const brace = blockAfter(file, close + 1);
    const bodyEnd = brace < 0 ? undefined : file.pairs.get(brace);
    if (bodyEnd !== undefined) yield { name, file, body: [brace, bodyEnd + 1] };
  }
  if (file.family !== "js") return;
  for (const { end, match } of hits(
    [file],
    /(?<![\w$])([A-Za-z_$][\w$]*)\s*(?::\s*[\w$.<>[\], |]{1,80})?\s*[:=]\s*(?:async\b\s*)?(?=\(|function\b|[A-Za-z_$][\w$]*\s*=>)/g,
  )) {
    const body = functionAt(file, end);
    if (body) yield { name: match[1] as string, file, body };
  }
}

/** The `{` of a body that follows a parameter list, over a return type or `throws` clause; -1 when what follows is no body. */
function blockAfter(file: SourceFile, at: number): number {
  const gap = /[^{};=]{0,400}/y;
  gap.lastIndex = at;
  const between = gap.exec(file.code)?.[0] ?? "";
  if (file.code[gap.lastIndex] !== "{" || between.length > 300) return -1;
  const text = between.trim();
  if (text === "") return gap.lastIndex;
  if (file.family === "js") return /^:\s*[\w$.<>[\]|, ]+$/.test(text) ? gap.lastIndex : -1;
  if (file.family === "java") return /^(?:throws\s+[\w.,\s]+|:\s*[\w.<>?,\s]+)$/.test(text) ? gap.lastIndex : -1;
  return /^(?:\([^()]*\)|[\w.*[\]]+)$/.test(text) ? gap.lastIndex : -1;
}

/** The body of the function expression that starts at `at`: `function (…) {…}`, `(…) => …`, `x => …`, `func(…) {…}`; null when there is none. */
export function functionAt(file: SourceFile, at: number): Range | null {
  const head = /\s*(?:async\b\s*)?(?:function\b\s*\*?\s*[\w$]*\s*|func\s*|suspend\s*)?/y;
  head.lastIndex = at;
  head.exec(file.code);
  let next = head.lastIndex;
  if (file.code[next] === "(") {
    const close = file.pairs.get(next);
    if (close === undefined) return null;
    next = close + 1;
    const block = blockAfter(file, next);
    const blockEnd = block < 0 ? undefined : file.pairs.get(block);
    if (blockEnd !== undefined && !file.code.slice(next, block).includes("=>")) return [block, blockEnd + 1];
  } else {
    const name = /[A-Za-z_$][\w$]*/y;
    name.lastIndex = next;
    if (!name.test(file.code)) return null;
    next = name.lastIndex;
  }
  const arrow = /\s*(?::\s*[\w$.<>[\]|, ]{1,120})?\s*(?:=>|->)\s*/y;
  arrow.lastIndex = next;
  if (!arrow.test(file.code)) return null;
  const start = arrow.lastIndex;
  if (file.code[start] === "{") return [start, (file.pairs.get(start) ?? start) + 1];
  return [start, expressionEnd(file, start)];
}

/** The end of the expression that starts at `start`: the comma, semicolon or closing bracket that is not its own. */
export function expressionEnd(file: SourceFile, start: number): number {
  const limit = Math.min(file.code.length, start + MAX_EXPRESSION);
  const code = file.code.slice(0, limit);
  const stop = /[()[\]{},;]/g;
  stop.lastIndex = start;
  for (let match = stop.exec(code); match; match = stop.exec(code)) {
    const end = file.pairs.get(match.index);
    if (!/[([{]/.test(match[0]) || end === undefined) return match.index;
    stop.lastIndex = end + 1;
  }
  return limit;
}

/** Code without semicolons has no end that brackets show. */
const MAX_EXPRESSION = 4000;

function* pythonFunctions(file: SourceFile): Generator<FunctionBody> {
  for (const { start, match } of hits([file], /^([ \t]*)(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*(?=\()/gm)) {
    const body = pythonBody(file, start);
    if (body) yield { name: match[2] as string, file, body };
  }
}

/** The lines that belong to the `def` or `class` whose line starts at `start`. */
export function pythonBody(file: SourceFile, start: number): Range | null {
  const { code } = file;
  const indent = skipInline(code, start) - start;
  const open = code.indexOf("(", start);
  const colonLine = code.indexOf("\n", start);
  const headEnd = open >= 0 && (colonLine < 0 || open < colonLine) ? (file.pairs.get(open) ?? open) : start;
  const from = code.indexOf(":", headEnd);
  if (from < 0) return null;
  let at = code.indexOf("\n", from);
  if (at < 0) return [from + 1, code.length];
  while (at < code.length) {
    const line = at + 1;
    const first = skipInline(code, line);
    const char = code[first];
    if (char !== undefined && char !== "\n" && char !== "\r" && first - line <= indent && !/[)\]}]/.test(char)) break;
    const next = code.indexOf("\n", line);
    if (next < 0) return [from + 1, code.length];
    at = next;
  }
  return [from + 1, at];
}

function skipInline(code: string, at: number): number {
  const blanks = /[ \t]*/y;
  blanks.lastIndex = at;
  blanks.exec(code);
  return blanks.lastIndex;
}

/** The offset after the blanks and the name of an identifier path (`a.b.c`) at `at`, with the path; null when there is none. */
export function identifierAt(file: SourceFile, at: number): { path: string; end: number } | null {
  const name = /[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*)*/y;
  name.lastIndex = skipBlanks(file.code, at);
  const match = name.exec(file.code);
  return match ? { path: match[0].replace(/[\s?]/g, ""), end: name.lastIndex } : null;
}
