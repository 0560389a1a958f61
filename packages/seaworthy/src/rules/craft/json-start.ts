import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/json-start",
  claim: "every CMD and ENTRYPOINT is in exec form, or a SHELL was chosen for it",
  why: "By form alone, and in every stage: `graceful-shutdown` looks at what is started, and lets a shell pass that is replaced by `exec`. This one is for teams that want no shell form at all.",
  todo: 'Write a JSON array of strings, `CMD ["node", "server.js"]`, or choose the shell with SHELL.',
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3025", "JSONArgsRecommended"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const starts = startsOf(dockerfile);
    if (starts.length === 0) return notApplicable("there is neither CMD nor ENTRYPOINT");
    const findings = starts
      .filter(({ instruction, chosen }) => !instruction.json && !chosen)
      .map(({ instruction }) => finding(`${instruction.keyword} is in shell form`, placeOf(dockerfile, instruction)));
    return noOr(findings, () => yes("every one is in exec form or has its own SHELL"));
  },
  examples: [
    { title: "exec form", says: "yes", files: 'FROM node:24-alpine\nCMD ["node", "server.js"]\n' },
    { title: "shell form", says: "no", files: "FROM node:24-alpine\n«CMD exec node server.js»\n" },
  ],
});

interface Start {
  readonly instruction: Instruction;
  /** True when the file has chosen the shell that runs it, in this stage or one below. */
  readonly chosen: boolean;
}

function startsOf(dockerfile: Dockerfile): readonly Start[] {
  const chosenIn = new Map<Stage, boolean>();
  const found: Start[] = [];
  for (const stage of dockerfile.stages) {
    let chosen = stage.parent ? (chosenIn.get(stage.parent) ?? false) : false;
    for (const instruction of stage.instructions) {
      if (instruction.keyword === "SHELL") chosen = true;
      else if (instruction.keyword === "CMD" || instruction.keyword === "ENTRYPOINT") found.push({ instruction, chosen });
    }
    chosenIn.set(stage, chosen);
  }
  return found;
}
