import { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } from "ae-cvss-calculator";
import type { Severity } from "./advisory.js";
import { ratingOfScore } from "./rating.js";

interface Scored {
  readonly version: string;
  readonly score: number;
}

/** There are many records and few vectors. */
const known = new Map<string, Scored | null>();
const MOST_KNOWN = 50_000;

/** The base score of a CVSS vector with its version (`3.1`); null for what is none. */
export function scoreOf(vector: string): Scored | null {
  let found = known.get(vector);
  if (found === undefined) {
    found = calculate(vector.trim());
    if (known.size < MOST_KNOWN) known.set(vector, found);
  }
  return found;
}

function calculate(text: string): Scored | null {
  const version = /^CVSS:(\d\.\d)\//.exec(text)?.[1] ?? (/^\(?AV:[LAN]\/AC:[HML]\/Au:/.test(text) ? "2.0" : null);
  const calculator = version === null ? undefined : CALCULATORS[version];
  if (version === null || !calculator) return null;
  try {
    return calculator(text.replace(/^\(|\)$/g, ""), version);
  } catch {
    return null;
  }
}

type Calculator = (vector: string, version: string) => Scored | null;

/** A vector that leaves a base metric out scores 0 by the library: it is no vector at all. */
const CALCULATORS: Readonly<Record<string, Calculator>> = {
  "2.0": (vector, version) => scored(new Cvss2(vector), (one) => one.calculateScores().base, version),
  "3.0": (vector, version) => scored(new Cvss3P0(vector), (one) => one.calculateScores().base, version),
  "3.1": (vector, version) => scored(new Cvss3P1(vector), (one) => one.calculateScores().base, version),
  "4.0": (vector, version) => scored(new Cvss4P0(vector), (one) => one.calculateScores().baseMetricsOnly, version),
};

function scored<V extends { isBaseFullyDefined(): boolean }>(
  vector: V,
  base: (vector: V) => number | undefined,
  version: string,
): Scored | null {
  const score = vector.isBaseFullyDefined() ? base(vector) : undefined;
  return score !== undefined && score >= 0 && score <= 10 ? { version, score } : null;
}

/** The rating scale: FIRST's for versions 3 and 4; for version 2 the one that NVD uses. */
export function ratingOf(score: number, version: string): Severity {
  if (version === "2.0") return score >= 7 ? "high" : score >= 4 ? "medium" : "low";
  return ratingOfScore(score);
}
