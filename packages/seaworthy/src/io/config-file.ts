import { existsSync } from "node:fs";
import { dirname, join, parse, relative, resolve } from "node:path";
import { shownPath } from "./given-paths.js";
import { readTextAt } from "./text.js";
import { UsageError } from "./usage-error.js";

export interface ConfigText {
  /** Relative to the folder that the search began in. */
  readonly path: string;
  /** The same file as a person in the current folder would name it. */
  readonly shown: string;
  /** The folder that it lies in, absolute. */
  readonly folder: string;
  readonly text: string;
}

const NAMES = ["seaworthy.yaml", "seaworthy.yml", "package.json"] as const;
const HADOLINT_NAMES = [".hadolint.yaml", ".hadolint.yml"] as const;
const LARGEST = 1024 * 1024;

/**
 * The nearest config from a folder upwards: every candidate, nearest first (a package.json may have no `seaworthy` key). Stops at
 * the repository's root. Throws UsageError for a seaworthy.yaml that cannot be read: no run goes on with a policy left out.
 */
export function configCandidates(folder: string, cwd: string = process.cwd()): readonly ConfigText[] {
  return upwards(folder, NAMES, cwd).filter(({ path, text }) => !path.endsWith("package.json") || text.includes('"seaworthy"'));
}

/** The nearest config of hadolint, sought as ours is. Those of the user's home are not: the same commit gets the same answer for everybody. */
export function hadolintCandidates(folder: string, cwd: string = process.cwd()): readonly ConfigText[] {
  return upwards(folder, HADOLINT_NAMES, cwd).slice(0, 1);
}

/** Whether a file is hadolint's config by its name. */
export function isHadolintConfig(path: string): boolean {
  return /(?:^|\/)\.?hadolint\.ya?ml$/.test(path);
}

function upwards(folder: string, names: readonly string[], cwd: string): readonly ConfigText[] {
  const found: ConfigText[] = [];
  let at = resolve(folder);
  const { root } = parse(at);
  for (;;) {
    for (const name of names) {
      const path = join(at, name);
      if (!existsSync(path)) continue;
      const read = readTextAt(path, LARGEST);
      if ("because" in read) {
        if (name === "package.json") continue;
        throw new UsageError(`${shownPath(path, cwd)}: ${read.because}`);
      }
      found.push(configText(folder, path, cwd, read.text));
    }
    if (at === root || existsSync(join(at, ".git"))) return found;
    at = dirname(at);
  }
}

/** A config file that was named. Throws UsageError when it cannot be read. */
export function configAt(folder: string, path: string, cwd: string = process.cwd()): ConfigText {
  const full = resolve(cwd, path);
  const shown = shownPath(full, cwd);
  if (!existsSync(full)) throw new UsageError(`no config file at ${shown}: check the path given with --config`);
  const read = readTextAt(full, LARGEST);
  if ("because" in read) throw new UsageError(`${shown}: ${read.because}`);
  return configText(folder, full, cwd, read.text);
}

function configText(folder: string, path: string, cwd: string, text: string): ConfigText {
  return {
    path: relative(folder, path).split("\\").join("/"),
    shown: shownPath(path, cwd),
    folder: dirname(path),
    text: text.replace(/^\uFEFF/, ""),
  };
}
