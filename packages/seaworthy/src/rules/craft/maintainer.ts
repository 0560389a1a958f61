import { finding, noOr, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/maintainer",
  claim: "the maintainer is named by a label",
  why: "MAINTAINER is deprecated: a label says the same and can be read, filtered and changed as any other.",
  todo: 'Write `LABEL org.opencontainers.image.authors="team@example.com"`.',
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL4000", "MaintainerDeprecated", "DS-0022"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const findings = dockerfile.instructions
      .filter((each) => each.keyword === "MAINTAINER")
      .map((each) => finding("MAINTAINER is deprecated: use a label", placeOf(dockerfile, each)));
    return noOr(findings, () => yes("MAINTAINER is not used"));
  },
  examples: [
    { title: "a label", says: "yes", files: 'FROM alpine:3.23\nLABEL org.opencontainers.image.authors="team@acme.dev"\n' },
    { title: "MAINTAINER", says: "no", files: "FROM alpine:3.23\n«MAINTAINER team@acme.dev»\n" },
  ],
});
