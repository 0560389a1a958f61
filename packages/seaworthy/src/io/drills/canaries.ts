import { randomBytes } from "node:crypto";
import { formsOf } from "../../models/trial/mask.js";
import type { CanariesSeen } from "../../models/trial/observations.js";
import type { Answer, RawRequest } from "../net/raw-http.js";
import { sleep } from "../trial/dealings.js";
import { type Drill, nothingToTry } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { deadlineOf, OFTEN } from "./checked.js";
import { failing } from "./logs.js";
import { askApp, pathsOf } from "./service.js";

type Found = CanariesSeen["found"][number];

/** What a service writes about a request may come after its answer. */
const SETTLE_MS = 300;
const WORKER_MS = 1_500;

/**
 * Plants random values as the secrets of the service, and looks for them in all that comes out of it: its logs, its health check's words, its answers and
 * error pages. The values go nowhere else; what is kept is the name of the variable and where its value came out.
 */
export const canaries: Drill<"canaries"> = async (run, base) => {
  if (run.plan.canaries.length === 0) return nothingToTry("it is given no secret whose value could be another");
  const planted = new Map(run.plan.canaries.map((name) => [name, `canary${randomBytes(15).toString("hex")}`]));
  const found = new Map<string, Found>();
  const search = (text: string, where: Found["where"], moment: string) => {
    for (const [name, value] of planted) {
      if (formsOf(value).some((form) => text.includes(form))) found.set(`${name} ${where} ${moment}`, { name, where, moment });
    }
  };
  const around = await run.shared();
  const container = await around.app({ environment: planted, health: OFTEN });
  try {
    const up = await container.ready(base.port, { limitMs: run.plan.limits.readyMs, health: false });
    const answers = up.ready ? await asked(run, container) : [];
    for (const { where, answer } of answers) search(textOf(answer), where, answer.exchange.request);
    if (up.ready) await checked(container);
    for (const { output } of (await container.state()).health?.log ?? []) search(output, "health", "the health check");
    if (up.ready) await container.stop();
    for (const { stream, text } of (await container.logs()).lines) search(text, "log", stream);
    return { planted: [...planted.keys()], found: [...found.values()], searched: answers.length };
  } finally {
    await container.remove();
  }
};

/** Asks for all that is known, for pages that are not there, and for what should fail. */
async function asked(run: Run, container: TrialContainer) {
  const { http } = run.plan;
  if (!http) {
    await sleep(WORKER_MS, run.signal);
    return [];
  }
  const get = (path: string): RawRequest => ({ method: "GET", path });
  const requests: readonly (readonly [Found["where"], RawRequest])[] = [
    ...pathsOf(run.plan).map((path) => ["answer", get(path)] as const),
    ...(http.healthPath ? [["health", get(http.healthPath)] as const] : []),
    ["error page", get("/there-is-no-such-page")],
    ["error page", { method: "TRACE", path: pathsOf(run.plan)[0] ?? "/" }],
    ...failing(run.plan).map((request) => ["error page", request] as const),
  ];
  const answers: { readonly where: Found["where"]; readonly answer: Answer }[] = [];
  for (const [where, request] of requests) {
    const answer = await askApp(run, container, request);
    const failed = (answer.exchange.status ?? 0) >= 400;
    answers.push({ where: where === "answer" && failed ? "error page" : where, answer });
  }
  await sleep(SETTLE_MS, run.signal);
  return answers;
}

/** Waits until its health check said something, if it has one. */
async function checked(container: TrialContainer): Promise<void> {
  if (!(await container.state()).health) return;
  const already = container.moments().some(({ what }) => what.startsWith("health_status"));
  if (!already) await container.until(["health_status", "die"], deadlineOf(OFTEN));
}

function textOf({ headers, body }: Answer): string {
  return [...headers].map(([name, value]) => `${name}: ${value}`).join("\n") + body;
}
