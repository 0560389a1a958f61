import type { Range } from "../../core/place.js";

/** Options by their long name and how else they are written. */
const SHORT: Readonly<Record<string, string>> = { "--volume": "-v", "--network": "--net" };

/** Blanks, and a line that goes on in the next. */
const BEFORE = "(?:[ \\t]|\\\\\\r?\\n)+";

/**
 * Where an option of a `docker run` stands in its text, with the blanks before it; null where it is written in a way that is not known.
 * `flag`: `--name` or `--name=value`.
 */
export function optionRange(text: string, flag: string): Range | null {
  const [name = "", value] = flag.split(/=(.*)/s);
  const names = [name, SHORT[name]].filter((one) => one !== undefined).map(escaped);
  const own = `(?:${names.join("|")})`;
  const pattern =
    value === undefined || value === ""
      ? `${BEFORE}${own}(?:=true)?(?=\\s|$)`
      : `${BEFORE}${own}(?:=|\\s+)(["']?)${escaped(value)}\\1(?=\\s|$)`;
  const match = new RegExp(pattern).exec(text);
  return match ? [match.index, match.index + match[0].length] : null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
