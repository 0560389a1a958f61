import type { UpdateBot } from "../ci/ci.js";
import { compileSourceGlob } from "../dockerignore/glob.js";
import { parseDockerignore } from "../dockerignore/parse.js";
import { folderOf, isWithin } from "./paths.js";

/**
 * Whether a bot looks at the file of this path (relative to the project root). Dependabot's directories are single folders
 * unless they hold stars; Renovate's patterns and both tools' exclusions speak of everything below.
 */
export function updatesFolder(bot: UpdateBot, path: string): boolean {
  const included = bot.directories.filter((one) => !one.startsWith("!"));
  const excluded = bot.directories.flatMap((one) => (one.startsWith("!") ? [one.slice(1)] : []));
  if (excluded.length > 0 && parseDockerignore("", excluded.join("\n")).decide(path).ignored) return false;
  if (bot.tool === "dependabot") return included.some((one) => isFolder(one, folderOf(path)));
  return included.some((one) => one === "/" || isWithin(plain(one), path) || compileSourceGlob(plain(one))?.(path) === true);
}

function isFolder(written: string, folder: string): boolean {
  const wanted = plain(written);
  if (wanted === folder) return true;
  if (!/[*?[]/.test(wanted)) return false;
  if (wanted === "**" || wanted === "**/*") return true;
  if (wanted.endsWith("/**") || wanted.endsWith("/**/*")) {
    const above = wanted.replace(/\/\*\*(?:\/\*)?$/, "");
    return !/[*?[]/.test(above) && isWithin(above, folder);
  }
  return compileSourceGlob(wanted)?.(folder) === true;
}

/** Without the slashes at its ends; "." for the root. */
function plain(written: string): string {
  const trimmed = written.replace(/^(?:\.?\/)+/, "").replace(/\/+$/, "");
  return trimmed === "" ? "." : trimmed;
}
