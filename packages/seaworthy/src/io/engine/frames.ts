import type { Readable } from "node:stream";

/** A piece of what a container wrote, as an engine sends it. */
export interface StreamPiece {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Buffer;
  /** Whether the frame that it is of ends with it: a frame that comes in two reads is two pieces. */
  readonly last: boolean;
}

const HEADER = 8;

/**
 * The pieces of an attached container without a terminal, or of its logs: a byte for the stream, three zeros, the length as 32 bits, then so many
 * bytes. What is no such header ends the reading: the streams would be mixed up from there on.
 * @param most bytes after which it is given up; a container may write without end
 */
export async function* pieces(stream: Readable, most = Number.POSITIVE_INFINITY): AsyncGenerator<StreamPiece> {
  let kept: Buffer = Buffer.alloc(0);
  let left = 0;
  let name: StreamPiece["stream"] = "stdout";
  let total = 0;
  for await (const chunk of stream) {
    kept = kept.length === 0 ? (chunk as Buffer) : Buffer.concat([kept, chunk as Buffer]);
    for (;;) {
      if (left === 0) {
        if (kept.length < HEADER) break;
        const kind = kept[0] ?? 0;
        if (kind > 2 || kept[1] !== 0 || kept[2] !== 0 || kept[3] !== 0) return;
        name = kind === 2 ? "stderr" : "stdout";
        left = kept.readUInt32BE(4);
        kept = kept.subarray(HEADER);
        continue;
      }
      if (kept.length === 0) break;
      const bytes = kept.subarray(0, left);
      kept = kept.subarray(bytes.length);
      left -= bytes.length;
      total += bytes.length;
      yield { stream: name, bytes, last: left === 0 };
      if (total >= most) return;
    }
  }
}
