import type { Duplex } from "node:stream";
import type { Nanoseconds } from "../../models/trial/moment.js";
import type { Listener } from "../../models/trial/observations.js";
import {
  type LiveProcess,
  type Mount,
  type Peer,
  parseListeners,
  parseMounts,
  parsePeers,
  parseStatus,
} from "../../models/trial/proc.js";
import { pieces } from "../engine/frames.js";

/** What a helper saw of its container at one moment. */
export interface Look {
  readonly at: Nanoseconds;
  readonly processes: readonly LiveProcess[];
  readonly listeners: readonly Listener[];
  /** Whom it is connected with. */
  readonly peers: readonly Peer[];
  readonly mounts: readonly Mount[];
}

interface Frame {
  readonly kind: string;
  readonly number: number;
  readonly bytes: Buffer;
}

const HEADER = 8;
/** A command is no longer than 1,024 bytes. */
const LONGEST_PATH = 1000;
/** Docker answers questions for names there, in the container's own network. */
const ENGINES_DNS = "127.0.0.11";
/** The kernel's tables of a container within its limit of processes are far below. */
const MOST_ANSWER = 16 * 1024 * 1024;
/** Reading /proc takes milliseconds; a machine under load a hundred times that. */
const SILENCE = 20_000;

/** The helper that runs beside one container (helper/helper.c): commands go to its input, answers are frames of its output. */
export class Helper {
  private readonly stream: Duplex;
  private readonly now: () => Nanoseconds;
  private buffer: Buffer = Buffer.alloc(0);
  private waiting: {
    readonly frames: Frame[];
    bytes: number;
    done(frames: readonly Frame[]): void;
    failed(error: Error): void;
  } | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private broken: Error | null = null;

  /** @param stream the attached container: what is written goes to the helper, frames of both of its streams come back */
  constructor(stream: Duplex, now: () => Nanoseconds) {
    this.stream = stream;
    this.now = now;
    stream.on("error", () => {});
    void this.read();
  }

  async look(): Promise<Look> {
    const at = this.now();
    const frames = await this.ask("look");
    const text = (kind: string) => bytesOf(frames.filter((frame) => frame.kind === kind));
    const pids = [...new Set(frames.filter(({ kind }) => kind === "s").map(({ number }) => number))];
    const processes = pids.flatMap((pid) => {
      const status = parseStatus(pid, bytesOf(frames.filter(({ kind, number }) => kind === "s" && number === pid)));
      return status ? [status] : [];
    });
    const tables = [
      ["tcp", "t"],
      ["tcp", "T"],
      ["udp", "u"],
      ["udp", "U"],
    ] as const;
    return {
      at,
      processes,
      listeners: tables
        .flatMap(([protocol, kind]) => parseListeners(protocol, text(kind)))
        .filter(({ address }) => address !== ENGINES_DNS),
      peers: [text("t"), text("T")].flatMap(parsePeers),
      mounts: parseMounts(text("m")),
    };
  }

  /** Signals every process that descends from process 1; gives how many there were. Needs a helper that may. */
  async signal(number: number): Promise<number> {
    return endOf(await this.ask(`signal ${number}`));
  }

  /** Makes orphans that end at once; gives how many were made. At most 32. */
  async orphans(count: number): Promise<number> {
    return endOf(await this.ask(`orphans ${count}`));
  }

  /** The files below a folder, each with its size (up to 4 GiB), and whether all were seen. Needs a helper that may read them. */
  async files(folder: string): Promise<{ readonly sizes: ReadonlyMap<string, number>; readonly whole: boolean }> {
    if (/[\n\0]/.test(folder) || Buffer.byteLength(folder) > LONGEST_PATH) return { sizes: new Map(), whole: false };
    const frames = await this.ask(`files ${folder}`);
    const found = frames.filter(({ kind }) => kind === "f");
    return {
      sizes: new Map(found.map(({ number, bytes }) => [folder + bytes.toString("utf8"), number])),
      whole: endOf(frames) === 0,
    };
  }

  /** What the files below a folder take on the disk, in bytes. Needs a helper that may read them. */
  async space(folder: string): Promise<number> {
    if (/[\n\0]/.test(folder) || Buffer.byteLength(folder) > LONGEST_PATH) return 0;
    return endOf(await this.ask(`space ${folder}`)) * 1024;
  }

  /** The last 4 KiB of a file at most; null where it could not be read. */
  async tail(path: string): Promise<Buffer | null> {
    if (/[\n\0]/.test(path) || Buffer.byteLength(path) > LONGEST_PATH) return null;
    const frames = await this.ask(`tail ${path}`);
    return endOf(frames) === 0 ? Buffer.concat(frames.filter(({ kind }) => kind === "b").map(({ bytes }) => bytes)) : null;
  }

  /** Whether it answers no more: it ended, was closed, or said what it must not. */
  get isOver(): boolean {
    return this.broken !== null;
  }

  close(): void {
    this.fail(new Error("the helper was closed"));
    this.stream.destroy();
  }

  /** One question at a time. */
  private ask(command: string): Promise<readonly Frame[]> {
    const answer = this.turn.then(() => this.exchange(command));
    this.turn = answer.catch(() => {});
    return answer;
  }

  private exchange(command: string): Promise<readonly Frame[]> {
    if (this.broken) return Promise.reject(this.broken);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error("the helper did not answer in time")), SILENCE);
      const settle =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          this.waiting = null;
          then(value);
        };
      this.waiting = { frames: [], bytes: 0, done: settle(resolve), failed: settle(reject) };
      this.stream.write(`${command}\n`);
    });
  }

  private async read(): Promise<void> {
    try {
      for await (const { stream, bytes } of pieces(this.stream)) if (stream === "stdout") this.take(bytes);
      this.fail(new Error("the helper ended: the container did, or something in it ended the helper"));
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private take(bytes: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, bytes]);
    while (this.buffer.length >= HEADER) {
      const end = HEADER + this.buffer.readUInt16LE(2);
      if (this.buffer.length < end) return;
      const kind = String.fromCharCode(this.buffer[0] ?? 0);
      const frame = { kind, number: this.buffer.readUInt32LE(4), bytes: this.buffer.subarray(HEADER, end) };
      this.buffer = this.buffer.subarray(end);
      const { waiting } = this;
      if (!waiting) continue;
      waiting.frames.push(frame);
      waiting.bytes += end;
      if (kind === ".") waiting.done(waiting.frames);
      else if (waiting.bytes > MOST_ANSWER) this.fail(new Error("the helper's answer has no end"));
    }
  }

  private fail(error: Error): void {
    this.broken ??= error;
    this.waiting?.failed(this.broken);
  }
}

function bytesOf(frames: readonly Frame[]): string {
  return Buffer.concat(frames.map(({ bytes }) => bytes)).toString("utf8");
}

function endOf(frames: readonly Frame[]): number {
  return frames.at(-1)?.number ?? 0;
}
