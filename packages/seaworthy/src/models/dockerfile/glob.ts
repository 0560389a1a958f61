/** One step of a shell pattern: a literal character, any one, or any number. */
type Token = { readonly kind: "literal"; readonly ch: string } | { readonly kind: "any" } | { readonly kind: "star" };

export type Glob = readonly Token[];

const MAX_PATTERN = 256;
const MAX_VALUE = 4096;

/** Reads a pattern of `${VAR#…}`: `*`, `?`, and `\` before those, itself, `/` and `}`. Null when it is malformed or too long to try. */
export function readGlob(pattern: string): Glob | null {
  if (pattern.length > MAX_PATTERN) return null;
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const ch = pattern[at] as string;
    if (ch === "*") tokens.push({ kind: "star" });
    else if (ch === "?") tokens.push({ kind: "any" });
    else if (ch !== "\\") tokens.push({ kind: "literal", ch });
    else {
      const next = pattern[++at];
      if (next === undefined || !"*?\\/}".includes(next)) return null;
      tokens.push({ kind: "literal", ch: next });
    }
  }
  return tokens;
}

/** Removes what the pattern matches at the start (`#`) or the end (`%`) of the value, as little or as much as it can. Null when the value is too long to try. */
export function trimGlob(value: string, glob: Glob, side: "#" | "%", longest: boolean): string | null {
  if (value.length > MAX_VALUE) return null;
  if (side === "#") {
    const length = matchLength(value, 0, glob, longest);
    return length < 0 ? value : value.slice(length);
  }
  const reversed = [...value].reverse().join("");
  const length = matchLength(reversed, 0, [...glob].reverse(), longest);
  return length < 0 ? value : value.slice(0, value.length - length);
}

/** Replaces the first match (`/`) or all of them (`//`), each as long as it can be. Null when the value is too long to try. */
export function replaceGlob(value: string, glob: Glob, replacement: string, all: boolean): string | null {
  if (value.length > MAX_VALUE) return null;
  let result = "";
  let at = 0;
  while (at <= value.length) {
    const length = matchLength(value, at, glob, true);
    if (length > 0 || (length === 0 && at < value.length) || (length === 0 && value === "")) {
      result += replacement;
      at += length;
      if (!all) break;
      if (length > 0) continue;
    }
    result += value[at] ?? "";
    at++;
  }
  return result + value.slice(at);
}

/** The length of the shortest or longest match that starts at `from`, or -1. Keeps the set of possible positions in the pattern, so time is value × pattern. */
function matchLength(value: string, from: number, glob: Glob, longest: boolean): number {
  let states = close(new Set([0]), glob);
  let found = -1;
  for (let at = from; ; at++) {
    if (states.has(glob.length)) {
      found = at - from;
      if (!longest) return found;
    }
    if (at >= value.length || states.size === 0) return found;
    const next = new Set<number>();
    for (const state of states) {
      const token = glob[state];
      if (token?.kind === "star") next.add(state);
      else if (token?.kind === "any" || (token && token.ch === value[at])) next.add(state + 1);
    }
    states = close(next, glob);
  }
}

/** A star may also stand for nothing. */
function close(states: Set<number>, glob: Glob): Set<number> {
  for (const state of states) if (glob[state]?.kind === "star") states.add(state + 1);
  return states;
}
