import { type Moment, msBetween, type Nanoseconds } from "../../models/trial/moment.js";
import type { StopSeen } from "../../models/trial/observations.js";
import { type Answer, HttpConnection, type Pending } from "../net/raw-http.js";
import { sleep } from "../trial/dealings.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { Surroundings } from "../trial/surroundings.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { askApp, dialOf, pathsOf } from "./service.js";
import { pauseAll, type Way } from "./stop-ways.js";

/** A request that is not answered for so long is held. */
const HELD_MS = 400;
/** What was held is let go this long after the signal, or within a third of the time that the service has. */
const RELEASE_MS = 1_500;
const DOCKERS_GRACE_MS = 10_000;
const CONNECT_MS = 5_000;
const POLL_MS = 50;
const KILLED = "kill 9";

/** Stops the service while a request is held in one way; null where none could be held, or it was answered before the signal. */
export async function stopWith(run: Run, base: Base, way: Way): Promise<StopSeen | null> {
  const around = way.pauses ? await run.own() : await run.shared();
  try {
    return await withApp(run, base, around, async (container) => {
      const idle = await keptAlive(run, container);
      if (way.pauses) await pauseAll(run, around, true);
      const flight = await hold(run, container, way);
      if (!flight) return null;
      const graceMs = graceOf(run);
      const began = performance.now();
      const sentAt = run.now();
      const stopping = container.stop(graceMs);
      const release = async () => {
        await sleep(Math.min(RELEASE_MS, graceMs / 3), run.signal);
        flight.pending.release();
        if (way.pauses) await pauseAll(run, around, false);
      };
      const [, , answer] = await Promise.all([stopping, release(), flight.pending.done]);
      flight.connection.close();
      // Of a slow path the answer may have begun; of what waits for its body or its database it must not.
      const answeredAt = way.held === "slow path" ? answer.endedAt : answer.firstByteAt;
      if (answeredAt !== null && answeredAt < began) return null;
      // That it failed at what we took from it tells nothing of its end.
      if (way.pauses && answer.exchange.outcome === "complete" && (answer.exchange.status ?? 0) >= 500) return null;
      const held = idle && isHeld(container, idle, began, Math.max(began, answer.endedAt), graceMs);
      const keepAlive = held === null ? null : { held, told: answer.closes || !held };
      const moments = momentsOf(container, answer, sentAt, began);
      return {
        ...(await ended(run, base, container)),
        held: way.held,
        inFlight: answer.exchange,
        keepAlive,
        stream: null,
        moments,
      };
    });
  } finally {
    if (way.pauses) await around.close();
  }
}

/** Stops the service while nothing is under way. */
export async function idleStop(run: Run, base: Base): Promise<StopSeen> {
  const around = await run.shared();
  return withApp(run, base, around, async (container) => {
    const idle = await keptAlive(run, container);
    const began = performance.now();
    const graceMs = graceOf(run);
    await container.stop(graceMs);
    const held = idle && isHeld(container, idle, began, began, graceMs);
    const keepAlive = held === null ? null : { held, told: !held };
    const moments = container.moments();
    return { ...(await ended(run, base, container)), held: "idle", inFlight: null, keepAlive, stream: null, moments };
  });
}

/** Stops the service while a client reads a stream that has no end. */
export async function streamStop(run: Run, base: Base, path: string): Promise<StopSeen | null> {
  const around = await run.shared();
  return withApp(run, base, around, async (container) => {
    const connection = await HttpConnection.open(dialOf(container, run.plan.http?.port ?? 0), CONNECT_MS, run.signal);
    if (!(connection instanceof HttpConnection)) return null;
    const graceMs = graceOf(run);
    const pending = connection.begin({ method: "GET", path, keepAlive: true }, { ms: graceMs + 60_000 });
    for (let waited = 0; waited < CONNECT_MS && !pending.answered && !pending.over; waited += POLL_MS)
      await sleep(POLL_MS, run.signal);
    await sleep(HELD_MS, run.signal);
    // A path that ends of itself is no stream.
    if (!connection.open || !pending.answered || pending.over) {
      connection.close();
      return null;
    }
    const began = performance.now();
    await container.stop(graceMs);
    const answer = await pending.done;
    connection.close();
    const closedAfterMs = answer.exchange.outcome === "timeout" ? null : Math.round(answer.endedAt - began);
    const moments = container.moments();
    return {
      ...(await ended(run, base, container)),
      held: "idle",
      inFlight: null,
      keepAlive: null,
      stream: { closedAfterMs },
      moments,
    };
  });
}

