import type { Duplex } from "node:stream";
import type { Dealings } from "./dealings.js";
import { Helper } from "./helper.js";
import type { HelperImage } from "./helper-image.js";
import { addressDigits, relayed } from "./relay.js";

/** What a helper is for, and what it may do for it beyond what nobody may. */
const ROLES = {
  look: { host: {}, user: undefined },
  /** As root with one capability: processes of any user may be signalled, and nothing else done. */
  signal: { host: { CapAdd: ["KILL"] }, user: "0:0" },
  /** As root with what it takes to come to the container's own files, whoever owns them. */
  files: { host: { CapAdd: ["SYS_PTRACE", "DAC_OVERRIDE"] }, user: "0:0" },
} as const;

type Role = keyof typeof ROLES;

/** The helpers beside one container: each is started when it is needed first, and anew when it ended. */
export class HelpersBeside {
  private readonly with: Dealings;
  private readonly container: string;
  private readonly running = new Map<Role, Promise<Helper>>();
  /** Also while they start and while they are removed. */
  private readonly made = new Set<Promise<string>>();
  private readonly leaving = new Map<Promise<string>, Promise<void>>();

  constructor(dealings: Dealings, container: string) {
    this.with = dealings;
    this.container = container;
  }

  /** A helper that can do something. */
  async to(role: Role): Promise<Helper> {
    const before = this.running.get(role);
    // What runs in the container may end a helper, which has its processes in view.
    const isOver =
      before &&
      (await before.then(
        (helper) => helper.isOver,
        () => true,
      ));
    if (isOver && this.running.get(role) === before) this.running.delete(role);
    const known = this.running.get(role);
    if (known) return known;
    const started = this.start(role);
    this.running.set(role, started);
    return started;
  }

  /** A connection with a port of the container, from within it. */
  async dial(host: string, port: number): Promise<Duplex> {
    const command = ["dial", addressDigits(host), String(port)];
    const { id, stream } = await this.beside("dial", { NetworkMode: `container:${this.container}` }, command);
    // What is not removed now is at the end of the run.
    return relayed(stream, () => void this.removeOne(id).catch(() => {}));
  }

  async remove(): Promise<void> {
    for (const helper of this.running.values()) helper.then((one) => one.close()).catch(() => {});
    this.running.clear();
    await Promise.all([...this.made].map((one) => this.removeOne(one)));
  }

  private async start(role: Role): Promise<Helper> {
    const { host, user } = ROLES[role];
    const began = performance.now();
    const { stream } = await this.beside(role, { PidMode: `container:${this.container}`, ...host }, [], user);
    this.with.firstCosts.helper ??= performance.now() - began;
    return new Helper(stream, () => this.with.now());
  }

  /** Starts a helper that is joined to the container. */
  private async beside(
    ...how: Parameters<HelperImage["start"]>
  ): Promise<{ readonly id: Promise<string>; readonly stream: Duplex }> {
    const starting = this.with.helper.start(...how);
    const id = starting.then((one) => one.id);
    // Told by what is awaited below.
    id.catch(() => {});
    this.made.add(id);
    try {
      return { id, stream: (await starting).stream };
    } catch (error) {
      this.made.delete(id);
      throw error;
    }
  }

  /** Whoever asks again waits for the removal that is under way. */
  private removeOne(one: Promise<string>): Promise<void> {
    const removal = this.leaving.get(one) ?? this.removed(one);
    this.leaving.set(one, removal);
    return removal;
  }

  private async removed(one: Promise<string>): Promise<void> {
    const id = await one.catch(() => null);
    if (id !== null) await this.with.made.removeContainer(id);
    this.made.delete(one);
    this.leaving.delete(one);
  }
}
