import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type { Exchange } from "../../models/trial/observations.js";
import { ResponseReader } from "../../models/trial/response-reader.js";

/** How one comes to a port of a service. */
export interface Dial {
  /** Rejects with an Error that has a `code` where nobody takes the connection. */
  connect(signal: AbortSignal): Promise<Duplex>;
  /** Whether something in between takes connections that the service does not: a closed port then looks like an empty answer. */
  readonly relayed: boolean;
}

export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whether the connection is asked to stay open; default: it is asked to close. */
  readonly keepAlive?: boolean;
}

/** One request and what came of it. Times are milliseconds of `performance.now()`. */
export interface Answer {
  readonly exchange: Exchange;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** As much as is kept. */
  readonly body: string;
  /** When the last byte of the request went to the system; null: it never did. */
  readonly sentAt: number | null;
  readonly firstByteAt: number | null;
  readonly endedAt: number;
  /** Whether the server said that it closes the connection. */
  readonly closes: boolean;
}

/** A request that is under way. */
export interface Pending {
  /** Whether anything of its answer came yet. */
  readonly answered: boolean;
  /** Whether it came to its end, one way or the other. */
  readonly over: boolean;
  /** Sends what was held back of its body. */
  release(): void;
  readonly done: Promise<Answer>;
}

export function dialTcp(host: string, port: number, relayed = false): Dial {
  return {
    relayed,
    connect: (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true });
        // The signal is for the connecting alone: it may be one of a time that runs out while the connection is in use.
        const abort = () => socket.destroy(new Error("given up"));
        const over = () => signal.removeEventListener("abort", abort);
        signal.addEventListener("abort", abort, { once: true });
        socket.once("connect", () => {
          over();
          socket.off("error", reject);
          resolve(socket);
        });
        socket.once("error", reject);
        socket.once("close", over);
      }),
  };
}

/** One request on a connection of its own; never rejects but when the signal fires. */
export async function ask(dial: Dial, request: RawRequest, ms: number, signal: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const connection = await HttpConnection.open(dial, ms, signal);
  if (!(connection instanceof HttpConnection)) return notReached(request, connection, began);
  try {
    return await connection.begin(request, { ms }).done;
  } finally {
    connection.close();
    signal.throwIfAborted();
  }
}

function notReached({ method, path }: RawRequest, outcome: "refused" | "timeout", began: number): Answer {
  const endedAt = performance.now();
  return {
    exchange: { request: `${method} ${path}`, outcome, status: null, ms: Math.round(endedAt - began) },
    headers: new Map(),
    body: "",
    sentAt: null,
    firstByteAt: null,
    endedAt,
    closes: false,
  };
}

/** One connection to a service, on which requests follow one another. node:http hides how a connection ended; here that is what is asked. */
export class HttpConnection {
  /** When the other side closed it, or it broke; null: it is open. */
  endedAt: number | null = null;
  private readonly socket: Duplex;
  private readonly relayed: boolean;
  private served = 0;
  private current: Running | null = null;

  private constructor(socket: Duplex, relayed: boolean, signal: AbortSignal) {
    this.socket = socket;
    this.relayed = relayed;
    const abort = () => socket.destroy();
    signal.addEventListener("abort", abort, { once: true });
    socket.on("data", (bytes: Buffer) => this.current?.push(bytes));
    socket.on("end", () => this.ended("empty"));
    socket.on("error", () => this.ended("reset"));
    socket.on("close", () => {
      signal.removeEventListener("abort", abort);
      this.ended("reset");
    });
  }

  /** Gives how it failed where no connection came about. Rejects when the signal fires. */
  static async open(dial: Dial, ms: number, signal: AbortSignal): Promise<HttpConnection | "refused" | "timeout"> {
    const late = AbortSignal.timeout(Math.max(1, Math.ceil(ms)));
    try {
      return new HttpConnection(await dial.connect(AbortSignal.any([signal, late])), dial.relayed, signal);
    } catch {
      signal.throwIfAborted();
      return late.aborted ? "timeout" : "refused";
    }
  }

