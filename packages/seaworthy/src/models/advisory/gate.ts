import type { KnownBase } from "../image/base.js";
import type { Advisories, Match, Severity } from "./advisory.js";

/** What may ship. */
export interface GatePolicy {
  /** Severities that count. */
  readonly levels: readonly Severity[];
  /** Whether a vulnerability counts for which no fix is known. */
  readonly unfixed: "count" | "accept";
}

export const DEFAULT_GATE: GatePolicy = { levels: ["critical", "high"], unfixed: "count" };

/** A list of matches, sorted by what they mean for shipping. Each is in exactly one of the lists. */
export interface Gate {
  /** no: something counts; unknown: nothing does, and the list may be short or a severity is not known; yes: neither. */
  readonly is: "yes" | "no" | "unknown";
  /** What counts and has a fix: update it. Known exploited ones are here whatever their severity, fix or policy. */
  readonly counted: readonly Match[];
  /** What counts and has no known fix. */
  readonly unfixed: readonly Match[];
  /** Of a level that counts, without a known fix, and accepted by policy. */
  readonly accepted: readonly Match[];
  /** Of unknown severity: it may be any. */
  readonly undecided: readonly Match[];
  /** Of a level that does not count. */
  readonly below: readonly Match[];
  /** Covered by an ignore or a VEX statement. */
  readonly ignored: readonly Match[];
}

/** Decides what of an image's vulnerabilities keeps it from shipping. */
export function gate({ matches, gaps }: Pick<Advisories, "matches" | "gaps">, policy: GatePolicy = DEFAULT_GATE): Gate {
  const lists = { counted: [] as Match[], unfixed: [] as Match[], accepted: [] as Match[], undecided: [] as Match[] };
  const below: Match[] = [];
  const ignored: Match[] = [];
  for (const match of matches) {
    const fixed = match.fixedIn !== null;
    if (match.ignored) ignored.push(match);
    else if (match.knownExploited) lists.counted.push(match);
    else if (match.severity !== "unknown" && !policy.levels.includes(match.severity)) below.push(match);
    else if (!fixed && policy.unfixed === "accept") lists.accepted.push(match);
    else if (match.severity === "unknown") lists.undecided.push(match);
    else if (fixed) lists.counted.push(match);
    else lists.unfixed.push(match);
  }
  const is =
    lists.counted.length + lists.unfixed.length > 0 ? "no" : lists.undecided.length + gaps.length > 0 ? "unknown" : "yes";
  return { is, ...lists, below, ignored };
}

/** Whose a vulnerability is. */
export interface Shares {
  /** In the base image: a newer base may bring the fix. */
  readonly base: readonly Match[];
  readonly ours: readonly Match[];
  /** The base is not known, or not which layer brought the package. */
  readonly unknown: readonly Match[];
}

/** Tells what came with the base from what the image's own layers brought; nothing is guessed. */
export function shares(matches: readonly Match[], base: KnownBase | null): Shares {
  const shared = { base: [] as Match[], ours: [] as Match[], unknown: [] as Match[] };
  for (const match of matches) {
    const { layer } = match.package;
    if (base === null || base.layers === null || layer === null) shared.unknown.push(match);
    else if (layer < base.layers) shared.base.push(match);
    else shared.ours.push(match);
  }
  return shared;
}
