import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { archiveOf } from "./archive-of.js";

interface OsvLike {
  readonly id: string;
  readonly modified: string;
}

/** What the server is to do wrong. */
export interface Faults {
  /** Breaks the connection of the next answers after so many bytes, once for each number. */
  cuts: number[];
  /** Names a checksum that is not the file's. */
  wrongSum: boolean;
  /** Answers this status to the next requests, once for each. */
  statuses: number[];
  /** Answers these, once each, after the first answer. */
  after: number[];
  /** Has no list of changes. */
  noChanges: boolean;
}

/** A server that behaves as OSV's bucket does: an archive, a list of changes and single records for each ecosystem; ranges, tags, sums. */
export class Bucket {
  readonly records = new Map<string, OsvLike[]>();
  readonly faults: Faults = { cuts: [], wrongSum: false, statuses: [], after: [], noChanges: false };
  /** Method-less log: path, range asked for, status. */
  readonly log: string[] = [];
  /** Other files by path. */
  readonly files = new Map<string, Buffer>();
  /** Where a path leads to. */
  readonly moved = new Map<string, string>();
  lastModified = "Thu, 26 Nov 2026 10:00:00 GMT";
  readonly #server: Server;
  readonly #archives = new Map<string, Buffer>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Bucket> {
    const server = createServer();
    const bucket = new Bucket(server);
    server.on("request", (request, response) => bucket.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return bucket;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/osv`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent((request.url ?? "").replace(/^(?:http:\/\/[^/]+)?\/osv\//, ""));
    const range = request.headers.range ?? "";
    const logged = (status: number) => this.log.push(`${path}${range ? ` ${range}` : ""} ${status}`);
    const status = this.faults.statuses.shift() ?? (this.log.length > 0 ? this.faults.after.shift() : undefined);
    if (status !== undefined) {
      logged(status);
      response.writeHead(status).end();
      return;
    }
    const moved = this.moved.get(path);
    if (moved !== undefined) {
      logged(302);
      response.writeHead(302, { location: moved }).end();
      return;
    }
    const body = this.#body(path);
    if (!body) {
      logged(404);
      response.writeHead(404).end("no such object");
      return;
    }
    const etag = `"${createHash("md5").update(body).digest("hex")}"`;
    const sum = createHash("md5")
      .update(this.faults.wrongSum ? "other" : body)
      .digest("base64");
    const headers = {
      etag,
      "last-modified": this.lastModified,
      "x-goog-hash": `crc32c=AAAAAA==,md5=${sum}`,
      "accept-ranges": "bytes",
    };
    if (request.headers["if-none-match"] === etag) {
      logged(304);
      response.writeHead(304, headers).end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? Number.NaN);
    const partial = Number.isFinite(from) && request.headers["if-range"] === etag;
    if (partial && from >= body.length) {
      logged(416);
      response.writeHead(416, { "content-range": `bytes */${body.length}` }).end();
      return;
    }
    const sent = partial ? body.subarray(from) : body;
    logged(partial ? 206 : 200);
    response.writeHead(partial ? 206 : 200, {
      ...headers,
      "content-length": sent.length,
      ...(partial ? { "content-range": `bytes ${from}-${body.length - 1}/${body.length}` } : {}),
    });
    const cut = path.endsWith(".zip") ? this.faults.cuts.shift() : undefined;
    if (cut === undefined) response.end(sent);
    else response.write(sent.subarray(0, cut), () => setTimeout(() => response.destroy(), 30));
  }

  #body(path: string): Buffer | null {
    const other = this.files.get(path);
    if (other) return other;
    const [ecosystem = "", name = ""] = path.split("/");
    const records = this.records.get(ecosystem);
    if (!records) return null;
    if (name === "all.zip") {
      const key = `${ecosystem} ${JSON.stringify(records).length}`;
      const made =
        this.#archives.get(key) ?? archiveOf(Object.fromEntries(records.map((one) => [`${one.id}.json`, JSON.stringify(one)])));
      this.#archives.set(key, made);
      return made;
    }
    if (name === "modified_id.csv" && !this.faults.noChanges) {
      const newest = [...records].sort((a, b) => (a.modified < b.modified ? 1 : -1));
      return Buffer.from(newest.map(({ id, modified }) => `${modified},${id}\n`).join(""));
    }
    const record = records.find(({ id }) => `${id}.json` === name);
    return record ? Buffer.from(JSON.stringify(record)) : null;
  }
}
