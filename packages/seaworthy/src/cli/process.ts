import { isatty } from "node:tty";
import { main } from "./main.js";
import { StandardSink } from "./standard-sink.js";
import type { World } from "./world.js";

/** The real streams. A reader that went away (`| head`) ends the output quietly; a full disk is told and is no success. */
export async function run(): Promise<void> {
  let least = 0;
  const failed = (): void => {
    least = 2;
    process.exitCode = Math.max(Number(process.exitCode ?? 0), least);
  };
  const stderr = new StandardSink(2, failed, () => process.stderr);
  const stdout = new StandardSink(
    1,
    (code) => {
      if (least === 0) stderr.write(`seaworthy: cannot write the output: ${code}\n`);
      failed();
    },
    () => process.stdout,
  );
  const world: World = {
    stdin: {
      get isTTY() {
        return isatty(0);
      },
      read: readStdin,
    },
    stdout,
    stderr,
    cwd: currentFolder(),
    env: process.env,
    onInterrupt,
  };
  process.exitCode = Math.max(await main(process.argv.slice(2), world), least);
  // Where node waits for nothing more it would only take its memory apart, piece by piece: to leave at once is quicker.
  if (stdout.isSettled && stderr.isSettled && process.getActiveResourcesInfo().length === 0) process.exit();
}

/** A second Ctrl-C ends the process as the first would have: whoever is in a hurry is not held. */
function onInterrupt(listener: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const forget = (): void => {
    for (const signal of signals) process.off(signal, once);
  };
  const once = (): void => {
    forget();
    listener();
  };
  for (const signal of signals) process.on(signal, once);
  return forget;
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
