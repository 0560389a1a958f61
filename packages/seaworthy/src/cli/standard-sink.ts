import { fstatSync, type Stats, statSync, writeSync } from "node:fs";
import type { Sink } from "./world.js";

/**
 * The standard output or error. A file, a pipe and the null device are written to at once: to load node's stream of them takes longer than
 * to judge a rule of every item. A terminal, and whatever else there is, gets that stream.
 */
export class StandardSink implements Sink {
  private readonly fd: 1 | 2;
  private readonly failed: (code: string) => void;
  private readonly open: () => NodeJS.WriteStream;
  private stream: NodeJS.WriteStream | null = null;
  private plain: boolean;
  private gone = false;
  /** One wait for all who write meanwhile: most do not wait at all. */
  private waiting: Promise<void> | undefined;

  /**
   * @param failed is called with the code of each error but that of a reader that went away (`| head`), which ends the output quietly
   * @param open gives node's own stream
   */
  constructor(fd: 1 | 2, failed: (code: string) => void, open: () => NodeJS.WriteStream) {
    this.fd = fd;
    this.failed = failed;
    this.open = open;
    this.plain = isPlain(fd);
  }

  get isTTY(): boolean {
    return !this.plain && this.streamed().isTTY === true;
  }

  get columns(): number {
    return (this.plain ? undefined : this.streamed().columns) ?? 120;
  }

  /** All that was written has arrived, or failed: a stream of node tells of its errors later. */
  get isSettled(): boolean {
    return this.stream === null;
  }

  write(text: string): void | Promise<void> {
    if (this.plain) return this.writeNow(text);
    const stream = this.streamed();
    if (stream.write(text) || stream.destroyed) return undefined;
    return this.drain(stream);
  }

  private writeNow(text: string): void | Promise<void> {
    if (this.gone) return undefined;
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(this.fd, bytes, at);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? String(error);
        if (code === "EINTR") continue;
        if (code === "EAGAIN") {
          // Another process has the same pipe and set it not to block: that is waited for by events.
          this.plain = false;
          const stream = this.streamed();
          return stream.write(bytes.subarray(at)) ? undefined : this.drain(stream);
        }
        this.gone = true;
        if (code !== "EPIPE") this.failed(code);
        return undefined;
      }
    }
    return undefined;
  }

  private streamed(): NodeJS.WriteStream {
    if (this.stream) return this.stream;
    const stream = this.open();
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code !== "EPIPE") this.failed(code ?? "an error");
    });
    this.stream = stream;
    return stream;
  }

  private drain(stream: NodeJS.WriteStream): Promise<void> {
    this.waiting ??= drained(stream).finally(() => {
      this.waiting = undefined;
    });
    return this.waiting;
  }
}

function isPlain(fd: number): boolean {
  if (process.platform === "win32") return false;
  try {
    const stat = fstatSync(fd);
    return stat.isFile() || stat.isFIFO() || stat.isSocket() || isNull(stat);
  } catch {
    return false;
  }
}

function isNull(stat: Stats): boolean {
  return stat.isCharacterDevice() && stat.rdev === statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

/** Until the reader has caught up, or is gone. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  const events = ["drain", "close", "error"];
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}
