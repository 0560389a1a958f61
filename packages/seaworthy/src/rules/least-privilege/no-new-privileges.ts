import { no, yes } from "../../core/answer.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, missing, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/no-new-privileges",
  claim: "no process can gain rights that its parent did not have",
  why: "A setuid program in the image, such as su or mount, makes an unprivileged process root again. With no-new-privileges the kernel ignores the bit.",
  todo: 'Set `security_opt: ["no-new-privileges:true"]` (Kubernetes: `allowPrivilegeEscalation: false`).',
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0003", "privilege-escalation-container"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, noNewPrivileges, kind } = deployment;
      if (noNewPrivileges?.value === true) return yes(`${name} can gain no new privileges`);
      if (noNewPrivileges) return no(about(deployment, `${name} says that new privileges are allowed`, noNewPrivileges.place));
      const unset = unsetKey(deployment, "security_opt");
      if (unset) return unset;
      const key = kind === "compose" ? "no-new-privileges:true" : "allowPrivilegeEscalation: false";
      return missing(service, deployment, `${name} lets setuid programs give new privileges: \`${key}\` is not set`);
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, switchedOn);
  },
  examples: [
    {
      title: "switched on",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": 'services:\n  api:\n    build: .\n    security_opt: ["no-new-privileges:true"]\n',
      },
    },
    {
      title: "the default",
      says: "no",
      files: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  «api»:\n    build: .\n",
      },
    },
  ],
});

function switchedOn({ name, kind, noNewPrivileges, compose }: Deployment, edit: DeploymentEdit): Made {
  const title = `forbid ${name} to gain privileges: setuid programs such as sudo and su stop working in it`;
  const options = compose?.securityOpt ?? [];
  const elsewhere = [noNewPrivileges, ...options].map((one) => edit.foreignTo(one?.place)).find((one) => one !== null);
  if (elsewhere) return elsewhere;
  if (kind === "kubernetes") return { title, changes: [edit.set(["securityContext", "allowPrivilegeEscalation"], false)] };
  if (noNewPrivileges) return { title, changes: [edit.replace(noNewPrivileges.place, "no-new-privileges:true")] };
  return { title, changes: [edit.add(["security_opt"], ["no-new-privileges:true"])] };
}
