/** A word without the quotes around it, for words that the builder unquotes when it substitutes variables. */
export function unquoted(text: string): string {
  const first = text[0];
  return text.length > 1 && (first === '"' || first === "'") && text.endsWith(first) ? text.slice(1, -1) : text;
}
