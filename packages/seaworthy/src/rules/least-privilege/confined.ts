import { noOr, yes } from "../../core/answer.js";
import { isSourcePlace } from "../../core/place.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/confined",
  claim: "no profile of seccomp, AppArmor or SELinux is switched off",
  why: "The default profiles block some sixty system calls that apps never use and exploits do. Unconfined, every fault of the kernel is in reach.",
  todo: "Remove the `unconfined` or `label:disable` option, or name a profile that allows just the missing call: `seccomp:./profile.json`.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0009"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, unconfined } = deployment;
      const found = unconfined.map(({ value, place }) => {
        const profile = value.toLowerCase() === "unconfined" ? "its profile (Unconfined)" : `\`${value}\``;
        return about(deployment, `${name} switches the kernel's protection off: ${profile}`, place);
      });
      return noOr(found, () => unsetKey(deployment, "security_opt") ?? yes(`${name} switches no profile off`));
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, kind }, edit, { message, place }) => {
      if (kind !== "compose" || !isSourcePlace(place)) return null;
      const option = /`([^`]+)`/.exec(message)?.[1] ?? "the option";
      return {
        title: `leave the kernel's protection of ${name} switched on, without ${option}`,
        changes: edit.removeItems(["security_opt"], [place]),
      };
    });
  },
  examples: [
    {
      title: "the defaults",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n",
      },
    },
    {
      title: "no seccomp",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    security_opt:\n      - «seccomp:unconfined»\n",
      },
    },
  ],
});
