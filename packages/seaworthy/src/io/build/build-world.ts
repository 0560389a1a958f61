import { realpathSync, statSync } from "node:fs";
import type { BuildWorld } from "../../models/project/build-inputs.js";
import { realBelow } from "../below.js";
import { planFiles } from "../trial/plan-files.js";
import { UsageError } from "../usage-error.js";

/** What a build of a project is given its inputs from: nothing outside of its root. */
export function buildWorld(root: string, around: Pick<BuildWorld, "variables" | "built" | "platform" | "hasAgent">): BuildWorld {
  const real = realpathSync.native(root);
  const files = planFiles(real, {});
  return {
    ...around,
    file(path) {
      const found = realBelow(real, path);
      const bytes = found === null ? null : files.bytes(path);
      return found === null || bytes === null ? null : { path: found, text: Buffer.from(bytes).toString("utf8") };
    },
    folder: (path) => folderBelow(real, path),
  };
}

/** The real paths of what is built; a link may have led out of the project. Throws UsageError. */
export function builtFrom(
  root: string,
  context: string,
  dockerfile: string | null,
): { readonly context: string; readonly dockerfile: string | null } {
  const real = realpathSync.native(root);
  const folder = folderBelow(real, context);
  if (folder === null) throw new UsageError(`its build context ${context} is no folder of the project`);
  if (dockerfile === null) return { context: folder, dockerfile };
  const file = realBelow(real, dockerfile);
  if (file === null || !statSync(file).isFile()) throw new UsageError(`its Dockerfile ${dockerfile} is no file of the project`);
  return { context: folder, dockerfile: file };
}

function folderBelow(root: string, path: string): string | null {
  const real = realBelow(root, path);
  return real !== null && statSync(real, { throwIfNoEntry: false })?.isDirectory() ? real : null;
}
