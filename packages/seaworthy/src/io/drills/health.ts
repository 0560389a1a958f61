import { msBetween } from "../../models/trial/moment.js";
import type { HealthSeen } from "../../models/trial/observations.js";
import type { ContainerState } from "../trial/container-state.js";
import { NotHere } from "../trial/dealings.js";
import type { Base, Drill } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { deadlineOf, declaredHealth, fastTimings, maskFor, turn } from "./service.js";

type Log = NonNullable<ContainerState["health"]>["log"];

const LONGEST_LOG = 1_000;
/** A check that is slow, and not one that fails, is given its own time up to this. */
const LONGEST_TIMEOUT = 10_000;

/** Whether the health check passes while the service works, and fails when it hangs: every process of it is frozen, and thawed again. */
export const health: Drill<"health"> = async (run, base) => {
  const { declaredBy, timings } = await declaredHealth(run);
  if (declaredBy === null) {
    return { declaredBy, log: [], toHealthy: null, frozen: null, thawed: null, timings, moments: [] };
  }
  if (!run.engine.runsHealthChecks) throw new NotHere("the engine runs no health checks by itself");
  const seen = await observe(run, base, fastTimings());
  const slow = seen.toHealthy.ms === null && timings.timeout > fastTimings().timeout && seen.log.some(isTimeout);
  const last = slow ? await observe(run, base, fastTimings(Math.min(timings.timeout, LONGEST_TIMEOUT))) : seen;
  return { ...last, log: masked(run, last.log), declaredBy, timings };
};

async function observe(run: Run, base: Base, fast: ReturnType<typeof fastTimings>) {
  const around = await run.shared();
  const container = await around.app({ health: fast });
  try {
    const deadlineMs = run.plan.limits.readyMs + deadlineOf(fast);
    const up = await container.ready(base.port, { limitMs: deadlineMs, health: true });
    const healthy = up.by === "health" ? up.ms : null;
    const toHealthy = { ms: healthy, deadlineMs };
    const early = (await container.state()).health?.log ?? [];
    if (healthy === null) return { toHealthy, frozen: null, thawed: null, log: early, moments: container.moments() };
    const { frozen, thawed, log } = await frozenAndThawed(run, container, deadlineOf(fast));
    return { toHealthy, frozen, thawed, log: [...early.slice(-2), ...log.slice(-3)], moments: container.moments() };
  } finally {
    await container.remove();
  }
}

async function frozenAndThawed(run: Run, container: TrialContainer, deadlineMs: number) {
  const before = container.moments().length;
  await container.freeze();
  // Freezing may have to start a helper first, and a machine under load is slow at that: time counts from when all is still.
  const frozenAt = run.now();
  const frozen = await turn(container, "unhealthy", frozenAt, deadlineMs, before);
  const log = ((await container.state()).health?.log ?? []).filter(({ end }) => end !== null && msBetween(frozenAt, end) > 0);
  const then = container.moments().length;
  await container.thaw();
  const thawed = frozen.ms === null ? null : await turn(container, "healthy", run.now(), deadlineMs, then);
  return { frozen, thawed, log };
}

/** Docker's word for a check that did not end in time; it has no exit code of its own. */
function isTimeout({ exitCode, output }: Log[number]): boolean {
  return exitCode === -1 && /exceeded timeout|timed out/i.test(output);
}

function masked(run: Run, log: Log): HealthSeen["log"] {
  const mask = maskFor(run.plan);
  let left = LONGEST_LOG;
  return log.map(({ exitCode, output }) => {
    const kept = mask(output.trim()).slice(0, left);
    left -= kept.length;
    return { exitCode, output: kept };
  });
}
