import type { Stage } from "./dockerfile.js";
import { isWindowsBase } from "./windows.js";

const POSIX: readonly string[] = ["/bin/sh", "-c"];
const WINDOWS: readonly string[] = ["cmd", "/S", "/C"];

/** What runs the shell form where no SHELL says otherwise. */
export function defaultShell(stage: Pick<Stage, "base"> | null, windows: boolean): readonly string[] {
  return windows || (stage !== null && isWindowsBase(stage.base)) ? WINDOWS : POSIX;
}
