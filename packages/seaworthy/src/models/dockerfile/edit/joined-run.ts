import { type Edit, inserted, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { writtenRuns } from "../written.js";
import { lineEnd } from "./lines.js";

/** A RUN joined to that above it by `&&`, the comments between the two kept; or why it stays. RUNs with mounts are never joined. */
export function joinedRun(file: Dockerfile, [start]: Range): readonly Edit[] | string | null {
  const runs = writtenRuns(file);
  const at = runs.findIndex(({ instruction }) => instruction.range[0] === start);
  const [above, own] = [runs[at - 1], runs[at]];
  if (!above || !own) return null;
  for (const { instruction, script } of [above, own]) {
    if (instruction.flags.length > 0)
      return instruction.mounts.length > 0 ? "RUNs with mounts stay apart" : "the RUNs have flags of their own";
    if (instruction.heredocs.length > 0 || instruction.json || instruction.onbuild) return "one of the RUNs is no plain command";
    if (!script || script.errors.length > 0 || script.commands.length !== 1) return "one of the RUNs is no plain command";
    if (script.commands.some(({ pipe, background, negated }) => pipe.length > 1 || background || negated))
      return "one of the RUNs is no plain command";
    if (/[;&|\\]$/.test(instruction.text.trimEnd()) || /(?:^|\s)#/.test(instruction.text))
      return "one of the RUNs does not end plainly";
  }
  const end = lineEnd(file, above.instruction);
  const keyword: Range = [own.instruction.range[0], own.instruction.textRange[0]];
  const between = file.text.slice(end, keyword[0]);
  // A blank line inside an instruction is on its way out.
  if (/\n[ \t]*\r?\n/.test(between)) return "a blank line parts them";
  const written = file.text.slice(0, end).trimEnd().length;
  return [inserted(file.path, written, ` ${file.escape}`), replaced(file.path, keyword, "    && ")];
}
