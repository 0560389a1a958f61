import type { Install, Manager, NamedPackage } from "../install.js";
import { type Arguments, flagsOf, type OptionSyntax, readArguments } from "../options.js";
import { programName } from "../prefixes.js";
import type { Command, Script, ShellWord } from "../script.js";

/** One call of a program, with what was set before it. */
export interface Call {
  readonly command: Command;
  /** The program that does the work: "pip" for `python3 -m pip`, "pnpm" for `npx pnpm@9`. */
  readonly program: string;
  /** What follows it. */
  readonly words: readonly ShellWord[];
  /** A variable of the environment: its value, null when it is not known, undefined when it is not set. */
  readonly env: (name: string) => string | null | undefined;
  /** The commands before this one that set something up for later ones, such as `npm config set`. */
  readonly before: readonly Command[];
  /** Its words, sorted. */
  args(syntax: OptionSyntax): Arguments;
}

/** What asks for installs and for caches sorts the words of a call alike. */
class ReadCall implements Call {
  readonly command: Command;
  readonly program: string;
  readonly words: readonly ShellWord[];
  readonly env: Call["env"];
  readonly before: readonly Command[];
  #syntax: OptionSyntax | null = null;
  #args: Arguments | null = null;

  constructor(command: Command, program: string, words: readonly ShellWord[], env: Call["env"], before: readonly Command[]) {
    this.command = command;
    this.program = program;
    this.words = words;
    this.env = env;
    this.before = before;
  }

  args(syntax: OptionSyntax): Arguments {
    if (this.#args === null || this.#syntax !== syntax) {
      this.#syntax = syntax;
      this.#args = readArguments(this.words, syntax);
    }
    return this.#args;
  }
}

/** What is known about the place where a script runs. */
export interface Surroundings {
  /** The environment before the script. */
  readonly env?: Call["env"];
  /** Commands that ran before in the same file system, such as `bundle config set deployment true`. */
  readonly earlier?: readonly Command[];
}

/** No honest script sets more; a hostile one must not cost more. */
const MAX_SETTINGS = 200;

const NO_COMMANDS: readonly Command[] = Object.freeze([]);

/** `npm config set …` and the like, and the removal of what empties apt's archives. */
export function isSetting({ name, words }: Command): boolean {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord;
    if (word.value === "config" || (name === "rm" && word.text.includes("docker-clean"))) return true;
  }
  return false;
}

/** The calls of a script in the order of its text, each with the environment that stands at that point. */
export function callsOf(script: Script, surroundings: Surroundings = {}): readonly Call[] {
  const calls: Call[] = [];
  const { env: given = NOTHING_SET, earlier = NO_COMMANDS } = surroundings;
  const { commands } = script;
  let exported: ReadonlyMap<string, string | null> | null = null;
  let outer = given;
  let before = earlier.length === 0 ? NO_COMMANDS : earlier.filter(isSetting).slice(-MAX_SETTINGS);
  let exports = 0;
  for (let at = 0; at < commands.length; at++) {
    const command = commands[at] as Command;
    const { name, assignments } = command;
    const called = programOf(command);
    if (called !== null) {
      const { program, words } = called;
      const plain = program.startsWith("pip") ? program.replace(/^pip[\d.]+$/, "pip") : program;
      const env = assignments.length === 0 ? outer : valuesIn(assigned(assignments), outer);
      calls.push(new ReadCall(command, plain, words, env, before));
    }
    if ((name === "export" || name === "declare" || name === "typeset") && exports < MAX_SETTINGS) {
      exports += 1;
      exported = new Map([...(exported ?? []), ...assigned(assignments.slice(0, MAX_SETTINGS))]);
      outer = valuesIn(exported, given);
    }
    if (isSetting(command) && before.length < MAX_SETTINGS) before = [...before, command];
  }
  return calls;
}

const NOTHING_SET: Call["env"] = () => undefined;

