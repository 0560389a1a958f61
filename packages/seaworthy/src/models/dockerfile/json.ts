import { skipSpace } from "./blanks.js";

/** One string of a JSON array, its range with the quotes. */
export interface JsonString {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads [from, to) as a JSON array of strings.
 * @returns the strings; "mixed" for a valid array with something else in it (an error for the builder); null for anything that is not
 * valid JSON, which makes it the shell form.
 */
export function readStringArray(text: string, from: number, to: number): readonly JsonString[] | "mixed" | null {
  const open = skipSpace(text, from, to);
  if (text[open] !== "[" || open >= to) return null;
  const items: JsonString[] = [];
  let at = skipJsonSpace(text, open + 1, to);
  let more = at < to && text[at] !== "]";
  while (more) {
    const end = text[at] === '"' ? endOfString(text, at, to) : -1;
    const value = end < 0 ? null : stringValue(text.slice(at, end));
    if (value === null) return otherArray(text.slice(open, to));
    items.push({ value, start: at, end });
    at = skipJsonSpace(text, end, to);
    more = text[at] === ",";
    if (more) at = skipJsonSpace(text, at + 1, to);
  }
  if (text[at] !== "]" || skipJsonSpace(text, at + 1, to) < to) return otherArray(text.slice(open, to));
  return items;
}

function skipJsonSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text[at] === " " || text[at] === "\t" || text[at] === "\r" || text[at] === "\n")) at++;
  return at;
}

function endOfString(text: string, start: number, to: number): number {
  for (let at = start + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code < 32) return -1;
    if (code === 92) at++;
  }
  return -1;
}

function stringValue(quoted: string): string | null {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

function otherArray(text: string): "mixed" | null {
  try {
    return Array.isArray(JSON.parse(text)) ? "mixed" : null;
  } catch {
    return null;
  }
}
