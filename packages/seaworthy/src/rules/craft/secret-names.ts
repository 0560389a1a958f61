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
    const settings = writtenInstructions(dockerfile).flatMap((each) =>
      each.keyword === "ARG" || each.keyword === "ENV" ? each.pairs.map((pair) => ({ each, pair })) : [],
    );
    if (settings.length === 0) return notApplicable("there is neither ARG nor ENV");
    const findings = settings
      .filter(({ pair }) => isHadolints(pair.name) || isBuildkits(pair.name))
      .map(({ each, pair: { name, nameRange } }) => {
        // BuildKit's check looks at what stages set themselves.
        const inStage = each.stage >= 0 && !each.onbuild;
        const aliases = [
          ...(isHadolints(name) ? ["DL3064"] : []),
          ...(isBuildkits(name) && inStage ? ["SecretsUsedInArgOrEnv"] : []),
        ];
        const message = `${name.slice(0, 100)} sounds like a secret, and ends up in the image`;
        return finding(message, placeOf(dockerfile, { range: nameRange }), { aliases });
      });
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
/** Parts of names that hadolint takes for a secret's, and whole names of accounts that the tools of CI read. Go's own GOPRIVATE names hosts. */
const PARTS = /api_key|client_key|password|private|secret|token|username/i;
const ACCOUNTS =
  /^(?:application_key|aws_access_key_id|ci_deploy_user|docker_email|facebook_app_id|heroku_api_user|okta_(?:authn_groupid|client_orgurl|oauth2_clientid)|stripe_device_name|travis_(?:os_name|secure_env_vars|sudo))$/i;

function isBuildkits(name: string): boolean {
  return SECRET.test(name) && !HARMLESS.test(name);
}

function isHadolints(name: string): boolean {
  return (PARTS.test(name) || ACCOUNTS.test(name)) && !HARMLESS.test(name) && name !== "GOPRIVATE";
}
