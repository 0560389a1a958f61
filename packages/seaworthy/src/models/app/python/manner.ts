import type { Range } from "../../../core/place.js";
import { importsOf } from "../imports.js";
import { hits, type SourceFile, skipBlanks } from "../source.js";

/** The modules that a file has by their own names at an offset, from imports that nothing holds back. */
export function namesAt(file: SourceFile, at: number): ReadonlySet<string> {
  const top = importsOf(file).filter(({ start }) => start < at && (start === 0 || file.code[start - 1] === "\n"));
  return new Set(top.flatMap(({ module, names }) => (names.get(module) === "*" ? [module] : [])));
}

/** The end of the last line of the imports at the top of a module, before any other statement; else behind its docstring. */
export function importEnd(file: SourceFile): number {
  const { code, text } = file;
  const lineEnd = (at: number): number => {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end + 1;
  };
  let at = text.startsWith("#!") ? lineEnd(0) : 0;
  const first = skipBlanks(file.live, at);
  const docstring = file.literals.get(first);
  if (docstring && (first === 0 || code[first - 1] === "\n")) at = lineEnd(docstring.range[1]);
  let end = at;
  for (;;) {
    const next = skipBlanks(file.live, end);
    if (next >= code.length || !/^(?:import|from)\s/.test(code.slice(next, next + 8))) break;
    if (next !== 0 && code[next - 1] !== "\n") break;
    const open = code.slice(next, lineEnd(next)).indexOf("(");
    const close = open >= 0 ? file.pairs.get(next + open) : undefined;
    end = lineEnd(close ?? next);
    while (/\\\r?\n$/.test(text.slice(Math.max(0, end - 3), end)) && end < text.length) end = lineEnd(end);
  }
  if (end > at) return end;
  // No import at the top: before the first statement, so that comments above it stay where they are.
  const statement = skipBlanks(file.live, at);
  return Math.max(at, text.lastIndexOf("\n", statement) + 1);
}

/** The start of the first import of the block that ends at an offset, behind those from `__future__`; null where there is none. */
export function importStart(file: SourceFile, end: number): number | null {
  for (const { start } of hits([file], /^(?:import|from)[ \t]+(?!__future__)/gm)) return start < end ? start : null;
  return null;
}

/** The whole line of a statement that an expression is by itself; null where it stands inside another. */
export function statementAt(file: SourceFile, start: number): Range | null {
  const line = file.code.lastIndexOf("\n", start - 1) + 1;
  if (!/^[ \t]*(?:else:\s*|if [^:\n]{1,200}:\s*)?$/.test(file.code.slice(line, start))) return null;
  const open = file.code.indexOf("(", start);
  const close = file.pairs.get(open);
  if (close === undefined) return null;
  const rest = /^[ \t]*\r?(?:\n|$)/.exec(file.code.slice(close + 1));
  return rest ? [line, close + 1 + rest[0].length] : null;
}

/** Whether a comment stands in a range. */
export function hasComment(file: SourceFile, [from, to]: Range): boolean {
  return file.text.slice(from, to) !== file.live.slice(from, to);
}
