/** Words as the exec form of an instruction: a JSON array, a blank behind each comma. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

/**
 * The words of what was meant as a JSON array and is none: other quotes, a comma too many or too few, bare words. null where it cannot be told what was meant.
 */
export function meantArray(text: string): readonly string[] | null {
  const inner = /^\[([\s\S]*?)\]?\s*$/.exec(text.trim())?.[1];
  if (inner === undefined || text.length > 2000) return null;
  const words: string[] = [];
  const item =
    /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|[\u201c\u201d]([^\u201c\u201d]*)[\u201c\u201d]|[\u2018\u2019]([^\u2018\u2019]*)[\u2018\u2019]|([^\s,"'[\]]+))\s*(,*)/y;
  let separated = true;
  let at = 0;
  while (at < inner.length && inner.slice(at).trim() !== "") {
    item.lastIndex = at;
    const found = item.exec(inner);
    // Words side by side without a comma: two of them, or one with a blank?
    if (!found || !separated) return null;
    const [whole, double, single, curly, curlySingle, bare, comma = ""] = found;
    words.push(double?.replace(/\\(["\\])/g, "$1") ?? single ?? curly ?? curlySingle ?? bare ?? "");
    separated = comma !== "";
    at += whole.length;
  }
  return words.length > 0 && !words.includes("") ? words : null;
}
