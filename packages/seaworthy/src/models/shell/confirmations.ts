import type { Install } from "./install.js";
import { ZYPPER } from "./managers/syntaxes.js";
import { has, readArguments } from "./options.js";
import type { Command } from "./script.js";

/**
 * Whether a system install goes on without asking: by an option of its own. Null for managers that never ask, and when an option
 * is in a variable that is not known. What earlier commands wrote into configuration files is not seen.
 */
export function confirms(install: Install): boolean | null {
  const { flags } = install;
  const any = (...names: readonly string[]) => flags.some((flag) => names.includes(flag));
  switch (install.manager) {
    case "apt": {
      const quiet = flags.filter((flag) => flag === "-q" || flag === "--quiet").length;
      const options = flags.flatMap((flag) => /^(?:-o|--option)=(.*)$/.exec(flag)?.[1] ?? []);
      const assumed = options.some((option) => /^APT::Get::(Assume-Yes|force-yes)=("?)(true|1|yes)\2$/i.test(option));
      return any("-y", "--yes", "--assume-yes", "--force-yes", "-q=2", "--quiet=2") || quiet > 1 || assumed;
    }
    case "yum":
    case "dnf":
    case "microdnf":
    case "tdnf":
      return any("-y", "--assumeyes") || flags.some((flag) => /^--setopt=assumeyes=(1|true|yes)$/i.test(flag));
    case "zypper":
      return any("-y", "-n", "--non-interactive", "--no-confirm");
    case "pacman":
      return any("--noconfirm");
    case "conda":
      return any("-y", "--yes");
    default:
      return null;
  }
}

/** Whether an apt install brings in what is merely recommended; null for other managers. Configuration files are not seen. */
export function recommends(install: Install): boolean | null {
  if (install.manager !== "apt") return null;
  return !install.flags.some(
    (flag) =>
      flag === "--no-install-recommends" ||
      flag === "-R" ||
      flag === "--without-recommends" ||
      /^(?:-o|--option)=APT::Install-Recommends=("?)(false|0|no)\1$/i.test(flag),
  );
}

const ZYPPER_ASKS: ReadonlySet<string> = new Set("remove rm source-install si patch update up dist-upgrade dup".split(" "));

/** Whether a zypper command that changes the system, other than an install, goes on without asking; null for any other command. */
export function isConfirmed(command: Command): boolean | null {
  if (command.name !== "zypper") return null;
  const args = readArguments(command.words.slice(1), ZYPPER);
  if (!ZYPPER_ASKS.has(args.operands[0]?.value ?? "")) return null;
  return has(args, "-y", "-n", "--non-interactive", "--no-confirm");
}
