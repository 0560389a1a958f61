import { questions } from "../../core/kept.js";
import type { Install, NamedPackage } from "./install.js";
import { shown } from "./options.js";
import type { Command, Script, ShellWord } from "./script.js";

/** What is asked of one RUN: its text and what it installs. */
export interface Installing {
  readonly script: Script | null;
  readonly installs: readonly Install[];
}

const REMOVERS: ReadonlyMap<string, RegExp> = new Map([
  ["apt-get", /^(remove|purge|autoremove|auto-remove|autopurge)$/],
  ["apt", /^(remove|purge|autoremove|auto-remove|autopurge)$/],
  ["aptitude", /^(remove|purge)$/],
  ["dpkg", /^(-r|-P|--remove|--purge)$/],
  ["apk", /^del$/],
  ["yum", /^(remove|erase|autoremove)$/],
  ["dnf", /^(remove|erase|autoremove)$/],
  ["microdnf", /^(remove|erase)$/],
  ["tdnf", /^(remove|erase|autoremove)$/],
  ["zypper", /^(remove|rm)$/],
  ["pacman", /^-R[a-z]*$/],
  ["rpm", /^(-e|--erase)$/],
]);

const NO_PACKAGES: readonly NamedPackage[] = Object.freeze([]);

/** No honest script removes more often; a hostile one must not cost more. */
const MAX_REMOVALS = 200;

/** Words behind the removing verb, at the index of the command that has them. */
interface Removed {
  readonly at: number;
  readonly names: ReadonlySet<string>;
  /** `apt-mark auto '.*'` came before: all goes that is not marked. */
  readonly everything: boolean;
}

/**
 * The system packages that are named in a RUN and are still there at its end: not those that the same RUN removes by name, by the name of
 * their `apk --virtual` group, by the same variable, or by `apt-mark auto` and autoremove.
 */
export const keptPackages = questions<Installing>()(({ script, installs }: Installing): readonly NamedPackage[] => {
  const system = installs.filter((install) => install.system);
  const [first] = system;
  if (script === null || first === undefined) return NO_PACKAGES;
  const { commands } = script;
  const removals = removalsOf(script, commands.indexOf(first.command) + 1).slice(-MAX_REMOVALS);
  return system.flatMap((install) => {
    if (removals.length === 0) return install.packages.filter(({ source }) => source !== "group");
    const at = Math.max(commands.indexOf(install.command), 0);
    const later = removals.filter((removal) => removal.at > at);
    if (later.some(({ everything }) => everything)) return [];
    const group = virtualOf(install.command.words);
    const gone = (name: string) => later.some(({ names }) => names.has(name));
    if (group !== null && gone(group)) return [];
    return install.packages.filter(
      ({ name, word, source }) => source !== "group" && !gone(name) && !gone(word.text.replace(/["']/g, "")),
    );
  });
});

/** `from`: what is removed before the first package is there is not asked for. */
function removalsOf({ commands }: Script, from: number): readonly Removed[] {
  const found: Removed[] = [];
  let automatic = false;
  for (let at = 0; at < commands.length; at++) {
    const { name, words } = commands[at] as Command;
    if (name === "apt-mark" && words[1] && shown(words[1]) === "auto") automatic = true;
    const verb = at < from || name === null ? undefined : REMOVERS.get(name);
    if (verb === undefined) continue;
    const shownWords = words.slice(1).map(shown);
    const where = shownWords.findIndex((word) => verb.test(word));
    if (where < 0) continue;
    const names = new Set<string>();
    for (const [index, word] of words.slice(1).entries()) {
      if (index > where && !word.text.startsWith("-")) names.add(bare(shownWords[index] ?? ""));
    }
    const purges = shownWords.some((word) => /^(--auto-remove|--autoremove|autoremove|auto-remove|autopurge)$/.test(word));
    found.push({ at, names, everything: automatic && purges });
  }
  return found;
}

/** `gcc-` and `gcc:amd64` are gcc to a remover. */
function bare(word: string): string {
  return word.replace(/["']/g, "").replace(/[:=].*$/, "");
}

/** The group of `apk add --virtual=.build-deps`, `-t .build-deps`. */
function virtualOf(words: readonly ShellWord[]): string | null {
  for (const [index, word] of words.entries()) {
    const text = shown(word);
    const joined = /^(?:--virtual=|-t(?=.))(.+)$/.exec(text)?.[1];
    if (joined && !text.startsWith("--t")) return joined;
    const next = words[index + 1];
    if ((text === "--virtual" || text === "-t") && next) return shown(next);
  }
  return null;
}
