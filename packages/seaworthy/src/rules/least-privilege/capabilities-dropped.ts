import { no, yes } from "../../core/answer.js";
import { about, eachLinuxDeployment, missing, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/capabilities-dropped",
  claim: "all capabilities are dropped, and only those that are needed come back",
  why: "A container starts with fourteen parts of root's power, raw network packets and the change of any file's owner among them. An app that serves requests needs none.",
  todo: "Set `cap_drop: [ALL]` (Kubernetes: `capabilities: { drop: [ALL] }`) and add back what fails without, one by one.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0006", "drop-net-raw-capability"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, capDrop, kind } = deployment;
      if (capDrop.some((one) => one.value === "ALL")) return yes(`${name} drops all capabilities`);
      const unset = unsetKey(deployment, "cap_drop");
      if (unset) return unset;
      const [first] = capDrop;
      if (first) {
        const names = capDrop.map((one) => one.value).join(", ");
        return no(about(deployment, `${name} drops ${names} alone and keeps the rest of the default capabilities`, first.place));
      }
      const key = kind === "compose" ? "cap_drop: [ALL]" : "capabilities.drop: [ALL]";
      return missing(service, deployment, `${name} keeps the default capabilities: \`${key}\` is not set`);
    });
  },
  examples: [
    {
      title: "all dropped, one added back",
      says: "yes",
      files: {
        Dockerfile: "FROM nginx:1.29-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]\n",
      },
    },
    {
      title: "one dropped",
      says: "no",
      files: {
        Dockerfile: "FROM nginx:1.29-alpine\nUSER nginx\n",
        "compose.yaml": "services:\n  web:\n    build: .\n    cap_drop: [«NET_RAW»]\n",
      },
    },
  ],
});