function assigned(assignments: Command["assignments"]): ReadonlyMap<string, string | null> {
  return new Map(assignments.map(({ name, value }) => [name, value]));
}

/** What is set itself, else what was set before. */
function valuesIn(own: ReadonlyMap<string, string | null>, outer: Call["env"]): Call["env"] {
  return (name) => (own.has(name) ? own.get(name) : outer(name));
}

/** Reads a call as an install; null when it is none. */
export type InstallReader = (call: Call) => Install | null;

const SYSTEM: ReadonlySet<Manager> = new Set<Manager>(["apt", "apk", "yum", "dnf", "microdnf", "zypper", "pacman", "tdnf"]);

/** The program and its words behind interpreters and runners. */
export function programOf(command: Command): { readonly program: string; readonly words: readonly ShellWord[] } | null {
  const { name, words } = command;
  if (name === null) return null;
  if (name.startsWith("py") && /^(?:python|pypy)[\d.]*$/.test(name)) {
    const module = words.findIndex((word) => word.value === "-m");
    const program = module > 0 ? words[module + 1]?.value : null;
    return program && words.slice(1, module).every((word) => word.text.startsWith("-"))
      ? { program, words: words.slice(module + 2) }
      : { program: name, words: words.slice(1) };
  }
  if (name === "php" || name === "npx" || name === "bunx") {
    const at = words.findIndex((word, index) => index > 0 && !word.text.startsWith("-"));
    const program = programName(words[at])?.replace(/(.)@.*$/, "$1");
    if (program && /^(composer(\.phar)?|pnpm|yarn)$/.test(program)) return { program, words: words.slice(at + 1) };
  }
  return { program: name, words: words.slice(1) };
}

/** Makes the Install of a call; what a reader leaves out is empty, or not to be told. */
export function installOf(
  call: Call,
  manager: Manager,
  args: Arguments,
  found: {
    readonly packages?: readonly NamedPackage[];
    readonly manifests?: readonly string[];
    readonly frozen?: boolean | null;
    readonly production?: boolean | null;
  },
): Install {
  // `uv sync $OPTIONS`: the options may say what none that is seen says.
  const hidden = args.operands.some(isHidden);
  const open = hidden && OPTIONS_ENFORCE.has(manager);
  return {
    manager,
    system: SYSTEM.has(manager),
    command: call.command,
    range: call.command.range,
    packages: (found.packages ?? []).map(asWritten),
    manifests: found.manifests ?? [],
    frozen: open && found.frozen === false ? null : (found.frozen ?? null),
    production: hidden && found.production === false ? null : (found.production ?? null),
    flags: flagsOf(args),
  };
}

/** The managers that enforce a lockfile by an option, and not by another command. */
const OPTIONS_ENFORCE: ReadonlySet<Manager> = new Set<Manager>(["yarn", "pnpm", "bun", "uv", "pipenv"]);

/** A variable that stands where options may stand; one in quotes is a single word, and a name or a path as a rule. */
function isHidden({ value, text }: ShellWord): boolean {
  return value === null && /^\$(?:\w+|\{\w+\})$/.test(text);
}

/** A word that a command prints has no name or version to be read out of its text. */
function asWritten(named: NamedPackage): NamedPackage {
  const { value, text } = named.word;
  return value === null && /^["']?(\$\(|`)/.test(text) ? { name: text, version: null, word: named.word, source: "index" } : named;
}

/** Whether a variable switches something on; null when its value is not known; undefined when it is not set. */
export function switched(value: string | null | undefined): boolean | null | undefined {
  if (value === null || value === undefined) return value;
  return !/^(|0|false|no|off|n|f)$/i.test(value.trim());
}

/** Puts a directory in front of a manifest's name. */
export function inside(directory: string | undefined, name: string): string {
  const trimmed = (directory ?? "").replace(/\/+$/, "").replace(/^\.\//, "");
  return trimmed === "" || trimmed === "." ? name : `${trimmed}/${name}`;
}
