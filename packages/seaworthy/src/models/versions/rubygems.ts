import { compareDigits, compareText } from "./digits.js";

/** Orders two gem versions as Gem::Version does: numbers and words, words before numbers, trailing zeros of each part left out. */
export function compareRubygems(a: string, b: string): number | null {
  const left = segments(a);
  const right = segments(b);
  if (!left || !right) return null;
  const count = Math.max(left.length, right.length);
  for (let i = 0; i < count; i++) {
    const one = left[i] ?? "0";
    const other = right[i] ?? "0";
    const numeric = isNumber(one);
    if (numeric !== isNumber(other)) return numeric ? 1 : -1;
    const order = numeric ? compareDigits(one, other) : compareText(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function segments(version: string): readonly string[] | null {
  const text = version.trim().replaceAll("-", ".pre.");
  if (!/^\d+(?:\.[0-9a-z]+)*$/i.test(text) && !/^\d[0-9a-z.]*$/i.test(text)) return null;
  const all = text.match(/\d+|[a-z]+/gi) ?? [];
  const word = all.findIndex((one) => !isNumber(one));
  const numbers = word < 0 ? all : all.slice(0, word);
  return [...withoutZeros(numbers), ...(word < 0 ? [] : withoutZeros(all.slice(word)))];
}

function withoutZeros(list: readonly string[]): readonly string[] {
  let end = list.length;
  while (end > 0 && /^0+$/.test(list[end - 1] ?? "")) end--;
  return list.slice(0, end);
}

function isNumber(text: string): boolean {
  return /^\d/.test(text);
}
