import type { Range } from "../../core/place.js";
import type { Lexed, Literal } from "./lexed.js";

/** The lexer of Python: `#` comments, quoted and triple-quoted strings with their prefixes. */
export function lexPython(text: string): Lexed {
  const comments: Range[] = [];
  const literals: Literal[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === "#") {
      const end = text.indexOf("\n", at);
      const stop = end < 0 ? text.length : end;
      comments.push([at, stop]);
      at = stop;
      continue;
    }
    if (char === "'" || char === '"') {
      let start = at;
      while (start > 0 && at - start < 2 && /[rRbBuUfFtT]/.test(text[start - 1] as string)) start--;
      if (start > 0 && start < at && /\w/.test(text[start - 1] as string)) start = at;
      const prefix = text.slice(start, at).toLowerCase();
      const size = text[at + 1] === char && text[at + 2] === char ? 3 : 1;
      const end = stringEnd(text, at, char, size);
      const content: Range = [at + size, Math.max(at + size, end - size)];
      literals.push({ range: [start, end], content, computed: /[ft]/.test(prefix) && text.slice(...content).includes("{") });
      at = end;
      continue;
    }
    at++;
  }
  return { comments, literals };
}

function stringEnd(text: string, start: number, quote: string, size: number): number {
  for (let at = start + size; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === quote && (size === 1 || (text[at + 1] === quote && text[at + 2] === quote))) return at + size;
    else if (char === "\n" && size === 1) return at;
  }
  return text.length;
}
