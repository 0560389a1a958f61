import { msBetween } from "../../models/trial/moment.js";
import type { HealthSeen } from "../../models/trial/observations.js";
import type { Drill } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { deadlineOf, declaredHealth, type HealthLog, startChecked, turn } from "./checked.js";
import { maskFor } from "./service.js";

const LONGEST_LOG = 1_000;
/** That a service which was frozen comes to itself takes its time on a machine under load; it is waited for only where it does not. */
const COMES_TO_MS = 30_000;

/** Whether the health check passes while the service works, and fails when it hangs: every process of it is frozen, and thawed again. */
export const health: Drill<"health"> = async (run, base) => {
  const { declaredBy, timings } = await declaredHealth(run);
  if (declaredBy === null) return { declaredBy, log: [], toHealthy: null, frozen: null, thawed: null, timings, moments: [] };
  const { container, fast, toHealthy, log } = await startChecked(run, base, await run.shared(), timings);
  try {
    const about = { declaredBy, timings, toHealthy };
    if (toHealthy.ms === null)
      return { ...about, frozen: null, thawed: null, log: masked(run, log), moments: container.moments() };
    const then = await frozenAndThawed(run, container, deadlineOf(fast));
    const words = masked(run, [...log.slice(-2), ...then.log.slice(-3)]);
    return { ...about, frozen: then.frozen, thawed: then.thawed, log: words, moments: container.moments() };
  } finally {
    await container.remove();
  }
};

async function frozenAndThawed(run: Run, container: TrialContainer, deadlineMs: number) {
  const before = container.moments().length;
  await container.freeze();
  // Freezing may have to start a helper first, and a machine under load is slow at that: time counts from when all is still.
  const frozenAt = run.now();
  const frozen = await turn(container, "unhealthy", frozenAt, deadlineMs, before);
  const log = ((await container.state()).health?.log ?? []).filter(({ end }) => end !== null && msBetween(frozenAt, end) > 0);
  const then = container.moments().length;
  await container.thaw();
  const thawed = frozen.ms === null ? null : await turn(container, "healthy", run.now(), deadlineMs + COMES_TO_MS, then);
  return { frozen, thawed, log };
}

function masked(run: Run, log: HealthLog): HealthSeen["log"] {
  const mask = maskFor(run.plan);
  let left = LONGEST_LOG;
  return log.map(({ exitCode, output }) => {
    const kept = mask(output.trim()).slice(0, left);
    left -= kept.length;
    return { exitCode, output: kept };
  });
}
