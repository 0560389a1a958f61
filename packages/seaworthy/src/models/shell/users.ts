import type { Range } from "../../core/place.js";
import { has, type OptionSyntax, readArguments, shown, valuesOf } from "./options.js";
import { type Command, ofScript, type Script, startsAny } from "./script.js";

/** A user or a group that a script makes. */
export interface MadeAccount {
  readonly kind: "user" | "group";
  readonly name: string;
  /** The number that it asks for; null when the system chooses or it is not known. */
  readonly id: number | null;
  /** The group that it names for a user. */
  readonly group: string | null;
  readonly system: boolean;
  readonly home: string | null;
  readonly shell: string | null;
  readonly command: Command;
  readonly range: Range;
}

/** A change of the owner of files. */
export interface OwnerChange {
  /** As written: "app:app", "1000", "$USER". */
  readonly owner: string;
  readonly paths: readonly string[];
  readonly recursive: boolean;
  readonly command: Command;
  readonly range: Range;
}

/** Whether a script gives users or groups that are there other numbers: what a base says of them is true no more. */
export function renumbersAccounts(script: Script): boolean {
  return script.commands.some(
    ({ name, words }) =>
      (name === "usermod" && words.some(({ text }) => /^(?:-[a-zA-Z]*u|--uid(?:=|$))/.test(text))) ||
      (name === "groupmod" && words.some(({ text }) => /^(?:-[a-zA-Z]*g|--gid(?:=|$))/.test(text))),
  );
}

/** Debian's adduser has long options, busybox's has short ones; they agree where both have one, but for -D and -S, which take nothing. */
const ADDUSER: OptionSyntax = {
  valued: new Set(
    "-u -G -g -h -s -k --uid --gid --ingroup --home --shell --gecos --comment --conf --firstuid --lastuid --add_extra_groups -c -d".split(
      " ",
    ),
  ),
};
const USERADD: OptionSyntax = {
  valued: new Set(
    `-u --uid -g --gid -G --groups -d --home-dir --home -s --shell -c --comment -b --base-dir -e --expiredate -f --inactive -k --skel -K --key
    -p --password -R --root -P --prefix -Z --selinux-user`.split(/\s+/),
  ),
};
const GROUPADD: OptionSyntax = { valued: new Set("-g --gid -K --key -p --password -R --root -P --prefix -U --users".split(" ")) };
const ADDGROUP: OptionSyntax = { valued: new Set("-g --gid --conf --firstgid --lastgid".split(" ")) };

/** The users and groups that a script makes, in the order of its text. */
export const accountsOf = ofScript((script: Script): readonly MadeAccount[] =>
  startsAny(script, MAKERS) ? script.commands.flatMap((command) => madeBy(command) ?? []) : NO_ACCOUNTS,
);

/** The programs that `madeBy` reads. */
const MAKERS = ["useradd", "adduser", "groupadd", "addgroup"];
const NO_ACCOUNTS: readonly MadeAccount[] = Object.freeze([]);

function madeBy(command: Command): MadeAccount | null {
  const { name } = command;
  if (name === null || !MAKERS.includes(name)) return null;
  const words = command.words.slice(1);
  switch (name) {
    case "useradd": {
      const args = readArguments(words, USERADD);
      const name = args.operands.at(-1);
      if (name === undefined || has(args, "-D", "--defaults")) return null;
      return account("user", shown(name), command, {
        id: valuesOf(args, "-u", "--uid").at(-1),
        group: valuesOf(args, "-g", "--gid").at(-1),
        system: has(args, "-r", "--system"),
        home: valuesOf(args, "-d", "--home-dir", "--home").at(-1),
        shell: valuesOf(args, "-s", "--shell").at(-1),
      });
    }
    case "adduser": {
      const args = readArguments(words, ADDUSER);
      const [name, group] = args.operands;
      const grouped = has(args, "--group") && !has(args, "--system");
      // With two operands and nothing else it adds a user to a group.
      if (name === undefined || (group !== undefined && args.options.length === 0)) return null;
      return account(grouped ? "group" : "user", shown(name), command, {
        id: valuesOf(args, "-u", "--uid", ...(grouped ? ["--gid"] : [])).at(-1),
        group: valuesOf(args, "-G", "-g", "--ingroup", "--gid").at(-1),
        system: has(args, "-S", "-r", "--system"),
        home: valuesOf(args, "-h", "--home", "-d").at(-1),
        shell: valuesOf(args, "-s", "--shell").at(-1),
      });
    }
    case "groupadd":
    case "addgroup": {
      const args = readArguments(words, command.name === "groupadd" ? GROUPADD : ADDGROUP);
      // `addgroup user group` adds a member.
      const [name, second] = args.operands;
      if (name === undefined || second !== undefined) return null;
      const system = has(args, "-S", "-r", "--system");
      return account("group", shown(name), command, { id: valuesOf(args, "-g", "--gid").at(-1), system });
    }
    default:
      return null;
  }
}

interface Found {
  readonly id?: string | undefined;
  readonly group?: string | undefined;
  readonly system: boolean;
  readonly home?: string | undefined;
  readonly shell?: string | undefined;
}

function account(kind: MadeAccount["kind"], name: string, command: Command, found: Found): MadeAccount {
  return {
    kind,
    name,
    id: /^\d{1,10}$/.test(found.id ?? "") ? Number(found.id) : null,
    group: found.group ?? null,
    system: found.system,
    home: found.home ?? null,
    shell: found.shell ?? null,
    command,
    range: command.range,
  };
}

const NO_CHANGES: readonly OwnerChange[] = Object.freeze([]);

/** The changes of owners that a script makes with chown, chgrp and install -o, in the order of its text. */
export function ownerChangesOf(script: Script): readonly OwnerChange[] {
  if (!startsAny(script, ["chown", "chgrp", "install"])) return NO_CHANGES;
  return script.commands.flatMap((command) => {
    const words = command.words.slice(1);
    if (command.name === "chown" || command.name === "chgrp") {
      const args = readArguments(words, { valued: new Set(["--from", "--reference"]) });
      const reference = valuesOf(args, "--reference")[0];
      const [owner, ...paths] = reference === undefined ? args.operands.map(shown) : ["", ...args.operands.map(shown)];
      if (owner === undefined || paths.length === 0) return [];
      const recursive = has(args, "-R", "--recursive");
      return [{ owner: command.name === "chgrp" ? `:${owner}` : owner, paths, recursive, command, range: command.range }];
    }
    if (command.name !== "install") return [];
    const valued = new Set(["-o", "--owner", "-g", "--group", "-m", "--mode", "-t", "--target-directory", "-S", "--suffix"]);
    const args = readArguments(words, { valued });
    const owner = valuesOf(args, "-o", "--owner")[0];
    const paths = has(args, "-d", "--directory") ? args.operands.map(shown) : args.operands.slice(-1).map(shown);
    return owner === undefined ? [] : [{ owner, paths, recursive: false, command, range: command.range }];
  });
}
