import { type OptionSyntax, readArguments, shown, valuesOf } from "./options.js";
import { type Command, type Script, startsAny } from "./script.js";

/** A user, and groups that a script adds it to beside its own. */
export interface Membership {
  readonly user: string;
  readonly groups: readonly string[];
}

const ACCOUNT: OptionSyntax = {
  valued: new Set(
    "-u --uid -g --gid -G --groups -d --home-dir --home -s --shell -c --comment -b --base-dir -e --expiredate -f --inactive -k --skel -K --key -p --password -R --root -P --prefix -Z --selinux-user".split(
      " ",
    ),
  ),
};
const GPASSWD: OptionSyntax = { valued: new Set(["-a", "--add", "-d", "--delete", "-M", "--members", "-A", "-Q"]) };
const BARE: OptionSyntax = { valued: new Set() };

/** The memberships that a script makes, in the order of its text; a word that is not known is left out. */
export function membershipsOf(script: Script): readonly Membership[] {
  return startsAny(script, MAKERS) ? script.commands.flatMap((command) => madeBy(command) ?? []) : [];
}

/** The programs that `madeBy` reads. */
const MAKERS = ["useradd", "usermod", "gpasswd", "adduser", "addgroup"];

function madeBy(command: Command): Membership | null {
  const words = command.words.slice(1);
  if (command.name === "useradd" || command.name === "usermod") {
    const args = readArguments(words, ACCOUNT);
    const user = args.operands.at(-1);
    const groups = valuesOf(args, "-G", "--groups").flatMap((value) => value.split(","));
    return user && groups.length > 0 ? { user: shown(user), groups } : null;
  }
  if (command.name === "gpasswd") {
    const args = readArguments(words, GPASSWD);
    const [group] = args.operands;
    const user = valuesOf(args, "-a", "--add").at(-1);
    return group && user ? { user, groups: [shown(group)] } : null;
  }
  if (command.name === "adduser" || command.name === "addgroup") {
    // With two operands and nothing else both add a user to a group.
    const { operands, options } = readArguments(words, BARE);
    const [user, group] = operands;
    return user && group && operands.length === 2 && options.length === 0 ? { user: shown(user), groups: [shown(group)] } : null;
  }
  return null;
}
