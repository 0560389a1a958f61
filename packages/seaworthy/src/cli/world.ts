/** A stream that text goes to. */
export interface Sink {
  /** A promise where the reader is behind: a long output that does not wait for it is held in memory whole. */
  write(text: string): void | Promise<void>;
  readonly isTTY: boolean;
  readonly columns: number;
}

/** What is typed or piped in. */
export interface Source {
  readonly isTTY: boolean;
  /** Everything that comes, or the first bytes of it, a few more than `most` where there are more. */
  read(most: number): Promise<Uint8Array>;
}

/** All that a command touches besides the project: given, so that a test can give its own. */
export interface World {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back at Ctrl-C and at SIGTERM, in place of ending the process, until the function that it gives is called. */
  readonly onInterrupt?: (listener: () => void) => () => void;
}

/** Whether colours are wanted: `--color`/`--no-color` first, then NO_COLOR and FORCE_COLOR, then the terminal. */
export function wantsColour(world: World, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if (world.env.NO_COLOR) return false;
  if (world.env.FORCE_COLOR && world.env.FORCE_COLOR !== "0") return true;
  return world.stdout.isTTY && world.env.TERM !== "dumb";
}
