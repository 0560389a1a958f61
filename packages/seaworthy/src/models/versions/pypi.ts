import { compare, parse } from "@renovatebot/pep440";
import { compareText } from "./digits.js";

/**
 * Orders two versions of Python packages by PEP 440. What is none (versions from before it) comes before all that are, and among
 * themselves by numbers and words, as setuptools ordered them.
 */
export function comparePypi(a: string, b: string): number | null {
  const left = parse(a) !== null;
  const right = parse(b) !== null;
  if (left && right) return compare(a, b);
  if (left || right) return left ? 1 : -1;
  return compareLegacy(a, b);
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["pre", "c"],
  ["preview", "c"],
  ["rc", "c"],
  ["dev", "@"],
  ["-", "final-"],
]);

function compareLegacy(a: string, b: string): number | null {
  const left = legacyParts(a);
  const right = legacyParts(b);
  if (left.length === 0 || right.length === 0) return null;
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i++) {
    const one = left[i];
    const other = right[i];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareText(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

/** setuptools' old key: numbers padded, words marked, `final` at the end, zeros before it left out. */
function legacyParts(version: string): readonly string[] {
  const parts: string[] = [];
  for (const raw of version.toLowerCase().match(/\d+|[a-z]+|\.|-/g) ?? []) {
    const part = WORDS.get(raw) ?? raw;
    if (part === ".") continue;
    const number = /^\d/.test(part);
    const key = number ? part.padStart(8, "0") : `*${part}`;
    if (!number) {
      if (key < "*final") while (parts.at(-1) === "*final-") parts.pop();
      while (parts.at(-1) === "00000000") parts.pop();
    }
    parts.push(key);
  }
  return parts.length === 0 ? [] : [...parts, "*final"];
}
