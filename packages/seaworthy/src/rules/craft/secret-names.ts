import { finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import { placeOf } from "../../core/place.js";
import { writtenInstructions } from "../../models/dockerfile/written.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "craft/secret-names",
  claim: "no ARG or ENV has a name that speaks of a secret",
  why: "By name alone: `no-secrets` looks at the value and at its use, which is right more often. This one is for teams that want no such name at all.",
  todo: "Hand secrets over with `RUN --mount=type=secret`, or at run time; name files that hold them `…_FILE`.",
  weight: "off",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL3064", "SecretsUsedInArgOrEnv"],
  source({ dockerfile }) {
    if (!dockerfile) return unknown("the Dockerfile could not be read");
    const pairs = writtenInstructions(dockerfile).flatMap((each) =>
      each.keyword === "ARG" || each.keyword === "ENV" ? each.pairs : [],
    );
    if (pairs.length === 0) return notApplicable("there is neither ARG nor ENV");
    const findings = pairs
      .filter(({ name }) => SECRET.test(name) && !HARMLESS.test(name))
      .map(({ name, nameRange }) =>
        finding(
          `${name.slice(0, 100)} sounds like a secret, and ends up in the image`,
          placeOf(dockerfile, { range: nameRange }),
        ),
      );
    return noOr(findings, () => yes("no name speaks of a secret"));
  },
  examples: [
    { title: "a file", says: "yes", files: "FROM alpine:3.23\nENV DB_PASSWORD_FILE=/run/secrets/db\n" },
    { title: "a password", says: "no", files: "FROM alpine:3.23\nARG «DB_PASSWORD»\n" },
  ],
});

/** The words by which BuildKit's own check knows a secret, and those that speak against it. */
const SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const HARMLESS = /(?:_|^)(?:public|file|version)(?:_|$)/i;
