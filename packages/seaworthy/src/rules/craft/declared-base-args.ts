import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { baseArguments } from "../../models/dockerfile/base-arguments.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/declared-base-args",
  claim: "every variable of a FROM is declared by an ARG above the first FROM",
  why: "FROM sees only those ARGs: any other variable is empty, whatever --build-arg says, and the build takes another image or none.",
  todo: "Declare it above the first FROM: `ARG VERSION=24`.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["UndefinedArgInFrom"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const { used, undeclared } = baseArguments(dockerfile);
    const findings = undeclared.map(({ name, range, near }) =>
      finding(
        `$${name} is declared by no ARG above the first FROM${near ? `; did you mean $${near}?` : ""}`,
        placeOf(dockerfile, { range }),
      ),
    );
    return noOr(findings, () =>
      used > 0 ? yes("every variable of a FROM is declared") : notApplicable("no FROM has a variable"),
    );
  },
  examples: [
    { title: "declared first", says: "yes", files: "ARG NODE=24\nFROM node:${NODE}-alpine\n" },
    { title: "mistyped", says: "no", files: "ARG NODE=24\nFROM node:«${NODDE}»-alpine\n" },
  ],
});
