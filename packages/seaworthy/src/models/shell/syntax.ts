import { type ParsedScript, parse } from "unbash";
import { readPlain } from "./plain.js";

/** The syntax of a shell script. Of a word that `readPlain` read, the parts tell no more than whether something is expanded. */
export function parseSyntax(text: string): ParsedScript {
  return readPlain(text) ?? parse(text);
}
