import type { FixedFinding } from "../../core/fix-report.js";
import { applied, Batch } from "./apply.js";
import { type Candidate, candidates, filesOf, type Inspected, Reasons, type Wanted } from "./candidates.js";
import { edits, type Inspect, tryAll } from "./trial-run.js";

/** A fix that was kept, as it is reported but for its services, which go by their ids. */
export type Kept = FixedFinding;

export interface Mended {
  /** The new texts of the files that changed or were made. */
  readonly texts: ReadonlyMap<string, string>;
  readonly kept: readonly Kept[];
  readonly reasons: Reasons;
  /** The project as it would be, and what is said of it. */
  readonly last: Inspected;
}

export interface MendOptions extends Omit<Wanted, "read"> {
  readonly first: Inspected;
  readonly inspect: Inspect;
  /** The text of a file as it was read. */
  readonly read: (path: string) => string | null;
}

const MOST_ROUNDS = 20;

/**
 * Mends in memory what can be mended: the rules' fixes, coarsest first, in rounds, as one fix makes way for the next. A fix is kept only if the
 * files still parse, what it is for is no longer found, and no other rule newly says no. Ends when a round gets no further, at the latest
 * after 20, and when a round comes back to a state that was there.
 */
export function mend(options: MendOptions): Mended {
  let texts: ReadonlyMap<string, string> = new Map();
  let now = options.first;
  let reasons = new Reasons();
  const kept: Kept[] = [];
  const states = new Set([stateOf(texts, options.read)]);
  const failed = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const state = texts;
    const read = (path: string): string | null => state.get(path) ?? options.read(path);
    reasons = new Reasons();
    const offered = candidates(now, { ...options, read }, reasons);
    // What failed on a text that has changed meanwhile may do now, but only after what has not been tried.
    const fresh = offered.filter(({ key }) => !failed.has(key));
    const again = offered.filter(({ key }) => failed.has(key));
    let tried = tryOn(fresh, state, now, read, options.inspect, reasons);
    for (const { key } of tried.dropped) failed.add(key);
    if (tried.accepted.length === 0 && again.length > 0) tried = tryOn(again, state, now, read, options.inspect, reasons);
    if (tried.accepted.length === 0) break;
    const changed = applied(edits(tried.accepted), read) as ReadonlyMap<string, string>;
    const next = new Map([...state, ...changed]);
    const nextState = stateOf(next, options.read);
    if (states.has(nextState)) break;
    states.add(nextState);
    texts = next;
    for (const one of tried.accepted) kept.push(keptOf(one));
    now = options.inspect(texts, null);
  }
  return { texts, kept, reasons, last: now };
}

interface Attempt {
  readonly accepted: readonly Candidate[];
  readonly dropped: readonly Candidate[];
}

function tryOn(
  offered: readonly Candidate[],
  state: ReadonlyMap<string, string>,
  now: Inspected,
  read: (path: string) => string | null,
  inspect: Inspect,
  reasons: Reasons,
): Attempt {
  let rest = offered;
  const dropped: Candidate[] = [];
  while (rest.length > 0) {
    const batch = new Batch();
    const wanted = rest.filter(({ fix }) => batch.takes(fix));
    const tried = tryAll(wanted, { texts: state, before: now, read, inspect });
    for (const { candidate, because } of tried.dropped) {
      dropped.push(candidate);
      for (const service of candidate.services) reasons.add(candidate.rule.id, service, because);
    }
    if (tried.accepted.length > 0) return { accepted: tried.accepted, dropped };
    rest = rest.filter((one) => !wanted.includes(one));
  }
  return { accepted: [], dropped };
}

export function keptOf({ rule, fix, why, services }: Candidate): Kept {
  return { rule: rule.id, title: fix.title, safety: fix.safety, why, services, files: filesOf(fix) };
}

function stateOf(texts: ReadonlyMap<string, string>, read: (path: string) => string | null): string {
  return JSON.stringify([...texts].filter(([path, text]) => text !== read(path)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
