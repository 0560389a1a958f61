import { type Finding, finding, noOr, unknown, yes } from "../../core/answer.js";
import { startOf } from "../../core/place.js";
import { isAsideFile } from "../../models/project/credential-files.js";
import { isCommonDefault } from "../../models/project/credentials.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "no-secrets/no-tracked-env",
  claim: "no file with credentials is in the repository",
  why: "A file that was committed once is in every clone and in the history for good; from there it finds its way into images, caches and logs.",
  todo: "Change the credentials, take the file out with `git rm --cached`, name it in .gitignore, and commit a `.env.example` with stand-ins instead.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  scope: "project",
  subject: "written",
  source({ project }) {
    const findings: Finding[] = [];
    const closed: string[] = [];
    for (const { path, named, credentials } of project.credentialFiles) {
      // The settings of one program are a question to the image that they go into.
      if (named === "config" || isAsideFile(path)) continue;
      if (credentials === null) {
        if (named === "secret") closed.push(path);
        continue;
      }
      for (const { name, what, value, place } of credentials) {
        if (!isCommonDefault(value))
          findings.push(finding(`${path} has ${what}${name === null ? "" : ` in ${name}`}`, place, { secret: true }));
      }
    }
    const first = closed[0];
    return noOr(findings, () =>
      first === undefined
        ? yes("no tracked file holds anything in the form of a credential")
        : unknown(`${first} is in the repository; what it holds cannot be read here`, startOf(first)),
    );
  },
  examples: [
    {
      title: "an example of an env file",
      says: "yes",
      files: { Dockerfile: "FROM alpine:3.22\n", ".env.example": "DB_PASSWORD=changeme\n" },
    },
    {
      title: "the env file itself",
      says: "no",
      files: { Dockerfile: "FROM alpine:3.22\n", ".env": "DB_PASSWORD=«tr0ub4dor»\n" },
    },
  ],
});
