import { Keeper } from "../../core/kept.js";
import type { Range } from "../../core/place.js";
import type { OffsetMap } from "../dockerfile/ast.js";
import { Commands } from "./commands.js";
import type { Command, Script } from "./script.js";
import { setOptions } from "./shells.js";
import { parseSyntax } from "./syntax.js";

/** Longer texts, in UTF-16 units, are not read. */
export const MAX_TEXT = 256 * 1024;

/**
 * Parses a POSIX or bash script. Never throws: what cannot be read is in `errors`, the rest in `commands`.
 * All ranges go through `offsets` into the file that holds the text.
 */
export function parseScript(text: string, offsets: OffsetMap): Script {
  const range = offsets.range(0, text.length);
  const commands = new Commands(parseSyntax);
  if (text.length > MAX_TEXT) {
    commands.errors.push({ message: `longer than ${MAX_TEXT} characters`, range });
  } else {
    try {
      commands.addText(text, offsets);
    } catch (error) {
      // The parser promises not to throw; the stack can still run out on hostile input.
      commands.errors.push({ message: `cannot be parsed: ${error instanceof Error ? error.message : "unknown error"}`, range });
    }
  }
  const [errexit, pipefail] = shebangOptions(text);
  return new ReadScript(text, range, commands.list, commands.errors, commands.errexit || errexit, commands.pipefail || pipefail);
}

/** What the shell was started with holds for the script too. */
export function withOptions(script: Script, errexit: boolean, pipefail: boolean): Script {
  if ((!errexit || script.errexit) && (!pipefail || script.pipefail)) return script;
  const { text, range, commands, errors } = script;
  return new ReadScript(text, range, commands, errors, script.errexit || errexit, script.pipefail || pipefail);
}

class ReadScript extends Keeper implements Script {
  readonly text: string;
  readonly range: Range;
  readonly commands: readonly Command[];
  readonly errors: Script["errors"];
  readonly errexit: boolean;
  readonly pipefail: boolean;

  constructor(
    text: string,
    range: Range,
    commands: readonly Command[],
    errors: Script["errors"],
    errexit: boolean,
    pipefail: boolean,
  ) {
    super();
    this.text = text;
    this.range = range;
    this.commands = commands;
    this.errors = errors;
    this.errexit = errexit;
    this.pipefail = pipefail;
  }
}

const NO_OPTIONS = [false, false] as const;

function shebangOptions(text: string): readonly [errexit: boolean, pipefail: boolean] {
  if (!text.startsWith("#!")) return NO_OPTIONS;
  const end = text.indexOf("\n");
  const words = text.slice(0, end < 0 ? text.length : end).split(/\s+/);
  return setOptions(words.map((word) => ({ text: word, value: word, range: [0, 0] })));
}
