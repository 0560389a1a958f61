const MOST_WORDS = 1000;

/** Splits a line into words the way Compose does with a `command` that is one string: blanks, quotes and backslashes, no expansion. */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let at = 0; at < line.length && words.length < MOST_WORDS; at++) {
    const unit = line[at] as string;
    if (quote !== null) {
      if (unit === quote) quote = null;
      else if (unit === "\\" && quote === '"' && /["\\]/.test(line[at + 1] ?? "")) word += line[++at] ?? "";
      else word += unit;
    } else if (unit === "'" || unit === '"') {
      quote = unit;
      word ??= "";
    } else if (unit === "\\" && at + 1 < line.length) {
      word = (word ?? "") + line[++at];
    } else if (/\s/.test(unit)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? "") + unit;
  }
  if (word !== null) words.push(word);
  return words;
}
