import { spawn } from "node:child_process";
import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { Duplex } from "node:stream";
import type { Endpoint } from "./endpoint.js";

/** What an engine answered other than was hoped for. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** The code of the system where there was no answer: ENOENT, EACCES, ECONNREFUSED… */
  readonly code: string;

  constructor(message: string, status: number, code = "") {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export interface EngineRequest {
  /** A list is the same name several times. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; bytes as they are, of the content type that the headers name. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the answer is given up; default: 60 s. 0: never. */
  readonly silence?: number;
}

/** The newest API that is spoken; an older engine is spoken to in its own. */
const NEWEST_API = [1, 51] as const;
const SILENCE = 60_000;
const PING_SILENCE = 5_000;
/** JSON answers over this are none that an engine gives. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

/** Speaks to one engine, Docker's or Podman's, over its socket. */
export class EngineClient {
  private readonly endpoint: Endpoint;
  private versions: Promise<{ readonly docker: string; readonly libpod: string | null }> | null = null;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }

  /** The API version that both sides speak; `libpod` where the engine is Podman. Throws EngineError where nothing answers. */
  ping(): Promise<{ readonly docker: string; readonly libpod: string | null }> {
    this.versions ??= this.askVersions();
    return this.versions;
  }

  /** A JSON answer. Throws EngineError for any status but a success. */
  async json(method: string, path: string, options: EngineRequest = {}): Promise<unknown> {
    const answer = await this.stream(method, path, options);
    const body = await wholeText(answer);
    try {
      return body === "" ? null : JSON.parse(body);
    } catch {
      throw new EngineError("answered with something that is not JSON", answer.statusCode ?? 0);
    }
  }

  /** Has something done; what the answer says is not looked at, which Podman does not always write as JSON. Throws EngineError. */
  async have(method: string, path: string, options: EngineRequest = {}): Promise<void> {
    await wholeText(await this.stream(method, path, options));
  }

  /** Whether both sides speak an API that has what came with version 1.`minor`. */
  async speaks(minor: number): Promise<boolean> {
    const [major = 0, theirs = 0] = (await this.ping()).docker.split(".").map(Number);
    return major > 1 || theirs >= minor;
  }

  /** The connection of a request, as a plain one in both directions: that of an attached container. Throws EngineError. */
  async hijack(path: string, options: EngineRequest = {}): Promise<Duplex> {
    const { docker } = await this.ping();
    const headers = { Connection: "Upgrade", Upgrade: "tcp", ...options.headers };
    const request = this.request("POST", `/v${docker}${path}`, { ...options, headers });
    return new Promise((resolve, reject) => {
      request.on("upgrade", (_, connection, head) => {
        // The silence of an answer is none of the streams'.
        request.setTimeout(0);
        if (head.length > 0) connection.unshift(head);
        resolve(connection);
      });
      request.on("response", (answer) => void failed(answer).then(reject, reject));
      request.on("error", (error) => reject(asEngineError(error)));
      request.end(bytesOf(options.body));
    });
  }

  /** An answer whose body is read as it comes; whoever asks must read or destroy it. Throws EngineError for any status but a success. */
  async stream(method: string, path: string, options: EngineRequest = {}): Promise<IncomingMessage> {
    const { docker, libpod } = await this.ping();
    const version = path.startsWith("/libpod/") ? libpod : docker;
    const answer = await this.send(method, `/v${version}${path}`, options);
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw await failed(answer);
  }

  private async askVersions(): Promise<{ readonly docker: string; readonly libpod: string | null }> {
    const answer = await this.send("GET", "/_ping", { silence: PING_SILENCE });
    await wholeText(answer);
    if (answer.statusCode !== 200) throw new EngineError(`answered ${answer.statusCode} to a ping`, answer.statusCode ?? 0);
    const [major, minor] = /^(\d+)\.(\d+)$/
      .exec(String(answer.headers["api-version"] ?? ""))
      ?.slice(1)
      .map(Number) ?? [1, 24];
    const older = (major ?? 1) < NEWEST_API[0] || (major === NEWEST_API[0] && (minor ?? 0) < NEWEST_API[1]);
    const docker = older ? `${major}.${minor}` : NEWEST_API.join(".");
    const libpod = answer.headers["libpod-api-version"];
    return { docker, libpod: typeof libpod === "string" && /^[\d.]+$/.test(libpod) ? libpod : null };
  }

  private send(method: string, path: string, options: EngineRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = this.request(method, path, options);
      request.on("response", resolve);
      request.on("error", (error) => reject(asEngineError(error)));
      request.end(bytesOf(options.body));
    });
  }

  private request(method: string, path: string, options: EngineRequest): ClientRequest {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(options.query ?? {})) {
      for (const one of [value].flat()) query.append(name, String(one));
    }
    const bytes = bytesOf(options.body);
    const request = this.open({
      method,
      path: query.size === 0 ? path : `${path}?${query}`,
      headers: {
        Host: "docker",
        ...(bytes ? { "Content-Type": "application/json", "Content-Length": String(bytes.length) } : {}),
        ...options.headers,
      },
      // One connection a request: an engine is asked seldom, and an export cut off must not be used again.
      agent: false,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const silence = options.silence ?? SILENCE;
    if (silence > 0)
      request.setTimeout(silence, () => request.destroy(new EngineError("did not answer in time", 0, "ETIMEDOUT")));
    return request;
  }

  private open(options: RequestOptions): ClientRequest {
    const { endpoint } = this;
    if (endpoint.kind === "socket") return httpRequest({ ...options, socketPath: endpoint.path });
    // node asks for a connection of one's own only where there is no agent at all.
    if (endpoint.kind === "ssh")
      return httpRequest({ ...options, agent: undefined, createConnection: () => overSsh(endpoint.target, endpoint.port) });
    const { host, port, tls } = endpoint;
    const headers = { ...options.headers, Host: `${host}:${port}` };
    if (!tls) return httpRequest({ ...options, headers, host, port });
    const { ca, cert, key, verify } = tls;
    return httpsRequest({
      ...options,
      headers,
      host,
      port,
      rejectUnauthorized: verify,
      ...(ca ? { ca } : {}),
      ...(cert ? { cert } : {}),
      ...(key ? { key } : {}),
    });
  }
}

