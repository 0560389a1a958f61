import type { Exchange } from "../../models/trial/observations.js";
import { EngineError } from "../engine/engine-client.js";
import type { Variation } from "../trial/container-config.js";
import type { ContainerLogs } from "../trial/container-logs.js";
import type { Run } from "../trial/run.js";
import type { Surroundings } from "../trial/surroundings.js";
import type { Readiness, TrialContainer } from "../trial/trial-container.js";
import { STARTING } from "./checked.js";
import { askApp, maskFor, pathsOf } from "./service.js";

/** A container of the app under a variation, and whether it came up and answered. */
export interface Attempt {
  readonly container: TrialContainer;
  readonly readiness: Readiness;
  /** What it answered to what is known of it; none where it is no HTTP service or did not come up. */
  readonly exchanges: readonly Exchange[];
  readonly served: boolean;
  /** Why the engine did not start it: no such program, or one that may not be executed; null: it did. */
  readonly refused: string | null;
}

/** The code that Docker gives what it could not start. */
const NEVER: Readiness = { ready: false, by: null, ms: null, exitCode: 127 };
const LAST_WORDS = 20;
const LONGEST_WORDS = 300;

/** The port that tells that the service is up; null: a worker. */
export function mainPort({ plan }: Run): number | null {
  return plan.http?.port ?? plan.ports[0] ?? null;
}

/**
 * Starts the app, waits until it is up and asks what is known of it. Whoever asks removes the container.
 * @param limitMs until it is up, and again until it answers
 */
export async function attempt(run: Run, variation: Variation, limitMs: number): Promise<Attempt> {
  const around = await run.shared();
  const { container, refused } = await started(around, { health: STARTING, ...variation });
  if (refused !== null) return { container, readiness: NEVER, exchanges: [], served: false, refused };
  const readiness = await container.ready(mainPort(run), { limitMs, health: false });
  const exchanges = readiness.ready ? await exercise(run, container, limitMs) : [];
  // The address of one that ended may be another's by now, and Podman tells of its end late.
  const ran =
    readiness.ready && !container.moments().some(({ what }) => what.startsWith("die")) && (await container.state()).running;
  return { container, readiness, exchanges, served: ran && (exchanges.length === 0 || exchanges.some(answered)), refused };
}

/** An engine refuses to start what cannot be executed. */
async function started(around: Surroundings, variation: Variation): Promise<Pick<Attempt, "container" | "refused">> {
  const container = await around.createApp(variation);
  try {
    await container.start();
    return { container, refused: null };
  } catch (error) {
    if (error instanceof EngineError && error.status >= 400) return { container, refused: error.message };
    throw error;
  }
}

/** Asks for every path that is known, once; the first that is not answered in time ends it. */
export async function exercise(run: Run, container: TrialContainer, limitMs: number): Promise<readonly Exchange[]> {
  const { http } = run.plan;
  if (!http) return [];
  const { healthPath, upload } = http;
  const gets = [...new Set([...pathsOf(run.plan), ...(healthPath ? [healthPath] : [])])].map((path) => ({ method: "GET", path }));
  const post = upload ? [{ ...upload, headers: { "Content-Type": upload.contentType } }] : [];
  const exchanges: Exchange[] = [];
  for (const request of [...gets, ...post]) {
    const { exchange } = await askApp(run, container, request, limitMs);
    exchanges.push(exchange);
    if (exchange.outcome === "timeout") break;
  }
  return exchanges;
}

/** Whether it answers what it answered when it was well, with the same kind of status. */
export function answersAs(base: readonly Exchange[], now: readonly Exchange[]): boolean {
  return base.filter(answered).every(({ request, status }) => {
    const same = now.find((exchange) => exchange.request === request);
    return same !== undefined && answered(same) && kind(same.status) === kind(status);
  });
}

/** How long a variation may take that works at all, by how long the service took when it was well. */
export function limitAfter(run: Run, readyMs: number): number {
  return Math.min(run.plan.limits.readyMs, readyMs * 5 + 2_500);
}

/** What a container said last, masked; what the engine said where it did not start it. */
export async function lastWords(run: Run, { container, refused }: Attempt): Promise<readonly string[]> {
  const mask = maskFor(run.plan);
  const words = refused === null ? spoken(await container.logs()) : [refused];
  return words.slice(-LAST_WORDS).map((line) => mask(line).slice(0, LONGEST_WORDS));
}

/** Why a variation did not serve, in words: what it said, else how it ended. */
export function reasonOf({ readiness, exchanges }: Attempt, words: readonly string[], telling: string | null): string {
  if (telling !== null) return telling;
  const failed = exchanges.find((exchange) => !answered(exchange));
  const last = words.at(-1);
  const how =
    readiness.exitCode !== null
      ? `it ended with ${readiness.exitCode}`
      : readiness.ready
        ? failed
          ? `${failed.request}: ${failed.outcome}`
          : "it answered otherwise"
        : "it did not come up in time";
  return last ? `${how}: ${last}` : how;
}

function spoken({ lines }: ContainerLogs): readonly string[] {
  return lines.map(({ text }) => text.trimEnd()).filter((text) => text !== "");
}

function answered({ outcome }: Exchange): boolean {
  return outcome === "complete";
}

function kind(status: number | null): number {
  return Math.floor((status ?? 0) / 100);
}
