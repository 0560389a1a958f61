import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defaultBases } from "../../models/dockerfile/default-base.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/default-base",
  claim: "every FROM names an image when the build is given no arguments",
  why: "An ARG of a FROM without a usable default makes `docker build .` fail for everyone who does not know the argument, and tools that read the file see no base image.",
  todo: "Give the ARG a default: `ARG VERSION=24`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["InvalidDefaultArgInFrom"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    if (!dockerfile.stages.some(({ from }) => from.image.text.includes("$"))) return notApplicable("no FROM has a variable");
    const bases = defaultBases(dockerfile);
    const findings = bases
      .filter(({ valid }) => !valid)
      .map(({ from, name }) =>
        finding(
          name === ""
            ? "without build arguments FROM names nothing"
            : `without build arguments FROM names ${name}, which is no image`,
          placeOf(dockerfile, from.image),
        ),
      );
    return noOr(findings, () =>
      bases.length === dockerfile.stages.length
        ? yes("the defaults name images")
        : unknown("the defaults of the ARGs could not be computed"),
    );
  },
  examples: [
    { title: "with a default", says: "yes", files: "ARG NODE=24-alpine\nFROM node:$NODE\n" },
    { title: "without", says: "no", files: "ARG NODE\nFROM «node:$NODE»\n" },
  ],
});
