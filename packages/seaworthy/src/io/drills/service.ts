import { secretName } from "../../knowledge/secrets.js";
import { type Mask, maskOf } from "../../models/trial/mask.js";
import type { Nanoseconds } from "../../models/trial/moment.js";
import { msBetween } from "../../models/trial/moment.js";
import type { HealthSeen, HealthTurn } from "../../models/trial/observations.js";
import type { TrialPlan } from "../../models/trial/plan.js";
import { type Answer, ask, type Dial, type RawRequest } from "../net/raw-http.js";
import type { HealthTimings } from "../trial/container-config.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";

/** What is asked again and again is given up after this; a service that is asked for the first time may be slow. */
export const ANSWER_MS = 10_000;

const NANO = 1_000_000;

/** Docker's own, where neither image nor deployment says. */
const DOCKERS: HealthTimings = { interval: 30_000, timeout: 30_000, retries: 3, startPeriod: 0 };

/**
 * Timings under which a check is asked often, so that nobody waits for half a minute.
 * @param timeout milliseconds that one check may take
 */
export function fastTimings(timeout = 2_000): HealthTimings {
  return { interval: 500, timeout, retries: 2, startPeriod: 60_000 };
}

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
    return healthcheck?.[name] || (name === "retries" ? ofImage : ofImage / NANO) || DOCKERS[name];
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

/** A way to a port of a container. */
export function dialOf(container: TrialContainer, port: number): Dial {
  return { relayed: false, connect: () => container.connect(port) };
}

/** One request to the service, on a connection of its own. */
export function askApp(run: Run, container: TrialContainer, request: RawRequest, ms = ANSWER_MS): Promise<Answer> {
  const port = run.plan.http?.port;
  if (port === undefined) throw new Error("a service that speaks no HTTP was asked over HTTP");
  return ask(dialOf(container, port), request, ms, run.signal);
}

/** Asks what is known of the service, `rounds` times over; gives the answers. */
export async function load(run: Run, container: TrialContainer, rounds: number): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const path of pathsOf(run.plan)) answers.push(await askApp(run, container, { method: "GET", path }));
  }
  return answers;
}

export function pathsOf({ http }: TrialPlan): readonly string[] {
  if (!http) return [];
  return http.paths.length > 0 ? http.paths : ["/"];
}

/** The mask for all that is kept of what a service wrote: secrets that it was given, whether we planted them or the deployment did. */
export function maskFor(plan: TrialPlan, planted: Iterable<string> = []): Mask {
  const values = [...planted];
  for (const { environment, files } of [plan.app, ...plan.dependencies]) {
    for (const [name, value] of environment) {
      if (secretName(name) !== "no") values.push(value);
      const password = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*?:([^@\s]+)@/i.exec(value)?.[1];
      if (password) values.push(password);
    }
    for (const { content } of files) if (content.length <= 4096) values.push(Buffer.from(content).toString("utf8").trim());
  }
  return maskOf(values);
}
