import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { undefinedVariables } from "../../models/dockerfile/undefined-variables.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/defined-variables",
  claim: "every variable that the builder substitutes is set before it is used",
  why: "The builder puts nothing in the place of an unset variable and says nothing: files land in another folder, a name is cut short. ARGs above the first FROM, HOME and the platform's arguments are not set in a stage that does not declare them.",
  todo: "Set it with ENV or declare it with ARG in the same stage, above its use; write `\\$` where a dollar sign is meant.",
  weight: "advised",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["UndefinedVar"],
  source({ dockerfile, buildArgs }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const { used, undefined: missing } = undefinedVariables(dockerfile, buildArgs);
    const findings = missing
      .filter(({ certain }) => certain)
      .map(({ name, range, near, instruction }) =>
        finding(
          `${instruction.keyword} uses $${name}, which nothing sets before${near ? `; did you mean $${near}?` : ""}`,
          placeOf(dockerfile, { range }),
        ),
      );
    return noOr(findings, () => {
      const doubtful = missing[0];
      if (doubtful)
        return unknown(
          `whether the base image sets $${doubtful.name} is not known; nothing in the file does`,
          placeOf(dockerfile, doubtful),
        );
      return used > 0 ? yes("every variable is set before it is used") : notApplicable("no variable is used");
    });
  },
  examples: [
    { title: "declared in the stage", says: "yes", files: "FROM alpine:3.23\nARG APP=server\nCOPY $APP /srv/\n" },
    { title: "mistyped", says: "no", files: "FROM alpine:3.23\nENV APP_HOME=/srv\nWORKDIR «$APP_HOEM»\n" },
  ],
});
