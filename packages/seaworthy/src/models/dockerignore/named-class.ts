/** The classes of Go's regexp that are written by name; filepath.Match has none, yet lets them through. */
const NAMED: Readonly<Record<string, string>> = {
  alnum: "09AZaz",
  alpha: "AZaz",
  ascii: "\x00\x7f",
  blank: "\t\t  ",
  cntrl: "\x00\x1f\x7f\x7f",
  digit: "09",
  graph: "!~",
  lower: "az",
  print: " ~",
  punct: "!/:@[`{~",
  space: "\t\r  ",
  upper: "AZ",
  word: "09AZaz__",
  xdigit: "09AFaf",
};

/** Reads `[:name:]` at an index, as ranges; null when there is none that Go knows. */
export function namedClass(chars: readonly string[], at: number): { ranges: [string, string][]; next: number } | null {
  if (chars[at] !== "[" || chars[at + 1] !== ":") return null;
  const end = chars.indexOf(":", at + 2);
  const name = end < 0 || chars[end + 1] !== "]" ? "" : chars.slice(at + 2, end).join("");
  const pairs = Object.hasOwn(NAMED, name) ? (NAMED[name] ?? "") : "";
  const ranges: [string, string][] = [];
  for (let index = 0; index < pairs.length; index += 2) ranges.push([pairs.charAt(index), pairs.charAt(index + 1)]);
  return ranges.length > 0 ? { ranges, next: end + 2 } : null;
}
