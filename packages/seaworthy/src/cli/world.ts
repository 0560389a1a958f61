/** A stream that text goes to. */
export interface Sink {
  /** A promise where the reader is behind: a long output that does not wait for it is held in memory whole. */
  write(text: string): void | Promise<void>;
  readonly isTTY: boolean;
  readonly columns: number;
}

/** All that a command touches besides the project: given, so that a test can give its own. */
export interface World {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether colours are wanted: `--color`/`--no-color` first, then NO_COLOR and FORCE_COLOR, then the terminal. */
export function wantsColour(world: World, flag: boolean | undefined): boolean {
  if (flag !== undefined) return flag;
  if (world.env.NO_COLOR) return false;
  if (world.env.FORCE_COLOR && world.env.FORCE_COLOR !== "0") return true;
  return world.stdout.isTTY && world.env.TERM !== "dumb";
}
