import { finding, noOr, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { placeOf } from "../../core/place.js";
import { isLower, quotedValue } from "../../models/dockerfile/edit/write.js";
import { writtenOf } from "../../models/dockerfile/written.js";
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
    const findings = writtenOf(dockerfile, "MAINTAINER")
      .filter(({ onbuild }) => !onbuild)
      .map((each) => finding("MAINTAINER is deprecated: use a label", placeOf(dockerfile, each)));
    return noOr(findings, () => yes("MAINTAINER is not used"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "name the maintainer by a label", safety: "safe", order: "line", changes: ["labels"] } as const;
    return fixEach(findings, how, ({ file, range }) => {
      const found = dockerfile?.instructions.find((one) => one.keyword === "MAINTAINER" && one.range[0] === range[0]);
      if (!found) return null;
      if (found.stage < 0) return "it belongs to no stage: it stands before the first FROM";
      const label = isLower(dockerfile?.text.slice(...found.keywordRange) ?? "") ? "label" : "LABEL";
      return [replaced(file, range, `${label} org.opencontainers.image.authors=${quotedValue(found.text)}`)];
    });
  },
  examples: [
    { title: "a label", says: "yes", files: 'FROM alpine:3.23\nLABEL org.opencontainers.image.authors="team@acme.dev"\n' },
    { title: "MAINTAINER", says: "no", files: "FROM alpine:3.23\n«MAINTAINER team@acme.dev»\n" },
  ],
});
