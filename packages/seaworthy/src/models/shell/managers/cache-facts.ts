import type { Manager } from "../install.js";
import { type Arguments, shown } from "../options.js";
import { type Call, switched } from "./call.js";

/** One cache of one package manager. */
export interface CacheFacts {
  readonly manager: Manager;
  readonly programs: readonly string[];
  /** The call puts something there. */
  readonly fills: (call: Call) => boolean;
  /** The call empties it. */
  readonly cleans: (call: Call) => boolean;
  /** Where it is for this call. `~` is the home of whoever runs it. */
  readonly path: (call: Call) => string;
  /** Other places where people mount or remove the same cache. A leading `**` stands for any directories. */
  readonly also: readonly string[];
  /** What a removed path may say instead of a name. */
  readonly mentions?: RegExp;
  readonly remedy: string;
}

/** An operand as written; "" when there are fewer. */
export function verb(args: Arguments, at = 0): string {
  const word = args.operands[at];
  return word ? shown(word) : "";
}

/** A switch of the environment that keeps the cache away; an unknown value is taken as on. */
export function on(call: Call, ...names: readonly string[]): boolean {
  return names.some((name) => {
    const value = switched(call.env(name));
    return value === true || value === null;
  });
}

/** The first of the variables that is set to something known. */
export function setting(call: Call, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = call.env(name);
    if (value) return value;
  }
  return undefined;
}

/** The operands behind `npm config set`, `pip config set global`, … of an earlier command. */
export function configured(call: Call, program: RegExp, key: RegExp): string | undefined {
  for (const command of call.before) {
    const words = command.words.map(shown);
    if (!program.test(command.name ?? "") || !words.includes("config")) continue;
    const at = words.findIndex((word) => key.test(word));
    if (at > 0) return words[at]?.includes("=") ? words[at]?.replace(/^[^=]*=/, "") : words[at + 1];
  }
  return undefined;
}
