import type { DockerfileTree } from "./ast.js";
import type { Stage } from "./dockerfile.js";
import { hasWindowsPlatform, hasWindowsSyntax, isWindowsBase } from "./windows.js";

const POSIX: readonly string[] = ["/bin/sh", "-c"];
const WINDOWS: readonly string[] = ["cmd", "/S", "/C"];

/**
 * What runs the shell form where no SHELL says otherwise; `windows` is the file's. Where the last stage alone is of Windows, Linux may build for it.
 */
export function defaultShell(
  stage: Pick<Stage, "base" | "from"> | null,
  file: DockerfileTree,
  windows: boolean,
): readonly string[] {
  if (!stage) return windows ? WINDOWS : POSIX;
  if (isWindowsBase(stage.base) || hasWindowsPlatform(stage.from)) return WINDOWS;
  return windows && (stage.base.kind === "unresolved" || hasWindowsSyntax(file)) ? WINDOWS : POSIX;
}
