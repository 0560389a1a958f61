import type { Command } from "./script.js";
import { isShell } from "./shells.js";

const SETS_UP = /\.(?:sh|bash)$|^[^/]*(?:^|[-_])(?:install|setup|provision|bootstrap)(?:[-_][^/]*)?$/;
const INSTALLS = /(?:^|[-_.])(?:install(?:er)?|setup|provision|bootstrap|dependencies|deps|packages)(?:[-_.](?!db$)|$)/i;
const OF_THE_SYSTEM = /^\/(?:usr\/(?:local\/)?)?s?bin\//;

/** A script by its path, or handed to a shell: what it installs stands in another file. */
export function startsScript({ name, words }: Command): boolean {
  if (name === null) return false;
  if (isShell(name)) {
    const operand = words[1]?.value ?? words[1]?.text;
    return operand !== undefined && !operand.startsWith("-");
  }
  const path = words[0]?.value ?? "";
  return path.includes("/") && !OF_THE_SYSTEM.test(path) && SETS_UP.test(path.slice(path.lastIndexOf("/") + 1));
}

/** Such a script whose name says that it installs something. */
export function startsInstaller(command: Command): boolean {
  if (!startsScript(command)) return false;
  const [program, operand] = command.words.map(({ value, text }) => value ?? text);
  const path = (isShell(command.name) ? operand : program) ?? "";
  return INSTALLS.test(path.slice(path.lastIndexOf("/") + 1));
}

/** A shell that runs what is piped into it. */
export function isFedShell({ name, words, pipe }: Command): boolean {
  return isShell(name) && words.length === 1 && pipe.index > 0;
}
