import { compareDigits, isDigit } from "./digits.js";

/** PHP's labels by how they begin, in their order; any other word comes before them all. */
const LABELS: readonly (readonly [word: string, order: number])[] = [
  ["dev", 0],
  ["a", 1],
  ["b", 2],
  ["rc", 3],
  ["#", 4],
  ["p", 5],
];
const NUMBER = 4;

/** Orders two versions of Composer packages as PHP's version_compare does, a leading `v` left out. */
export function comparePackagist(a: string, b: string): number | null {
  const left = parts(a);
  const right = parts(b);
  if (left.length === 0 || right.length === 0) return null;
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i++) {
    const order = comparePart(left[i], right[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function parts(version: string): readonly string[] {
  return version
    .trim()
    .replace(/^v/i, "")
    .replace(/[-_+]/g, ".")
    .replace(/([^\d.])(\d)/g, "$1.$2")
    .replace(/(\d)([^\d.])/g, "$1.$2")
    .split(".")
    .filter((part) => part !== "");
}

/** Where one side ends: a number goes on, a label says that it comes before (or, as a patch level, after). */
function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -comparePart(b, undefined);
  const left = isDigit(a.charCodeAt(0));
  if (b === undefined) return left ? 1 : Math.sign(label(a) - NUMBER);
  const right = isDigit(b.charCodeAt(0));
  if (left && right) return compareDigits(a, b);
  return Math.sign((left ? NUMBER : label(a)) - (right ? NUMBER : label(b)));
}

function label(text: string): number {
  const plain = text.toLowerCase();
  return LABELS.find(([word]) => plain.startsWith(word))?.[1] ?? -1;
}
