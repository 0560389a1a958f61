import type { Assignment, Redirection, Command as UnbashCommand } from "unbash";
import type { OffsetMap } from "../dockerfile/ast.js";
import type { Command, ShellWord } from "./script.js";
import { assignedValue, shellWord } from "./words.js";

type Assigned = Command["assignments"][number];

export const NO_ASSIGNMENTS: readonly Assigned[] = Object.freeze([]);
export const NO_REDIRECTS: Command["redirects"] = Object.freeze([]);

/**
 * What a command assigns: in front of it, through env, and as an argument of export and its like.
 * @param written all words of the command, of which `peeled` stand before its `name`; `prefixed` are assignments among those.
 */
export function assignmentsOf(
  node: UnbashCommand,
  written: readonly ShellWord[],
  peeled: number,
  name: string | null,
  prefixed: readonly ShellWord[],
  offsets: OffsetMap,
): readonly Assigned[] {
  const found: Assigned[] = [];
  for (const each of node.prefix) if (each.type === "Assignment") found.push(assigned(each, offsets));
  for (const each of prefixed) found.push(...assignedWord(each));
  let index = node.name ? 1 : 0;
  for (const word of node.args) {
    if (word.type === "Assignment") found.push(assigned(word, offsets));
    else if (name === "export" && index > peeled) found.push(...assignedWord(written[index]));
    index++;
  }
  return found.length > 1 ? dedupe(found) : found;
}

/** `A=b` in front of a command. */
function assigned(assignment: Assignment, offsets: OffsetMap): Assigned {
  return {
    name: assignment.name,
    value: assignedValue(assignment),
    range: offsets.range(assignment.pos, assignment.end),
  };
}

/** `A=b` as a word, behind env or export; nothing for other words. */
function assignedWord(word: ShellWord | undefined): readonly Assigned[] {
  const split = /^([A-Za-z_]\w*)=/.exec(word?.value ?? word?.text ?? "");
  if (!word || !split) return [];
  return [{ name: split[1] ?? "", value: word.value === null ? null : word.value.slice(split[0].length), range: word.range }];
}

/** Each place once: an argument of export is both a word and an assignment. */
function dedupe(assignments: readonly Assigned[]): readonly Assigned[] {
  return assignments.filter((each, index) => assignments.findIndex((other) => other.range[0] === each.range[0]) === index);
}

/** A redirect, with its descriptor in the operator unless it is the usual one. */
export function redirection(redirect: Redirection, offsets: OffsetMap): Command["redirects"][number] {
  const range = offsets.range(redirect.pos, redirect.end);
  if (redirect.type === "HereDoc") {
    const { body } = redirect;
    const known = redirect.delimiter?.quoted || !/[$`]/.test(body.text);
    const target = { text: body.text, value: known ? body.text : null, range: offsets.range(body.pos, body.end) };
    return { operator: redirect.operator, target, range };
  }
  const { descriptor, target } = redirect;
  const usual = redirect.operator.startsWith("<") ? 0 : 1;
  const written = descriptor?.type === "FileDescriptor" ? descriptor.value : null;
  return {
    operator: written === null || written === usual ? redirect.operator : `${written}${redirect.operator}`,
    target: target ? shellWord(target, offsets) : null,
    range,
  };
}
