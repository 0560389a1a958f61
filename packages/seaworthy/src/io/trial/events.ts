import { fields, text } from "../../models/image/parse-config.js";
import type { Moment, Nanoseconds } from "../../models/trial/moment.js";
import type { EngineClient } from "../engine/engine-client.js";

/** What happened to a container, by the engine's events. */
export interface EngineEvent {
  readonly container: string;
  readonly at: Nanoseconds;
  /** As in `Moment`. */
  readonly what: string;
}

const WANTED = ["start", "die", "kill", "oom", "stop", "pause", "unpause", "health_status"];
/** Podman's words. */
const SAME: Readonly<Record<string, string>> = { died: "die", healthy: "health_status: healthy" };
/** A line of the engine's is never as long; a label of an image may be. */
const LONGEST_LINE = 256 * 1024;
/** A container that is made to turn its health check to and fro writes no more than this. */
const MOST_OF_ONE = 2_000;

/** What the engine tells of one run's containers, kept in the order in which it came. */
export class Events {
  private readonly byContainer = new Map<string, EngineEvent[]>();
  private readonly waiting = new Set<() => void>();
  private readonly ending = new AbortController();
  /** Why nothing comes any more. */
  private broken: Error | null = null;

  /** Listens to what happens to all that carries a label. Throws EngineError. */
  static async open(client: EngineClient, label: string): Promise<Events> {
    const events = new Events();
    const filters = JSON.stringify({ label: [label], type: ["container"] });
    const stream = await client.stream("GET", "/events", {
      query: { filters },
      silence: 0,
      signal: events.ending.signal,
    });
    void events.read(stream);
    return events;
  }

  of(container: string): readonly EngineEvent[] {
    return this.byContainer.get(container) ?? [];
  }

  /**
   * Waits until `found` gives something other than null of a container's events, or `ms` have gone by: null.
   * Throws where the engine's events ended or the signal fires.
   */
  async until<T>(
    container: string,
    found: (events: readonly EngineEvent[]) => T | null,
    ms: number,
    signal: AbortSignal,
  ): Promise<T | null> {
    const end = performance.now() + ms;
    for (;;) {
      signal.throwIfAborted();
      const seen = found(this.of(container));
      if (seen !== null) return seen;
      if (this.broken) throw this.broken;
      const left = end - performance.now();
      if (left <= 0) return null;
      await this.next(left, signal);
    }
  }

  close(): void {
    this.ending.abort();
  }

  private next(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      signal.addEventListener("abort", done);
    });
  }

  private async read(stream: AsyncIterable<Buffer>): Promise<void> {
    let kept = "";
    try {
      for await (const chunk of stream) {
        kept += chunk.toString("utf8");
        for (let end = kept.indexOf("\n"); end >= 0; end = kept.indexOf("\n")) {
          this.take(kept.slice(0, end));
          kept = kept.slice(end + 1);
        }
        if (kept.length > LONGEST_LINE) throw new Error("an event of the engine has no end");
      }
      this.broken = new Error("the engine's events ended");
    } catch (error) {
      this.broken = error instanceof Error ? error : new Error(String(error));
    }
    this.wake();
  }

  private take(line: string): void {
    const event = parseEvent(line);
    if (event) this.tell(event);
  }

  /** Puts in what the engine does not tell by itself. */
  tell(event: EngineEvent): void {
    const list = this.byContainer.get(event.container) ?? [];
    if (list.length >= MOST_OF_ONE) return;
    list.push(event);
    this.byContainer.set(event.container, list);
    this.wake();
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}

/** One line of `/events`; null for one that says nothing of interest. */
export function parseEvent(line: string): EngineEvent | null {
  // A number beyond 2^53 does not come through JSON whole.
  const at = [...line.matchAll(/"timeNano":(\d{1,20})\b/g)].at(-1)?.[1];
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  const { Action, status, Actor, id } = fields(json);
  const { ID, Attributes } = fields(Actor);
  const said = text(Action) || text(status);
  const action = SAME[said] ?? said;
  const container = text(ID) || text(id);
  if (at === undefined || container === "" || !WANTED.includes(action.split(":")[0] ?? "")) return null;
  const { exitCode, signal, health_status, containerExitCode } = fields(Attributes);
  const detail =
    {
      die: text(exitCode) || text(containerExitCode),
      kill: text(signal),
    }[action] ?? "";
  const health = action === "health_status" ? `health_status: ${text(health_status) || "unknown"}` : action;
  return { container, at, what: detail === "" ? health : `${health} ${detail}` };
}

/** A container's events as moments of a trial. */
export function momentsOf(events: readonly EngineEvent[], who: string): readonly Moment[] {
  return events.map(({ at, what }) => ({ at, who, what }));
}
