import type { World } from "./world.js";

export interface Progress {
  step(done: number, all: number): void;
  done(): void;
}

const AFTER_MS = 700;
const EVERY_MS = 80;

/** A line on a terminal's stderr that says how far the run is; appears only when it takes long, and goes without a trace. */
export function progressLine(world: World): Progress {
  if (!world.stderr.isTTY || world.env.CI) return { step: () => {}, done: () => {} };
  const began = performance.now();
  let shown = 0;
  return {
    step(done, all) {
      const now = performance.now();
      if (now - began < AFTER_MS || now - shown < EVERY_MS) return;
      shown = now;
      world.stderr.write(`\r\u001b[2Kjudging service ${done + 1} of ${all}…`);
    },
    done() {
      if (shown > 0) world.stderr.write("\r\u001b[2K");
    },
  };
}
