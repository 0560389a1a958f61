import type { ReadOnlySeen, Tmpfs } from "../../models/trial/observations.js";
import { coverage, outermost, readOnlyLine, tmpfsOver, unasked, wantedFolders } from "../../models/trial/tmpfs-for.js";
import { EngineError } from "../engine/engine-client.js";
import { NotHere } from "../trial/dealings.js";
import type { Base } from "../trial/drill.js";
import type { Run } from "../trial/run.js";
import type { Change, TrialContainer } from "../trial/trial-container.js";
import { answersAs, attempt, lastWords, limitAfter, reasonOf } from "./attempt.js";
import { deadlineOf, STARTING } from "./checked.js";
import { FolderReader } from "./folder-reader.js";
import { ownChanges } from "./writes.js";

/** A search that goes on for longer finds nothing. */
const MOST_TRIES = 8;
const DENIED = /permission denied|EACCES/i;
/** Where programs write that do not say where. */
const LAST_RESORT = ["/run", "/tmp", "/var/run", "/var/tmp"];

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

interface Tried {
  readonly served: boolean;
  readonly words: readonly string[];
}

/**
 * Whether it starts and serves with a read-only root: with nothing writable, and with a tmpfs over each folder that it wrote to, or says that it wants to;
 * each of them is confirmed by taking it away.
 * @param written the container with a writable root, and what it changed there, once that is known
 * @param healthy whether its health check passes with a writable root; without one, false
 */
export async function readOnly(
  run: Run,
  base: Base,
  written: TrialContainer,
  changes: Promise<readonly Change[]>,
  healthy: () => Promise<boolean>,
): Promise<ReadOnlySeen> {
  const planned = run.plan.app.tmpfs;
  const search = new Search(run, base, healthy);
  const folders = await FolderReader.open(run, written);
  try {
    const seen = await changes;
    await folders.read(seen);
    const { folders: wrote, rewrites } = coverage(
      seen,
      (path) => folders.isFolder(path),
      (path) => folders.facts(path),
    );
    let covered = outermost([...wrote, ...planned.map(({ path }) => path)]);
    let { writer } = search;
    // Mostly the second is needed, and it costs no time beside the first.
    const guess = await search.owned(covered, folders, writer);
    const [bare, guessed] = await Promise.all([search.try(planned), key(guess) === key(planned) ? null : search.try(guess)]);
    if (bare.served) return search.seen(await search.smallest(planned), []);
    if (guessed?.served) return search.seen(await search.smallest(guess), []);
    let last = guessed ?? bare;
    let resorted = false;
    for (let round = 0; round < MOST_TRIES; round++) {
      const set = await search.owned(covered, folders, writer);
      if (!search.knows(set)) {
        last = await search.try(set);
        if (last.served) return search.seen(await search.smallest(set), []);
      }
      if (DENIED.test(last.words.join("\n")) && writer.uid !== 0) {
        // Whoever makes the folder is another than who serves.
        writer = { uid: 0, gid: 0 };
        continue;
      }
      const wanted = outermost([...covered, ...wantedFolders(last.words)]);
      if (wanted.join() !== covered.join()) covered = wanted;
      else if (resorted) break;
      else {
        resorted = true;
        covered = outermost([...covered, ...LAST_RESORT]);
      }
    }
    return search.seen(null, rewrites);
  } finally {
    await folders.close();
  }
}

/** What was tried so far. */
class Search {
  private readonly run: Run;
  private readonly base: Base;
  private readonly healthy: () => Promise<boolean>;
  private readonly attempts: ReadOnlySeen["attempts"][number][] = [];
  private readonly leftovers = new Map<string, readonly string[]>();

  constructor(run: Run, base: Base, healthy: () => Promise<boolean>) {
    this.run = run;
    this.base = base;
    this.healthy = healthy;
  }

