import { compareDigits, compareText, isDigit } from "./digits.js";

/** A number, a word, or what follows a hyphen. */
type Item = { readonly number: string } | { readonly word: string } | Item[];

/** Words in their order; "" is the release itself; any other word comes after them. */
const WORDS = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const SAME: ReadonlyMap<string, string> = new Map([
  ["ga", ""],
  ["final", ""],
  ["release", ""],
  ["cr", "rc"],
]);
const SHORT: ReadonlyMap<string, string> = new Map([
  ["a", "alpha"],
  ["b", "beta"],
  ["m", "milestone"],
]);

/** Orders two Maven versions as Maven's ComparableVersion does (Maven POM reference, Version Order Specification). */
export function compareMaven(a: string, b: string): number | null {
  if (a.trim() === "" || b.trim() === "") return null;
  return compareItem(parse(a), parse(b));
}

function parse(version: string): Item[] {
  const text = version.trim().toLowerCase();
  const root: Item[] = [];
  const stack: Item[][] = [root];
  let list = root;
  let digits = false;
  let start = 0;
  const deeper = (): void => {
    const inner: Item[] = [];
    list.push(inner);
    list = inner;
    stack.push(inner);
  };
  const put = (end: number, beforeDigit = false): void => {
    const part = text.slice(start, end);
    if (digits) list.push({ number: part });
    else list.push({ word: wordOf(part, beforeDigit) });
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (sign === "." || sign === "-") {
      if (i === start) list.push({ number: "0" });
      else put(i);
      start = i + 1;
      if (sign !== ".") deeper();
    } else if (isDigit(text.charCodeAt(i))) {
      if (!digits && i > start) {
        if (list.length > 0) deeper();
        put(i, true);
        start = i;
        deeper();
      }
      digits = true;
    } else {
      if (digits && i > start) {
        put(i);
        start = i;
        deeper();
      }
      digits = false;
    }
  }
  if (text.length > start) {
    if (!digits && list.length > 0) deeper();
    put(text.length);
  }
  while (stack.length > 0) normalize(stack.pop() ?? []);
  return root;
}

function wordOf(part: string, beforeDigit: boolean): string {
  const long = beforeDigit ? (SHORT.get(part) ?? part) : part;
  return SAME.get(long) ?? long;
}

/** Takes out what means nothing at the end, and before what follows a hyphen. */
function normalize(list: Item[]): void {
  for (let i = list.length - 1; i >= 0; i--) {
    const item = list[i];
    if (item === undefined) continue;
    if (isNothing(item)) {
      const after = list[i + 1];
      if (after === undefined || !("number" in after)) list.splice(i, 1);
    } else if (!Array.isArray(item)) break;
  }
}

function isNothing(item: Item): boolean {
  if (Array.isArray(item)) return item.length === 0;
  return "number" in item ? /^0*$/.test(item.number) : item.word === "";
}

function compareItem(a: Item | undefined, b: Item | undefined): number {
  if (a === undefined) return b === undefined ? 0 : -compareItem(b, undefined) || 0;
  if (Array.isArray(a)) return compareList(a, b);
  if ("number" in a) {
    if (b === undefined) return isNothing(a) ? 0 : 1;
    return Array.isArray(b) || !("number" in b) ? 1 : compareDigits(a.number, b.number);
  }
  if (b === undefined) return compareWords(a.word, "");
  if (Array.isArray(b) || "number" in b) return -1;
  return compareWords(a.word, b.word);
}

function compareList(a: readonly Item[], b: Item | undefined): number {
  if (b !== undefined && !Array.isArray(b)) return "number" in b ? -1 : 1;
  const count = Math.max(a.length, b?.length ?? 0);
  for (let i = 0; i < count; i++) {
    const order = compareItem(a[i], b?.[i]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareWords(a: string, b: string): number {
  const left = WORDS.indexOf(a);
  const right = WORDS.indexOf(b);
  if (left >= 0 && right >= 0) return Math.sign(left - right);
  if (left >= 0 || right >= 0) return left >= 0 ? -1 : 1;
  return compareText(a, b);
}
