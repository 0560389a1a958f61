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

function pairOf(first: number, second: number): number {
  return ((first & 0x7f) << 7) | (second & 0x7f);
}

function index(): Uint16Array {
  const byKeyword = new Map<string, Called>();
  for (const rule of SECRET_RULES) {
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

/** The rules of whose keywords a text holds at least one, in the order of the table: one pass over the text, most of which call none. */
export function rulesCalledBy(text: string): readonly SecretRule[] {
  places ??= index();
  const lower = text.toLowerCase();
  let found: Set<SecretRule> | null = null;
  let last = lower.charCodeAt(0);
  for (let at = 1; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    const place = places[pairOf(last, code)] as number;
    last = code;
    if (place === 0) continue;
    for (const { keyword, rules } of lists[place - 1] as readonly Called[]) {
      if (!lower.startsWith(keyword, at - 1)) continue;
      found ??= new Set();
      for (const rule of rules) found.add(rule);
    }
  }
  const called = found;
  return called === null ? NO_RULES : SECRET_RULES.filter((rule) => called.has(rule));
}
