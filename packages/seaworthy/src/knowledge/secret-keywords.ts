import { SECRET_RULES, type SecretRule } from "./secret-rules.js";

interface Called {
  readonly keyword: string;
  readonly rules: SecretRule[];
}

const NO_RULES: readonly SecretRule[] = Object.freeze([]);
/** Two letters of ASCII as one number. */
const PAIRS = 1 << 14;

/** By the first two letters of keywords: 0, or where in `lists` those stand that begin so. */
let places: Uint16Array | null = null;
const lists: (readonly Called[])[] = [];
const order = new Map<SecretRule, number>();

function pairOf(first: number, second: number): number {
  return ((first & 0x7f) << 7) | (second & 0x7f);
}

function index(): Uint16Array {
  const byKeyword = new Map<string, Called>();
  for (const rule of SECRET_RULES) {
    order.set(rule, order.size);
    for (const keyword of rule.keywords) {
      const known = byKeyword.get(keyword);
      if (known) known.rules.push(rule);
      else byKeyword.set(keyword, { keyword, rules: [rule] });
    }
  }
  const byPair = new Map<number, Called[]>();
  for (const called of byKeyword.values()) {
    const pair = pairOf(called.keyword.charCodeAt(0), called.keyword.charCodeAt(1));
    const known = byPair.get(pair);
    if (known) known.push(called);
    else byPair.set(pair, [called]);
  }
  const made = new Uint16Array(PAIRS);
  for (const [pair, called] of byPair) made[pair] = lists.push(called);
  return made;
}

/**
 * So many letters are looked at one by one, then by an expression of all keywords: to compile it costs as much as some files do, and for
 * thousands of them it takes a tenth of the time.
 */
const BY_HAND = 8000;
let passed = 0;
let expression: RegExp | null = null;

/**
 * The rules of whose keywords a text holds at least one, in the order of the table: one pass over the text, most of which call none. One
 * that can match nothing for want of something else is left out.
 */
export function rulesCalledBy(text: string): readonly SecretRule[] {
  places ??= index();
  const lower = text.toLowerCase();
  passed += passed < BY_HAND ? lower.length : 0;
  const called = passed < BY_HAND ? calledByHand(lower, text, places) : calledByExpression(lower, text, places);
  if (called === null) return NO_RULES;
  return called.length === 1 ? called : called.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
}

function calledByHand(lower: string, text: string, pairs: Uint16Array): SecretRule[] | null {
  let found: SecretRule[] | null = null;
  let last = lower.charCodeAt(0);
  const { length } = lower;
  for (let at = 1; at < length; at++) {
    const code = lower.charCodeAt(at);
    // As `pairOf`: a call for each letter would take as long as all else.
    if (pairs[((last & 0x7f) << 7) | (code & 0x7f)] !== 0) found = withCalled(found, lower, at - 1, text, pairs);
    last = code;
  }
  return found;
}

function calledByExpression(lower: string, text: string, pairs: Uint16Array): SecretRule[] | null {
  let found: SecretRule[] | null = null;
  expression ??= new RegExp(lists.flatMap((called) => called.map(({ keyword }) => literally(keyword))).join("|"), "g");
  expression.lastIndex = 0;
  for (let match = expression.exec(lower); match; match = expression.exec(lower)) {
    found = withCalled(found, lower, match.index, text, pairs);
    // A keyword may begin inside another.
    expression.lastIndex = match.index + 1;
  }
  return found;
}

/** Adds the rules whose keywords stand at a place of a text. */
function withCalled(
  found: SecretRule[] | null,
  lower: string,
  at: number,
  text: string,
  pairs: Uint16Array,
): SecretRule[] | null {
  let called = found;
  const place = pairs[pairOf(lower.charCodeAt(at), lower.charCodeAt(at + 1))] as number;
  for (const { keyword, rules } of lists[place - 1] as readonly Called[]) {
    if (!lower.startsWith(keyword, at)) continue;
    for (const rule of rules) {
      if (called?.includes(rule) || (rule.besides !== undefined && !text.includes(rule.besides))) continue;
      if (called === null) called = [rule];
      else called.push(rule);
    }
  }
  return called;
}

function literally(keyword: string): string {
  return keyword.replace(/[^a-z0-9]/g, "\\$&");
}
