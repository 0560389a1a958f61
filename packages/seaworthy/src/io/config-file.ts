import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, parse, relative, resolve } from "node:path";
import { UsageError } from "./usage-error.js";

export interface ConfigText {
  /** Relative to the folder that the search began in. */
  readonly path: string;
  readonly text: string;
}

const NAMES = ["seaworthy.yaml", "seaworthy.yml", "package.json"] as const;
const LARGEST = 1_000_000;

/** The nearest config from a folder upwards: every candidate, nearest first (a package.json may have no `seaworthy` key). Stops at the repository's root. */
export function configCandidates(folder: string): readonly ConfigText[] {
  const found: ConfigText[] = [];
  let at = resolve(folder);
  const { root } = parse(at);
  for (;;) {
    for (const name of NAMES) {
      const path = join(at, name);
      if (!existsSync(path)) continue;
      const text = readConfigText(path);
      if (name !== "package.json" || text.includes('"seaworthy"'))
        found.push({ path: relative(folder, path).split("\\").join("/"), text });
    }
    if (at === root || existsSync(join(at, ".git"))) return found;
    at = dirname(at);
  }
}

/** A config file that was named. Throws UsageError when it cannot be read. */
export function configAt(folder: string, path: string): ConfigText {
  const full = resolve(path);
  if (!existsSync(full)) throw new UsageError(`no config file at ${path}: check the path given with --config`);
  return { path: relative(folder, full).split("\\").join("/"), text: readConfigText(full) };
}

function readConfigText(path: string): string {
  const size = statSync(path).size;
  if (size > LARGEST) throw new UsageError(`${path} has ${size} bytes: a config may have ${LARGEST} at most`);
  return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
}
