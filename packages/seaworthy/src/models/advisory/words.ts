import type { Severity } from "./advisory.js";

/** Publishers' and scanners' words. What is not here ("not yet assigned", "end-of-life") decides nothing. */
const WORDS: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ["critical", "critical"],
  ["high", "high"],
  ["important", "high"],
  ["medium", "medium"],
  ["moderate", "medium"],
  ["low", "low"],
  ["minor", "low"],
  ["negligible", "negligible"],
  ["unimportant", "negligible"],
  ["none", "negligible"],
]);

export function levelOfWord(word: string): Severity | undefined {
  return WORDS.get(word.trim().toLowerCase());
}
