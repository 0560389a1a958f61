import { type Edit, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { writtenRuns } from "../written.js";

/** A command without sudo in front, or an install without the package; or why it stays. */
export function withoutSudo(file: Dockerfile, [start]: Range): readonly Edit[] | string | null {
  for (const { instruction, script, installs, stage } of writtenRuns(file)) {
    if (start < instruction.range[0] || start > instruction.range[1]) continue;
    const install = installs.find(({ packages }) => packages.some(({ word }) => word.range[0] === start));
    if (install) {
      if (install.packages.length === 1) return "it is all that the command installs";
      const word = install.packages.find((one) => one.word.range[0] === start)?.word;
      const before = install.command.words[install.command.words.findIndex((one) => one.range[0] === start) - 1];
      return word && before ? [replaced(file.path, [before.range[1], word.range[1]], "")] : null;
    }
    const command = script?.commands.find((one) => one.range[0] === start);
    if (!command) continue;
    const run = stage?.facts.runs.find((one) => one.instruction === instruction);
    if (!run || !/^(?:root|0)(?::|$)/.test(run.user.value)) return "the RUN does not run as root";
    const [first] = command.prefixWords;
    const program = command.words[0];
    if (first?.value !== "sudo" || !program || command.prefixes.length > 1) return "the call of sudo is not plain";
    if (command.prefixWords.some(({ text }) => /^-(?:u|g|i|s)|^--(?:user|group|login|shell)/.test(text)))
      return "sudo changes to another user";
    return [replaced(file.path, [first.range[0], program.range[0]], "")];
  }
  return null;
}
