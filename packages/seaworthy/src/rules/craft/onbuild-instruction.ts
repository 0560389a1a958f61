import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenOf } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/onbuild-instruction",
  claim: "ONBUILD holds instructions that can be put off",
  why: "The builder refuses FROM, MAINTAINER and another ONBUILD behind ONBUILD.",
  todo: "Delete the ONBUILD, or the inner instruction.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3043", "tally/invalid-onbuild-trigger"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const all = writtenOf(dockerfile, "ONBUILD");
    if (all.length === 0) return notApplicable("there is no ONBUILD");
    const findings = all.flatMap((each) => {
      const inner = /^[a-z]+/i.exec(each.text)?.[0].toUpperCase() ?? "";
      const bad = inner === "FROM" || inner === "MAINTAINER" || inner === "ONBUILD";
      return bad ? [finding(`${inner} cannot stand behind ONBUILD`, placeOf(dockerfile, each))] : [];
    });
    return noOr(findings, () => yes("what stands behind ONBUILD may stand there"));
  },
  examples: [
    { title: "a RUN", says: "yes", files: "FROM node:24-alpine\nONBUILD RUN npm ci\n" },
    { title: "a FROM", says: "no", files: "FROM node:24-alpine\n«ONBUILD FROM alpine:3.23»\n" },
  ],
});
