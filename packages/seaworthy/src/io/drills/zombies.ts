import type { ZombiesSeen } from "../../models/trial/observations.js";
import type { LiveProcess } from "../../models/trial/proc.js";
import { sleep } from "../trial/dealings.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";

const ORPHANS = 4;
/** An init collects at once; a machine under load takes its time. */
const COLLECTS_MS = 1_500;
const POLL_MS = 100;

/** Whether process 1 collects what has lost its parent. The container has zombies afterwards where it does not. */
export async function zombies(run: Run, base: Base, container: TrialContainer): Promise<ZombiesSeen> {
  const before = deadOf((await container.look()).processes);
  const made = await container.makeOrphans(ORPHANS);
  const end = performance.now() + COLLECTS_MS;
  // They live for a moment, so that none of them is seen as dead at first.
  await sleep(POLL_MS, run.signal);
  let processes = (await container.look()).processes;
  while (deadOf(processes) > before && performance.now() < end) {
    await sleep(POLL_MS, run.signal);
    processes = (await container.look()).processes;
  }
  const { config } = await run.image();
  const check = run.plan.app.healthcheck?.test ?? config.healthcheck?.test ?? [];
  const first = processes.find(({ pid }) => pid === 1)?.name ?? "";
  const others = base.processes.some(({ pid, name }) => pid !== 1 && name !== first);
  const left = Math.max(0, deadOf(processes) - before);
  return { made, left: Math.min(left, made), startsPrograms: others || check[0] === "CMD-SHELL", first };
}

function deadOf(processes: readonly LiveProcess[]): number {
  return processes.filter(({ state }) => state === "Z").length;
}
