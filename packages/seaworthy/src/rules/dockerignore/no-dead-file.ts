import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { startOf } from "../../core/place.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "dockerignore/no-dead-file",
  claim: "every ignore file near the build is one that Docker reads",
  why: "Docker reads one file alone: `<Dockerfile name>.dockerignore` beside the Dockerfile, else `.dockerignore` at the root of the context. Any other looks like a protection and is none.",
  todo: "Move the file to the root of the build context under the name `.dockerignore`, or delete it.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  source({ context }) {
    if (!context) return unknown("the build context is not in this project");
    return noOr(
      context.deadIgnores.map(({ path, because }) => finding(`Docker does not read ${path}: ${because}`, startOf(path))),
      () => (context.ignore ? yes(`Docker reads ${context.ignore.path}`) : notApplicable("there is no ignore file")),
    );
  },
  examples: [
    { title: "at the root", says: "yes", files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".dockerignore": ".git\n" } },
    {
      title: "in another case",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY . .\n", ".Dockerignore": "«».git\n" },
    },
  ],
});
