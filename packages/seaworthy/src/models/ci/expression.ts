/** A value that only a run knows. `switches` names the inputs, variables and secrets it hangs on, which a person can set; empty: only circumstances such as the branch. */
export interface Unknown {
  readonly switches: readonly string[];
}
export type Known = string | number | boolean | null;
export type Value = Known | Unknown;

/** What a context path such as `github.event_name` (lower case, dots between) stands for. */
export type Scope = (path: string) => Value;

export function isKnown(value: Value): value is Known {
  return typeof value !== "object" || value === null;
}

const MAX_DEPTH = 50;
const MAX_LENGTH = 20_000;

/**
 * Evaluates one expression of GitHub Actions (the inside of `${{ }}`) as far as its parts are known.
 * `a && b` with a known false side is false, whatever the other is. A broken expression is unknown.
 */
export function evaluate(text: string, scope: Scope): Value {
  if (text.length > MAX_LENGTH) return { switches: [] };
  const tokens = tokenize(text);
  if (!tokens) return { switches: [] };
  const parser: Parser = { tokens, at: 0, scope, depth: 0 };
  const value = either(parser);
  return value === undefined || parser.at < tokens.length ? { switches: [] } : value;
}

/** The truth of a value; null when it is not known. */
export function truth(value: Value): boolean | null {
  if (!isKnown(value)) return null;
  return !(value === null || value === false || value === 0 || value === "" || Number.isNaN(value));
}

/** A text with `${{ … }}` in it, each replaced; a text that is one expression keeps that value's type. */
export function interpolate(text: string, scope: Scope): Value {
  const parts = pieces(text);
  if (parts.length === 1 && parts[0]?.expression) return evaluate(parts[0].text, scope);
  let out = "";
  const switches: string[] = [];
  let unknown = false;
  for (const part of parts) {
    const value = part.expression ? evaluate(part.text, scope) : part.text;
    if (isKnown(value)) out += value === null ? "" : String(value);
    else {
      unknown = true;
      switches.push(...value.switches);
    }
  }
  return unknown ? { switches } : out;
}

export interface Piece {
  readonly text: string;
  /** True: the inside of `${{ }}`. */
  readonly expression: boolean;
  readonly start: number;
  readonly end: number;
}

