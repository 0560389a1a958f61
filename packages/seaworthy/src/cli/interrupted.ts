import type { World } from "./world.js";

/** 128 + 2: what a shell says of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Ctrl-C while containers run: the first asks for their removal, which takes a moment. */
export function interruption(world: World): {
  readonly signal: AbortSignal;
  /** The exit code after an interruption; any other error is thrown again. */
  told(error: unknown): number;
  done(): void;
} {
  const controller = new AbortController();
  const forget = world.onInterrupt?.(() => {
    if (!controller.signal.aborted) world.stderr.write("seaworthy: stopping; what was made is removed…\n");
    controller.abort();
  });
  return {
    signal: controller.signal,
    told(error) {
      if (!controller.signal.aborted) throw error;
      world.stderr.write("seaworthy: stopped: nothing that it made is left\n");
      return INTERRUPTED;
    },
    done: () => forget?.(),
  };
}
