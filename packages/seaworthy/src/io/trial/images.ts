import type { PlannedContainer } from "../../models/trial/plan.js";
import { EngineError } from "../engine/engine-client.js";
import { archiveOf } from "./archive.js";
import type { Dealings } from "./dealings.js";
import { type ImageFacts, imageFacts } from "./image-facts.js";

/** An image with the planned files in place. */
export interface Prepared {
  readonly image: string;
  readonly volumes: readonly { readonly name: string; readonly path: string; readonly readOnly: boolean }[];
}

/** Where the helper's containers see a volume that is filled through them. */
const FILLED = "/filled";

/** The images that one run starts, and the files that are put into them. */
export class Images {
  private readonly with: Dealings;
  private readonly known = new Map<string, Promise<ImageFacts>>();
  private readonly ready = new Map<PlannedContainer, Promise<Prepared>>();

  constructor(dealings: Dealings) {
    this.with = dealings;
  }

  /** Throws with one clear line where the engine has no such image. */
  facts(name: string): Promise<ImageFacts> {
    const known = this.known.get(name) ?? this.ask(name);
    this.known.set(name, known);
    return known;
  }

  /**
   * Puts the planned files in place, once for all containers of a kind. A folder that the image has not becomes a volume that only holds them and may
   * not be written to, as secrets are mounted; into a folder that it has they go by an image made of it, since a volume would hide what is there.
   */
  prepared(planned: PlannedContainer): Promise<Prepared> {
    const ready = this.ready.get(planned) ?? this.prepare(planned);
    this.ready.set(planned, ready);
    return ready;
  }

  private async ask(name: string): Promise<ImageFacts> {
    const facts = await imageFacts({ client: this.with.client, kind: this.with.facts.kind }, name);
    if (!facts) throw new Error(`the engine has no image ${name}: build it or pull it first`);
    return facts;
  }

  private async prepare(planned: PlannedContainer): Promise<Prepared> {
    const { id: image, config } = await this.facts(planned.image);
    if (planned.files.length === 0) return { image, volumes: [] };
    const { client, made } = this.with;
    // It is never started, but must have something to start; what it has goes into an image made of it.
    const named = config.entrypoint.length + config.cmd.length > 0;
    const body = { Image: image, Labels: made.labels, HostConfig: { NetworkMode: "none" }, ...(named ? {} : { Cmd: ["/none"] }) };
    const vessel = await made.container(made.name("vessel"), body);
    try {
      const byFolder = new Map<string, PlannedContainer["files"]>();
      for (const file of planned.files) byFolder.set(folderOf(file.path), [...(byFolder.get(folderOf(file.path)) ?? []), file]);
      const volumes: Prepared["volumes"][number][] = [];
      const into: PlannedContainer["files"][number][] = [];
      for (const [folder, files] of byFolder) {
        if (folder === "/" || (await this.has(vessel, folder))) into.push(...files);
        else volumes.push({ name: await this.filled(files), path: folder, readOnly: true });
      }
      if (into.length === 0) return { image, volumes };
      await client.json("PUT", `/containers/${vessel}/archive`, {
        query: { path: "/" },
        headers: { "Content-Type": "application/x-tar" },
        body: archiveOf(into.map(({ path, ...file }) => ({ ...file, path: path.replace(/^\/+/, "") }))),
      });
      return { image: await made.image(vessel), volumes };
    } finally {
      await made.removeContainer(vessel);
    }
  }

  /** A volume that holds files. */
  private async filled(files: PlannedContainer["files"]): Promise<string> {
    const { client, helper, made } = this.with;
    const volume = await made.volume();
    const vessel = await helper.create("fill", { Mounts: [{ Type: "volume", Source: volume, Target: FILLED }] });
    await client.json("PUT", `/containers/${vessel}/archive`, {
      query: { path: FILLED },
      headers: { "Content-Type": "application/x-tar" },
      body: archiveOf(files.map(({ path, ...file }) => ({ ...file, path: path.slice(path.lastIndexOf("/") + 1) }))),
    });
    await made.removeContainer(vessel);
    return volume;
  }

  private async has(container: string, path: string): Promise<boolean> {
    try {
      (await this.with.client.stream("HEAD", `/containers/${container}/archive`, { query: { path } })).resume();
      return true;
    } catch (error) {
      if (error instanceof EngineError && error.status === 404) return false;
      throw error;
    }
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
