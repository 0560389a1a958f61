import { realpathSync } from "node:fs";
import { join, sep } from "node:path";

/** The real path of what a project names, null where it is not there or leads out: links are followed as far as they stay below the root, itself a real path. */
export function realBelow(root: string, path: string): string | null {
  if (path.startsWith("/") || path.startsWith("~") || path.includes("\0") || path.split(/[/\\]/).includes("..")) return null;
  try {
    const real = realpathSync.native(join(root, path));
    return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep) ? real : null;
  } catch {
    return null;
  }
}
