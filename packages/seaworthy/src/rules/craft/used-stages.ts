import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import type { Stage } from "../../models/dockerfile/dockerfile.js";
import { neededStages } from "../../models/dockerfile/needed.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/used-stages",
  claim: "every stage is used",
  why: "A stage that nothing copies from or builds on is skipped: whoever edits it changes nothing, and what it was meant to check is not checked.",
  todo: "Delete the stage, copy from it, or give it a name if it is built by `--target`.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["tally/no-unreachable-stages"],
  source({ dockerfile, stage }) {
    if (!dockerfile || !stage) return unknown("the shipped stage could not be read");
    const { stages } = dockerfile;
    if (stages.length < 2) return notApplicable("there is one stage");
    const used = new Set<Stage>(neededStages(dockerfile, stage));
    const use = (root: Stage): void => {
      if (!used.has(root)) for (const one of neededStages(dockerfile, root)) used.add(one);
    };
    for (const last of stages.slice(-1)) use(last);
    const targets = stages.filter((one) => one.name !== null && !used.has(one));
    for (const target of targets) use(target);
    const findings = stages
      .filter((one) => !used.has(one))
      .map((one) => finding("no other stage uses this one, and it has no name to build it by", placeOf(dockerfile, one.from)));
    return noOr(findings, () => {
      const target = targets[0];
      return target
        ? unknown(`${target.name} is of use only to who builds it by --target`, placeOf(dockerfile, target.from))
        : yes("every stage goes into the image");
    });
  },
  examples: [
    { title: "copied from", says: "yes", files: "FROM node:24 AS build\nFROM node:24-alpine\nCOPY --from=build /app /app\n" },
    { title: "left over", says: "no", files: "«FROM node:22-alpine»\nFROM node:24-alpine\nCOPY app.js .\n" },
  ],
});
