import { readLogs, traceLines } from "../../models/trial/log-lines.js";
import type { LogsSeen } from "../../models/trial/observations.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import type { RawRequest } from "../net/raw-http.js";
import { sleep } from "../trial/dealings.js";
import type { Drill } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { grownLogs, logFiles } from "./log-files.js";
import { askApp, load, maskFor } from "./service.js";

/** Requests of each round of load, at least. */
const ROUND = 10;
/** What a service writes about a request may come after its answer. */
const SETTLE_MS = 300;
/** A worker says what it does in its own time. */
const WORKER_MS = 1_500;

/** What the service writes to its output while it starts, works, fails at a request and stops, and which files grow meanwhile. */
export const logs: Drill<"logs"> = async (run, base) => {
  const around = await run.shared();
  // Under a root that can be written to, logs that go to files show as such, and do not merely fail.
  const container = await around.app({ readOnly: false });
  try {
    const { ready } = await container.ready(base.port, { limitMs: run.plan.limits.readyMs, health: false });
    if (!ready) throw new Error("the service did not come up");
    const readyAt = run.now();
    const first = await under(run, container);
    const before = await logFiles(container);
    const provoked = await provoke(run, container);
    const second = await under(run, container);
    const grown = await grownLogs(container, before, await logFiles(container));
    await container.stop();
    const stopAt = container.moments().find(({ what }) => what.startsWith("kill"))?.at ?? null;
    const { lines } = await container.logs();
    return { ...readLogs(lines, { readyAt, stopAt }, maskFor(run.plan)), provoked, requests: first + second, ...grown };
  } finally {
    await container.remove();
  }
};

/** Load, or the time in which a worker works; gives the number of requests. */
async function under(run: Run, container: TrialContainer): Promise<number> {
  if (!run.plan.http) {
    await sleep(WORKER_MS, run.signal);
    return 0;
  }
  const rounds = Math.ceil(ROUND / Math.max(1, run.plan.http.paths.length));
  const answers = await load(run, container, rounds);
  await sleep(SETTLE_MS, run.signal);
  return answers.length;
}

/** Requests that make services fail: the one that is named, else what most frameworks stumble over. */
export function failing({ http }: TrialPlan): readonly RawRequest[] {
  if (!http) return [];
  if (http.failing) return [http.failing];
  const { path, method } = http.upload ?? { path: http.paths[0] ?? "/", method: "POST" };
  return [
    { method, path, body: "{ this is no JSON", headers: { "Content-Type": "application/json" } },
    { method: "GET", path: "/%E0%A4%A" },
  ];
}

/** The request that left the longest trace; where none did, the first. */
async function provoke(run: Run, container: TrialContainer): Promise<LogsSeen["provoked"]> {
  const seen: NonNullable<LogsSeen["provoked"]>[] = [];
  for (const request of failing(run.plan)) {
    const { lines: before } = await container.logs();
    await askApp(run, container, request);
    await sleep(SETTLE_MS, run.signal);
    const { lines } = await container.logs();
    seen.push({ request: `${request.method} ${request.path}`, traceLines: traceLines(lines.slice(before.length)) });
  }
  return seen.sort((a, b) => b.traceLines - a.traceLines)[0] ?? null;
}
