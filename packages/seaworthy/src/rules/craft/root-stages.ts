import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { isRootUser } from "../../models/project/uid.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/root-stages",
  claim: "no stage ends with a USER that is root",
  why: "In every stage and by the instruction alone: `non-root-user` looks at what serves in the end. This one is for teams whose stages, each of them, may be shipped.",
  todo: "Switch back to the app's user below what needs root.",
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3002"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const last = dockerfile.stages.flatMap(
      ({ instructions }) => instructions.findLast(({ keyword }) => keyword === "USER") ?? [],
    );
    if (last.length === 0) return notApplicable("there is no USER");
    const findings = last
      .filter(({ text }) => isRootUser(text) === true)
      .map((user) => finding(`the stage ends as ${user.text}`, placeOf(dockerfile, user)));
    return noOr(findings, () => yes("no stage ends as root"));
  },
  examples: [
    {
      title: "back to the app's user",
      says: "yes",
      files: "FROM node:24-alpine\nUSER root\nRUN apk add --no-cache tini\nUSER node\n",
    },
    {
      title: "root to the end",
      says: "no",
      files: "FROM node:24-alpine AS build\n«USER root»\nFROM node:24-alpine\nUSER node\n",
    },
  ],
});