  get open(): boolean {
    return this.endedAt === null;
  }

  /**
   * Sends a request. `hold`: how many bytes of its body are held back until `release`. `ms`: how long its whole answer is waited for.
   * The promise of its answer never rejects.
   */
  begin(request: RawRequest, { ms, hold = 0 }: { readonly ms: number; readonly hold?: number }): Pending {
    if (this.current) throw new Error("a request is under way on this connection");
    const body = Buffer.from(request.body ?? "");
    const now = body.subarray(0, Math.max(0, body.length - hold));
    const rest = body.subarray(now.length);
    const running = new Running(request);
    this.current = running;
    const timer = setTimeout(() => running.finish("timeout"), ms);
    const done = running.done.finally(() => {
      clearTimeout(timer);
      if (this.current === running) this.current = null;
      this.served++;
    });
    const write = (bytes: Uint8Array, last: boolean) => {
      if (!this.socket.writable) return;
      this.socket.write(bytes, (error) => {
        if (!error && last) running.sentAt ??= performance.now();
      });
    };
    if (this.endedAt !== null) running.finish("reset");
    else write(Buffer.concat([Buffer.from(headOf(request, body.length), "latin1"), now]), rest.length === 0);
    return {
      get answered() {
        return running.reader.begun;
      },
      get over() {
        return running.over;
      },
      release: () => {
        if (rest.length > 0 && !running.over) write(rest, true);
      },
      done,
    };
  }

  close(): void {
    this.socket.destroy();
  }

  private ended(how: "empty" | "reset"): void {
    this.endedAt ??= performance.now();
    const proxied = this.relayed && this.served === 0;
    this.current?.ended(how === "empty" && proxied ? "refused" : how);
    if (how === "empty") this.socket.end();
  }
}

/** The state of one request. */
class Running {
  readonly reader: ResponseReader;
  readonly done: Promise<Answer>;
  sentAt: number | null = null;
  over = false;
  private readonly request: RawRequest;
  private readonly began = performance.now();
  private firstByteAt: number | null = null;
  private resolve: (answer: Answer) => void = () => {};

  constructor(request: RawRequest) {
    this.request = request;
    this.reader = new ResponseReader(request.method);
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  push(bytes: Buffer): void {
    this.firstByteAt ??= performance.now();
    this.reader.push(bytes);
    if (this.reader.complete) this.finish("complete");
    else if (this.reader.broken) this.finish("truncated");
  }

  /** The connection ended in the middle of it. */
  ended(how: "empty" | "reset" | "refused"): void {
    if (how !== "reset") this.reader.end();
    if (this.reader.complete) this.finish("complete");
    else this.finish(this.firstByteAt === null ? how : "truncated");
  }

  finish(outcome: Exchange["outcome"]): void {
    if (this.over) return;
    this.over = true;
    const endedAt = performance.now();
    const { method, path } = this.request;
    this.resolve({
      exchange: { request: `${method} ${path}`, outcome, status: this.reader.status, ms: Math.round(endedAt - this.began) },
      headers: this.reader.headers,
      body: this.reader.body,
      sentAt: this.sentAt,
      firstByteAt: this.firstByteAt,
      endedAt,
      closes: this.reader.closes,
    });
  }
}

/** A line break in a path or header would make another request of it. */
function headOf(request: RawRequest, length: number): string {
  const headers: Record<string, string> = {
    Host: "localhost",
    "User-Agent": "seaworthy",
    Accept: "*/*",
    ...(request.body === undefined ? {} : { "Content-Length": String(length) }),
    Connection: request.keepAlive ? "keep-alive" : "close",
    ...request.headers,
  };
  const lines = [
    `${request.method} ${request.path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.map((line) => line.replace(/[\r\n]/g, " ")).join("\r\n")}\r\n\r\n`;
}
