import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, relative, sep } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * A program on the PATH, absolute, or why there is none. Folders below `inspected` and relative ones are passed over: a project brings
 * programs of its own there (`node_modules/.bin`), and none of its code is run.
 * @param name without an ending: on Windows ".exe" is looked for, nothing that a shell would have to run
 */
export function findProgram(
  name: string,
  env: Environment,
  inspected: readonly string[],
): { readonly program: string } | { readonly because: string } {
  const file = process.platform === "win32" ? `${name}.exe` : name;
  let passedOver = false;
  for (const folder of (pathOf(env) ?? "").split(delimiter)) {
    if (folder === "" || folder === ".") continue;
    const path = join(folder, file);
    const real = programAt(path);
    if (real === null) continue;
    if (isAbsolute(folder) && !inspected.some((root) => isBelow(root, path) || isBelow(root, real))) return { program: path };
    passedOver = true;
  }
  return {
    because: passedOver ? `the ${name} on the PATH belongs to the project, of which nothing is run` : `no ${name} is on the PATH`,
  };
}

/** The variable's name is in any case on Windows. */
function pathOf(env: Environment): string | undefined {
  const name = Object.keys(env).find((one) => (process.platform === "win32" ? one.toUpperCase() : one) === "PATH");
  return name && env[name];
}

/** Where a program really lies; null when there is none that may be run. */
function programAt(path: string): string | null {
  try {
    // A folder on the PATH that may not be entered throws here.
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
    accessSync(path, constants.X_OK);
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

/** Links of the path's own folders are resolved. */
function isBelow(root: string, path: string): boolean {
  const below = relative(root, join(realpathSync.native(dirname(path)), basename(path)));
  return below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
