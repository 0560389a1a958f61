import { type Finding, finding, noOr, notApplicable, unknown, yes } from "../../core/answer.js";
import type { LayerSecret } from "../../models/image/layer.js";
import { historyPlace, settingPlace } from "../../models/image/place.js";
import { described } from "../../models/project/credentials.js";
import { settingsSecrets } from "../../models/secrets/settings-secrets.js";
import { defineRule } from "../../rule.js";

const MOST = 30;

export default defineRule({
  id: "no-secrets/no-secrets-in-settings",
  claim: "neither the environment, the labels nor the history of the image hold a credential",
  why: "`docker inspect` and `docker history` show them to everyone who has the image: ENV and LABEL with their values, each RUN with the build arguments that it was given.",
  todo: "Change the credential first: it is out. Give it to the build with `RUN --mount=type=secret`, not with ARG, and to the container at run time as a file or from a secret manager.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  aliases: ["CIS-DI-0010"],
  image(image) {
    if (image.form === "rootfs") return notApplicable("a root file system has no settings");
    const secrets = settingsSecrets(image);
    const findings = secrets
      .filter((one) => one.certain)
      .slice(0, MOST)
      .map(told);
    return noOr(findings, () => {
      const [open] = secrets;
      if (open) return unknown(`${where(open)} may hold ${said(open)}`, placeOf(open));
      return yes("no setting and no line of the history holds a credential");
    });
  },
  examples: [
    {
      title: "settings that are no secrets",
      says: "yes",
      image: { config: { env: ["PORT=3000", "DB_PASSWORD_FILE=/run/secrets/db"] } },
    },
    { title: "a password in the environment", says: "no", image: { config: { env: ["DATABASE_PASSWORD=tr0ub4dor"] } } },
  ],
});

function told(secret: LayerSecret): Finding {
  return finding(`${where(secret)} holds ${said(secret)}`, placeOf(secret), { secret: true });
}

function said({ description }: LayerSecret): string {
  return /^an? /.test(description) ? description : described(description);
}

function where({ where: part, path, line }: LayerSecret): string {
  if (part === "env") return `the variable ${path}`;
  if (part === "label") return `the label ${path}`;
  if (part === "history") return `line ${path} of the history`;
  return line === null ? path : `the build argument ${path}, in line ${line} of the history,`;
}

function placeOf({ where: part, path, line }: LayerSecret) {
  if (part === "history" || line !== null) return historyPlace((line ?? Number(path)) - 1);
  return settingPlace(part === "env" ? `Env ${path}` : part === "label" ? `Label ${path}` : "Cmd");
}
