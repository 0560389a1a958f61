import { no, yes } from "../../core/answer.js";
import { about, eachLinuxDeployment, missing, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/read-only-root",
  claim: "the root file system of the container is read-only",
  why: "What cannot be written cannot be replaced: an attacker finds no place for tools, no script to change, and what a program writes by mistake is seen at once.",
  todo: "Set `read_only: true` (Kubernetes: `readOnlyRootFilesystem: true`) and give a `tmpfs` or volume to each folder that the app writes, such as `tmpfs: [/tmp]`.",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0007", "no-read-only-root-fs"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, readOnlyRoot, kind } = deployment;
      const key = kind === "compose" ? "read_only: true" : "readOnlyRootFilesystem: true";
      const unset = unsetKey(deployment, "read_only");
      if (unset) return unset;
      if (readOnlyRoot?.value === true) return yes(`${name} has a read-only root`);
      if (readOnlyRoot) return no(about(deployment, `${name} says that its root may be written`, readOnlyRoot.place));
      return missing(service, deployment, `${name} can write to its whole root file system: \`${key}\` is not set`);
    });
  },
  examples: [
    {
      title: "read-only, with room for what is written",
      says: "yes",
      files: {
        Dockerfile: 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    read_only: true\n    tmpfs:\n      - /tmp\n",
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
