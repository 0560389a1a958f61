import type { ImageProgress } from "../api.js";
import type { World } from "./world.js";

export interface Progress {
  step(done: number, all: number): void;
  done(): void;
}

const BAR = 24;

/** A bar for the reading of an image. */
export function imageProgress(world: World, quiet: boolean): { step(progress: ImageProgress): void; done(): void } {
  const line = lineOn(world, quiet);
  return {
    step({ bytes, allBytes, layers, allLayers }) {
      const share = allBytes > 0 ? Math.min(1, bytes / allBytes) : 0;
      const full = Math.round(share * BAR);
      const size = allBytes > 0 ? ` of ${Math.ceil(allBytes / 1e6)} MB` : "";
      line.show(
        `${"█".repeat(full)}${"░".repeat(BAR - full)} ${Math.floor(bytes / 1e6)}${size} · layer ${Math.min(layers + 1, allLayers)} of ${allLayers}`,
      );
    },
    done: line.clear,
  };
}

const AFTER_MS = 700;
const EVERY_MS = 80;

/** Says how many services were judged. */
export function progressLine(world: World): Progress {
  const line = lineOn(world, false);
  return { step: (done, all) => line.show(`judging service ${done + 1} of ${all}…`), done: line.clear };
}

/** Says what is being done. */
export function stepLine(world: World, quiet: boolean): { step(text: string): void; done(): void } {
  const line = lineOn(world, quiet);
  return { step: (text) => line.show(`${text.slice(0, Math.max(20, world.stderr.columns - 2))}…`), done: line.clear };
}

/** A line on a terminal's stderr that says how far the run is; appears only when it takes long, and goes without a trace. */
function lineOn(world: World, quiet: boolean): { show(text: string): void; clear(): void } {
  if (quiet || !world.stderr.isTTY || world.env.CI) return { show: () => {}, clear: () => {} };
  const began = performance.now();
  let shown = 0;
  return {
    show(text) {
      const now = performance.now();
      if (now - began < AFTER_MS || now - shown < EVERY_MS) return;
      shown = now;
      world.stderr.write(`\r\u001b[2K${text}`);
    },
    clear() {
      if (shown > 0) world.stderr.write("\r\u001b[2K");
    },
  };
}
