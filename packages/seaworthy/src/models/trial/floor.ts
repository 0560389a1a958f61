import type { DrillName } from "./drills.js";
import type { HealthTurn, Observations } from "./observations.js";
import type { Drills } from "./trial.js";

/** What one thing costs on this engine when nothing else is done, in milliseconds, as it was measured in this trial. */
export interface UnitCosts {
  /** Until the network and the dependencies were there. */
  readonly surroundings: number;
  /** To create and start a container. */
  readonly start: number;
  /** To start a helper beside one. */
  readonly helper: number;
  /** To remove what was made. */
  readonly removal: number;
}

/** A check that is asked as often as can be passes this long after the service is up, on the average. */
const CHECK_INTERVAL = 500;
/** What orphans are given to be collected in. */
const COLLECT = 1_500;

/**
 * The milliseconds that the engine and the claims force a trial to wait, if all drills ran beside each other on a machine that has room for them: the surroundings, the first
 * start, the longest of the drills with the waits that it saw, the removal. What a drill does twice counts twice.
 */
export function floorOf(drills: Drills, costs: UnitCosts): number {
  const started = drills.start.ran ? drills.start.runs.reduce((sum, { readyMs }) => sum + costs.start + (readyMs ?? 0), 0) : 0;
  const up = costs.start + (drills.start.ran ? (drills.start.runs.at(-1)?.readyMs ?? 0) : 0);
  const lengths = (Object.keys(LENGTH) as DrillName[]).map((name) => lengthOf(drills, name, up, costs));
  return Math.round(costs.surroundings + started + costs.helper + Math.max(0, ...lengths) + costs.removal);
}

type Length<D extends DrillName> = (seen: Observations[D], up: number, costs: UnitCosts) => number;

/** How long one drill takes alone. `up`: until a container of the service is up. */
const LENGTH: { readonly [D in DrillName]: Length<D> } = {
  start: () => 0,
  identity: () => 0,
  writes: () => 0,
  "read-only": ({ attempts, tmpfs }, up) => {
    // The first two are tried at once, and so are those that take one away.
    const search = attempts.findIndex(({ served }) => served) + 1 || attempts.length;
    const confirmed = tmpfs !== null && attempts.length > Math.max(2, search) ? 1 : 0;
    return (Math.max(1, search - 1) + confirmed) * up + (tmpfs === null ? 0 : CHECK_INTERVAL);
  },
  capabilities: ({ attempts }, up) => Math.max(0, attempts.length - 1) * up,
  health: ({ toHealthy, frozen, thawed }, up, { start, helper }) =>
    toHealthy === null ? 0 : start + Math.max(up - start, waited(toHealthy)) + helper + waited(frozen) + waited(thawed),
  dependencies: ({ dependencies }, up, { surroundings }) =>
    surroundings +
    up +
    dependencies
      .flatMap(({ losses }) => losses)
      .reduce((sum, { unhealthy, recovered }) => sum + waited(unhealthy) + waited(recovered), 0),
  stop: ({ stops }, up, { helper }) => up + helper + Math.max(0, ...stops.map(({ tookMs }) => tookMs)),
  logs: (_, up) => up,
  canaries: (_, up) => up,
  zombies: ({ left }) => (left > 0 ? COLLECT : 0),
  rebuild: ({ ms }) => ms,
};

function lengthOf<D extends DrillName>(drills: Drills, name: D, up: number, costs: UnitCosts): number {
  const drilled = drills[name];
  if (!drilled.ran) return 0;
  const runs: readonly Observations[D][] = drilled.runs;
  return runs.reduce((sum, seen) => sum + LENGTH[name](seen, up, costs), 0);
}

function waited(turn: HealthTurn | null): number {
  return turn === null ? 0 : (turn.ms ?? turn.deadlineMs);
}
