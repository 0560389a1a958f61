import type { Range } from "../../core/place.js";
import type { Family, Lexed, Literal } from "./lexed.js";

const REGEX_BEFORE = new Set("(,=:[!&|?{};+-*%~^>\n".split(""));
const REGEX_WORDS = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "delete",
  "void",
  "throw",
  "new",
  "else",
  "do",
  "await",
  "yield",
]);

/** The lexer of the languages with braces: JavaScript and TypeScript, Go, Java and Kotlin. */
export function lexBraces(text: string, family: Family): Lexed {
  const comments: Range[] = [];
  const literals: Literal[] = [];
  /** Brace depths at which a `${` of a template was opened. */
  const templates: { depth: number; start: number; part: number }[] = [];
  let depth = 0;
  let at = text.startsWith("#!") ? lineEnd(text, 0) : 0;
  if (at > 0) comments.push([0, at]);
  let last = "\n"; // the last character that means something
  let lastAt = -1;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === "/" && text[at + 1] === "/") {
      const end = lineEnd(text, at);
      comments.push([at, end]);
      at = end;
      continue;
    }
    if (char === "/" && text[at + 1] === "*") {
      const close = text.indexOf("*/", at + 2);
      const end = close < 0 ? text.length : close + 2;
      comments.push([at, end]);
      at = end;
      continue;
    }
    if (char === "'" || char === '"') {
      const triple = family === "java" && text.startsWith('"""', at);
      const end = triple ? tripleEnd(text, at) : quotedEnd(text, at, char);
      const size = triple ? 3 : 1;
      literals.push({ range: [at, end], content: [at + size, Math.max(at + size, end - size)], computed: false });
      last = char;
      lastAt = end - 1;
      at = end;
      continue;
    }
    if (char === "`" && family === "go") {
      const close = text.indexOf("`", at + 1);
      const end = close < 0 ? text.length : close + 1;
      literals.push({ range: [at, end], content: [at + 1, Math.max(at + 1, end - 1)], computed: false });
      last = char;
      lastAt = end - 1;
      at = end;
      continue;
    }
    if (char === "`" && family === "js") {
      at = template(at, at);
      continue;
    }
    if (char === "/" && family === "js" && startsRegex(text, last, lastAt, at)) {
      const end = regexEnd(text, at);
      if (end > 0) {
        literals.push({ range: [at, end], content: [at + 1, end - 1], computed: true });
        last = "/";
        lastAt = end - 1;
        at = end;
        continue;
      }
    }
    if (char === "{") depth++;
    if (char === "}") {
      const open = templates.at(-1);
      if (open && open.depth === depth) {
        templates.pop();
        depth--;
        at = template(open.start, at);
        continue;
      }
      depth--;
    }
    if (char !== " " && char !== "\t" && char !== "\r" && char !== "\n") {
      last = char;
      lastAt = at;
    }
    at++;
  }
  return { comments, literals };

  /** Reads the text of a template from a backtick or a closing brace up to the next `${` or the end; returns where to go on. */
  function template(start: number, from: number): number {
    for (let i = from + 1; i < text.length; i++) {
      const char = text[i];
      if (char === "\\") i++;
      else if (char === "`") {
        literals.push({ range: [from, i + 1], content: [from + 1, i], computed: from !== start });
        last = "`";
        lastAt = i;
        return i + 1;
      } else if (char === "$" && text[i + 1] === "{") {
        literals.push({ range: [from, i], content: [from + 1, i], computed: true });
        depth++;
        templates.push({ depth, start, part: i });
        last = "{";
        lastAt = i + 1;
        return i + 2;
      }
    }
    literals.push({ range: [from, text.length], content: [from + 1, text.length], computed: true });
    return text.length;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** The end of a quoted string; an unclosed one ends with its line (apostrophes in JSX text are such). */
function quotedEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === quote) return at + 1;
    else if (char === "\n") return start + 1;
  }
  return start + 1;
}

function tripleEnd(text: string, start: number): number {
  for (let at = start + 3; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith('"""', at)) return at + 3;
  }
  return text.length;
}

function startsRegex(text: string, last: string, lastAt: number, at: number): boolean {
  if (text[at + 1] === ">") return false; // the end of a JSX tag
  if (REGEX_BEFORE.has(last)) return true;
  if (!/[a-z]/.test(last)) return false;
  let from = lastAt;
  while (from > 0 && lastAt - from < 10 && /[\w$.]/.test(text[from - 1] as string)) from--;
  return REGEX_WORDS.has(text.slice(from, lastAt + 1));
}

function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\n") return -1;
    if (char === "\\") at++;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) return at + 1;
  }
  return -1;
}
