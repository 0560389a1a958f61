import { compareDigits, isDigit, isLetter } from "./digits.js";

/**
 * Orders two versions of Debian packages (epoch:upstream-revision), as deb-version(7) says and dpkg does: a missing epoch is 0, a
 * missing revision sorts as an empty one, `~` before the end of a part. null: one of them is no version.
 */
export function compareDebian(a: string, b: string): number | null {
  const left = partsOf(a);
  if (last.version !== a) last = { version: a, parts: left };
  const right = parse(b);
  if (!left || !right) return null;
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  );
}

interface Parts {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

/** One version is held against many: what it is made of is found once. */
let last: { readonly version: string; readonly parts: Parts | null } = { version: "", parts: null };

function partsOf(version: string): Parts | null {
  if (last.version === version) return last.parts;
  return parse(version);
}

function parse(version: string): Parts | null {
  const text = version.trim();
  const colon = text.indexOf(":");
  const epoch = colon < 0 ? "" : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (rest === "" || !/^\d*$/.test(epoch) || /\s/.test(rest)) return null;
  const dash = rest.lastIndexOf("-");
  return { epoch, upstream: dash < 0 ? rest : rest.slice(0, dash), revision: dash < 0 ? "" : rest.slice(dash + 1) };
}

/** Alternates between a run without digits, by the order of `weight`, and a number. */
function compareParts(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return Math.sign(difference);
      i++;
      j++;
    }
    const [from, beside] = [i, j];
    while (i < a.length && isDigit(a.charCodeAt(i))) i++;
    while (j < b.length && isDigit(b.charCodeAt(j))) j++;
    const order = compareDigits(a.slice(from, i), b.slice(beside, j));
    if (order !== 0) return order;
  }
  return 0;
}

/** `~` before the end (and before a number), letters before all other signs. */
function weight(text: string, at: number): number {
  const unit = at < text.length ? text.charCodeAt(at) : 0;
  if (unit === 0 || isDigit(unit)) return 0;
  if (unit === 126) return -1;
  return isLetter(unit) ? unit : unit + 256;
}
