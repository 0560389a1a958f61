import { noOr, yes } from "../../core/answer.js";
import { isSourcePlace } from "../../core/place.js";
import { amongServices } from "../../models/compose/published.js";
import type { Deployment } from "../../models/project/deployment.js";
import { type DeploymentEdit, fixDeployments, type Made } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import type { Service } from "../../models/project/service.js";
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
  fix(service, _options, seen) {
    return fixDeployments(service, seen, (deployment, edit, { place }) => {
      const shared = deployment.hostNamespaces.find(
        (one) => isSourcePlace(place) && one.place.range[0] === place.range[0] && one.place.file === place.file,
      );
      return shared ? ofItsOwn(service, deployment, edit, shared.value) : null;
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

const KEYS = {
  network: "network_mode",
  pid: "pid",
  ipc: "ipc",
  uts: "uts",
  userns: "userns_mode",
  cgroup: "cgroup",
} as const;
const IN_PODS: Readonly<Record<string, string>> = { network: "hostNetwork", pid: "hostPID", ipc: "hostIPC" };
/** What goes on outside of the container is what these are there for. */
const WATCHERS =
  /(?:^|\/)(?:node-exporter|cadvisor|netdata|datadog|agent|home-assistant|homeassistant|wireguard|tailscale|zerotier|keepalived|calico|cilium|flannel|kube-proxy|dhcpd|pihole|plex|avahi)(?:[-_:@]|$)/i;

function ofItsOwn(service: Service, deployment: Deployment, edit: DeploymentEdit, shared: keyof typeof KEYS): Made {
  const { name, kind, compose, image } = deployment;
  if (service.foreign && WATCHERS.test(image?.value ?? "")) return `${image?.value} is there to see or serve the host itself`;
  const what = shared === "network" ? "network" : shared === "pid" ? "processes" : `${shared} namespace`;
  const title = `give ${name} ${shared === "pid" ? "its own processes to see" : `a ${what} of its own`}`;
  if (kind === "kubernetes") return { title, changes: [edit.removeFromPod(IN_PODS[shared] ?? "")] };
  const removed = edit.remove([KEYS[shared]]);
  if (shared !== "network" || !compose || compose.ports.length > 0) return { title, changes: [removed] };
  const ports = [
    ...new Set([
      ...(service.app?.ports ?? []).map(({ port }) => String(port)),
      ...(service.stage?.facts.exposed ?? []).flatMap(({ port }) =>
        /^\d+(?:\/tcp)?$/.test(port) ? [port.replace("/tcp", "")] : [],
      ),
    ]),
  ];
  const rehosted = deployment.env.flatMap(({ name: variable, value, literal, place }) => {
    if (value === null || !literal) return [];
    const there = amongServices(edit.rawAtTop(["services"]), value);
    const listed = edit.source.text
      .slice(...place.range)
      .replace(/^["']/, "")
      .startsWith(`${variable}=`);
    return there === value || edit.foreignTo(place) ? [] : [edit.replace(place, listed ? `${variable}=${there}` : there)];
  });
  if (ports.length === 0)
    return { title: `${title}; others are reached by their names, not by localhost`, changes: [removed, ...rehosted] };
  return {
    title: `${title}, port ${ports.join(", ")} published; others are reached by their names, not by localhost`,
    changes: [
      removed,
      ...rehosted,
      edit.set(
        ["ports"],
        ports.map((port) => `${port}:${port}`),
      ),
    ],
  };
}
