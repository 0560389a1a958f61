import { networkInterfaces } from "node:os";
import { fields, text } from "../../models/image/parse-config.js";
import type { PlannedContainer } from "../../models/trial/plan.js";
import { EngineError } from "../engine/engine-client.js";
import { creationBody, type HealthTimings, type Variation } from "./container-config.js";
import { type Dealings, sleep } from "./dealings.js";
import type { Images } from "./images.js";
import { TrialContainer, type TrialNetwork } from "./trial-container.js";

/** A dependency is asked more often than by itself whether it is well; every question starts a process, and there may be many to ask. Milliseconds. */
const OFTEN: HealthTimings = { interval: 1_500, timeout: 10_000, retries: 3, startPeriod: 60_000 };
/** A dependency without a health check is waited for until it listens, if it ever does. */
const LISTENS_MS = 30_000;
/** Dependencies are others' work: they get what they usually have. */
const LEAST_MEMORY = 1024 * 1024 * 1024;
const POLL_MS = 100;

/** A network of its own with the dependencies in it, in which containers of the app are started. */
export class Surroundings {
  private readonly network: TrialNetwork;
  private readonly with: Dealings;
  private readonly images: Images;
  private readonly containers = new Map<string, TrialContainer>();

  private constructor(dealings: Dealings, images: Images, network: TrialNetwork) {
    this.with = dealings;
    this.images = images;
    this.network = network;
  }

  /** Makes the network and brings the dependencies up, each after those that it waits for. */
  static async open(dealings: Dealings, images: Images): Promise<Surroundings> {
    const { plan, made } = dealings;
    const name = await made.network(!plan.outside);
    const all = new Surroundings(dealings, images, { name, direct: untilYes(() => isDirect(dealings, name)) });
    const coming = new Map<string, Promise<void>>();
    const bring = (planned: PlannedContainer): Promise<void> => {
      const begun = coming.get(planned.name) ?? all.bring(planned, bring);
      coming.set(planned.name, begun);
      return begun;
    };
    await Promise.all(plan.dependencies.map(bring));
    for (const { name, condition } of plan.app.after) await all.reaches(name, condition);
    return all;
  }

  /** Creates and starts a container of the app. */
  async app(variation: Variation = {}): Promise<TrialContainer> {
    const container = await this.createApp(variation);
    await container.start();
    return container;
  }

  /** As `app`, not started yet. */
  async createApp(variation: Variation = {}): Promise<TrialContainer> {
    const began = performance.now();
    const container = await this.create("app", this.with.plan.app, { ...this.with.usual, ...variation }, true);
    this.with.firstCosts.create ??= performance.now() - began;
    return container;
  }

  dependency(name: string): TrialContainer | null {
    return this.containers.get(name) ?? null;
  }

  /** Removes the dependencies and the network. Containers of the app in it must be gone. */
  async close(): Promise<void> {
    await Promise.all([...this.containers.values()].map((container) => container.remove()));
    await this.with.made.removeNetwork(this.network.name);
  }

  private async bring(planned: PlannedContainer, bring: (planned: PlannedContainer) => Promise<void>): Promise<void> {
    for (const { name, condition } of planned.after) {
      const other = this.with.plan.dependencies.find((one) => one.name === name);
      if (!other) continue;
      await bring(other);
      await this.reaches(name, condition);
    }
    const container = await this.create(
      planned.name,
      planned,
      { ...(planned.healthcheck?.test?.[0] === "NONE" ? {} : { health: OFTEN }) },
      false,
    );
    this.containers.set(planned.name, container);
    await container.start();
  }

  private async create(who: string, planned: PlannedContainer, variation: Variation, hardened: boolean): Promise<TrialContainer> {
    const { made, plan } = this.with;
    const prepared = await this.images.prepared(planned);
    const volumes = await Promise.all(
      planned.volumes.map(async (path) => ({ name: await made.volume(), path, readOnly: false })),
    );
    const { memoryBytes } = plan.limits;
    const placed = {
      image: prepared.image,
      labels: made.labels,
      network: this.network.name,
      volumes: [...volumes, ...prepared.volumes],
      limits: hardened ? plan.limits : { ...plan.limits, memoryBytes: Math.max(memoryBytes, LEAST_MEMORY) },
      startInterval: await this.with.client.speaks(44),
      engine: this.with.facts.kind,
      hardened,
    };
    const body = (quota: number | null) => creationBody(planned, { ...placed, quota }, variation);
    // Podman's own timers would check beside ours, and its socket takes a command with blanks apart.
    const own = placed.engine === "podman" ? { Healthcheck: { Test: ["NONE"] } } : {};
    const created = (quota: number | null) => made.container(made.name(who), { ...body(quota), ...own });
    const id = await this.withQuota(plan.limits.diskBytes, created);
    const asked = placed.engine === "podman" ? { image: prepared.image, ...fields(body(null).Healthcheck) } : null;
    const container = new TrialContainer(this.with, id, who, planned, this.network, asked);
    this.with.disk.add(container);
    return container;
  }

