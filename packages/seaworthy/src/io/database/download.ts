import { createHash } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { asNetError, type Request } from "../net/http.js";
import { UsageError } from "../usage-error.js";
import { crc32c } from "./crc32c.js";
import { get } from "./get.js";

/** A file that came whole. */
export interface Downloaded {
  readonly path: string;
  readonly etag: string;
  /** Day, `YYYY-MM-DD`; "" where the server does not say. */
  readonly changed: string;
}

export type OnBytes = (done: number, all: number) => void;

const TRIES = 4;
const FIRST_WAIT_MS = 150;
const LARGEST = 8 * 1024 ** 3;

/** What the server said when the partial file was begun: a rest of another file must not be put behind it. */
interface Begun {
  readonly url: string;
  readonly etag: string;
  readonly changed: string;
}

/**
 * Brings a file into a folder. A connection that breaks is taken up where it broke, also by a later run; the length and the checksum
 * that the server gives are proven. null: it is as it was (`etag`), or "missing": the server has it not. Throws UsageError.
 */
export async function download(
  url: string,
  folder: string,
  etag: string,
  env: Request["env"],
  onBytes: OnBytes,
): Promise<Downloaded | "missing" | null> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, createHash("sha256").update(url).digest("hex").slice(0, 24));
  let last: unknown;
  let before = -1;
  for (let tries = 0; tries < TRIES; ) {
    try {
      return await attempt(url, path, etag, env, onBytes);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      last = error;
    }
    // What moved forward is not counted as a failure.
    const size = sizeOf(path);
    tries = size > before ? 1 : tries + 1;
    before = size;
    if (last instanceof WrongSum && tries > 1) break;
    if (tries < TRIES) await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tries));
  }
  throw new UsageError(`${url} cannot be had: ${causeOf(last)}; run it again to go on where it stopped`);
}

async function attempt(
  url: string,
  path: string,
  etag: string,
  env: Request["env"],
  onBytes: OnBytes,
): Promise<Downloaded | "missing" | null> {
  const have = sizeOf(path);
  const begun = have > 0 ? begunAt(path) : null;
  const resume = begun?.url === url && begun.etag !== "";
  const headers: Record<string, string> = {};
  if (resume) Object.assign(headers, { range: `bytes=${have}-`, "if-range": begun.etag });
  else if (etag !== "") headers["if-none-match"] = etag;
  const answer = await get(url, headers, env);
  try {
    const { status } = answer;
    if (status === 304) return null;
    if (status === 404 || status === 410) return "missing";
    // The partial file is the whole one already, or not of this file: begin anew.
    if (status === 416) {
      discard(path);
      throw new Error("the rest of the file cannot be asked for");
    }
    if (status !== 200 && status !== 206) {
      const message = `${url} cannot be had: the server answers ${status}`;
      if (status >= 500 || status === 429 || status === 408) throw new Error(`the server answers ${status}`);
      throw new UsageError(message);
    }
    const partial = status === 206;
    if (partial && !rangeFits(answer.header("content-range"), have)) {
      discard(path);
      throw new Error("the server sent another part than the one asked for");
    }
    const start = partial ? have : 0;
    const length = Number(answer.header("content-length") ?? Number.NaN);
    const all = Number.isFinite(length) ? start + length : 0;
    if (all > LARGEST) throw new UsageError(`${url} is larger than ${LARGEST / 1024 ** 3} GB`);
    const now: Begun = { url, etag: answer.header("etag") ?? "", changed: dayOf(answer.header("last-modified")) };
    if (!partial) {
      writeFileSync(`${path}.json`, JSON.stringify(now), { mode: 0o600 });
      writeFileSync(path, "", { mode: 0o600 });
    }
    const size = await append(path, answer.body, start, all, onBytes);
    if (all > 0 && size !== all) throw new Error(`the connection broke at ${size} of ${all} bytes`);
    prove(path, answer.header("x-goog-hash"));
    const told = partial && begun ? begun : now;
    return { path, etag: told.etag, changed: told.changed };
  } finally {
    answer.body.destroy();
  }
}

async function append(
  path: string,
  body: AsyncIterable<Uint8Array>,
  start: number,
  all: number,
  onBytes: OnBytes,
): Promise<number> {
  truncateSync(path, start);
  const file = openSync(path, "r+");
  let size = start;
  try {
    for await (const piece of body) {
      for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done, piece.length - done, size + done);
      size += piece.length;
      if (size > LARGEST) throw new UsageError(`a download is larger than ${LARGEST / 1024 ** 3} GB`);
      onBytes(size, all);
    }
  } finally {
    closeSync(file);
  }
  return size;
}

/** Google's storage names the checksums of the whole file: `crc32c=…,md5=…`. */
function prove(path: string, given: string | null): void {
  if (!given) return;
  const sums = new Map(
    given.split(",").map((one): [string, string] => {
      const [name = "", ...value] = one.trim().split("=");
      return [name, value.join("=")];
    }),
  );
  const md5 = sums.get("md5");
  const crc = sums.get("crc32c");
  if (md5 === undefined && crc === undefined) return;
  const hash = createHash("md5");
  let sum = 0;
  const file = openSync(path, "r");
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  try {
    for (
      let count = readSync(file, buffer, 0, buffer.length, null);
      count > 0;
      count = readSync(file, buffer, 0, buffer.length, null)
    ) {
      const piece = buffer.subarray(0, count);
      if (md5 !== undefined) hash.update(piece);
      else sum = crc32c(piece, sum);
    }
  } finally {
    closeSync(file);
  }
  const own = Buffer.alloc(4);
  own.writeUInt32BE(sum);
  if (md5 !== undefined ? hash.digest("base64") === md5 : own.toString("base64") === crc) return;
  discard(path);
  throw new WrongSum("its checksum differs from the one that the server gives");
}

class WrongSum extends Error {}

export function discard(path: string): void {
  rmSync(path, { force: true });
  rmSync(`${path}.json`, { force: true });
}

function begunAt(path: string): Begun | null {
  try {
    const begun = JSON.parse(readFileSync(`${path}.json`, "utf8")) as Partial<Begun> | null;
    return typeof begun?.url === "string" && typeof begun.etag === "string" && typeof begun.changed === "string"
      ? (begun as Begun)
      : null;
  } catch {
    return null;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function rangeFits(range: string | null, start: number): boolean {
  return range !== null && new RegExp(`^bytes ${start}-`).test(range);
}

export function dayOf(header: string | null): string {
  const at = header === null ? Number.NaN : Date.parse(header);
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : "";
}

/** The lines of a text on the web, read as long as the reader wants more. null where the server has it not, or breaks off. */
export async function readLines(
  url: string,
  env: Request["env"],
  wanted: (line: string) => boolean,
): Promise<{ readonly changed: string } | null> {
  try {
    const { status, header, body } = await get(url, {}, env);
    try {
      if (status !== 200) return null;
      const decoder = new TextDecoder();
      let rest = "";
      for await (const piece of body) {
        rest += decoder.decode(piece as Uint8Array, { stream: true });
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        if (rest.length > LONGEST_LINE) return null;
        if (!lines.every((line) => wanted(line.trim()))) return { changed: dayOf(header("last-modified")) };
      }
      if (rest !== "") wanted(rest.trim());
      return { changed: dayOf(header("last-modified")) };
    } finally {
      body.destroy();
    }
  } catch {
    return null;
  }
}

const LONGEST_LINE = 10_000;

/** What went wrong, in words that follow the address. */
function causeOf(error: unknown): string {
  const { message, code } = asNetError(error);
  return code === "" ? message : `the server ${message}`;
}
