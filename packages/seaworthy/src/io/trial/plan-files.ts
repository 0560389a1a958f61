import { createHash, randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { PlanSource } from "../../models/trial/planned-files.js";
import { realBelow } from "../below.js";
import type { Environment } from "../program.js";

const LARGEST = 16 * 1024 * 1024;
const MOST_ENTRIES = 2_000;

/** Files of a project for the plan of a trial: nothing outside of its root is read, whatever a Compose file names. */
export function planFiles(root: string, env: Environment): PlanSource {
  const real = realpathSync.native(root);
  const key = randomBytes(24);
  const variables = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return {
    env: new Map(variables),
    bytes: (path) => bytesAt(real, path),
    below: (path) => filesBelow(real, path),
    generated: (name) => createHash("sha256").update(key).update(name).digest("hex").slice(0, 48),
  };
}

function bytesAt(root: string, path: string): Uint8Array | null {
  const real = realBelow(root, path);
  if (real === null) return null;
  let file: number | null = null;
  try {
    if (!lstatSync(real).isFile()) return null;
    // What was a file a moment ago may have become a pipe.
    file = openSync(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stat = fstatSync(file);
    return stat.isFile() && stat.size <= LARGEST ? readFileSync(file) : null;
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function filesBelow(root: string, path: string): readonly string[] | null {
  const real = realBelow(root, path);
  if (real === null) return null;
  const found: string[] = [];
  let seen = 0;
  const walk = (folder: string, name: string): boolean => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (++seen > MOST_ENTRIES) return false;
      const below = name === "." ? entry.name : `${name}/${entry.name}`;
      if (entry.name === ".git") continue;
      if (entry.isDirectory() && !walk(join(folder, entry.name), below)) return false;
      if (entry.isFile()) found.push(below);
    }
    return true;
  };
  try {
    return lstatSync(real).isDirectory() && walk(real, path) ? found.sort() : null;
  } catch {
    return null;
  }
}
