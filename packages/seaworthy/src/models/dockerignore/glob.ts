import { namedClass } from "./named-class.js";

/** A compiled pattern: whether it matches the whole of a path. Time is at most (pattern × path), whatever the pattern. */
export type Glob = (path: string) => boolean;

type Test = (char: string) => boolean;
type Token =
  | {
      readonly kind: "one" | "many";
      readonly test: Test;
      readonly source: string;
    }
  // An optional run of folders, up to a slash.
  | { readonly kind: "folders" }
  // A "^" behind the start: nothing can match.
  | { readonly kind: "never" };

const notSlash: Test = (char) => char !== "/";
const notNewline: Test = (char) => char !== "\n";
const STAR: Token = { kind: "many", test: notSlash, source: "[^/]" };
const ANY: Token = { kind: "one", test: notSlash, source: "[^/]" };
const DEEP: Token = { kind: "many", test: notNewline, source: "[^\\n]" };
const FOLDERS: Token = { kind: "folders" };

/** More wildcards than this and a backtracking engine may need too long: the state simulation takes over. */
const WILDCARDS_FOR_REGEXP = 2;

/** Whether Go's `filepath.Match` takes the pattern: Docker refuses to build with one that it does not. */
export function isValidPattern(pattern: string): boolean {
  const chars = Array.from(pattern);
  let at = 0;
  const single = (): boolean => {
    if (at >= chars.length || chars[at] === "-" || chars[at] === "]") return false;
    if (chars[at] === "\\" && ++at >= chars.length) return false;
    return ++at < chars.length;
  };
  while (at < chars.length) {
    const char = chars[at++];
    if (char === "\\" && at++ >= chars.length) return false;
    if (char !== "[") continue;
    if (chars[at] === "^") at++;
    for (let ranges = 0; ranges === 0 || chars[at] !== "]"; ranges++) {
      if (!single()) return false;
      if (chars[at] !== "-") continue;
      at++;
      if (!single()) return false;
    }
    at++;
  }
  return true;
}

/**
 * Compiles a cleaned ignore pattern, step for step as moby/patternmatcher does (`Pattern.compile` and `Pattern.match`):
 * plain text is compared, a trailing `**` is a prefix, a leading `**` a suffix, the rest an anchored expression.
 * null: Docker would fail on it ("syntax error in pattern").
 */
export function compileIgnoreGlob(pattern: string): Glob | null {
  const chars = Array.from(pattern);
  let type: "exact" | "prefix" | "suffix" | "expression" = "exact";
  let expression = "";
  for (let at = 0, step = 0; at < chars.length; step++) {
    const char = chars[at++] ?? "";
    if (char === "*" && chars[at] === "*") {
      at++;
      if (chars[at] === "/") at++;
      if (at < chars.length) {
        expression += "(.*/)?";
        type = "expression";
      } else if (type === "exact") type = "prefix";
      else {
        expression += ".*";
        type = "expression";
      }
      if (step === 0) type = "suffix";
    } else if (char === "*" || char === "?") {
      expression += char === "*" ? "[^/]*" : "[^/]";
      type = "expression";
    } else if (".+()|{}$".includes(char)) expression += `\\${char}`;
    else if (char === "\\") {
      expression += `\\${chars[at++] ?? ""}`;
      type = "expression";
    } else {
      if (char === "[" || char === "]") type = "expression";
      expression += char;
    }
  }
  if (type === "exact") return (path) => path === pattern;
  if (type === "prefix") {
    const prefix = pattern.slice(0, -2);
    return (path) => path.startsWith(prefix);
  }
  if (type === "suffix") {
    const suffix = pattern.slice(2);
    const bare = suffix.startsWith("/") ? suffix.slice(1) : null;
    return (path) => path.endsWith(suffix) || path === bare;
  }
  const tokens = readExpression(expression);
  return tokens && compile(tokens);
}

/** Compiles a COPY or ADD source: Go's `filepath.Match`, where `**` is no more than `*`. null: a malformed pattern. */
export function compileSourceGlob(pattern: string): Glob | null {
  if (!isValidPattern(pattern)) return null;
  if (!/[*?[\\]/.test(pattern)) return (path) => path === pattern;
  const chars = Array.from(pattern);
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; ) {
    const char = chars[at++] ?? "";
    if (char === "*") {
      if (tokens.at(-1) !== STAR) tokens.push(STAR);
    } else if (char === "?") tokens.push(ANY);
    else if (char === "\\") tokens.push(literal(chars[at++] ?? ""));
    else if (char === "[") {
      const read = readClass(chars, at, true);
      if (!read) return null;
      at = read.next;
      tokens.push({ kind: "one", test: read.test, source: read.source });
    } else tokens.push(literal(char));
  }
  return compile(tokens);
}

