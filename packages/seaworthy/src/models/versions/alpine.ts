import { compareDigits, compareText } from "./digits.js";

/** What a part of a version is, from the one that makes it newest where the other side has something else. */
const KINDS = ["number", "letter", "suffix", "count", "commit", "revision", "end", "unreadable"] as const;
type Kind = (typeof KINDS)[number];

interface Part {
  readonly kind: Kind;
  readonly text: string;
}

/** Suffixes in their order; those before "" come before the version without one. */
const SUFFIXES = ["alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"];
const PARTS: readonly (readonly [Kind, RegExp])[] = [
  ["number", /\.?(\d+)/y],
  ["letter", /([a-z])/y],
  ["suffix", /_(alpha|beta|pre|rc|cvs|svn|git|hg|p)/y],
  ["count", /(\d+)/y],
  ["commit", /~([0-9a-f]+)/y],
  ["revision", /-r(\d*)/y],
];
/** What may follow what. */
const AFTER: Readonly<Record<Kind, readonly Kind[]>> = {
  number: ["number", "letter", "suffix", "commit", "revision"],
  letter: ["number", "suffix", "commit", "revision"],
  suffix: ["count", "suffix", "commit", "revision"],
  count: ["suffix", "commit", "revision"],
  commit: ["revision"],
  revision: [],
  end: [],
  unreadable: [],
};

/**
 * Orders two versions of Alpine packages, number{.number}[letter]{_suffix[number]}[~commit][-rN], as apk-tools 2.14 does. What stops
 * being a version sorts by what could be read of it, before the same without the rest. null: one of them does not begin with a digit.
 */
export function compareAlpine(a: string, b: string): number | null {
  const left = parts(a);
  const right = parts(b);
  if (!left || !right) return null;
  for (let i = 0; ; i++) {
    const one = left[i] ?? END;
    const other = right[i] ?? END;
    if (one.kind === other.kind) {
      if (one.kind === "end" || one.kind === "unreadable") return 0;
      const order = compareSame(one, other, i === 0);
      if (order !== 0) return order;
      continue;
    }
    if (comesBefore(one)) return -1;
    if (comesBefore(other)) return 1;
    return Math.sign(KINDS.indexOf(other.kind) - KINDS.indexOf(one.kind));
  }
}

const END: Part = { kind: "end", text: "" };

function parts(version: string): readonly Part[] | null {
  const text = version.trim();
  const first = /^\d+/.exec(text)?.[0];
  if (first === undefined) return null;
  const found: Part[] = [{ kind: "number", text: first }];
  let at = first.length;
  let kind: Kind = "number";
  while (at < text.length) {
    const part = next(text, at, AFTER[kind]);
    if (!part) return [...found, { kind: "unreadable", text: "" }];
    found.push({ kind: part.kind, text: part.text });
    ({ kind, end: at } = part);
  }
  return found;
}

function next(text: string, at: number, allowed: readonly Kind[]): (Part & { readonly end: number }) | null {
  for (const [kind, pattern] of PARTS) {
    if (!allowed.includes(kind)) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { kind, text: match[1] ?? "", end: pattern.lastIndex };
  }
  return null;
}

function compareSame(a: Part, b: Part, first: boolean): number {
  if (a.kind === "letter" || a.kind === "commit") return compareText(a.text, b.text);
  if (a.kind === "suffix") return Math.sign(SUFFIXES.indexOf(a.text) - SUFFIXES.indexOf(b.text));
  // With leading zeros a number after a point is smaller: .001 comes before .01, that before .1.
  if (a.kind === "number" && !first && zeros(a) !== zeros(b)) return Math.sign(zeros(b) - zeros(a));
  return compareDigits(a.text, b.text);
}

function zeros({ text }: Part): number {
  return /^0*/.exec(text)?.[0].length ?? 0;
}

function comesBefore({ kind, text }: Part): boolean {
  return kind === "suffix" && SUFFIXES.indexOf(text) < SUFFIXES.indexOf("");
}