  async try(tmpfs: readonly Tmpfs[]): Promise<Tried> {
    const limit = limitAfter(this.run, this.base.readyMs);
    const made = await attempt(this.run, { readOnly: true, tmpfs }, limit).catch((error: unknown) => {
      // Podman gives a tmpfs to no other user than root.
      if (error instanceof EngineError && /mount option/.test(error.message))
        throw new NotHere(
          `a tmpfs at ${tmpfs.map(({ path }) => path).join(", ")} would be needed, and the engine has none such: ${error.message}`,
        );
      throw error;
    });
    try {
      const answers = made.served && answersAs(this.base.exchanges, made.exchanges);
      const sick = answers ? await this.sickness(made.container) : null;
      const served = answers && sick === null;
      if (served) await this.nothingGiven(made.container, tmpfs);
      const leftovers = served ? (await ownChanges(made.container)).map(({ path }) => path) : [];
      const words = served ? [] : await lastWords(this.run, made);
      this.attempts.push({ tmpfs, served, because: served ? null : (sick ?? reasonOf(made, words, readOnlyLine(words))) });
      if (served) this.leftovers.set(key(tmpfs), leftovers);
      return { served, words };
    } finally {
      await made.container.remove();
    }
  }

  /** Podman gives a container with a read-only root some places to write, asked or not: what is needed is not to be seen then. */
  private async nothingGiven(container: TrialContainer, tmpfs: readonly Tmpfs[]): Promise<void> {
    const paths = unasked((await container.look()).mounts, tmpfs);
    if (paths.length > 0)
      throw new NotHere(
        `the engine mounts a tmpfs at ${paths.join(", ")} of its own accord: what the service needs is not to be seen`,
      );
  }

  knows(tmpfs: readonly Tmpfs[]): boolean {
    return this.attempts.some((one) => key(one.tmpfs) === key(tmpfs));
  }

  /** Takes away what it serves without. */
  async smallest(given: readonly Tmpfs[]): Promise<readonly Tmpfs[]> {
    const without = (set: readonly Tmpfs[], one: Tmpfs) => set.filter((other) => other !== one);
    const serves = async (set: readonly Tmpfs[]) => {
      const known = this.attempts.find((one) => key(one.tmpfs) === key(set));
      return known ? known.served : (await this.try(set)).served;
    };
    const alone = await Promise.all(given.map(async (one) => [one, await serves(without(given, one))] as const));
    let needed = given;
    for (const [one, spare] of alone) {
      if (spare && (needed === given || (await serves(without(needed, one))))) needed = without(needed, one);
    }
    return needed;
  }

  /** The one that serves. */
  get writer(): Ids {
    const serving = this.base.processes.find(({ uids }) => uids[1] !== 0) ?? this.base.processes[0];
    return { uid: serving?.uids[1] ?? 0, gid: serving?.gids[1] ?? 0 };
  }

  /** The folders as tmpfs, each belonging to whom it belonged to; those that the image has not, to the writer. */
  async owned(paths: readonly string[], folders: FolderReader, writer: Ids): Promise<readonly Tmpfs[]> {
    await folders.readFolders(paths);
    return paths.map(
      (path) => this.run.plan.app.tmpfs.find((one) => one.path === path) ?? tmpfsOver(path, folders.facts(path), writer),
    );
  }

  seen(tmpfs: readonly Tmpfs[] | null, rewrites: readonly string[]): ReadOnlySeen {
    return { attempts: this.attempts, tmpfs, rewrites, leftovers: (tmpfs && this.leftovers.get(key(tmpfs))) ?? [] };
  }

  /** What its health check says, if it passes with a writable root; null: it passes here too. */
  private async sickness(container: TrialContainer): Promise<string | null> {
    if (!(await this.healthy())) return null;
    const turned = await container.until(["health_status", "die"], this.run.plan.limits.readyMs + deadlineOf(STARTING));
    if (turned?.what === "health_status: healthy") return null;
    const output = (await container.state()).health?.log.at(-1)?.output.trim().slice(0, 200);
    return `its health check fails${output ? `: ${output}` : ""}`;
  }
}

function key(tmpfs: readonly Tmpfs[]): string {
  return tmpfs.map(({ path, options }) => `${path}:${options}`).join("\n");
}