/** Starts the service, waits until it is ready, and removes it afterwards. */
async function withApp<T>(
  run: Run,
  { port }: Base,
  around: Surroundings,
  then: (container: TrialContainer) => Promise<T>,
): Promise<T> {
  // A health check would hold connections of its own.
  const container = await around.app({ health: "none" });
  try {
    const { ready, exitCode } = await container.ready(port, { limitMs: run.plan.limits.readyMs, health: false });
    if (!ready)
      throw new Error(
        exitCode === null ? "the service did not come up" : `the service ended with ${exitCode} before it was ready`,
      );
    return await then(container);
  } finally {
    await container.remove();
  }
}

interface Flight {
  readonly connection: HttpConnection;
  readonly pending: Pending;
}

/** Sends the requests of a way one after another until one is not answered at once; null where all were. */
async function hold(run: Run, container: TrialContainer, { held, requests }: Way): Promise<Flight | null> {
  for (const { request, hold: kept } of requests) {
    const connection = await HttpConnection.open(dialOf(container, run.plan.http?.port ?? 0), CONNECT_MS, run.signal);
    if (!(connection instanceof HttpConnection)) return null;
    const pending = connection.begin(request, { ms: graceOf(run) + 60_000, hold: kept });
    await Promise.race([pending.done, sleep(HELD_MS, run.signal)]);
    if (!pending.over && (held === "slow path" || !pending.answered)) return { connection, pending };
    connection.close();
  }
  return null;
}

/** A client that has asked once and keeps its connection; null where the service does not keep it, or speaks no HTTP. */
async function keptAlive(run: Run, container: TrialContainer): Promise<HttpConnection | null> {
  const { http } = run.plan;
  if (!http) return null;
  const [path = "/"] = pathsOf(run.plan);
  // The first answer of all may be slow: it is not what is looked at here.
  await askApp(run, container, { method: "GET", path });
  const connection = await HttpConnection.open(dialOf(container, http.port), CONNECT_MS, run.signal);
  if (!(connection instanceof HttpConnection)) return null;
  const answer = await connection.begin({ method: "GET", path, keepAlive: true }, { ms: CONNECT_MS }).done;
  if (answer.exchange.outcome === "complete" && !answer.closes && connection.open) return connection;
  connection.close();
  return null;
}

function graceOf({ plan }: Run): number {
  return plan.app.stopGraceMs ?? DOCKERS_GRACE_MS;
}

/** A service that closes idle connections does it at once; a machine under load needs no longer. */
const CLOSES_MS = 2_000;
/** The end of a process closes its connections too, a moment before the engine tells of it. */
const LAST_MOMENT_MS = 500;

/**
 * Whether an idle connection held up the end: it was open until the service was killed, or long after the last work was done.
 * `began`: when it was told to stop; `done`: when nothing was in flight any more; both as of `performance.now()`.
 */
function isHeld(container: TrialContainer, { endedAt }: HttpConnection, began: number, done: number, graceMs: number): boolean {
  const end = endedAt ?? performance.now();
  const killed = container.moments().some(({ what }) => what === KILLED);
  return killed ? end - began >= graceMs - LAST_MOMENT_MS : end - done > CLOSES_MS;
}

/** How it ended, by the engine's events. */
async function ended(run: Run, base: Base, container: TrialContainer) {
  const graceMs = graceOf(run);
  const { config } = await run.image();
  const moments = container.moments();
  const died = moments.findLast(({ what }) => what.startsWith("die"));
  const told = moments.find(({ what }) => what.startsWith("kill"));
  return {
    signal: run.plan.app.stopSignal ?? (config.stopSignal || "SIGTERM"),
    graceMs,
    exitCode: died ? Number(died.what.slice("die ".length)) : (await container.state()).exitCode,
    killed: moments.some(({ what }) => what === KILLED),
    tookMs: told && died ? Math.round(msBetween(told.at, died.at)) : graceMs,
    first: base.processes.find(({ pid }) => pid === 1)?.name ?? "",
  };
}

/** What the engine and the client saw, in the order of time. */
function momentsOf(container: TrialContainer, answer: Answer, sentAt: Nanoseconds, began: number): readonly Moment[] {
  const at = (ms: number) => String(BigInt(sentAt) + BigInt(Math.round((ms - began) * 1e6)));
  const { outcome, status, request } = answer.exchange;
  const ours: Moment[] = [
    ...(answer.sentAt === null ? [] : [{ at: at(answer.sentAt), who: "client", what: `sent the whole of ${request}` }]),
    { at: at(answer.endedAt), who: "client", what: `${status ?? "no answer"}, ${outcome}` },
  ];
  return [...container.moments(), ...ours].sort((a, b) => Number(BigInt(a.at) - BigInt(b.at)));
}
