import { isatty } from "node:tty";
import { main } from "./main.js";
import type { Sink, World } from "./world.js";

/** The real streams. A reader that went away (`| head`) ends the output quietly; a full disk is told and is no success. */
export async function run(): Promise<void> {
  let least = 0;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (least === 0 && stream === process.stdout) process.stderr.write(`seaworthy: cannot write the output: ${error.code}\n`);
      least = 2;
      process.exitCode = Math.max(Number(process.exitCode ?? 0), least);
    });
  }
  const world: World = {
    stdin: { isTTY: isatty(0), read: readStdin },
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    cwd: currentFolder(),
    env: process.env,
  };
  process.exitCode = Math.max(await main(process.argv.slice(2), world), least);
}

async function readStdin(most: number): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of process.stdin) {
    pieces.push(piece as Buffer);
    length += (piece as Buffer).length;
    if (length > most) break;
  }
  return Buffer.concat(pieces);
}

/** The current folder may have been removed under our feet; the shell still knows its name. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env.PWD || "/";
  }
}

function sink(stream: NodeJS.WriteStream): Sink {
  // One wait for all who write meanwhile: most do not wait at all.
  let waiting: Promise<void> | undefined;
  return {
    write: (text) => {
      if (stream.write(text) || stream.destroyed) return undefined;
      waiting ??= drained(stream).finally(() => {
        waiting = undefined;
      });
      return waiting;
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 120,
  };
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
