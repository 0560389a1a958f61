import { type Compare, semanticOrder } from "../versions/compare.js";
import type { Affected, StoredRange } from "./stored.js";

export interface Hit {
  /** unknown: the version, or a bound that decides, cannot be read by the ecosystem's order. */
  readonly is: "yes" | "no" | "unknown";
  /** The first version above that is not affected, where one is said. */
  readonly fixedIn: string | null;
}

const NO: Hit = { is: "no", fixedIn: null };

/**
 * Whether a version is affected, by OSV's algorithm (https://ossf.github.io/osv-schema/#evaluation): it is listed, or it is in a range:
 * of the events in the order of their versions the last one at or below it decides, and it is below a limit where there are any.
 */
export function affects(affected: Pick<Affected, "ranges" | "versions">, version: string, compare: Compare): Hit {
  let found: Hit = NO;
  for (const range of affected.ranges) {
    const hit = inRange(range, version, range.semantic ? semanticOrder(compare) : compare);
    if (hit.is === "yes" && found.is === "yes") found = { is: "yes", fixedIn: lower(found.fixedIn, hit.fixedIn, compare) };
    else if (hit.is === "yes" || found.is === "no") found = hit;
  }
  if (found.is === "yes") return found;
  for (const listed of affected.versions) {
    if (listed === version || compare(listed, version) === 0)
      return { is: "yes", fixedIn: fixAbove(affected.ranges, version, compare) };
  }
  return found;
}

function inRange(range: StoredRange, version: string, compare: Compare): Hit {
  const { events } = range;
  const limits = events.filter(([kind]) => kind === "m");
  if (limits.length > 0 && !limits.some(([, limit]) => limit === "*" || below(compare(version, limit)))) return NO;
  let affected = false;
  let fixedIn: string | null = null;
  for (const [kind, bound] of inOrder(range, compare)) {
    if (kind === "m") continue;
    // "0" is before every version, also of those that no order can read.
    const order = kind === "i" && bound === "0" ? 1 : compare(version, bound);
    if (order === null) return { is: "unknown", fixedIn: null };
    if (kind === "i") {
      if (order >= 0) affected = true;
    } else if (kind === "f") {
      if (order >= 0) affected = false;
      else if (affected && fixedIn === null) fixedIn = bound;
    } else if (order > 0) affected = false;
  }
  return affected ? { is: "yes", fixedIn } : NO;
}

function below(order: number | null): boolean {
  return order !== null && order < 0;
}

function inOrder({ events }: StoredRange, compare: Compare): StoredRange["events"] {
  if (events.length < 2) return events;
  const [first, second] = events;
  if (events.length === 2 && first?.[0] === "i" && (first[1] === "0" || second === undefined)) return events;
  return [...events].sort((a, b) => {
    if (a[1] === "0" && a[0] === "i") return b[1] === "0" && b[0] === "i" ? 0 : -1;
    if (b[1] === "0" && b[0] === "i") return 1;
    return compare(a[1], b[1]) ?? 0;
  });
}

/** The lowest fix above a version that is listed without being in a range. */
function fixAbove(ranges: readonly StoredRange[], version: string, compare: Compare): string | null {
  let best: string | null = null;
  for (const [kind, bound] of ranges.flatMap(({ events }) => events)) {
    if (kind === "f" && below(compare(version, bound))) best = lower(best, bound, compare);
  }
  return best;
}

function lower(a: string | null, b: string | null, compare: Compare): string | null {
  if (a === null || b === null) return a ?? b;
  return (compare(a, b) ?? 0) <= 0 ? a : b;
}
