import { join } from "node:path";
import ignore from "ignore";
import { commonDirectory, smallText } from "./git-index.js";

/** The rules of one file, and the folder they are relative to: absolute, ending in "/". */
interface Rules {
  readonly base: string;
  readonly matcher: ignore.Ignore;
}

/** The .gitignore files in force at one folder, the nearest last. */
export type IgnoreChain = readonly Rules[];

/** More stars than this in one line and its expression could take too long on a long path: the line is left out. */
const MOST_STARS = 8;

/** The rules that hold in a whole repository: `.git/info/exclude`. Settings of the person's own machine are not looked at. */
export function repositoryIgnores(workTree: string, gitDirectory: string): IgnoreChain {
  return withRules([], workTree, smallText(join(commonDirectory(gitDirectory), "info", "exclude")));
}

/** The chain with the folder's own .gitignore added, if it has one. */
export function withFolder(chain: IgnoreChain, folder: string): IgnoreChain {
  return withRules(chain, folder, smallText(join(folder, ".gitignore")));
}

function withRules(chain: IgnoreChain, folder: string, text: string | null): IgnoreChain {
  if (text === null) return chain;
  const lines = text.split(/\r?\n/).filter((line) => /^[^#\s]/.test(line) && line.split("*").length <= MOST_STARS + 1);
  if (lines.length === 0) return chain;
  const base = folder.endsWith("/") ? folder : `${folder}/`;
  return [...chain, { base, matcher: ignore({ ignorecase: false }).add(lines) }];
}

/**
 * Whether git would ignore an untracked path whose parents are not ignored. `path` is absolute with forward slashes, a
 * folder's ends in "/". The nearest file that has a say decides.
 */
export function isGitIgnored(chain: IgnoreChain, path: string): boolean {
  for (let index = chain.length - 1; index >= 0; index--) {
    const rules = chain[index];
    if (!rules || !path.startsWith(rules.base)) continue;
    const relative = path.slice(rules.base.length);
    if (!ignore.isPathValid(relative)) continue;
    const { ignored, unignored } = rules.matcher.test(relative);
    if (ignored || unignored) return ignored;
  }
  return false;
}
