import { msBetween, type Nanoseconds } from "../../models/trial/moment.js";
import type { HealthSeen, HealthTurn } from "../../models/trial/observations.js";
import { DOCKERS_HEALTH, type HealthTimings, NANO } from "../trial/container-config.js";
import type { ContainerState } from "../trial/container-state.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { Surroundings } from "../trial/surroundings.js";
import type { TrialContainer } from "../trial/trial-container.js";

/**
 * Timings under which a check is asked often, so that nobody waits for half a minute.
 * @param timeout milliseconds that one check may take
 */
function fastTimings(timeout: number): HealthTimings {
  return { interval: 500, timeout, retries: 2, startPeriod: 60_000 };
}

/** For a drill that wants the check's words alone. */
export const OFTEN: HealthTimings = fastTimings(2_000);

/** While it only matters when it comes up: a check that is slow, or a machine that is, has all the time. */
export const STARTING: HealthTimings = { ...OFTEN, timeout: 10_000 };

/** How long a failure may take to be seen, and three seconds for the engine and a machine that is busy. */
export function deadlineOf({ interval, timeout, retries }: HealthTimings): number {
  return retries * (interval + timeout) + 3_000;
}

/** The service's health check: where it comes from, and its own timings. */
export async function declaredHealth(run: Run): Promise<Pick<HealthSeen, "declaredBy" | "timings">> {
  const { healthcheck } = run.plan.app;
  const { config } = await run.image();
  const image = config.healthcheck?.test[0] === "NONE" ? null : config.healthcheck;
  const declaredBy = declared(healthcheck?.test?.[0], image !== null);
  const pick = (name: keyof HealthTimings) => {
    const ofImage = image?.[name] ?? 0;
    return healthcheck?.[name] || (name === "retries" ? ofImage : ofImage / NANO) || DOCKERS_HEALTH[name];
  };
  return {
    declaredBy,
    timings: { interval: pick("interval"), timeout: pick("timeout"), retries: pick("retries"), startPeriod: pick("startPeriod") },
  };
}

function declared(first: string | undefined, byImage: boolean): HealthSeen["declaredBy"] {
  if (first === "NONE") return null;
  if (first !== undefined) return "deployment";
  return byImage ? "image" : null;
}

/** A container whose health check passed, asked under these timings; `toHealthy.ms`: null where it did not. */
export interface Checked {
  readonly container: TrialContainer;
  readonly fast: HealthTimings;
  readonly toHealthy: HealthTurn;
  readonly log: HealthLog;
}

export type HealthLog = NonNullable<ContainerState["health"]>["log"];

/**
 * Starts the service with its health check asked often. Where the check, or a machine under load, needs most of the short time for one answer, it is
 * started anew with more of the check's own: else the time would decide, and not what the check finds. Whoever asks removes the container.
 */
export async function startChecked(run: Run, base: Base, around: Surroundings, own: HealthTimings): Promise<Checked> {
  const timeouts = timeoutsFor(own);
  for (const timeout of timeouts) {
    const checked = await startOnce(run, base, around, fastTimings(timeout));
    const longest = Math.max(0, ...checked.log.map(({ start, end }) => (start && end ? msBetween(start, end) : 0)));
    const failedInTime = checked.toHealthy.ms === null && !checked.log.some(isTimeout);
    if (failedInTime || timeout === timeouts.at(-1) || (checked.toHealthy.ms !== null && longest <= timeout / 2)) return checked;
    await checked.container.remove();
  }
  throw new Error("there is no time for a health check");
}

const SHORTEST_START_MS = 20_000;

/** The shortest that is tried first, in milliseconds, and longer ones within the check's own. */
function timeoutsFor({ timeout }: HealthTimings): readonly number[] {
  const longer = [5_000, 10_000].map((one) => Math.min(one, timeout)).filter((one) => one > OFTEN.timeout);
  return [...new Set([OFTEN.timeout, ...longer])];
}

async function startOnce(run: Run, base: Base, around: Surroundings, fast: HealthTimings): Promise<Checked> {
  const container = await around.app({ health: fast });
  try {
    // It came up before; three times as long is more than a machine under load needs.
    const deadlineMs = Math.min(run.plan.limits.readyMs, Math.max(SHORTEST_START_MS, 3 * base.readyMs)) + deadlineOf(fast);
    const up = await container.ready(base.port, { limitMs: deadlineMs, health: true });
    const log = (await container.state()).health?.log ?? [];
    return { container, fast, toHealthy: { ms: up.by === "health" ? up.ms : null, deadlineMs }, log };
  } catch (error) {
    await container.remove();
    throw error;
  }
}

/** Docker's word for a check that did not end in time; it has no exit code of its own. */
function isTimeout({ exitCode, output }: HealthLog[number]): boolean {
  return exitCode === -1 && /exceeded timeout|timed out/i.test(output);
}

/** Waits for a health check to turn from a moment on. `after`: how many events of the container were there before. */
export async function turn(
  container: TrialContainer,
  status: "healthy" | "unhealthy",
  from: Nanoseconds,
  deadlineMs: number,
  after: number,
): Promise<HealthTurn> {
  const moment = await container.until([`health_status: ${status}`, "die"], deadlineMs, after);
  const came = moment?.what.startsWith("health_status") ? Math.max(0, Math.round(msBetween(from, moment.at))) : null;
  return { ms: came, deadlineMs };
}
