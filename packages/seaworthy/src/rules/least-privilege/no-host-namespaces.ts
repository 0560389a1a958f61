import { noOr, yes } from "../../core/answer.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import { defineRule } from "../../rule.js";

const SHARES = {
  network: "the host's network: every port and every local service of the host is open to it",
  pid: "the host's processes: it sees and may signal them",
  ipc: "the host's shared memory",
  uts: "the host's name, which it may change",
  userns: "the host's user ids: root inside is root outside",
  cgroup: "the host's control groups",
} as const;

/** What compose-lint and Kubernetes' linters call it. */
const NAMES: Readonly<Record<keyof typeof SHARES, readonly string[]>> = {
  network: ["CL-0008", "host-network"],
  pid: ["CL-0010", "host-pid"],
  ipc: ["CL-0010", "host-ipc"],
  uts: [],
  userns: [],
  cgroup: [],
};

export default defineRule({
  id: "least-privilege/no-host-namespaces",
  claim: "the container shares no namespace with the host",
  why: "Namespaces are what makes a container one. Without its own network or process namespace it reaches services that trust the host alone, and sees what runs beside it.",
  todo: "Remove `network_mode: host`, `pid: host`, `ipc: host` (Kubernetes: hostNetwork, hostPID, hostIPC); publish the ports that are needed.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0008", "CL-0010", "host-network", "host-pid", "host-ipc"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const found = deployment.hostNamespaces.map(({ value, place }) =>
        about(deployment, `${deployment.name} shares ${SHARES[value]}`, place, {
          ...(value === "uts" ? { level: "warning" } : {}),
          aliases: NAMES[value],
        }),
      );
      return noOr(
        found,
        () =>
          unsetKey(deployment, "network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup") ??
          yes(`${deployment.name} has namespaces of its own`),
      );
    });
  },
  examples: [
    {
      title: "a published port",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": 'services:\n  app:\n    build: .\n    ports: ["8080:8080"]\n',
      },
    },
    {
      title: "the host's network",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    network_mode: «host»\n",
      },
    },
  ],
});
