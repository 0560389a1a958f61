import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { describingComments } from "../../models/dockerfile/describing-comments.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/description-comment",
  claim: "a comment above a stage or an ARG describes it by name",
  why: "`docker build --call=outline` and `--call=targets` show a comment as the description of the stage or ARG below it only if it begins with that name.",
  todo: "Begin the comment with the name, `# VERSION is the release to build`, or put a line with a lone `#` below a comment that is no description.",
  weight: "off",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["InvalidDefinitionDescription"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const comments = describingComments(dockerfile);
    if (comments.length === 0) return notApplicable("no comment stands above a stage or an ARG");
    const findings = comments
      .filter(({ first, names }) => !names.includes(first))
      .map(({ name, names }) =>
        finding(`the comment above does not begin with ${names.slice(0, 5).join(" or ")}`, placeOf(dockerfile, name)),
      );
    return noOr(findings, () => yes("every such comment is a description"));
  },
  examples: [
    { title: "a description", says: "yes", files: "# VERSION is the release to build\nARG VERSION=24\nFROM node:$VERSION\n" },
    { title: "another comment", says: "no", files: "# the release to build\nARG «VERSION»=24\nFROM node:$VERSION\n" },
  ],
});
