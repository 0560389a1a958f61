import { fields, text } from "../../models/image/parse-config.js";
import type { EngineClient } from "../engine/engine-client.js";

/** A container of which is watched what it writes. */
export interface Watched {
  readonly id: string;
  /** `app`, or the name of a dependency. */
  readonly who: string;
  /** Bytes in its volumes. It must run. */
  volumeBytes(): Promise<number>;
  kill(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Of the time, no more than so much is spent on looking. */
const REST = 10;
const MIB = 1024 * 1024;

/**
 * Watches what the containers of one run write to disk, and ends one that writes more than the run allows: few storage drivers have a quota, and a disk that runs
 * full takes others with it. What goes to a tmpfs counts as memory, and is bounded as that.
 */
export class DiskWatch {
  private readonly client: EngineClient;
  private readonly label: string;
  private readonly limit: number;
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private said: string | null = null;

  /** @param label that all containers of the run bear */
  constructor(client: EngineClient, label: string, limit: number) {
    this.client = client;
    this.label = label;
    this.limit = limit;
  }

  /** Which container wrote more than it may, in a sentence; null: none did. */
  get overflow(): string | null {
    return this.said;
  }

  add(container: Watched): void {
    this.watched.set(container.id, container);
    if (!this.timer && !this.closed) this.later(EVERY_MS);
  }

  remove(id: string): void {
    this.watched.delete(id);
  }

  close(): void {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private later(ms: number): void {
    this.timer = setTimeout(() => void this.turn(), ms);
    this.timer.unref();
  }

  private async turn(): Promise<void> {
    const began = performance.now();
    // What cannot be asked now is asked the next time; an engine that is gone is told by whoever needs it.
    await this.look().catch(() => {});
    if (!this.closed) this.later(Math.max(EVERY_MS, (performance.now() - began) * REST));
  }

  private async look(): Promise<void> {
    const filters = JSON.stringify({ label: [this.label], status: ["running"] });
    const answer = await this.client.json("GET", "/containers/json", { query: { size: true, filters } });
    await Promise.all(
      (Array.isArray(answer) ? answer : []).map(async (one) => {
        const { Id, SizeRw } = fields(one);
        const container = this.watched.get(text(Id));
        if (!container) return;
        const layer = typeof SizeRw === "number" ? SizeRw : 0;
        const volumes = await container.volumeBytes().catch(() => 0);
        if (layer + volumes > this.limit) await this.end(container);
      }),
    );
  }

  private async end(container: Watched): Promise<void> {
    const who = container.who === "app" ? "the service" : `the dependency ${container.who}`;
    this.said ??= `${who} wrote more than ${Math.round(this.limit / MIB)} MB to disk, and was ended`;
    this.watched.delete(container.id);
    await container.kill();
  }
}
