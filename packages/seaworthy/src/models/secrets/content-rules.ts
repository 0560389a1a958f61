import { SECRET_RULES, type SecretRule } from "../../knowledge/secret-rules.js";
import { Keywords } from "./keywords.js";

/** A rule as a scan of bytes uses it. */
export interface ContentRule extends SecretRule {
  /** Sticky where a keyword is the beginning of a match, else global; with indices. */
  readonly expression: RegExp;
  /** Bytes after a keyword's end that a match may take. */
  readonly after: number;
  /** The bytes that may not stand before a match, asked before the expression is: 1 for each of them. */
  readonly notBefore: Uint8Array | null;
}

/** Bytes before a keyword that a match may begin with. */
export const BEFORE = 150;
const AFTER = 400;

/** The rules, found by keyword. */
export class ContentRules {
  readonly keywords: Keywords;
  /** By the index of a word: its length, and the rules that it calls. */
  readonly calls: readonly { readonly length: number; readonly rules: readonly ContentRule[] }[];
  /** Bytes after a keyword that the longest match may take. */
  readonly longest: number;

  constructor(rules: readonly SecretRule[] = SECRET_RULES) {
    const byWord = new Map<string, ContentRule[]>();
    let longest = 0;
    for (const rule of rules) {
      const flags = `d${rule.leads ? "y" : "g"}${rule.anyCase ? "i" : ""}`;
      const after = Math.max(rule.reach ?? 0, AFTER);
      longest = Math.max(longest, after);
      const content: ContentRule = { ...rule, expression: new RegExp(rule.regex, flags), after, notBefore: notBefore(rule) };
      for (const word of rule.keywords) byWord.set(word, [...(byWord.get(word) ?? []), content]);
    }
    this.keywords = new Keywords([...byWord.keys()]);
    this.calls = [...byWord].map(([word, called]) => ({ length: word.length, rules: called }));
    this.longest = longest;
  }
}

/** The look-behind with which nearly all expressions begin, as a table. */
function notBefore({ regex, leads }: SecretRule): Uint8Array | null {
  const behind = leads ? /^\(\?<!(\[[^\]]+\])\)/.exec(regex)?.[1] : undefined;
  if (behind === undefined) return null;
  const one = new RegExp(behind);
  return Uint8Array.from({ length: 256 }, (_, code) => Number(one.test(String.fromCharCode(code))));
}
