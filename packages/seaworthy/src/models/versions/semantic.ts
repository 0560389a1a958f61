import { compareDigits, compareText } from "./digits.js";

interface Semantic {
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
}

/**
 * Orders two versions by Semantic Versioning 2.0.0 (§11), with what registries let through: a leading `v`, any count of numbers
 * (a missing one is 0), numbers of any length. Build metadata has no say. null: one of them is no such version.
 */
export function compareSemantic(a: string, b: string): number | null {
  const left = last.version === a ? last.read : read(a);
  last = { version: a, read: left };
  const right = read(b);
  if (!left || !right) return null;
  const count = Math.max(left.numbers.length, right.numbers.length);
  for (let i = 0; i < count; i++) {
    const order = compareDigits(left.numbers[i] ?? "", right.numbers[i] ?? "");
    if (order !== 0) return order;
  }
  return comparePre(left.pre, right.pre);
}

/** NuGet's order: as the semantic one, a fourth number, and labels without regard to case. */
export function compareNuget(a: string, b: string): number | null {
  return compareSemantic(a.toLowerCase(), b.toLowerCase());
}

/** Go's order of module versions, and of the toolchain's own (`go1.22rc1` is 1.22.0-rc.1), as the Go vulnerability database writes them. */
export function compareGo(a: string, b: string): number | null {
  return compareSemantic(goVersion(a), goVersion(b));
}

/** One version is held against many: what it is made of is found once. */
let last: { readonly version: string; readonly read: Semantic | null } = { version: "", read: null };

function goVersion(version: string): string {
  const match = /^(?:go)?(\d+(?:\.\d+){0,2})(?:(alpha|beta|rc)(\d+))?(?:[ -]X:.*)?$/.exec(version.trim());
  if (!match) return version;
  const [, numbers = "", label, count] = match;
  return label ? `${numbers}-${label}.${count}` : numbers;
}

function read(version: string): Semantic | null {
  const match = /^\s*[v=]?\s*(\d+(?:\.\d+)*)(?:[-.]?([^+]*))?(?:\+.*)?$/is.exec(version);
  if (!match) return null;
  const [, numbers = "", pre = ""] = match;
  return { numbers: numbers.split("."), pre: pre.trim() === "" ? [] : pre.trim().split(".") };
}

/** A version with a label comes before the same without; numbers before words; the shorter of two like lists first. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Math.sign(b.length - a.length);
  const count = Math.min(a.length, b.length);
  for (let i = 0; i < count; i++) {
    const left = a[i] ?? "";
    const right = b[i] ?? "";
    const numeric = /^\d+$/.test(left);
    if (numeric !== /^\d+$/.test(right)) return numeric ? -1 : 1;
    const order = numeric ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  return Math.sign(a.length - b.length);
}
