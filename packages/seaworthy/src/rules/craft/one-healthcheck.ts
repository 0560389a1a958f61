import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { withoutInstruction } from "../../models/dockerfile/edit/lines.js";
import { overridden } from "../../models/dockerfile/overridden.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/one-healthcheck",
  claim: "no stage has more than one HEALTHCHECK",
  why: "Only the last HEALTHCHECK of a stage counts: the others look as if they did something.",
  todo: "Keep the last HEALTHCHECK of the stage and delete those above it.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3012", "MultipleInstructionsDisallowed", "DS-0023"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings = overridden(dockerfile, "HEALTHCHECK").map((each) =>
      finding("this HEALTHCHECK has no effect: the stage has a later one", placeOf(dockerfile, each)),
    );
    return noOr(findings, () =>
      writtenOf(dockerfile, "HEALTHCHECK").some(({ onbuild }) => !onbuild)
        ? yes("each stage has one HEALTHCHECK at most")
        : notApplicable("there is no HEALTHCHECK"),
    );
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "delete what a later line replaces", safety: "safe", order: "instruction" } as const;
    return fixEach(findings, how, (place) => dockerfile && withoutInstruction(dockerfile, place));
  },
  examples: [
    {
      title: "one",
      says: "yes",
      files: "FROM nginx:1.29-alpine\nHEALTHCHECK CMD wget -q --spider http://localhost/ || exit 1\n",
    },
    {
      title: "two",
      says: "no",
      files: "FROM nginx:1.29-alpine\n«HEALTHCHECK CMD wget -q --spider http://localhost/»\nHEALTHCHECK NONE\n",
    },
  ],
});
