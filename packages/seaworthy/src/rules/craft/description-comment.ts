import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { isSwitchedOn } from "../../models/dockerfile/check-options.js";
import { describingComments } from "../../models/dockerfile/describing-comments.js";
import { checkArgument } from "../../models/project/check-argument.js";
import { defineRule } from "../../rule.js";

const ASKED = "# check=experimental=InvalidDefinitionDescription\n";

export default defineRule({
  id: "craft/description-comment",
  claim: "a comment above a stage or an ARG describes it by name",
  why: "`docker build --call=outline` and `--call=targets` show a comment as the description of the stage or ARG below it only if it begins with that name.",
  todo: "Begin the comment with the name, `# VERSION is the release to build`, or put a line with a lone `#` below a comment that is no description.",
  weight: "advised",
  level: "info",
  since: "0.1.0",
  subject: "written",
  aliases: ["InvalidDefinitionDescription"],
  options: {
    always: {
      type: "boolean",
      default: false,
      description:
        "Ask it also where the file does not say `# check=experimental=InvalidDefinitionDescription`, as the builder wants.",
    },
  },
  source(service, { always }) {
    const { dockerfile } = service;
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const argument = checkArgument(service);
    const asks = always || argument !== null || dockerfile.text.includes("experimental");
    const comments = (asks ? describingComments(dockerfile) : []).filter(
      ({ instruction }) => always || isSwitchedOn("InvalidDefinitionDescription", dockerfile, instruction, argument),
    );
    if (comments.length === 0)
      return notApplicable(
        always ? "no comment stands above a stage or an ARG" : "the file does not ask for it above a stage or an ARG",
      );
    const findings = comments
      .filter(({ first, names }) => !names.includes(first))
      .map(({ name, names }) =>
        finding(`the comment above does not begin with ${names.slice(0, 5).join(" or ")}`, placeOf(dockerfile, name)),
      );
    return noOr(findings, () => yes("every such comment is a description"));
  },
  examples: [
    {
      title: "a description",
      says: "yes",
      files: `${ASKED}# VERSION is the release to build\nARG VERSION=24\nFROM node:$VERSION\n`,
    },
    { title: "another comment", says: "no", files: `${ASKED}# the release to build\nARG «VERSION»=24\nFROM node:$VERSION\n` },
  ],
});