/** As Docker's client does it: the engine's own client, on the other machine, joins the two streams. */
function overSsh(target: string, port: number | null): Duplex {
  const args = [...(port === null ? [] : ["-p", String(port)]), "-T", "--", target, "docker", "system", "dial-stdio"];
  const child = spawn("ssh", args, { stdio: ["pipe", "pipe", "ignore"] });
  const both = Duplex.from({ writable: child.stdin, readable: child.stdout });
  child.on("error", (error) => both.destroy(error));
  both.on("close", () => child.kill());
  // What http asks of a connection and a pair of pipes does not have.
  return Object.assign(both, {
    setTimeout: () => both,
    setNoDelay: () => both,
    setKeepAlive: () => both,
    ref: () => both,
    unref: () => both,
  });
}

async function wholeText(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of answer) {
      pieces.push(piece as Buffer);
      length += (piece as Buffer).length;
      if (length > LARGEST_ANSWER) throw new EngineError("answered with more than can be", answer.statusCode ?? 0);
    }
  } catch (error) {
    throw asEngineError(error);
  }
  return Buffer.concat(pieces).toString();
}

async function failed(answer: IncomingMessage): Promise<EngineError> {
  const status = answer.statusCode ?? 0;
  return new EngineError(messageOf(await wholeText(answer)) || `answered ${status}`, status);
}

function bytesOf(body: unknown): Uint8Array | undefined {
  return body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
}

/** Docker says `message`, Podman `cause` too. */
function messageOf(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new EngineError(error instanceof Error ? error.message : String(error), 0, code);
}
