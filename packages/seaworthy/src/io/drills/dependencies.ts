import type { Moment } from "../../models/trial/moment.js";
import type { DependencySeen } from "../../models/trial/observations.js";
import type { PlannedContainer } from "../../models/trial/plan.js";
import type { HealthTimings } from "../trial/container-config.js";
import { sleep } from "../trial/dealings.js";
import { type Base, type Drill, nothingToTry } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { Surroundings } from "../trial/surroundings.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { deadlineOf, declaredHealth, startChecked, turn } from "./checked.js";
import { askApp, maskFor, pathsOf } from "./service.js";

type Loss = DependencySeen["losses"][number];

/** A client that tries to connect again waits longer each time; none that is of use waits longer than this. Milliseconds. */
const RECONNECT_MS = 30_000;
const LOOKS = 8;
const LOOK_EVERY_MS = 250;

/**
 * How the service's health check takes the loss of each dependency: stopped, cut off, and hanging. Whether the service uses it at all is shown
 * first; a check that stays healthy without something that nobody uses says nothing.
 */
export const dependencies: Drill<"dependencies"> = async (run, base) => {
  const lasting = run.plan.dependencies.filter(({ name }) => !isOneShot(run, name));
  if (lasting.length === 0) return nothingToTry("it has no dependencies");
  const { declaredBy, timings } = await declaredHealth(run);
  if (declaredBy === null) return nothingToTry("it has no health check");
  const around = await run.own();
  const moments: Moment[] = [];
  const seen: DependencySeen[] = [];
  try {
    for (const planned of lasting) {
      const { container, fast } = await startedWell(run, base, around, timings);
      const dependency = around.dependency(planned.name);
      try {
        if (dependency) seen.push(await lose(run, container, dependency, deadlineOf(fast)));
      } finally {
        moments.push(...container.moments());
        await container.remove();
      }
    }
    for (const { name } of lasting) moments.push(...(around.dependency(name)?.moments() ?? []));
  } finally {
    await around.close();
  }
  return { dependencies: seen, moments: moments.sort((a, b) => (BigInt(a.at) < BigInt(b.at) ? -1 : 1)) };
};

/** What is waited for until it has ended, such as a migration, cannot be lost. */
function isOneShot({ plan }: Run, name: string): boolean {
  const all: readonly PlannedContainer[] = [plan.app, ...plan.dependencies];
  return all.some(({ after }) => after.some((one) => one.name === name && one.condition === "completed"));
}

async function startedWell(run: Run, base: Base, around: Surroundings, own: HealthTimings) {
  const checked = await startChecked(run, base, around, own);
  if (checked.toHealthy.ms !== null) return checked;
  await checked.container.remove();
  const last = checked.log.at(-1);
  const words = last ? `: exit code ${last.exitCode} ${maskFor(run.plan)(last.output.trim()).slice(0, 200)}`.trimEnd() : "";
  throw new Error(`its health check does not pass while its dependencies are there${words}`);
}

async function lose(
  run: Run,
  container: TrialContainer,
  dependency: TrialContainer,
  deadlineMs: number,
): Promise<DependencySeen> {
  const name = dependency.who;
  const before = await answersOf(run, container);
  let usedBy = await connectionTo(run, container, dependency);
  const losses: Loss[] = [];
  for (const way of WAYS) {
    const seen = await loseOnce(run, container, dependency, way, deadlineMs, async () => {
      if (usedBy !== null || way.how !== "stopped") return;
      usedBy = changed(before, await answersOf(run, container));
    });
    losses.push(seen);
    if (seen.unhealthy.ms !== null) usedBy ??= "its health check";
    // A check that does not mind that it is gone minds nothing else about it; one that stays unhealthy cannot turn again.
    if ((seen.unhealthy.ms === null && !seen.died) || seen.recovered?.ms === null) break;
  }
  return usedBy === null ? { name, usedBy, losses: [] } : { name, usedBy, losses };
}

interface WayToLose {
  readonly how: Loss["how"];
  take(dependency: TrialContainer): Promise<void>;
  give(dependency: TrialContainer): Promise<void>;
}

const WAYS: readonly WayToLose[] = [
  { how: "stopped", take: (one) => one.stop(), give: (one) => one.start() },
  { how: "cut off", take: (one) => one.cutOff(), give: (one) => one.rejoin() },
  { how: "paused", take: (one) => one.pause(), give: (one) => one.unpause() },
];

async function loseOnce(
  run: Run,
  container: TrialContainer,
  dependency: TrialContainer,
  { how, take, give }: WayToLose,
  deadlineMs: number,
  whileGone: () => Promise<void>,
): Promise<Loss> {
  const before = container.moments().length;
  const from = run.now();
  const taking = take(dependency);
  const [unhealthy] = await Promise.all([
    taking.then(() => turn(container, "unhealthy", from, deadlineMs, before)),
    taking.then(whileGone),
  ]);
  const died = () =>
    container
      .moments()
      .slice(before)
      .some(({ what }) => what.startsWith("die"));
  const then = container.moments().length;
  const diedOfIt = died();
  await give(dependency);
  await isBack(run, dependency, how);
  // As a restart policy would.
  if (diedOfIt) await container.start();
  else if (unhealthy.ms === null) return { how, unhealthy, recovered: null, died: false };
  const recovered = await turn(container, "healthy", run.now(), RECONNECT_MS + deadlineMs, then);
  return { how, unhealthy, recovered, died: diedOfIt || died() };
}

/** A database that was stopped takes its time to come back. */
async function isBack(run: Run, dependency: TrialContainer, how: Loss["how"]): Promise<void> {
  if (how !== "stopped" || !(await dependency.state()).health) return;
  const starts = dependency.moments().findLastIndex(({ what }) => what === "start");
  await dependency.until(["health_status: healthy", "die"], run.plan.limits.readyMs, starts + 1);
}

/** `a connection to port 5432`: seen among its sockets while it is asked. */
async function connectionTo(run: Run, container: TrialContainer, dependency: TrialContainer): Promise<string | null> {
  const address = await dependency.ip();
  for (let look = 0; look < LOOKS; look++) {
    const [{ peers }] = await Promise.all([container.look(), answersOf(run, container)]);
    const found = peers.find((peer) => peer.address === address);
    if (found) return `a connection to port ${found.port}`;
    await sleep(LOOK_EVERY_MS, run.signal);
  }
  return null;
}

/** `GET /: 200`, of each path that is known. */
async function answersOf(run: Run, container: TrialContainer): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>();
  if (!run.plan.http) return answers;
  for (const path of pathsOf(run.plan)) {
    const { exchange } = await askApp(run, container, { method: "GET", path }, 5_000);
    answers.set(exchange.request, exchange.status === null ? exchange.outcome : String(exchange.status));
  }
  return answers;
}

/** `GET / answers 500 and not 200` */
function changed(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string | null {
  for (const [request, answer] of before) {
    const now = after.get(request);
    if (now !== undefined && now !== answer) return `${request}: ${now} without it, ${answer} with it`;
  }
  return null;
}
