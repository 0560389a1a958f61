import { lexBraces } from "./lex-braces.js";
import { lexPython } from "./lex-python.js";
import type { Family, Lexed } from "./lexed.js";

/** Splits source text into comments, string literals and the rest. Never throws; broken text gives a best effort that recovers at the line's end. */
export function lex(text: string, family: Family): Lexed {
  return family === "python" ? lexPython(text) : lexBraces(text, family);
}
