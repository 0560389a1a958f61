import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { CopyInstruction } from "../../models/dockerfile/ast.js";
import { callsAny, writtenOf } from "../../models/dockerfile/written.js";
import { type OptionSyntax, readArguments, shown } from "../../models/shell/options.js";
import type { Command } from "../../models/shell/script.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/no-world-writable",
  claim: "no file of the image may be written by everyone",
  why: "`chmod 777` makes an error go away by letting every process change the files: whoever gets in as any user can replace the app's code or its data.",
  todo: "Give the files to the user that writes them: `chown -R app /data`, `COPY --chown=app`, or `chmod g+w` for a group.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/world-writable-state-path-workaround"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    if (dockerfile.windows) return notApplicable("a Windows container");
    const findings: Finding[] = [];
    let modes = 0;
    const called = callsAny(dockerfile, ["chmod"]);
    for (const { script } of called ? stage.facts.runs : []) {
      for (const command of script?.commands ?? []) {
        if (command.name !== "chmod") continue;
        modes += 1;
        const mode = openMode(command);
        if (mode) findings.push(finding(`chmod ${mode} lets everyone write`, placeOf(dockerfile, command)));
      }
    }
    const copies = writtenOf(dockerfile, "COPY").some(isFlagged) || writtenOf(dockerfile, "ADD").some(isFlagged);
    for (const { instruction } of copies ? stage.facts.copies : []) {
      const flag = instruction.flags.find(({ name }) => name === "chmod");
      if (!flag) continue;
      modes += 1;
      if (isOpen(flag.value ?? ""))
        findings.push(finding(`--chmod=${flag.value} lets everyone write`, placeOf(dockerfile, flag)));
    }
    return noOr(findings, () => (modes > 0 ? yes("no mode lets everyone write") : notApplicable("no mode is set")));
  },
  examples: [
    { title: "for its owner", says: "yes", files: "FROM alpine:3.23\nRUN mkdir /data && chmod 750 /data\n" },
    { title: "for everyone", says: "no", files: "FROM alpine:3.23\nRUN mkdir /data && «chmod -R 777 /data»\n" },
  ],
});

const CHMOD: OptionSyntax = { valued: new Set(["--reference"]) };

/** The mode of a chmod that opens something to everyone; folders for temporary files are meant to be open. */
function openMode(command: Command): string | null {
  const [mode, ...paths] = readArguments(command.words.slice(1), CHMOD).operands.map(shown);
  if (mode === undefined || paths.length === 0 || !isOpen(mode)) return null;
  return paths.every((path) => /^(?:\/var)?\/tmp(?:\/|$)|^\/dev\//.test(path)) ? null : mode;
}

/** Whether a mode gives write access to others, without the sticky bit that protects what others have put there. */
function isOpen(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0 && (Number(mode.at(-4) ?? "0") & 1) === 0;
  const clauses = mode.split(",");
  if (clauses.some((clause) => /^[ugoa]*[+=][rwxXs]*t/.test(clause))) return false;
  return clauses.some((clause) => /^[ug]*[oa][ugoa]*[+=][rxXs]*w/.test(clause));
}

function isFlagged({ flags }: CopyInstruction): boolean {
  return flags.length > 0;
}
