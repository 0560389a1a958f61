import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Instruction } from "../../models/dockerfile/ast.js";
import type { Dockerfile, Stage } from "../../models/dockerfile/dockerfile.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/json-start",
  claim: "every CMD, ENTRYPOINT and health check is in exec form",
  why: "By form alone, and in every stage: `graceful-shutdown` looks at what is started, and lets a shell pass that is replaced by `exec`. This one is for teams that want no shell form at all, also below a SHELL of their own and for a health check, whose shell gets no signal.",
  todo: 'Write a JSON array of strings, `CMD ["node", "server.js"]`; where a shell is needed, `["sh", "-c", "…"]`.',
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3025", "JSONArgsRecommended"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const starts = startsOf(dockerfile);
    if (starts.length === 0) return notApplicable("nothing is started");
    const findings = starts
      .filter(({ instruction }) => !instruction.json)
      .map(({ instruction, chosen }) =>
        finding(
          `${instruction.keyword} is in shell form`,
          placeOf(dockerfile, instruction),
          chosen || instruction.keyword === "HEALTHCHECK" ? { aliases: ["DL3025"] } : {},
        ),
      );
    return noOr(findings, () => yes("every one is in exec form"));
  },
  examples: [
    { title: "exec form", says: "yes", files: 'FROM node:24-alpine\nCMD ["node", "server.js"]\n' },
    { title: "shell form", says: "no", files: "FROM node:24-alpine\n«CMD exec node server.js»\n" },
  ],
});

const STARTS: ReadonlySet<string> = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);

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
      else if (STARTS.has(instruction.keyword) && !(instruction.keyword === "HEALTHCHECK" && instruction.none))
        found.push({ instruction, chosen });
    }
    chosenIn.set(stage, chosen);
  }
  return found;
}
