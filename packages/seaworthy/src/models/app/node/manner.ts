import { importsOf } from "../imports.js";
import { type SourceFile, skipBlanks } from "../source.js";

/** How a file is written: what new lines of it have to look like. */
export interface Manner {
  readonly quote: '"' | "'";
  /** One step of indentation. */
  readonly step: string;
  /** `;`, or nothing in code that goes without. */
  readonly end: string;
}

export function mannerOf({ text, code }: SourceFile): Manner {
  const inner = /\n(\t+| {2,8})\S/.exec(text)?.[1] ?? "  ";
  return {
    quote: (text.match(/'/g)?.length ?? 0) > (text.match(/"/g)?.length ?? 0) ? "'" : '"',
    step: inner.startsWith("\t") ? "\t" : inner.length >= 4 && !/\n {2}\S/.test(text) ? "    " : "  ",
    end: /;[ \t]*\r?$/m.test(code) || !/[)\w"'`}][ \t]*\r?$/m.test(code) ? ";" : "",
  };
}

export function isTyped(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** Whether a file is an ECMAScript module by its name, its package's type or by what it says. */
export function isModuleFile(file: SourceFile, packageType: string | null): boolean {
  if (/\.c[jt]s$/.test(file.path)) return false;
  if (/\.m[jt]s$/.test(file.path) || isTyped(file.path) || /^(?:import\s*["'{*\w]|export\s)/m.test(file.code)) return true;
  return packageType === "module";
}

/** Where a statement that has to run early can stand: behind the imports of a module, at the top of a script. */
export function earlyPlace(file: SourceFile, isModule: boolean): number {
  const { code, text } = file;
  const lineEnd = (at: number): number => {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end + 1;
  };
  if (isModule) {
    const ends = importsOf(file)
      .filter(
        ({ start }) => /^import\b(?!\s*\()/.test(code.slice(start, start + 20)) && (start === 0 || code[start - 1] === "\n"),
      )
      .map(({ end }) => {
        const open = /^\s*(?:with|assert)\s*\{/.exec(code.slice(end, end + 60));
        return lineEnd(open ? (file.pairs.get(end + open[0].length - 1) ?? end) : end);
      });
    if (ends.length > 0) return Math.max(...ends);
  }
  const from = text.startsWith("#!") ? lineEnd(0) : 0;
  const first = skipBlanks(file.live, from);
  const literal = file.literals.get(first);
  if (literal && /^use strict$/.test(text.slice(...literal.content))) return lineEnd(literal.range[1]);
  return Math.max(from, text.lastIndexOf("\n", first) + 1);
}
