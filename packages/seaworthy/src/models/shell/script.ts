import { questions } from "../../core/kept.js";
import type { Range } from "../../core/place.js";

/** A parsed POSIX/bash script. All ranges are offsets in the file that holds it, not in the joined text. */
export interface Script {
  readonly text: string;
  readonly range: Range;
  /** Simple commands in the order of the text, also inside subshells, functions, conditions, `$( )`, `sh -c '…'`, eval-free. */
  readonly commands: readonly Command[];
  readonly errors: readonly { readonly message: string; readonly range: Range }[];
  readonly errexit: boolean; // set -e, or sh -e
  readonly pipefail: boolean;
}

/** Questions about a script, answered once. */
export const ofScript = questions<Script>();

/** The names of the programs that a script starts: most questions about its commands end with them. */
const programsOf = ofScript(({ commands }: Script): ReadonlySet<string> => {
  const names = new Set<string>();
  for (let at = 0; at < commands.length; at++) {
    const name = commands[at]?.name ?? null;
    if (name !== null) names.add(name);
  }
  return names;
});

/** Whether a script starts any of these programs. */
export function startsAny(script: Script, names: readonly string[]): boolean {
  const programs = programsOf(script);
  for (let at = 0; at < names.length; at++) if (programs.has(names[at] as string)) return true;
  return false;
}

export interface ShellWord {
  readonly text: string; // as written
  /** The value when it is known without running anything (quotes removed); null with $…, globs stay as text. */
  readonly value: string | null;
  readonly range: Range;
}

export interface Command {
  /** The base name of the program (`/usr/bin/apt-get` → `apt-get`), null when it is a variable. Prefixes such as sudo, env, exec, time, nohup, command are peeled into `prefixes`. */
  readonly name: string | null;
  readonly words: readonly ShellWord[]; // program first, prefixes not among them
  readonly prefixes: readonly string[]; // ["sudo"], ["exec"], …
  /** The prefixes as written, with their options and operands: `exec gosu app` of `exec gosu app node x`. */
  readonly prefixWords: readonly ShellWord[];
  /** In front of the command, through env, or as an argument of export and its like. */
  readonly assignments: readonly { readonly name: string; readonly value: string | null; readonly range: Range }[];
  /** The operator has its descriptor in front unless it is the usual one: ">", "2>", ">&". The target of `<<` is the body. */
  readonly redirects: readonly { readonly operator: string; readonly target: ShellWord | null; readonly range: Range }[];
  readonly range: Range;
  /** What stands before it. */
  readonly after: "start" | "&&" | "||" | ";" | "|" | "&";
  /** Position in its pipeline, and the pipeline's length. */
  readonly pipe: { readonly index: number; readonly length: number };
  readonly negated: boolean;
  /** Runs in the background (`&`). */
  readonly background: boolean;
  /** Inside: a condition of if/while, a loop body, a function body, a subshell, a command substitution, a nested `sh -c`. */
  readonly inside: readonly ("condition" | "branch" | "loop" | "function" | "subshell" | "substitution" | "shell-c")[];
}
