import { ratingOf, scoreOf } from "./cvss.js";
import { publisherOf, scoredBy } from "./publisher.js";
import type { NamedSeverity } from "./stored.js";
import { levelOfWord } from "./words.js";

/** The newest system first. */
const TYPES = ["CVSS_V4", "CVSS_V3", "CVSS_V2"] as const;

/** An entry of OSV's `severity` lists. */
export interface ScoreEntry {
  readonly type: string;
  readonly score: string;
}

/** The severity out of scores: version 4 before 3 before 2; a vector that cannot be read is passed over. */
export function severityOfScores(entries: readonly ScoreEntry[], id: string): NamedSeverity | null {
  for (const type of TYPES) {
    for (const entry of entries) {
      const scored = entry.type === type ? scoreOf(entry.score) : null;
      if (!scored) continue;
      const { version, score } = scored;
      return { level: ratingOf(score, version), score, by: `CVSS ${version} by ${scoredBy(id)}` };
    }
  }
  return null;
}

/** The severity out of a publisher's own word. */
export function severityOfWord(word: unknown, id: string): NamedSeverity | null {
  const level = typeof word === "string" ? levelOfWord(word) : undefined;
  return level ? { level, score: null, by: publisherOf(id) } : null;
}
