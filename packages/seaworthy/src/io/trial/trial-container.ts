import type { Duplex } from "node:stream";
import { fields, text } from "../../models/image/parse-config.js";
import { type Moment, msBetween } from "../../models/trial/moment.js";
import type { PlannedContainer } from "../../models/trial/plan.js";
import type { FolderFacts } from "../../models/trial/tmpfs-for.js";
import { dialled } from "../net/dialled.js";
import { folderFacts, type PathFacts, pathFacts } from "./container-files.js";
import { type ContainerLogs, readLogs } from "./container-logs.js";
import { type ContainerState, parseState } from "./container-state.js";
import { type Dealings, sleep } from "./dealings.js";
import { momentsOf } from "./events.js";
import { type AskedHealth, HealthRunner } from "./health-runner.js";
import type { Helper, Look } from "./helper.js";
import { HelpersBeside } from "./helpers-beside.js";

/** The network of a container. */
export interface TrialNetwork {
  readonly name: string;
  /** Whether its addresses can be reached from here; asked of a container that runs. */
  direct(): Promise<boolean>;
}

/** Whether a container came up, and how that was told. */
export interface Readiness {
  readonly ready: boolean;
  readonly by: "health" | "port" | "running" | null;
  /** Milliseconds from its start; null where it never was. */
  readonly ms: number | null;
  /** The code with which it ended before it was ready; null where it runs. */
  readonly exitCode: number | null;
}

/** One path of a writable layer that differs from the image. */
export interface Change {
  readonly path: string;
  readonly how: "added" | "changed" | "deleted";
}

/** Whoever is not reachable within a second in the same machine is not there. */
const POLL_MS = 25;
const LOOPBACK = /^(?:127\.|::1$)/;
/** A worker without a port that runs for so long has come up. */
const RUNS_ON_MS = 2_000;
/** An engine that kills and waits needs no longer, whatever the container does. */
const STOP_SLACK_MS = 30_000;

/** One container of a run: the app under a variation, or a dependency. */
export class TrialContainer {
  readonly id: string;
  /** `app`, or the name of a dependency. */
  readonly who: string;
  readonly planned: PlannedContainer;
  private readonly network: TrialNetwork;
  private readonly with: Dealings;
  private readonly helpers: HelpersBeside;
  private address: string | null = null;
  private volumes: readonly string[] | null = null;
  /** What checks its health where the engine does not. */
  private checks: HealthRunner | null = null;
  private readonly asked: AskedHealth | null;

  constructor(
    dealings: Dealings,
    id: string,
    who: string,
    planned: PlannedContainer,
    network: TrialNetwork,
    asked: AskedHealth | null,
  ) {
    this.asked = asked;
    this.with = dealings;
    this.id = id;
    this.who = who;
    this.planned = planned;
    this.network = network;
    this.helpers = new HelpersBeside(dealings, id);
  }

  async start(): Promise<void> {
    const began = performance.now();
    await this.post("start");
    if (this.asked) this.checks = await HealthRunner.open(this.with, this.id, this.asked);
    if (this.who === "app") this.with.firstCosts.start ??= performance.now() - began;
  }

  /** Asks it to end as operators do, and has it killed after `graceMs` (rounded up to seconds; the engine knows no other). */
  async stop(graceMs = this.planned.stopGraceMs ?? 10_000): Promise<void> {
    await this.post("stop", { t: Math.ceil(graceMs / 1000) }, graceMs + STOP_SLACK_MS);
  }

  async kill(signal = "SIGKILL"): Promise<void> {
    await this.post("kill", { signal });
  }

  /** Pauses it with the engine's freezer: its connections stay open and say nothing. The engine runs no health check of it meanwhile. */
  async pause(): Promise<void> {
    await this.post("pause");
  }

  async unpause(): Promise<void> {
    await this.post("unpause");
  }

  /**
   * Stops every process of it by SIGSTOP, while its health check goes on: process 1 by the engine, since it takes no such signal from within, all
   * others by the helper. What came in by exec (the check itself) is left alone.
   */
  async freeze(): Promise<void> {
    const helper = await this.helpers.to("signal");
    await this.kill("SIGSTOP");
    await helper.signal(19);
  }

