import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import { fields, text } from "../../models/image/parse-config.js";
import { type EngineClient, EngineError } from "../engine/engine-client.js";
import { archiveOf } from "./archive.js";
import type { EngineFacts } from "./engine-facts.js";
import { HELPER_PROGRAMS } from "./helper-programs.js";
import type { Made } from "./made.js";

/** The helper is small, and so is what it may use. */
const LIMITS = { Memory: 16 * 1024 * 1024, MemorySwap: 16 * 1024 * 1024, PidsLimit: 64 };
const HELPER_LABEL = "seaworthy.helper";
const NOBODY = "65534:65534";

/** The helper as an image of an engine: imported once, with its hash as a label, and shared by all runs. */
export class HelperImage {
  private readonly hash: string;
  private readonly client: EngineClient;
  private readonly made: Made;
  private readonly platform: string;
  private readonly program: Buffer;
  private present: Promise<string> | null = null;

  /** Throws where there is no helper for the engine's machine. */
  constructor(client: EngineClient, facts: EngineFacts, made: Made) {
    const architecture = facts.platform.split("/")[1] ?? "";
    const program = Object.entries(HELPER_PROGRAMS).find(([name]) => name === architecture)?.[1];
    if (!program) throw new Error(`there is no helper for an engine on ${facts.platform}`);
    this.client = client;
    this.made = made;
    this.platform = facts.platform;
    this.program = Buffer.from(program.base64, "base64");
    if (createHash("sha256").update(this.program).digest("hex") !== program.sha256) throw new Error("the helper is damaged");
    this.hash = program.sha256.slice(0, 12);
  }

  /**
   * Starts the program beside a container and gives the connection with its streams.
   * @param host what is added to the usual `HostConfig`: namespaces of the container, a capability
   * @param user `UID:GID`; default: nobody
   */
  async start(
    what: string,
    host: Readonly<Record<string, unknown>>,
    command: readonly string[] = [],
    user: string = NOBODY,
  ): Promise<{ readonly id: string; readonly stream: Duplex }> {
    const body = {
      Cmd: command,
      User: user,
      Labels: this.made.labels,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      HostConfig: {
        NetworkMode: "none",
        CapDrop: ["ALL"],
        ReadonlyRootfs: true,
        SecurityOpt: ["no-new-privileges"],
        LogConfig: { Type: "none", Config: {} },
        RestartPolicy: { Name: "no" },
        ...LIMITS,
        ...host,
      },
    };
    const id = await this.withImage((image) => this.made.container(this.made.name(what), { ...body, Image: image }));
    try {
      const query = { stream: true, stdin: true, stdout: true, stderr: true };
      const stream = await this.client.hijack(`/containers/${id}/attach`, { query });
      await this.client.json("POST", `/containers/${id}/start`);
      return { id, stream };
    } catch (error) {
      // The container that it was to join has ended; Podman removes none that another is joined to, if that never ran.
      await this.made.removeContainer(id).catch(() => {});
      throw error;
    }
  }

  /** A container that is never started, for what is copied through it. */
  create(what: string, host: Readonly<Record<string, unknown>>): Promise<string> {
    const body = { Labels: this.made.labels, HostConfig: { NetworkMode: "none", ...host } };
    return this.withImage((image) => this.made.container(this.made.name(what), { ...body, Image: image }));
  }

  /** Removes the image unless another run's containers are there: they need it, or will. One that lost its name to a later import goes too. */
  async remove(): Promise<void> {
    if (!this.present || (await this.made.hasOthers())) return;
    for (const id of await this.found(HELPER_LABEL)) {
      // A run that began meanwhile keeps it: without force nothing is removed that a container is made of.
      await this.client.json("DELETE", `/images/${id}`).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error;
      });
    }
  }

  /** Another run may have removed the image since it was seen. */
  private async withImage<T>(create: (image: string) => Promise<T>): Promise<T> {
    this.present ??= this.ensure();
    const image = await this.present;
    try {
      return await create(image);
    } catch (error) {
      if (!(error instanceof EngineError && error.status === 404)) throw error;
      this.present = this.ensure();
      return create(await this.present);
    }
  }

  /** The image's id: a name is given anew by every import, and engines differ in what they make of it. */
  private async ensure(): Promise<string> {
    const [known] = await this.found(`${HELPER_LABEL}=${this.hash}`);
    if (known) return known;
    // From 1.42 on an engine can be told for which machine it is; before, it is for its own.
    const platform = (await this.client.speaks(42)) ? { platform: this.platform } : {};
    const changes = ['ENTRYPOINT ["/helper"]', `LABEL ${HELPER_LABEL}=${this.hash}`];
    const answer = await this.client.json("POST", "/images/create", {
      query: { fromSrc: "-", repo: "seaworthy-helper", tag: this.hash, changes, ...platform },
      headers: { "Content-Type": "application/x-tar" },
      body: archiveOf([{ path: "helper", content: this.program, mode: 0o755 }]),
    });
    const id = text(fields(answer).status);
    if (!/^sha256:[0-9a-f]{64}$/.test(id)) throw new EngineError("imported the helper without giving its id", 0);
    return id;
  }

  private async found(label: string): Promise<readonly string[]> {
    const filters = JSON.stringify({ label: [label] });
    const list = await this.client.json("GET", "/images/json", { query: { filters } });
    return (Array.isArray(list) ? list : []).flatMap((image) => {
      const { Id, Labels } = fields(image);
      const value = text(fields(Labels)[HELPER_LABEL]);
      // An engine that does not know the filter gives everything.
      return value !== "" && [HELPER_LABEL, `${HELPER_LABEL}=${value}`].includes(label) ? [text(Id)] : [];
    });
  }
}
