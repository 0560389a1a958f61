import type { TransformOptions } from "node:stream";
import { createGunzip, type Gunzip, type ZlibOptions } from "node:zlib";

export type Compression = "none" | "gzip" | "zstd";

/** What is wrong with the bytes of a blob, in words for the person who named it. */
export class BlobError extends Error {
  override readonly name = "BlobError";
}

/** Measured: more than twice as fast as the default of 16 KB, and no faster beyond. */
const CHUNK = 256 * 1024;
/** Bytes that may wait on either side, so that unpacking goes on while what came out is used. */
const AHEAD = 2 * 1024 * 1024;
/** A decoder that is given bytes and gives none back this often is caught in a loop; sound files never do it twice. */
const MOST_EMPTY = 64;

/** What a blob's first bytes say. Throws BlobError for compressions that no layer may have. */
export function compressionOf(head: Uint8Array): Compression {
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
  if (starts(0x1f, 0x8b)) return "gzip";
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  // A skippable frame, with which zstd:chunked and seekable files may begin.
  if (((head[0] ?? 0) & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18) return "zstd";
  if (starts(0x42, 0x5a, 0x68)) throw new BlobError("it is compressed with bzip2, which no layer may be");
  if (starts(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) throw new BlobError("it is compressed with xz, which no layer may be");
  return "none";
}

/** The bytes unpacked, piece by piece, as fast as they are asked for. A piece is valid until the next is asked for. Throws BlobError. */
export function unpacked(bytes: AsyncIterable<Uint8Array>, compression: Compression): AsyncIterable<Uint8Array> {
  if (compression === "none") return bytes;
  return compression === "gzip" ? gunzipped(bytes) : unzstd(bytes);
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const options: ZlibOptions & TransformOptions = { chunkSize: CHUNK, highWaterMark: AHEAD };
  const gunzip = createGunzip(options);
  const fed = feed(bytes, gunzip);
  // Its failure is thrown below, where the pieces are taken.
  fed.catch((error) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  try {
    for await (const piece of gunzip) yield piece as Uint8Array;
    await fed;
  } catch (error) {
    throw asBlobError(error);
  } finally {
    gunzip.destroy();
  }
}

async function feed(bytes: AsyncIterable<Uint8Array>, gunzip: Gunzip): Promise<void> {
  for await (const piece of bytes) {
    if (gunzip.destroyed) return;
    // Its own copy: the piece is valid until the next is asked for, and two are to be on their way.
    if (!gunzip.write(Buffer.from(piece))) await drained(gunzip);
  }
  gunzip.end();
}

function drained(gunzip: Gunzip): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      gunzip.off("drain", go);
      gunzip.off("close", go);
      resolve();
    };
    gunzip.on("drain", go);
    gunzip.on("close", go);
  });
}

function asBlobError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return new BlobError("its compressed bytes are cut off");
  return code.startsWith("Z_") ? new BlobError("its compressed bytes are damaged") : error;
}

async function* unzstd(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { ZSTDDecoder } = await import("zstddec/stream");
  const decoder = new ZSTDDecoder();
  await decoder.init();
  // The decoder takes its input in step with what it gives: a piece of input at most each time it is asked.
  const queue: Uint8Array[] = [];
  const input = bytes[Symbol.asyncIterator]();
  let over = false;
  let empty = 0;
  const output = decoder.decodeStreaming(takenFrom(queue));
  try {
    for (;;) {
      while (queue.length === 0 && !over) {
        const next = await input.next();
        if (next.done) over = true;
        else if (next.value.length > 0) queue.push(next.value.slice());
      }
      const { done, value } = nextOf(output);
      if (done) return;
      if (value.length > 0) {
        empty = 0;
        yield value;
      } else if (++empty > MOST_EMPTY) throw new BlobError("its compressed bytes are damaged");
    }
  } finally {
    await input.return?.();
  }
}

function nextOf(output: Generator<Uint8Array>): IteratorResult<Uint8Array> {
  try {
    return output.next();
  } catch (error) {
    throw error instanceof Error && error.message.startsWith("Incomplete")
      ? new BlobError("its compressed bytes are cut off")
      : new BlobError("its compressed bytes are damaged");
  }
}

function* takenFrom(queue: Uint8Array[]): Generator<Uint8Array> {
  for (let piece = queue.shift(); piece; piece = queue.shift()) yield piece;
}