  async thaw(): Promise<void> {
    await (await this.helpers.to("signal")).signal(18);
    await this.kill("SIGCONT");
  }

  /** Removes it from its network, or brings it back under its names. */
  async cutOff(): Promise<void> {
    await this.with.client.have("POST", `/networks/${this.network.name}/disconnect`, {
      body: { Container: this.id, Force: true },
    });
    this.address = null;
  }

  async rejoin(): Promise<void> {
    const Aliases = [...new Set([this.planned.name, ...this.planned.aliases])];
    const body = { Container: this.id, EndpointConfig: { Aliases } };
    await this.with.client.have("POST", `/networks/${this.network.name}/connect`, { body });
  }

  async state(): Promise<ContainerState> {
    const state = parseState(await this.with.client.json("GET", `/containers/${this.id}/json`, { signal: this.with.signal }));
    return this.checks ? { ...state, health: this.checks.health } : state;
  }

  /** Bytes in its writable layer. */
  async writtenBytes(): Promise<number> {
    const { SizeRw } = fields(await this.with.client.json("GET", `/containers/${this.id}/json`, { query: { size: true } }));
    return typeof SizeRw === "number" ? SizeRw : 0;
  }

  /** Bytes in its volumes; of a dependency, whose work it is to write, none are counted. It must run. */
  async volumeBytes(): Promise<number> {
    if (this.who !== "app") return 0;
    this.volumes ??= (await this.state()).volumes.filter(({ writable }) => writable).map(({ path }) => path);
    if (this.volumes.length === 0) return 0;
    const helper = await this.helpers.to("files");
    const bytes = await Promise.all(this.volumes.map((path) => helper.space(path)));
    return bytes.reduce((sum, one) => sum + one, 0);
  }

  logs(): Promise<ContainerLogs> {
    return readLogs(this.with.client, this.id, this.with.signal);
  }

  /** How its writable layer differs from the image; files that came and went are not in it. */
  async changes(): Promise<readonly Change[]> {
    const answer = await this.with.client.json("GET", `/containers/${this.id}/changes`, { signal: this.with.signal });
    return (Array.isArray(answer) ? answer : []).flatMap((one) => {
      const { Path, Kind } = fields(one);
      const how = (["changed", "added", "deleted"] as const)[typeof Kind === "number" ? Kind : -1];
      return how && text(Path) !== "" ? [{ path: text(Path), how }] : [];
    });
  }

  /** A path in it, as the engine's own copying sees it (no /proc, no tmpfs); null where there is none. */
  stat(path: string): Promise<PathFacts | null> {
    return pathFacts(this.with.client, this.id, path);
  }

  /** Whose a folder in it is and whether there is anything in it, by the engine's own copying; null: it is none. */
  folder(path: string): Promise<FolderFacts | null> {
    return folderFacts(this.with.client, this.id, path);
  }

  /** Its processes, what listens and its mounts, as seen from within. It must run. */
  async look(): Promise<Look> {
    return (await this.helpers.to("look")).look();
  }

  /** The files below a folder of it (also a volume or tmpfs) with their sizes, and whether all were seen. It must run. */
  async filesBelow(folder: string): ReturnType<Helper["files"]> {
    return (await this.helpers.to("files")).files(folder);
  }

  /** The last bytes of a file of it; null where it cannot be read. It must run. */
  async tail(path: string): Promise<Buffer | null> {
    return (await this.helpers.to("files")).tail(path);
  }

  /** Makes orphans in it that end at once, which its process 1 has to reap; gives how many. */
  async makeOrphans(count: number): Promise<number> {
    return (await this.helpers.to("look")).orphans(count);
  }

  /** What happened to it so far. */
  moments(): readonly Moment[] {
    return momentsOf(this.with.events.of(this.id), this.who);
  }

