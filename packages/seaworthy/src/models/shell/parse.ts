import { parse as parseShell } from "unbash";
import type { OffsetMap } from "../dockerfile/ast.js";
import { Commands } from "./commands.js";
import type { Script } from "./script.js";
import { setOptions } from "./shells.js";

/** Longer texts, in UTF-16 units, are not read. */
export const MAX_TEXT = 256 * 1024;

/**
 * Parses a POSIX or bash script. Never throws: what cannot be read is in `errors`, the rest in `commands`.
 * All ranges go through `offsets` into the file that holds the text.
 */
export function parseScript(text: string, offsets: OffsetMap): Script {
  const range = offsets.range(0, text.length);
  const commands = new Commands(parseShell);
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
  return {
    text,
    range,
    commands: commands.list,
    errors: commands.errors,
    errexit: commands.errexit || errexit,
    pipefail: commands.pipefail || pipefail,
  };
}

function shebangOptions(text: string): readonly [errexit: boolean, pipefail: boolean] {
  if (!text.startsWith("#!")) return [false, false];
  const end = text.indexOf("\n");
  const words = text.slice(0, end < 0 ? text.length : end).split(/\s+/);
  return setOptions(words.map((word) => ({ text: word, value: word, range: [0, 0] })));
}
