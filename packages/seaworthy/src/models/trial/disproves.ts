import type { DrillName } from "./drills.js";
import type { Observations } from "./observations.js";

/**
 * Whether an observation speaks against the service, so that it is worth a second look: what a busy machine does to one run it seldom does to two. It may be
 * stricter than any rule: a look more costs time, and nothing else.
 */
export function disproves<D extends DrillName>(name: D, seen: Observations[D]): boolean {
  return AGAINST[name](seen);
}

const AGAINST: { readonly [D in DrillName]: (seen: Observations[D]) => boolean } = {
  start: ({ ready }) => !ready,
  // Who a process is does not hang on time.
  identity: () => false,
  writes: () => false,
  "read-only": ({ tmpfs }) => tmpfs === null,
  // It was repeated with every set that was tried.
  capabilities: () => false,
  health: ({ declaredBy, toHealthy, frozen, thawed }) =>
    declaredBy !== null && (toHealthy?.ms == null || frozen?.ms == null || thawed?.ms == null),
  dependencies: ({ dependencies }) =>
    dependencies.some(({ losses }) =>
      losses.some(({ unhealthy, recovered, died }) => died || unhealthy.ms === null || recovered?.ms == null),
    ),
  stop: ({ stops }) =>
    stops.some(
      ({ killed, exitCode, inFlight, keepAlive }) =>
        killed ||
        ![0, 143].includes(exitCode) ||
        (inFlight !== null && inFlight.outcome !== "complete") ||
        keepAlive?.told === false,
    ),
  logs: ({ counts, files }) => files.length > 0 || counts.some(({ phase, lines, json }) => phase === "steady" && json < lines),
  canaries: ({ found }) => found.length > 0,
  zombies: ({ left, startsPrograms }) => startsPrograms && left > 0,
  // The second build would find the first one's steps.
  rebuild: () => false,
};