/** Reads the small part of Go's regular expressions that `compileIgnoreGlob` can write. */
function readExpression(expression: string): readonly Token[] | null {
  const chars = Array.from(expression);
  const tokens: Token[] = [];
  for (let at = 0; at < chars.length; ) {
    const char = chars[at++] ?? "";
    if (char === "(") {
      tokens.push(FOLDERS);
      at += "(.*/)?".length - 1;
    } else if (char === ".") {
      tokens.push(DEEP);
      at++;
    } else if (char === "^") tokens.push({ kind: "never" });
    else if (char === "[") {
      const read = readClass(chars, at, false);
      if (!read) return null;
      at = read.next;
      const many = chars[at] === "*";
      if (many) at++;
      tokens.push({
        kind: many ? "many" : "one",
        test: read.test,
        source: read.source,
      });
    } else if (char === "\\") {
      const escaped = escapedClass(chars[at++] ?? "");
      if (!escaped) return null;
      tokens.push(escaped);
    } else tokens.push(literal(char));
  }
  if (tokens[0]?.kind === "never") tokens.shift();
  return tokens;
}

function literal(char: string): Token {
  return { kind: "one", test: (other) => other === char, source: quote(char) };
}

function quote(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  d: "[0-9]",
  D: "[^0-9]",
  w: "[0-9A-Za-z_]",
  W: "[^0-9A-Za-z_]",
  s: "[\\t\\n\\f\\r ]",
  S: "[^\\t\\n\\f\\r ]",
};
const CONTROLS: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

// Docker hands `\d` to Go's regexp, where it is a digit, though filepath.Match would read a plain "d". Letters and digits that
// Go does not know after a backslash make it fail; those that assert a position are taken for never matching inside a path.
function escapedClass(char: string): Token | null {
  const source = ESCAPES[char];
  if (source) {
    const regexp = new RegExp(`^${source}$`, "u");
    return { kind: "one", test: (other) => regexp.test(other), source };
  }
  const control = CONTROLS[char];
  if (control) return literal(control);
  if (/^[bBAz]$/.test(char)) return { kind: "never" };
  return /^[0-9A-Za-z]$/.test(char) ? null : literal(char);
}

/** A bracket class from behind its `[`. Go's regexp lets an inner `[` stand for itself; the test never crosses what is inside. */
function readClass(chars: readonly string[], start: number, plain: boolean): { test: Test; source: string; next: number } | null {
  let at = start;
  const negated = chars[at] === "^";
  if (negated) at++;
  const ranges: (readonly [string, string])[] = [];
  const single = (): string | null => {
    const char = chars[at++];
    if (char !== "\\") return char ?? null;
    const escaped = chars[at++];
    return escaped === undefined ? null : plain ? escaped : (CONTROLS[escaped] ?? escaped);
  };
  for (let first = true; first || chars[at] !== "]"; first = false) {
    const named = plain ? null : namedClass(chars, at);
    if (named) {
      ranges.push(...named.ranges);
      at = named.next;
      continue;
    }
    const low = single();
    if (low === null) return null;
    let high: string | null = low;
    if (chars[at] === "-" && at + 1 < chars.length && chars[at + 1] !== "]") {
      at++;
      high = single();
    }
    if (high === null) return null;
    // Go's regexp refuses a range that runs backwards, filepath.Match lets it match nothing.
    if (codeOf(high) < codeOf(low) && !plain) return null;
    if (codeOf(high) >= codeOf(low)) ranges.push([low, high]);
  }
  const inside: Test = (char) => ranges.some(([low, high]) => codeOf(char) >= codeOf(low) && codeOf(char) <= codeOf(high));
  const test: Test = plain ? (char) => char !== "/" && inside(char) !== negated : (char) => inside(char) !== negated;
  const body = ranges.map(([low, high]) => `${quote(low)}-${quote(high)}`).join("");
  const set = body === "" ? (negated ? "[^]" : "[]") : `[${negated ? "^" : ""}${body}]`;
  return { test, source: plain ? `(?!/)${set}` : set, next: at + 1 };
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? -1;
}

function compile(tokens: readonly Token[]): Glob {
  if (tokens.some((token) => token.kind === "never")) return () => false;
  const wildcards = tokens.filter((token) => token.kind !== "one").length;
  if (wildcards > WILDCARDS_FOR_REGEXP) return (path) => simulate(tokens, path);
  const source = tokens.map((token) => {
    if (token.kind === "folders") return "(?:[^\\n]*/)?";
    return token.kind === "many" ? `${"source" in token ? token.source : ""}*` : "source" in token ? token.source : "";
  });
  const regexp = new RegExp(`^${source.join("")}$`, "u");
  return (path) => regexp.test(path);
}

/** Runs all states at once, so that no pattern can take exponential time. */
function simulate(tokens: readonly Token[], path: string): boolean {
  // A "folders" token has two states: 2i before it, 2i + 1 inside its folders.
  const width = 2 * tokens.length + 2;
  let now = new Uint8Array(width);
  const enter = (states: Uint8Array, index: number): void => {
    for (let at = index; at <= tokens.length; at++) {
      states[2 * at] = 1;
      const token = tokens[at];
      if (!token || (token.kind !== "many" && token.kind !== "folders")) return;
    }
  };
  enter(now, 0);
  for (const char of path) {
    const next = new Uint8Array(width);
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at];
      if (!token || !(now[2 * at] || now[2 * at + 1])) continue;
      if (token.kind === "folders") {
        if (char !== "\n") next[2 * at + 1] = 1;
        if (char === "/") enter(next, at + 1);
      } else if (token.kind !== "never" && token.test(char)) enter(next, token.kind === "many" ? at : at + 1);
    }
    now = next;
  }
  return now[2 * tokens.length] === 1;
}
