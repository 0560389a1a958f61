import { noOr, yes } from "../../core/answer.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachDeployment } from "../../models/project/each-deployment.js";
import { engineSocketOf } from "../../models/project/host-paths.js";
import { unmounted } from "../../models/project/unmounted.js";
import { defineRule } from "../../rule.js";

export default defineRule({
  id: "least-privilege/no-docker-socket",
  claim: "the engine's control socket is not mounted into the container",
  why: "Who can speak to the engine can start a privileged container with the host's disk in it. Mounting the socket read-only changes nothing: the API behind it stays writable.",
  todo: "Remove the mount. Where the app must see containers, put a filtering proxy between (read-only endpoints alone) or use a rootless engine of its own.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0001", "docker-sock"],
  source(service) {
    return eachDeployment(service, (deployment) => {
      const found = deployment.hostMounts.flatMap(({ source, target, place, readOnly }) => {
        const socket = engineSocketOf(source, target);
        if (!socket) return [];
        const only = readOnly ? " (read-only does not help: the API behind it stays writable)" : "";
        return [about(deployment, `${deployment.name} gets ${socket} by \`${source}\`${only}`, place)];
      });
      return noOr(found, () => yes(`${deployment.name} has no control socket of an engine`));
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit, { place }) => unmounted(service, deployment, edit, place));
  },
  examples: [
    {
      title: "no socket",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    volumes: [data:/data]\nvolumes:\n  data:\n",
      },
    },
    {
      title: "the engine's socket",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    volumes:\n      - «/var/run/docker.sock:/var/run/docker.sock:ro»\n",
      },
    },
  ],
});