/** Cuts a text into plain pieces and the insides of `${{ }}`; offsets include the braces. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("${{", at);
    const close = open < 0 ? -1 : text.indexOf("}}", open);
    if (open < 0 || close < 0) break;
    if (open > at) found.push({ text: text.slice(at, open), expression: false, start: at, end: open });
    found.push({ text: text.slice(open + 3, close), expression: true, start: open, end: close + 2 });
    at = close + 2;
  }
  if (at < text.length) found.push({ text: text.slice(at), expression: false, start: at, end: text.length });
  return found;
}

type Token = { readonly kind: "op" | "name"; readonly text: string } | { readonly kind: "value"; readonly value: Known };

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  readonly scope: Scope;
  depth: number;
}

function tokenize(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const pattern =
    /\s+|(?<string>'(?:[^']|'')*')|(?<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?))|(?<name>[A-Za-z_][\w-]*|\*)|(?<op>&&|\|\||[=!<>]=|[!<>()[\],.])/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return null;
    const { string, number, name, op } = match.groups ?? {};
    if (string !== undefined) tokens.push({ kind: "value", value: string.slice(1, -1).replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: "value", value: Number(number) });
    else if (name === "true" || name === "false") tokens.push({ kind: "value", value: name === "true" });
    else if (name === "null") tokens.push({ kind: "value", value: null });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (op !== undefined) tokens.push({ kind: "op", text: op });
  }
  return tokens;
}

function takes(parser: Parser, ...operators: readonly string[]): string | null {
  const token = parser.tokens[parser.at];
  if (token?.kind !== "op" || !operators.includes(token.text)) return null;
  parser.at++;
  return token.text;
}

function either(parser: Parser): Value | undefined {
  let left = both(parser);
  while (left !== undefined && takes(parser, "||")) {
    const right = both(parser);
    if (right === undefined) return undefined;
    const is = truth(left);
    if (is === false) left = right;
    else if (is === null) left = truth(right) === true ? right : merge(left, right);
  }
  return left;
}

function both(parser: Parser): Value | undefined {
  let left = comparison(parser);
  while (left !== undefined && takes(parser, "&&")) {
    const right = comparison(parser);
    if (right === undefined) return undefined;
    const is = truth(left);
    if (is === true) left = right;
    else if (is === null) left = truth(right) === false ? right : merge(left, right);
  }
  return left;
}

function comparison(parser: Parser): Value | undefined {
  let left = unary(parser);
  for (let operator = takes(parser, "==", "!=", "<=", ">=", "<", ">"); left !== undefined && operator; ) {
    const right = unary(parser);
    if (right === undefined) return undefined;
    left = isKnown(left) && isKnown(right) ? compare(operator, left, right) : merge(left, right);
    operator = takes(parser, "==", "!=", "<=", ">=", "<", ">");
  }
  return left;
}

function unary(parser: Parser): Value | undefined {
  if (++parser.depth > MAX_DEPTH) return undefined;
  try {
    if (takes(parser, "!")) {
      const value = unary(parser);
      if (value === undefined) return undefined;
      const is = truth(value);
      return is === null ? value : !is;
    }
    if (takes(parser, "(")) {
      const value = either(parser);
      return takes(parser, ")") ? value : undefined;
    }
    const token = parser.tokens[parser.at++];
    if (!token || token.kind === "op") return undefined;
    if (token.kind === "value") return token.value;
    return takes(parser, "(") ? call(parser, token.text.toLowerCase()) : path(parser, token.text);
  } finally {
    parser.depth--;
  }
}

function path(parser: Parser, first: string): Value | undefined {
  const steps = [first];
  for (;;) {
    if (takes(parser, ".")) {
      const token = parser.tokens[parser.at++];
      if (token?.kind !== "name") return undefined;
      steps.push(token.text);
    } else if (takes(parser, "[")) {
      const index = either(parser);
      if (index === undefined || !takes(parser, "]")) return undefined;
      steps.push(isKnown(index) ? String(index) : "*");
    } else return parser.scope(steps.join(".").toLowerCase());
  }
}

function call(parser: Parser, name: string): Value | undefined {
  const args: Value[] = [];
  while (!takes(parser, ")")) {
    if (args.length > 0 && !takes(parser, ",")) return undefined;
    const value = either(parser);
    if (value === undefined) return undefined;
    args.push(value);
  }
  // Nothing has failed yet on the way that matters: a run in which all went well so far.
  if (name === "success" || name === "always") return true;
  if (name === "failure" || name === "cancelled") return false;
  const [whole, part] = args;
  if (args.length === 2 && whole !== undefined && part !== undefined && isKnown(whole) && isKnown(part)) {
    const [a, b] = [String(whole ?? "").toLowerCase(), String(part ?? "").toLowerCase()];
    if (name === "contains") return a.includes(b);
    if (name === "startswith") return a.startsWith(b);
    if (name === "endswith") return a.endsWith(b);
  }
  return merge(...args);
}

function merge(...values: readonly Value[]): Unknown {
  return { switches: [...new Set(values.flatMap((value) => (isKnown(value) ? [] : value.switches)))] };
}

/** GitHub's loose comparison: strings without case, different types as numbers. */
function compare(operator: string, left: Known, right: Known): boolean {
  let [a, b]: [string | number, string | number] = [toNumber(left), toNumber(right)];
  if (typeof left === "string" && typeof right === "string") [a, b] = [left.toLowerCase(), right.toLowerCase()];
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    default:
      return a >= b;
  }
}

function toNumber(value: Known): number {
  return typeof value === "string" ? (value.trim() === "" ? 0 : Number(value)) : Number(value ?? 0);
}
