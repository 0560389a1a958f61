import { type Edit, replaced } from "../../../core/edit.js";
import type { Range } from "../../../core/place.js";
import type { Dockerfile } from "../dockerfile.js";
import { writtenRuns } from "../written.js";
import { keyword, linesAfter, linesBefore } from "./lines.js";
import { workdirBefore } from "./workdir.js";

/** A RUN that begins with `cd` in a WORKDIR of its own, the folder that was in force set again behind it; or why it stays. */
export function changedByWorkdir(file: Dockerfile, [start]: Range): readonly Edit[] | string | null {
  const run = writtenRuns(file).find(({ instruction }) => start >= instruction.range[0] && start < instruction.range[1]);
  if (!run) return null;
  const { instruction, script, stage } = run;
  const [first, next] = script?.commands ?? [];
  if (!stage || instruction.onbuild) return "it is behind ONBUILD";
  if (!script || !first || first.range[0] !== start) return "the cd is not the first command of its RUN";
  if (next?.after !== "&&" || first.inside.length > 0 || next.inside.length > 0)
    return "what follows does not depend on the cd alone";
  if (instruction.heredocs.length > 0) return "the commands are in a heredoc";
  if (script.commands.filter(({ name }) => name === "cd" || name === "pushd").length > 1)
    return "the RUN changes its directory more than once";
  if (/\$OLDPWD|cd -/.test(script.text)) return "the RUN goes back by itself";
  const target = first.words[1]?.value;
  const before = workdirBefore(stage, instruction);
  if (before === null) return "the directory in force before it is not known";
  if (first.words.length !== 2 || !target || /[~*?$\s"'\\]/.test(target) || target.startsWith("-"))
    return "where it goes is not plain";
  if (/(?:^|\/)\.\.?(?:\/|$)/.test(target)) return "where it goes is not plain";
  const path = (target.startsWith("/") ? target : `${before === "/" ? "" : before}/${target}`).replace(/\/+$/, "") || "/";
  const between = file.text.slice(first.range[1], next.range[0]);
  if (between.includes("#")) return "a comment stands beside the cd";
  const removed = replaced(file.path, [first.range[0], next.range[0]], "");
  if (path === before) return [removed];
  const name = keyword(file, "WORKDIR");
  return [linesBefore(file, instruction, [`${name} ${path}`]), removed, linesAfter(file, instruction, [`${name} ${before}`])];
}
