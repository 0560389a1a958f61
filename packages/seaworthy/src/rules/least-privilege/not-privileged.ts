import { no, yes } from "../../core/answer.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/not-privileged",
  claim: "the container is not privileged",
  why: "A privileged container has every capability, every device and no seccomp or AppArmor profile: who breaks into it owns the host.",
  todo: "Remove `privileged: true` and give the one capability (`cap_add`) or device (`devices`) that was missing.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0002", "privileged-container"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, privileged } = deployment;
      const unset = unsetKey(deployment, "privileged");
      if (unset) return unset;
      if (privileged?.value === true) return no(about(deployment, `${name} runs privileged`, privileged.place));
      return yes(`${name} is not privileged`);
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, kind, privileged }, edit) => ({
      title: `run ${name} without the rights of the host's root: what needs a device or a capability has to be given that one`,
      changes: [
        edit.foreignTo(privileged?.place) ??
          (kind === "compose" ? edit.remove(["privileged"]) : edit.set(["securityContext", "privileged"], false)),
      ],
    }));
  },
  examples: [
    {
      title: "a device instead of everything",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  scanner:\n    build: .\n    devices: [/dev/bus/usb/001/002]\n",
      },
    },
    {
      title: "privileged",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  scanner:\n    build: .\n    privileged: «true»\n",
      },
    },
  ],
});
