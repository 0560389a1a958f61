import { fields, text } from "../../models/image/parse-config.js";
import { type EngineClient, EngineError } from "../engine/engine-client.js";
import { isGone, parseOwner, thisProcess } from "./owner.js";

export const RUN_LABEL = "seaworthy.run";
const OWNER_LABEL = "seaworthy.owner";

type Kind = "containers" | "networks" | "volumes" | "images";
const KINDS: readonly Kind[] = ["containers", "networks", "volumes", "images"];

/** Something on an engine that bears the label of a run. */
interface Found {
  readonly kind: Kind;
  readonly id: string;
  readonly run: string;
  readonly owner: string;
  /** Seconds since 1970 by the engine's clock. */
  readonly created: number;
}

/** How often is looked for what came to be while things were removed. */
const ROUNDS = 3;
const REMOVALS = 3;
const PATIENT_REMOVALS = 50;
const PAUSE_MS = 200;

/**
 * All that one run makes on an engine. Everything bears the run's label, and nothing else is ever removed: what is removed is found by the label.
 * A creation is never cut off, since the engine would go on with it; the removal waits for those that are under way.
 */
export class Made {
  readonly labels: Readonly<Record<string, string>>;
  private readonly client: EngineClient;
  private readonly run: string;
  private readonly underWay = new Set<Promise<unknown>>();
  private count = 0;
  private closed = false;

  constructor(client: EngineClient, run: string) {
    this.client = client;
    this.run = run;
    this.labels = { [RUN_LABEL]: run, [OWNER_LABEL]: JSON.stringify(thisProcess()) };
  }

  /** A name that no other container, network or volume has. */
  name(what: string): string {
    return `seaworthy-${this.run}-${++this.count}-${what.replace(/[^a-zA-Z0-9_.-]/g, "-").slice(0, 40)}`;
  }

  /** Creates a container, of a body that bears the labels, and gives its id. */
  async container(name: string, body: Readonly<Record<string, unknown>>): Promise<string> {
    const id = text(fields(await this.create("/containers/create", { query: { name }, body })).Id);
    if (!/^[0-9a-f]{12,64}$/.test(id)) throw new EngineError("created a container without an id", 0);
    return id;
  }

  /** Creates a network and gives its name. `internal`: one without a way out. */
  async network(internal: boolean): Promise<string> {
    const name = this.name("net");
    const body = { Name: name, Driver: "bridge", Internal: internal, CheckDuplicate: true, Labels: this.labels };
    await this.create("/networks/create", { body });
    return name;
  }

  /** Creates an empty volume and gives its name. */
  async volume(): Promise<string> {
    const name = this.name("volume");
    await this.create("/volumes/create", { body: { Name: name, Driver: "local", Labels: this.labels } });
    return name;
  }

  /** Makes an image of a container as it is, and gives its id. */
  async image(container: string): Promise<string> {
    const changes = Object.entries(this.labels).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`);
    const query = { container, repo: "", comment: "seaworthy trial", changes, pause: false };
    return text(fields(await this.create("/commit", { query, body: {} })).Id);
  }

  async removeContainer(id: string): Promise<void> {
    await this.remove("containers", id);
  }

  async removeNetwork(name: string): Promise<void> {
    await this.remove("networks", name);
  }

  /** Removes all that the run made, and gives what could not be removed, each with the reason. */
  async removeAll(): Promise<readonly string[]> {
    this.closed = true;
    await Promise.allSettled([...this.underWay]);
    return this.removeFound(({ run }) => run === this.run);
  }

  /** Removes what runs left whose process is gone for certain. `now`: milliseconds since 1970 by the engine's clock. */
  sweep(now: number): Promise<readonly string[]> {
    const self = thisProcess();
    return this.removeFound(
      ({ run, owner, created }) => run !== this.run && isGone(parseOwner(owner), now - created * 1000, self),
    );
  }

  /** Whether another run has anything on this engine. */
  async hasOthers(): Promise<boolean> {
    return (await this.found("containers")).some(({ run }) => run !== this.run);
  }

  private async removeFound(wanted: (found: Found) => boolean): Promise<readonly string[]> {
    let left: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      left = [];
      let removed = 0;
      // A network, a volume and an image can go when no container holds them any more.
      for (const kind of KINDS) {
        const found = (await this.found(kind)).filter(wanted);
        removed += found.length;
        const failures = await Promise.all(
          found.map(({ id }) =>
            this.remove(kind, id).then(
              () => null,
              (error: unknown) => `${kind.slice(0, -1)} ${id}: ${error instanceof Error ? error.message : String(error)}`,
            ),
          ),
        );
        left.push(...failures.filter((failure) => failure !== null));
      }
      if (removed === 0) break;
    }
    return left;
  }

  private async found(kind: Kind): Promise<readonly Found[]> {
    const filters = JSON.stringify({ label: [RUN_LABEL] });
    const path = { containers: "/containers/json", networks: "/networks", volumes: "/volumes", images: "/images/json" }[kind];
    const answer = await this.client.json("GET", path, { query: kind === "containers" ? { all: true, filters } : { filters } });
    const list = kind === "volumes" ? fields(answer).Volumes : answer;
    return (Array.isArray(list) ? list : []).flatMap((one) => {
      const { Id, Name, Labels, Created, CreatedAt } = fields(one);
      const labels = fields(Labels);
      const run = text(labels[RUN_LABEL]);
      const id = kind === "volumes" ? text(Name) : text(Id);
      // An engine that does not know the filter gives everything.
      if (run === "" || id === "") return [];
      const created = typeof Created === "number" ? Created : Date.parse(text(Created) || text(CreatedAt)) / 1000;
      return [{ kind, id, run, owner: text(labels[OWNER_LABEL]), created: Number.isNaN(created) ? Date.now() / 1000 : created }];
    });
  }

  private async remove(kind: Kind, id: string): Promise<void> {
    const query: Readonly<Record<string, boolean>> =
      { containers: { force: true, v: true }, images: { force: true } }[kind as string] ?? {};
    for (let time = 1; ; time++) {
      try {
        await this.client.json("DELETE", `/${kind}/${encodeURIComponent(id)}`, { query });
        return;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // Another round, or whoever made it, was faster.
        if (error.status === 404 || /already in progress/.test(error.message)) return;
        // What ends at this very moment cannot be ended, nor what others are joined to that are going: Podman says so.
        const most = /dependent containers/.test(error.message) ? PATIENT_REMOVALS : REMOVALS;
        if (time >= most || error.status === 0) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  private create(path: string, options: Parameters<EngineClient["json"]>[2]): Promise<unknown> {
    if (this.closed) return Promise.reject(new Error("the run is over"));
    const creation = this.client.json("POST", path, options);
    this.underWay.add(creation);
    const over = () => this.underWay.delete(creation);
    creation.then(over, over);
    return creation;
  }
}
