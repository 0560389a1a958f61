import { isSpace, type Span } from "./blanks.js";
import { lexWords } from "./lexer.js";

/** What `<<NAME` says before its body is read. */
export interface HeredocStart {
  readonly name: string;
  readonly expand: boolean;
  readonly chomp: boolean;
}

/** Reads one word as a heredoc operator: digits, `<<`, an optional `-`, the delimiter. The escape here is always the backslash. */
export function readHeredocWord(word: string): HeredocStart | null {
  let at = 0;
  while (at < word.length && word.charCodeAt(at) >= 48 && word.charCodeAt(at) <= 57) at++;
  if (!word.startsWith("<<", at)) return null;
  at += 2;
  const chomp = word[at] === "-";
  if (chomp) at++;
  while (at < word.length && word.charCodeAt(at) < 128 && isSpace(word.charCodeAt(at))) at++;
  const rest = word.slice(at);
  if (rest === "" || rest.includes("<")) return null;
  const plain = lexWords(rest, { rawQuotes: false, rawEscapes: false });
  const raw = lexWords(rest, { rawQuotes: true, rawEscapes: false });
  const [first] = plain ?? [];
  const [firstRaw] = raw ?? [];
  if (!first || !firstRaw || plain?.length !== 1 || raw?.length !== 1) return null;
  return {
    name: first.text,
    expand: quotes(first.text) === quotes(firstRaw.text),
    chomp,
  };
}

function quotes(text: string): number {
  let count = 0;
  for (const ch of text) if (ch === "'" || ch === '"') count++;
  return count;
}

/** All heredoc operators of a joined line, in order. None when the line cannot be split into words (an open quote, a broken `${`). */
export function heredocsOf(line: string): readonly (HeredocStart & Span)[] {
  const found: (HeredocStart & Span)[] = [];
  for (const word of lexWords(line, { rawQuotes: true, rawEscapes: true }) ?? []) {
    const start = word.text.includes("<<") ? readHeredocWord(word.text) : null;
    if (start) found.push({ ...start, start: word.start, end: word.end });
  }
  return found;
}
