import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { fixEach, replaced } from "../../core/edit.js";
import { isInside, placeOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/as-case",
  claim: "FROM and AS are written in the same case",
  why: "`FROM … as` mixes two styles in one line, and the name of the stage is overlooked.",
  todo: "Write `FROM … AS …`, or both words in lower case.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["FromAsCasing"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const named = dockerfile.stages.filter(({ from }) => from.alias);
    if (named.length === 0) return notApplicable("no stage has a name");
    const findings = named.flatMap(({ from }) => {
      const keyword = dockerfile.text.slice(...from.keywordRange);
      const as = from.words[1];
      const wanted = caseOf(keyword);
      // FROM in mixed case is a fault of its own.
      if (!as || wanted === null || as.text === wanted(as.text)) return [];
      return [finding(`${as.text} is not in the case of ${keyword}`, placeOf(dockerfile, as))];
    });
    return noOr(findings, () => yes("FROM and AS agree"));
  },
  fix({ dockerfile }, _, { findings }) {
    const how = { title: "write AS in the case of FROM", safety: "safe", order: "line" } as const;
    return fixEach(findings, how, ({ file, range }) => {
      const stage = dockerfile?.stages.find(({ from }) => isInside(range, from));
      const wanted = dockerfile && stage ? caseOf(dockerfile.text.slice(...stage.from.keywordRange)) : null;
      return wanted && dockerfile ? [replaced(file, range, wanted(dockerfile.text.slice(...range)))] : null;
    });
  },
  examples: [
    { title: "both in capitals", says: "yes", files: "FROM node:24 AS build\n" },
    { title: "one of each", says: "no", files: "FROM node:24 «as» build\n" },
  ],
});

function caseOf(keyword: string): ((text: string) => string) | null {
  if (keyword === keyword.toLowerCase()) return (text) => text.toLowerCase();
  return keyword === keyword.toUpperCase() ? (text) => text.toUpperCase() : null;
}
