import { type Nanoseconds, nanosecondsOf } from "../../models/trial/moment.js";
import type { EngineClient } from "../engine/engine-client.js";
import { pieces } from "../engine/frames.js";

/** A line as the container wrote it, pieces of one line joined. */
export interface LogLine {
  readonly at: Nanoseconds;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

export interface ContainerLogs {
  readonly lines: readonly LogLine[];
  /** Whether there was more than is read. */
  readonly cut: boolean;
}

const MOST_BYTES = 8 * 1024 * 1024;
const MOST_LINES = 20_000;
/** A longer line goes on being one, and is not kept whole. */
const LONGEST_LINE = 256 * 1024;

/**
 * Reads what a container wrote so far, the oldest first. An engine cuts a line into pieces of 16 KiB, each of which bears a time and only the last
 * of which ends; within a piece nothing tells where it was cut.
 */
export async function readLogs(client: EngineClient, id: string, signal: AbortSignal): Promise<ContainerLogs> {
  const stream = await client.stream("GET", `/containers/${id}/logs`, {
    query: { stdout: true, stderr: true, timestamps: true },
    signal,
  });
  const lines: LogLine[] = [];
  const open = { stdout: newLine(), stderr: newLine() };
  let total = 0;
  let cut = false;
  for await (const { stream: name, bytes, last } of pieces(stream)) {
    total += bytes.length;
    if (total > MOST_BYTES || lines.length >= MOST_LINES) {
      cut = true;
      break;
    }
    const line = open[name];
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(0x0a, at);
      line.take(bytes.subarray(at, end < 0 ? bytes.length : end));
      at = end < 0 ? bytes.length : end + 1;
      if (end >= 0) lines.push(...line.end(name));
    }
    // The next frame of the same line begins with a time again.
    if (last) line.pause();
  }
  lines.push(...open.stdout.end("stdout"), ...open.stderr.end("stderr"));
  return { lines, cut };
}

/** A line that is put together. */
function newLine() {
  let kept: Buffer[] = [];
  let length = 0;
  let at: Nanoseconds | null = null;
  let head: Buffer | null = Buffer.alloc(0);
  const keep = (bytes: Buffer) => {
    if (length < LONGEST_LINE) kept.push(Buffer.from(bytes));
    length += bytes.length;
  };
  return {
    /** More of the line, which begins with a time where a piece does. */
    take(bytes: Buffer): void {
      if (head === null) {
        keep(bytes);
        return;
      }
      head = Buffer.concat([head, bytes]);
      const space = head.indexOf(0x20);
      if (space < 0 && head.length < 64) return;
      at ??= nanosecondsOf(head.subarray(0, Math.max(space, 0)).toString("latin1"));
      keep(head.subarray(space + 1));
      head = null;
    },
    pause(): void {
      head = Buffer.alloc(0);
    },
    end(stream: LogLine["stream"]): readonly LogLine[] {
      const text = Buffer.concat(kept).toString("utf8");
      const begun = at;
      kept = [];
      length = 0;
      at = null;
      head = Buffer.alloc(0);
      return begun === null ? [] : [{ at: begun, stream, text: text.replace(/\r$/, "") }];
    },
  };
}
