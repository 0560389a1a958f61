/** What is kept of a body, in bytes; the rest is counted and let go. */
export const KEPT_BODY = 256 * 1024;
const LARGEST_HEAD = 64 * 1024;
const LONGEST_SIZE_LINE = 4096;

/** How a body ends, by RFC 9112 section 6.3. */
type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "chunked" }
  | { readonly kind: "until close" }
  | { readonly kind: "length"; readonly bytes: number };

/**
 * Reads one HTTP/1.1 response out of the bytes of a connection, within bounded memory, and knows whether it is whole.
 * Informational responses (1xx) are passed over; what comes after the response is not looked at.
 */
export class ResponseReader {
  status: number | null = null;
  /** Names in lower case; values that are repeated, joined by ", ". */
  readonly headers = new Map<string, string>();
  /** Bytes of the body that came. */
  bodyBytes = 0;
  /** Whether it ended as it said that it would. */
  complete = false;
  /** Whether it is no HTTP/1 at all. */
  broken = false;

  private readonly method: string;
  private pending: Buffer = Buffer.alloc(0);
  private framing: Framing | null = null;
  private chunk: { state: "size" | "data" | "after" | "trailer"; left: number } = { state: "size", left: 0 };
  private readonly kept: Buffer[] = [];
  private keptBytes = 0;

  /** `method`: of the request; the answer to HEAD has no body. */
  constructor(method: string) {
    this.method = method;
  }

  /** Whether anything of the final response came. */
  get begun(): boolean {
    return this.status !== null || this.pending.length > 0;
  }

  /** The text of the body, as far as it is kept. */
  get body(): string {
    return Buffer.concat(this.kept).toString("utf8");
  }

  /** Whether the server says, or lets one conclude, that it closes the connection after this response. */
  get closes(): boolean {
    return /(?:^|,)\s*close\s*(?:,|$)/i.test(this.headers.get("connection") ?? "") || this.framing?.kind === "until close";
  }

  push(bytes: Uint8Array): void {
    if (this.complete || this.broken) return;
    this.pending = this.pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.pending, bytes]);
    while (this.framing === null) if (!this.readHead()) return;
    this.readBody();
  }

  /** The connection was closed in order. */
  end(): void {
    if (this.framing?.kind === "until close") this.complete = true;
  }

  /** Reads one head; false where more bytes are needed or none will help. */
  private readHead(): boolean {
    const end = this.pending.indexOf("\r\n\r\n");
    if (end < 0) {
      const start = this.pending.subarray(0, 5).toString("latin1");
      if (this.pending.length > LARGEST_HEAD || !"HTTP/".startsWith(start)) this.broken = true;
      return false;
    }
    const [first = "", ...lines] = this.pending.subarray(0, end).toString("latin1").split("\r\n");
    this.pending = this.pending.subarray(end + 4);
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1] ?? 0);
    if (status < 100 || end > LARGEST_HEAD) {
      this.broken = true;
      return false;
    }
    if (status < 200 && status !== 101) return true;
    this.status = status;
    for (const line of lines) {
      const [, name, value] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      const key = name.toLowerCase();
      const before = this.headers.get(key);
      this.headers.set(key, before === undefined ? value : `${before}, ${value}`);
    }
    this.framing = this.framingOf(status);
    return true;
  }

  private framingOf(status: number): Framing {
    if (this.method === "HEAD" || status === 101 || status === 204 || status === 304) return { kind: "none" };
    if (/(?:^|,)\s*chunked\s*$/i.test(this.headers.get("transfer-encoding") ?? "")) return { kind: "chunked" };
    const length = this.headers.get("content-length");
    if (length !== undefined && /^\d{1,15}$/.test(length)) return { kind: "length", bytes: Number(length) };
    return { kind: "until close" };
  }

  private readBody(): void {
    const { framing } = this;
    if (framing === null) return;
    if (framing.kind === "none") this.complete = true;
    else if (framing.kind === "chunked") this.readChunks();
    else if (framing.kind === "until close") this.keep(this.pending.length);
    else {
      this.keep(Math.min(this.pending.length, framing.bytes - this.bodyBytes));
      this.complete = this.bodyBytes >= framing.bytes;
    }
  }

  private readChunks(): void {
    const { chunk } = this;
    while (!this.complete && !this.broken) {
      if (chunk.state === "data") {
        const taken = Math.min(chunk.left, this.pending.length);
        this.keep(taken);
        chunk.left -= taken;
        if (chunk.left > 0) return;
        chunk.state = "after";
      }
      const end = this.pending.indexOf("\r\n");
      if (end < 0) {
        this.broken = this.pending.length > LONGEST_SIZE_LINE;
        return;
      }
      const line = this.pending.subarray(0, end).toString("latin1");
      this.pending = this.pending.subarray(end + 2);
      if (chunk.state === "trailer") this.complete = line === "";
      else if (chunk.state === "after") {
        chunk.state = "size";
        this.broken = line !== "";
      } else this.readSize(line);
    }
  }

  private readSize(line: string): void {
    const size = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) {
      this.broken = true;
      return;
    }
    this.chunk.left = Number.parseInt(size, 16);
    this.chunk.state = this.chunk.left === 0 ? "trailer" : "data";
  }

  private keep(bytes: number): void {
    const piece = this.pending.subarray(0, bytes);
    this.pending = this.pending.subarray(bytes);
    this.bodyBytes += bytes;
    const room = KEPT_BODY - this.keptBytes;
    if (room <= 0 || piece.length === 0) return;
    const part = piece.subarray(0, room);
    this.kept.push(Buffer.from(part));
    this.keptBytes += part.length;
  }
}