  /** Waits for an event from the index `after` on that begins with one of these words (`die`, `health_status: healthy`); null after `ms`. */
  until(words: readonly string[], ms: number, after = 0): Promise<Moment | null> {
    const { events, signal } = this.with;
    const found = () =>
      this.moments()
        .slice(after)
        .find(({ what }) => words.some((word) => what.startsWith(word))) ?? null;
    return events.until(this.id, found, ms, signal);
  }

  /** Its address in its network. */
  async ip(): Promise<string> {
    if (this.address) return this.address;
    const { addresses } = await this.state();
    const address = addresses[this.network.name] ?? "";
    if (address === "") throw new Error(`${this.who} has no address: it does not run`);
    this.address = address;
    return address;
  }

  /** A connection with a port of it. Rejects with node's own error codes (ECONNREFUSED…), ETIMEDOUT after two seconds. */
  async connect(port: number): Promise<Duplex> {
    const host = await this.ip();
    if (!(await this.network.direct())) return this.helpers.dial(host, port);
    return dialled(host, port);
  }

  /**
   * Waits until it has come up: its port accepts connections; with `health` it is healthy too, if it has a check and it passes in time. A worker without a
   * port is up when its health check says so, or when it has run on for a while.
   * @param port null: a worker
   */
  async ready(port: number | null, options: { readonly limitMs: number; readonly health: boolean }): Promise<Readiness> {
    const end = performance.now() + options.limitMs;
    const left = () => Math.max(0, end - performance.now());
    const over = () => this.moments().find(({ what }) => what.startsWith("die"));
    let by: Readiness["by"] = null;
    if (port !== null) {
      while (!over() && left() > 0 && by === null) {
        if (await this.accepts(port)) by = "port";
        else await sleep(POLL_MS, this.with.signal);
      }
    }
    const health = options.health || port === null ? ((await this.state()).health?.status ?? null) : null;
    if (!over() && health !== null && (port === null || by !== null)) {
      const turned = await this.until(["health_status: healthy", "die"], left());
      if (turned?.what.startsWith("health_status")) by = "health";
    } else if (port === null && !over()) {
      const ended = await this.until(["die"], Math.min(RUNS_ON_MS, left()));
      if (!ended) by = "running";
    }
    return this.readiness(by);
  }

  /** Removes it and the helpers beside it. Podman removes no container that others are joined to; for Docker the order is all one. */
  async remove(): Promise<void> {
    const { made, facts, disk } = this.with;
    disk.remove(this.id);
    this.checks?.stop();
    const helpers = this.helpers.remove();
    if (facts.kind === "podman") await helpers;
    await Promise.all([helpers, made.removeContainer(this.id)]);
  }

  private readiness(by: Readiness["by"]): Readiness {
    const moments = this.moments();
    const died = moments.find(({ what }) => what.startsWith("die"));
    if (died) return { ready: false, by: null, ms: null, exitCode: Number(died.what.slice(4)) || 0 };
    if (by === null) return { ready: false, by, ms: null, exitCode: null };
    const started = moments.find(({ what }) => what === "start")?.at;
    const healthy = moments.find(({ what }) => what === "health_status: healthy")?.at;
    const at = by === "health" && healthy ? healthy : this.with.now();
    return { ready: true, by, ms: started ? Math.max(0, Math.round(msBetween(started, at))) : null, exitCode: null };
  }

  private async accepts(port: number): Promise<boolean> {
    try {
      if (await this.network.direct()) {
        (await this.connect(port)).destroy();
        return true;
      }
      // A helper for each connection is too much to ask again and again: there the table of what listens is looked at.
      const { listeners } = await this.look();
      return listeners.some((one) => one.protocol === "tcp" && one.port === port && !LOOPBACK.test(one.address));
    } catch {
      // It does not listen yet, or has ended, which its events tell.
      this.with.signal.throwIfAborted();
      return false;
    }
  }

  private async post(what: string, query: Readonly<Record<string, string | number>> = {}, silence?: number): Promise<void> {
    await this.with.client.have("POST", `/containers/${this.id}/${what}`, { query, ...(silence ? { silence } : {}) });
  }
}
