import type { ImageHealthcheck } from "../../models/image/config.js";
import { fields, text, texts } from "../../models/image/parse-config.js";
import { type EngineClient, EngineError } from "../engine/engine-client.js";
import { pieces } from "../engine/frames.js";
import { DOCKERS_HEALTH, type HealthTimings, NANO } from "./container-config.js";
import type { ContainerState } from "./container-state.js";
import { type Dealings, sleep } from "./dealings.js";
import { imageFacts } from "./image-facts.js";

type Health = NonNullable<ContainerState["health"]>;
type Result = Health["log"][number];

/** What a container was created with: the image that it is of, and what was said of its health check, as in the engine's API. */
export type AskedHealth = { readonly image: string } & Readonly<Record<string, unknown>>;

interface Check {
  readonly command: readonly string[];
  readonly timings: HealthTimings & { readonly startInterval: number };
}

const LONGEST_OUTPUT = 4096;
const MOST_LOGGED = 5;
/** Docker's own while a service starts. */
const START_INTERVAL_MS = 5_000;

/**
 * Runs the health check of one container as Docker's engine would, on an engine that leaves that to others: Podman has timers of systemd do it, which need not be
 * there, and whose events do not say how it went. Each check is an exec; one that takes too long counts as failed and is left to end by itself.
 */
export class HealthRunner {
  private readonly with: Dealings;
  private readonly id: string;
  private readonly check: Check;
  private status = "starting";
  private failing = 0;
  private readonly log: Result[] = [];
  private readonly ending = new AbortController();

  /** null: it has no health check. Throws EngineError. */
  static async open(dealings: Dealings, id: string, { image, ...asked }: AskedHealth): Promise<HealthRunner | null> {
    const about = await imageFacts({ client: dealings.client, kind: dealings.facts.kind }, image);
    const check = checkOf(asked, about?.config.healthcheck ?? null, about?.config.shell ?? []);
    return check && new HealthRunner(dealings, id, check);
  }

  private constructor(dealings: Dealings, id: string, check: Check) {
    this.with = dealings;
    this.id = id;
    this.check = check;
    void this.run().catch(() => {});
  }

  get health(): Health {
    return { status: this.status, failing: this.failing, log: [...this.log] };
  }

  stop(): void {
    this.ending.abort();
  }

  private async run(): Promise<void> {
    const { signal, events } = this.with;
    const over = AbortSignal.any([signal, this.ending.signal]);
    const began = performance.now();
    const { interval, startInterval, startPeriod } = this.check.timings;
    const isStarting = () => this.status === "starting" && performance.now() - began < startPeriod;
    for (;;) {
      await sleep(isStarting() ? Math.min(interval, startInterval) : interval, over);
      const result = await this.once();
      if (over.aborted || events.of(this.id).some(({ what }) => what.startsWith("die"))) return;
      // Where nothing can be started, a pause for one, Docker's engine does not check either.
      if (result) this.take(result, isStarting());
    }
  }

  private take(result: Result, isStarting: boolean): void {
    this.log.push(result);
    if (this.log.length > MOST_LOGGED) this.log.shift();
    const before = this.status;
    if (result.exitCode === 0) {
      this.failing = 0;
      this.status = "healthy";
    } else if (!isStarting) {
      this.failing++;
      if (this.failing >= this.check.timings.retries) this.status = "unhealthy";
    }
    if (this.status !== before)
      this.with.events.tell({ container: this.id, at: this.with.now(), what: `health_status: ${this.status}` });
  }

  private async once(): Promise<Result | null> {
    const start = this.with.now();
    const { timeout } = this.check.timings;
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<"late">((resolve) => {
      timer = setTimeout(resolve, timeout, "late");
    });
    try {
      const ended = await Promise.race([executed(this.with.client, this.id, this.check.command), overdue]);
      const end = this.with.now();
      if (ended !== "late") return { ...ended, start, end };
      return { exitCode: -1, output: `Health check exceeded timeout (${timeout / 1000}s)`, start, end };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // A program that is not there is a check that fails.
      if (!/no such file|not found|executable/i.test(error.message)) return null;
      return { exitCode: 127, output: error.message.slice(0, LONGEST_OUTPUT), start, end: this.with.now() };
    } finally {
      clearTimeout(timer);
    }
  }
}

async function executed(
  client: EngineClient,
  id: string,
  command: readonly string[],
): Promise<Pick<Result, "exitCode" | "output">> {
  const body = { Cmd: command, AttachStdout: true, AttachStderr: true };
  const { Id } = fields(await client.json("POST", `/containers/${id}/exec`, { body }));
  const stream = await client.hijack(`/exec/${text(Id)}/start`, { body: { Detach: false, Tty: false } });
  const output: Buffer[] = [];
  try {
    for await (const { bytes } of pieces(stream, LONGEST_OUTPUT)) output.push(bytes);
    stream.resume();
    if (!stream.readableEnded) await new Promise((resolve) => stream.once("close", resolve).once("end", resolve));
  } finally {
    stream.destroy();
  }
  const { ExitCode } = fields(await client.json("GET", `/exec/${text(Id)}/json`));
  return {
    exitCode: typeof ExitCode === "number" ? ExitCode : 1,
    output: Buffer.concat(output).toString("utf8").slice(0, LONGEST_OUTPUT),
  };
}

/** What is asked for goes before what the image says, part by part, as in Docker's engine; 0 asks for nothing. */
function checkOf(
  asked: Readonly<Record<string, unknown>>,
  ofImage: ImageHealthcheck | null,
  shell: readonly string[],
): Check | null {
  const [form, ...words] = asked.Test === undefined ? (ofImage?.test ?? []) : texts(asked.Test);
  if (words.length === 0 || (form !== "CMD" && form !== "CMD-SHELL")) return null;
  const part = (given: unknown, own: number | undefined, usual: number): number => {
    const found = [given, own].find((one) => typeof one === "number" && one > 0);
    return typeof found === "number" ? found : usual;
  };
  return {
    command: form === "CMD" ? words : [...(shell.length > 0 ? shell : ["/bin/sh", "-c"]), words.join(" ")],
    timings: {
      interval: part(asked.Interval, ofImage?.interval, DOCKERS_HEALTH.interval * NANO) / NANO,
      startInterval: part(asked.StartInterval, ofImage?.startInterval, START_INTERVAL_MS * NANO) / NANO,
      startPeriod: part(asked.StartPeriod, ofImage?.startPeriod, DOCKERS_HEALTH.startPeriod * NANO) / NANO,
      timeout: part(asked.Timeout, ofImage?.timeout, DOCKERS_HEALTH.timeout * NANO) / NANO,
      retries: part(asked.Retries, ofImage?.retries, DOCKERS_HEALTH.retries),
    },
  };
}
