import type { Config } from "../config/config.js";
import { ConfigError } from "../config/keys.js";
import { readConfig } from "../config/read-config.js";
import { readHadolintConfig } from "../config/read-hadolint.js";
import { type ConfigText, configAt, configCandidates, hadolintCandidates, isHadolintConfig } from "../io/config-file.js";
import { belowReal, isThere, seenFrom } from "../io/given-paths.js";
import { UsageError } from "../io/usage-error.js";
import type { AnyRule } from "../rule.js";

export interface LoadedConfig {
  readonly config: Config;
  readonly text: string;
  /** The folder that the config lies in, absolute. */
  readonly folder: string;
  /** The root's path below the config's folder, "" when it is that folder. */
  readonly below: string;
}

/**
 * The config that holds for a folder: the one that is named, or the nearest upwards, or without any the nearest of hadolint's; its paths
 * relative to the folder.
 */
export function loadConfig(
  root: string,
  named: string | null | undefined,
  cwd: string | undefined,
  rules: readonly AnyRule[],
): LoadedConfig | null {
  if (named === null) return null;
  const own = named === undefined ? configCandidates(root, cwd) : [configAt(root, named, cwd)];
  const loaded = firstConfig(root, own, rules);
  return loaded || named !== undefined ? loaded : firstConfig(root, hadolintCandidates(root, cwd), rules);
}

function firstConfig(root: string, candidates: readonly ConfigText[], rules: readonly AnyRule[]): LoadedConfig | null {
  for (const candidate of candidates) {
    const config = configFrom(candidate, rules);
    if (!config) continue;
    // A config that was named and lies aside speaks of the project as one at its root would.
    const below = belowReal(candidate.folder, root) ?? "";
    const compose = config.compose?.map((path) => seenFrom(below, path)).filter((path) => !path.startsWith("../")) ?? null;
    for (const path of compose ?? []) {
      if (!isThere(root, path)) throw new UsageError(`${candidate.shown}: \`compose\` names ${path}, which is not there`);
    }
    const waivers = config.waivers.map((one) => ({
      ...one,
      files: one.files?.map((path) => seenFrom(below, path)) ?? null,
    }));
    return {
      config: { ...config, compose: compose && compose.length > 0 ? compose : null, waivers },
      text: candidate.text,
      folder: candidate.folder,
      below,
    };
  }
  return null;
}

function configFrom({ path, shown, text }: ConfigText, rules: readonly AnyRule[]): Config | null {
  try {
    return isHadolintConfig(path) ? readHadolintConfig(path, text, rules) : readConfig(path, text, rules);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, { ...error.place, file: shown }, error.at);
  }
}
