import { finding, noOr, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/from-first",
  claim: "nothing but ARG stands before the first FROM",
  why: "There is no stage yet that an instruction could belong to: the builder refuses the file.",
  todo: "Move the instruction below FROM; only ARG may stand above it.",
  weight: "advised",
  level: "error",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3061"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const first = dockerfile.instructions.findIndex((each) => each.keyword === "FROM");
    const before = first < 0 ? dockerfile.instructions : dockerfile.instructions.slice(0, first);
    const findings = before
      .filter((each) => each.keyword !== "ARG" && each.keyword !== "UNKNOWN")
      .map((each) => finding(`${each.keyword} stands before the first FROM`, placeOf(dockerfile, { range: each.keywordRange })));
    return noOr(findings, () => (first < 0 ? unknown("there is no FROM") : yes("FROM comes first")));
  },
  examples: [
    { title: "ARG, then FROM", says: "yes", files: "ARG VERSION=3.23\nFROM alpine:${VERSION}\n" },
    { title: "LABEL first", says: "no", files: "«LABEL» team=web\nFROM alpine:3.23\n" },
  ],
});
