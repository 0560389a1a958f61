import { main } from "./main.js";
import type { Sink, World } from "./world.js";

/** The real streams. A reader that went away (`| head`) ends the output quietly. */
export async function run(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
  const world: World = { stdout: sink(process.stdout), stderr: sink(process.stderr), cwd: process.cwd(), env: process.env };
  process.exitCode = await main(process.argv.slice(2), world);
}

function sink(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns ?? 120,
  };
}
