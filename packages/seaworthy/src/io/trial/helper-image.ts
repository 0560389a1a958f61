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

/** The helper as an image of an engine: imported once, under a name with its hash, which all runs share. */
export class HelperImage {
  readonly name: string;
  private readonly client: EngineClient;
  private readonly made: Made;
  private readonly platform: string;
  private readonly program: Buffer;
  private present: Promise<void> | null = null;

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
    this.name = `seaworthy-helper:${program.sha256.slice(0, 12)}`;
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
      Image: this.name,
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
    const id = await this.withImage(() => this.made.container(this.made.name(what), body));
    const query = { stream: true, stdin: true, stdout: true, stderr: true };
    const stream = await this.client.hijack(`/containers/${id}/attach`, { query });
    await this.client.json("POST", `/containers/${id}/start`);
    return { id, stream };
  }

  /** A container that is never started, for what is copied through it. */
  create(what: string, host: Readonly<Record<string, unknown>>): Promise<string> {
    const body = { Image: this.name, Labels: this.made.labels, HostConfig: { NetworkMode: "none", ...host } };
    return this.withImage(() => this.made.container(this.made.name(what), body));
  }

  /** Removes the image unless another run's containers are there: they need it, or will. One that lost its name to a later import goes too. */
  async remove(): Promise<void> {
    if (!this.present || (await this.made.hasOthers())) return;
    const filters = JSON.stringify({ label: [HELPER_LABEL] });
    const list = await this.client.json("GET", "/images/json", { query: { filters } });
    for (const image of Array.isArray(list) ? list : []) {
      const { Id, Labels } = fields(image);
      if (text(fields(Labels)[HELPER_LABEL]) === "") continue;
      // A run that began meanwhile keeps it: without force nothing is removed that a container is made of.
      await this.client.json("DELETE", `/images/${text(Id)}`).catch((error: unknown) => {
        if (!(error instanceof EngineError)) throw error;
      });
    }
  }

  /** Another run may have removed the image since it was seen. */
  private async withImage<T>(create: () => Promise<T>): Promise<T> {
    this.present ??= this.ensure();
    await this.present;
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof EngineError && error.status === 404)) throw error;
      this.present = this.ensure();
      await this.present;
      return create();
    }
  }

  private async ensure(): Promise<void> {
    try {
      await this.client.json("GET", `/images/${this.name}/json`);
      return;
    } catch (error) {
      if (!(error instanceof EngineError && error.status === 404)) throw error;
    }
    const [repo = "", tag = ""] = this.name.split(":");
    // From 1.42 on an engine can be told for which machine it is; before, it is for its own.
    const platform = (await this.client.speaks(42)) ? { platform: this.platform } : {};
    const answer = await this.client.stream("POST", "/images/create", {
      query: { fromSrc: "-", repo, tag, changes: `ENTRYPOINT ["/helper"]\nLABEL ${HELPER_LABEL}=${tag}`, ...platform },
      headers: { "Content-Type": "application/x-tar" },
      body: archiveOf([{ path: "helper", content: this.program, mode: 0o755 }]),
    });
    answer.resume();
    await new Promise((resolve, reject) => answer.on("end", resolve).on("error", reject));
  }
}