  /** The quota stands behind the watch, which says what happened: it is of twice as much. */
  private async withQuota(bytes: number, create: (quota: number | null) => Promise<string>): Promise<string> {
    try {
      return await create(this.with.quota ? bytes * 2 : null);
    } catch (error) {
      if (!(error instanceof EngineError && /quota|storage.?opt/i.test(error.message))) throw error;
      this.with.quota = false;
      return create(null);
    }
  }

  /** Waits for a dependency to be as far as `after` says. Throws where it cannot be any more. */
  private async reaches(name: string, condition: PlannedContainer["after"][number]["condition"]): Promise<void> {
    const container = this.containers.get(name);
    if (!container) return;
    const limit = this.with.plan.limits.readyMs;
    if (condition === "completed") {
      const ended = await container.until(["die"], limit);
      if (ended?.what !== "die 0")
        throw new Error(await this.failed(container, ended ? `ended with ${ended.what.slice(4)}` : "does not end"));
      return;
    }
    const health = (await container.state()).health;
    if (condition === "healthy" && health) {
      const turned = await container.until(["health_status: healthy", "die"], limit);
      if (!turned?.what.startsWith("health_status"))
        throw new Error(await this.failed(container, turned ? "ended" : "does not get healthy"));
      return;
    }
    await this.listens(container);
  }

  /** An app that starts before its database listens ends, which a restart policy would mend: that is not what is tried here. */
  private async listens(container: TrialContainer): Promise<void> {
    const { config } = await this.images.facts(container.planned.image);
    const ports = config.exposedPorts.filter((port) => !port.endsWith("/udp")).map(Number.parseFloat);
    if (ports.length === 0) return;
    const end = performance.now() + Math.min(LISTENS_MS, this.with.plan.limits.readyMs);
    while (performance.now() < end && !container.moments().some(({ what }) => what.startsWith("die"))) {
      for (const port of ports) {
        const connection = await container.connect(port).catch(() => null);
        connection?.destroy();
        if (connection) return;
      }
      await sleep(POLL_MS, this.with.signal);
    }
  }

  private async failed(container: TrialContainer, how: string): Promise<string> {
    const { lines } = await container.logs();
    const last = lines.at(-1)?.text.slice(0, 200);
    return `the dependency ${container.who} ${how}${last ? `: ${last}` : ""}`;
  }
}

/** Asks until the answer is yes: a bridge whose containers have all ended is no interface to node. */
function untilYes(ask: () => Promise<boolean>): () => Promise<boolean> {
  let yes = false;
  return async () => {
    yes ||= await ask();
    return yes;
  };
}

/**
 * Whether the addresses of a network are to be reached from here: its bridge is an interface of this very machine with the network's gateway as its address. That
 * the address is ours is not enough: two engines (one with root, one without) give their networks the same addresses, and in another's nobody is to be asked.
 */
async function isDirect({ client, local, facts }: Dealings, network: string): Promise<boolean> {
  if (!local) return false;
  const { IPAM, Id, Options } = fields(await client.json("GET", `/networks/${network}`));
  const { Config } = fields(IPAM);
  const gateways = (Array.isArray(Config) ? Config : []).map((one) => text(fields(one).Gateway).split("/")[0]);
  const bridge =
    facts.kind === "podman"
      ? text(fields(await client.json("GET", `/libpod/networks/${network}/json`)).network_interface)
      : text(fields(Options)["com.docker.network.bridge.name"]) || `br-${text(Id).slice(0, 12)}`;
  return (networkInterfaces()[bridge] ?? []).some(({ address }) => gateways.includes(address));
}
