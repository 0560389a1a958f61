import type { IgnoreDecision, IgnorePattern } from "./dockerignore.js";
import type { Glob } from "./glob.js";

/** What was found for one folder: which patterns matched it or a folder above, and the decision. */
interface Seen {
  readonly matched: Uint8Array;
  readonly decision: IgnoreDecision;
}

const UNTOUCHED: IgnoreDecision = { ignored: false, by: null };
/** Deeper paths than this are no real paths; they are decided by their first folders. */
const DEEPEST = 1_000;

/**
 * Docker's decision as its walk of the context makes it (`MatchesUsingParentResults`): a pattern that matched a folder goes on
 * matching below it, and a pattern that was skipped at a folder, because it could have changed nothing there, is asked below it
 * about the path alone. Folders are decided once and kept, so that a list of a whole tree costs one round of patterns per path.
 */
export function decider(patterns: readonly IgnorePattern[], globs: readonly Glob[]): (path: string) => IgnoreDecision {
  const folders = new Map<string, Seen>();
  const negations = patterns.some((pattern) => pattern.negated);
  const decisions = patterns.map((pattern): IgnoreDecision => ({ ignored: !pattern.negated, by: pattern }));

  const look = (path: string, parent: Seen | null): Seen => {
    const matched = new Uint8Array(globs.length);
    let ignored = false;
    let decision = UNTOUCHED;
    for (let index = 0; index < globs.length; index++) {
      const says = decisions[index];
      const glob = globs[index];
      if (!says || !glob) continue;
      if (parent?.matched[index] !== 1) {
        if (says.ignored === ignored || !glob(path)) continue;
      }
      matched[index] = 1;
      ignored = says.ignored;
      decision = says;
    }
    return { matched, decision };
  };

  const folder = (path: string, depth: number): Seen => {
    const known = folders.get(path);
    if (known) return known;
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 || depth > DEEPEST ? null : folder(path.slice(0, slash), depth + 1);
    const seen = parent?.decision.ignored && !negations ? parent : look(path, parent);
    folders.set(path, seen);
    return seen;
  };

  return (path) => {
    if (globs.length === 0 || path === "" || path === ".") return UNTOUCHED;
    const slash = path.lastIndexOf("/");
    const parent = slash < 0 ? null : folder(path.slice(0, slash), 0);
    return parent?.decision.ignored && !negations ? parent.decision : look(path, parent).decision;
  };
}
