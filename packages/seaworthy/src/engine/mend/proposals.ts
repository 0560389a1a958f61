import { Batch } from "./apply.js";
import { type Candidate, candidates, Reasons } from "./candidates.js";
import { type Kept, keptOf, type MendOptions } from "./mend.js";
import { type Budget, tryAll } from "./trial-run.js";

/** What a rule offers for what is unmet now, proven on the files as they are. */
export interface Proposal extends Kept {
  readonly fix: Candidate["fix"];
}

export interface Proposed {
  readonly found: readonly Proposal[];
  /** How many fixes were tried, kept or not. */
  readonly tried: number;
  /** How many were not: what may be spent on trying was spent. */
  readonly untried: number;
}

/** A service is inspected so often on the average; a few of them, whose fixes stand in each other's way, may have it more often. */
const EACH = 10;
const ANYWAY = 500;

/**
 * The fixes that would be kept if they were made now. Those that leave each other alone are tried together, and each by itself where something
 * goes wrong; those that overlap are never tried together.
 * @param most how many services may be inspected for it
 */
export function proposals(options: MendOptions, most = ANYWAY + EACH * options.first.project.services.length): Proposed {
  const { first, read, inspect } = options;
  const offered = candidates(first, options, new Reasons());
  const budget: Budget = { left: most };
  let rest = offered;
  let untried = 0;
  const found: Proposal[] = [];
  while (rest.length > 0 && budget.left > 0) {
    const batch = new Batch({ touching: isYaml });
    const wanted: Candidate[] = [];
    const later: Candidate[] = [];
    for (const one of rest) (batch.takes(one.fix) ? wanted : later).push(one);
    const tried = tryAll(wanted, { texts: new Map(), before: first, read, inspect, budget });
    for (const one of tried.accepted) found.push({ ...keptOf(one), fix: one.fix });
    untried += tried.untried.length;
    rest = later;
  }
  untried += rest.length;
  return { found, tried: offered.length - untried, untried };
}

/** Lines of YAML that are put in at one place are keys or items side by side, in whichever order. */
function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}
