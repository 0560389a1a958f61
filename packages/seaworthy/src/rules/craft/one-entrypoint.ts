import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { withoutInstruction } from "../../models/dockerfile/edit/lines.js";
import { overridden } from "../../models/dockerfile/overridden.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/one-entrypoint",
  claim: "no stage has more than one ENTRYPOINT",
  why: "Only the last ENTRYPOINT of a stage counts: the others look as if they did something.",
  todo: "Keep the last ENTRYPOINT of the stage and delete those above it.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4004", "MultipleInstructionsDisallowed", "DS-0007"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings = overridden(dockerfile, "ENTRYPOINT").map((each) =>
      finding("this ENTRYPOINT has no effect: the stage has a later one", placeOf(dockerfile, each)),
    );
    return noOr(findings, () =>
      writtenOf(dockerfile, "ENTRYPOINT").some(({ onbuild }) => !onbuild)
        ? yes("each stage has one ENTRYPOINT at most")
        : notApplicable("there is no ENTRYPOINT"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "delete what a later line replaces", safety: "safe", order: "instruction" } as const;
    return fixEach(findings, how, (place) => dockerfile && withoutInstruction(dockerfile, place));
  },
  examples: [
    { title: "one", says: "yes", files: 'FROM node:24-alpine\nENTRYPOINT ["node", "server.js"]\n' },
    { title: "two", says: "no", files: 'FROM node:24-alpine\n«ENTRYPOINT ["tini", "--"]»\nENTRYPOINT ["node", "server.js"]\n' },
  ],
});
