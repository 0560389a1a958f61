import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { copyOrigins } from "../../models/dockerfile/copy-origins.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/copy-from-itself",
  claim: "no stage copies from itself",
  why: "A stage is not finished while it is built: the builder refuses to copy from it.",
  todo: "Copy from the stage that makes the file, or use `RUN cp` within the stage.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3023", "DS-0006"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const origins = copyOrigins(dockerfile);
    const findings = origins
      .filter((one) => one.is === "own")
      .map(({ instruction, written }) =>
        finding(`${written} is the stage that copies`, placeOf(dockerfile, instruction.from ?? instruction)),
      );
    return noOr(findings, () => {
      if (origins.length === 0) return notApplicable("nothing is copied from a stage");
      return yes("every stage copies from others");
    });
  },
  examples: [
    { title: "from another", says: "yes", files: "FROM node:24 AS build\nFROM node:24-alpine\nCOPY --from=build /dist /srv\n" },
    { title: "from itself", says: "no", files: "FROM node:24 AS build\nCOPY «--from=build» /dist /srv\n" },
  ],
});
