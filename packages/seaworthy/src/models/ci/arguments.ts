import type { Command, ShellWord } from "../shell/script.js";

/** The arguments of a command, its program's name left out; `value` is null where only a run knows it. */
export interface Argument {
  readonly text: string;
  readonly value: string | null;
}

export function argumentsOf(command: Command): readonly Argument[] {
  return command.words.slice(1).map((word: ShellWord) => ({ text: word.text, value: word.value }));
}

/** A whole word that is a variable for more flags: `$TRIVY_ARGS`, `"${flags[@]}"`, `$@`. */
const MORE_FLAGS = /^"?\$(?:[@*]|\{?\w*(?:args?|opts?|options?|flags?|params?|extra)\w*(?:\[[@*]\])?\}?)"?$/i;

/** What the flags of a command line say. */
export class Flags {
  readonly #args: readonly Argument[];
  /** True when a variable among the arguments may hold any flag. */
  readonly open: boolean;

  constructor(args: readonly Argument[]) {
    this.#args = args;
    this.open = args.some((arg) => arg.value === null && MORE_FLAGS.test(arg.text));
  }

  /** The value of the last of these flags: its text, null when it is not literal, undefined when the flag is absent. */
  value(...names: readonly string[]): string | null | undefined {
    let found: string | null | undefined;
    for (const [at, arg] of this.#args.entries()) {
      const written = arg.value ?? arg.text;
      const name = names.find((one) => written === one || written.startsWith(`${one}=`));
      if (name === undefined) {
        // `-fhigh`
        const short = names.find(
          (one) => /^-\w$/.test(one) && written.startsWith(one) && written.length > 2 && !written.startsWith("--"),
        );
        if (short !== undefined) found = arg.value === null ? null : written.slice(2).replace(/^=/, "");
        continue;
      }
      if (written === name) found = this.#args[at + 1] ? (this.#args[at + 1]?.value ?? null) : "";
      else found = arg.value === null ? null : written.slice(name.length + 1);
    }
    return found;
  }

  /** Whether a switch is on: true, false (`--x=false` or absent), null when it cannot be told. */
  on(...names: readonly string[]): boolean | null {
    for (const arg of this.#args) {
      const written = arg.value ?? arg.text;
      for (const name of names) {
        if (written === name) return true;
        if (written.startsWith(`${name}=`)) return arg.value === null ? null : written !== `${name}=false`;
      }
    }
    return this.open ? null : false;
  }

  /** The arguments that are neither flags nor (for these flags) their values. */
  positional(valued: ReadonlySet<string>): readonly Argument[] {
    const found: Argument[] = [];
    for (let at = 0; at < this.#args.length; at++) {
      const arg = this.#args[at];
      if (!arg) continue;
      const written = arg.value ?? arg.text;
      if (written === "--") continue;
      if (!written.startsWith("-") || written === "-") found.push(arg);
      else if (valued.has(written)) at++;
    }
    return found;
  }
}
