import { RUNNERS } from "../../knowledge/tools.js";

/**
 * The command behind a program that fetches settings or files and then starts the app as its child: what stands behind `--`, or behind
 * the assignments of cross-env; null when its own configuration says what is started. undefined: the program is no such one.
 */
export function behindRunner(name: string, words: readonly string[]): readonly string[] | null | undefined {
  const verbs = RUNNERS.get(name);
  if (verbs === undefined) return undefined;
  if (verbs.length > 0 && !words.slice(1).some((word) => verbs.includes(word))) return undefined;
  const dashes = words.indexOf("--");
  if (dashes > 0) return dashes + 1 < words.length ? words.slice(dashes + 1) : null;
  if (!/^cross-env(?:-shell)?$/.test(name)) return null;
  const at = words.findIndex((word, index) => index > 0 && !/^\w+=/.test(word));
  return at < 0 ? null : words.slice(at);
}
