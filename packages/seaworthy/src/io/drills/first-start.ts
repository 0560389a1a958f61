import { nextCapability, USUAL_CAPABILITIES } from "../../models/trial/capability-hints.js";
import { msBetween } from "../../models/trial/moment.js";
import type { CapabilitiesSeen, StartSeen } from "../../models/trial/observations.js";
import type { Base } from "../trial/drill.js";
import type { Look } from "../trial/helper.js";
import type { Run } from "../trial/run.js";
import type { TrialContainer } from "../trial/trial-container.js";
import { type Attempt, attempt, lastWords, limitAfter, mainPort, reasonOf } from "./attempt.js";

type Tries = CapabilitiesSeen["attempts"][number][];

/** What the first start gives: the drills `start` and `capabilities`, and what the others build on. */
export interface FirstStart {
  readonly start: StartSeen;
  readonly capabilities: CapabilitiesSeen;
  /** null: it never came up, and nothing else can be tried. */
  readonly base: Base | null;
  /** The container of the base, which runs on with a writable root; null like the base. */
  readonly container: TrialContainer | null;
}

/** A search that goes on for longer finds nothing. */
const MOST_TRIES = 12;
/** The kernel writes to a port below it only for whoever may; Docker lets everyone. */
const FIRST_FREE_PORT = 1024;

/**
 * Starts the service with no capability but those that are planned. Where it does not come up, with those that Docker usually gives; where that helps, what it
 * said leads from one capability to the next until it serves, and each is confirmed by taking it away.
 */
export async function firstStart(run: Run): Promise<FirstStart> {
  const planned = run.plan.app.capAdd;
  const tries: Tries = [];
  const first = await tried(run, planned, run.plan.limits.readyMs, tries);
  if (first.served) return came(run, first, await smallest(run, planned, first, tries), tries);
  if (run.overflow !== null) {
    const start = await startSeen(run, first, null, [run.overflow]);
    await first.container.remove();
    return { start, capabilities: { attempts: tries, needed: null, lowPorts: [] }, base: null, container: null };
  }
  const words = await lastWords(run, first);
  const all = [...new Set([...planned, ...USUAL_CAPABILITIES])].sort();
  const ceiling = await tried(run, all, run.plan.limits.readyMs, tries);
  if (!ceiling.served) {
    // With all that Docker gives, what it says is why it fails.
    const start = await startSeen(run, ceiling, null, await lastWords(run, ceiling));
    await Promise.all([first.container.remove(), ceiling.container.remove()]);
    return { start, capabilities: { attempts: tries, needed: null, lowPorts: [] }, base: null, container: null };
  }
  await first.container.remove();
  const limit = limitAfter(run, ceiling.readiness.ms ?? 0);
  const given = await guided(run, planned, words, limit, tries);
  const needed = await smallest(run, given ?? all, ceiling, tries);
  await ceiling.container.remove();
  const last = await tried(run, needed, run.plan.limits.readyMs, tries);
  // What served once and does not now is told by the observation: it did not come up.
  if (last.served) return came(run, last, needed, tries);
  const start = await startSeen(run, last, null, await lastWords(run, last));
  await last.container.remove();
  return { start, capabilities: { attempts: tries, needed: null, lowPorts: [] }, base: null, container: null };
}

async function came(run: Run, served: Attempt, needed: readonly string[], tries: Tries): Promise<FirstStart> {
  const { container, readiness, exchanges } = served;
  run.adopt(needed);
  const look = await container.look();
  const start = await startSeen(run, served, look, []);
  const base: Base = {
    capAdd: needed,
    readyMs: readiness.ms ?? 0,
    port: mainPort(run),
    exchanges,
    processes: look.processes.filter(({ visitor }) => !visitor),
    rootForMs: await rootFor(run, container, look),
  };
  const lowPorts = [...new Set(look.listeners.map(({ port }) => port))].filter((port) => port < FIRST_FREE_PORT);
  return { start, capabilities: { attempts: tries, needed, lowPorts }, base, container };
}

async function tried(run: Run, added: readonly string[], limitMs: number, tries: Tries): Promise<Attempt> {
  const made = await attempt(run, { capAdd: added }, limitMs);
  const words = made.served ? [] : await lastWords(run, made);
  tries.push({ added, served: made.served, because: made.served ? null : reasonOf(made, words, null) });
  return made;
}

/** Adds what the last words ask for until it serves; null where that leads nowhere. */
async function guided(
  run: Run,
  planned: readonly string[],
  words: readonly string[],
  limitMs: number,
  tries: Tries,
): Promise<readonly string[] | null> {
  let given = [...planned];
  let said = words;
  while (tries.length < MOST_TRIES) {
    const next = nextCapability(said, given);
    if (next === null) return null;
    given = [...given, next].sort();
    const made = await tried(run, given, limitMs, tries);
    said = made.served ? [] : await lastWords(run, made);
    await made.container.remove();
    if (made.served) return given;
  }
  return null;
}

/** Takes one away after another as long as it serves without it. */
async function smallest(run: Run, given: readonly string[], served: Attempt, tries: Tries): Promise<readonly string[]> {
  const limit = limitAfter(run, served.readiness.ms ?? 0);
  let needed = given;
  const known = (set: readonly string[]) => tries.some((one) => !one.served && one.added.join() === set.join());
  const without = (set: readonly string[], one: string) => set.filter((other) => other !== one);
  const checks = await Promise.all(
    given.map(async (one) => {
      const rest = without(given, one);
      if (known(rest)) return [one, false] as const;
      const made = await tried(run, rest, limit, tries);
      await made.container.remove();
      return [one, made.served] as const;
    }),
  );
  const spare = checks.filter(([, serves]) => serves).map(([one]) => one);
  if (spare.length === 1) return without(given, spare[0] ?? "");
  // Each can be spared alone; of those that stand in for one another some must stay.
  for (const one of spare) {
    const rest = without(needed, one);
    if (needed === given) {
      needed = rest;
      continue;
    }
    const made = await tried(run, rest, limit, tries);
    await made.container.remove();
    if (made.served) needed = rest;
  }
  return needed;
}

async function startSeen(run: Run, made: Attempt, look: Look | null, words: readonly string[]): Promise<StartSeen> {
  const { container, readiness, exchanges, served } = made;
  const { config } = await run.image();
  // One that listens where nobody reaches it runs, and was not seen to come up.
  const seen = look ?? (made.refused === null && readiness.exitCode === null ? await container.look().catch(() => null) : null);
  const exposed = config.exposedPorts.map(Number.parseFloat).filter(Number.isInteger);
  return {
    ready: served,
    readyBy: served ? readiness.by : null,
    readyMs: served ? readiness.ms : null,
    listeners: seen?.listeners ?? [],
    declared: [...new Set([...run.plan.ports, ...exposed])].sort((a, b) => a - b),
    exitCode: readiness.exitCode,
    lastWords: words,
    exchanges,
    moments: container.moments(),
  };
}

/**
 * For how long it ran as root before it served as another: up to the first look at it without root, which is later than it was. An image that starts as another
 * never did.
 */
async function rootFor(run: Run, container: TrialContainer, look: Look): Promise<number | null> {
  const user = run.plan.app.user ?? (await run.image()).config.user;
  const begins = /^(?:|0|root)(?::|$)/.test(user);
  const serves = look.processes.some(({ uids, visitor }) => !visitor && uids.includes(0));
  const started = container.moments().find(({ what }) => what === "start");
  return begins && !serves && started ? Math.round(msBetween(started.at, look.at)) : null;
}
