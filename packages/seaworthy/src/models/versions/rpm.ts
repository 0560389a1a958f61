import { compareDigits, compareText, isDigit, isLetter } from "./digits.js";

/**
 * Orders two versions of RPM packages (epoch:version-release) as rpm does. A missing epoch is 0; one without a release
 * comes before the same with one. null: one of them is empty.
 */
export function compareRpm(a: string, b: string): number | null {
  const left = partsOf(a);
  const right = partsOf(b);
  if (!left || !right) return null;
  const order = compareDigits(left.epoch, right.epoch) || compareLabels(left.version, right.version);
  if (order !== 0) return order;
  if (left.release === null || right.release === null) return Number(right.release === null) - Number(left.release === null);
  return compareLabels(left.release, right.release);
}

function partsOf(text: string): { epoch: string; version: string; release: string | null } | null {
  const [, epoch = "", rest = ""] = /^(?:(\d+|\(none\)):)?(.*)$/s.exec(text.trim()) ?? [];
  if (rest === "") return null;
  const dash = rest.lastIndexOf("-");
  return {
    epoch: epoch === "(none)" ? "" : epoch,
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? null : rest.slice(dash + 1),
  };
}

/** rpmvercmp: segments of digits or letters; `~` sorts before everything, `^` after the end and before everything else. */
export function compareLabels(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  for (;;) {
    i = skip(a, i);
    j = skip(b, j);
    for (const sign of ["~", "^"]) {
      const left = a[i] === sign;
      const right = b[j] === sign;
      if (!left && !right) continue;
      if (sign === "~") {
        if (!left) return 1;
        if (!right) return -1;
      } else {
        if (i >= a.length) return -1;
        if (j >= b.length) return 1;
        if (!left) return 1;
        if (!right) return -1;
      }
      i++;
      j++;
      return compareLabels(a.slice(i), b.slice(j));
    }
    if (i >= a.length || j >= b.length) break;
    const numeric = isDigit(a.charCodeAt(i));
    const kind = numeric ? isDigit : isLetter;
    const [from, beside] = [i, j];
    while (i < a.length && kind(a.charCodeAt(i))) i++;
    while (j < b.length && kind(b.charCodeAt(j))) j++;
    // Numbers are newer than letters.
    if (j === beside) return numeric ? 1 : -1;
    const [left, right] = [a.slice(from, i), b.slice(beside, j)];
    const order = numeric ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i < a.length ? 1 : -1;
}

function skip(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (isDigit(unit) || isLetter(unit) || unit === 126 || unit === 94) break;
    i++;
  }
  return i;
}
