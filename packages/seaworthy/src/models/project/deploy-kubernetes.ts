import type { Sited } from "../../core/place.js";
import type { Container, Workload } from "../kubernetes/kubernetes.js";
import { capability } from "./deploy-compose.js";
import type { Deployment } from "./deployment.js";

/** Volumes that the kubelet mounts so that nobody can write to them. */
const READ_ONLY = new Set(["secret", "configMap", "projected", "downwardAPI"]);

/** A container of a workload in the shape that it shares with Compose. */
export function kubernetesDeployment(workload: Workload, container: Container): Deployment {
  const { security } = container;
  const several = workload.containers.filter((other) => other.role === "container").length > 1;
  const escalation = security.allowPrivilegeEscalation;
  return {
    kind: "kubernetes",
    file: workload.file,
    name: several || container.role !== "container" ? `${workload.name}/${container.name}` : workload.name,
    place: container.place,
    image: container.image,
    compose: null,
    kubernetes: { workload, container },
    oneShot:
      workload.kind === "Job" || workload.kind === "CronJob" || container.role === "init" || container.role === "ephemeral",
    entrypoint: container.command,
    command: container.args,
    user: userOf(security),
    readOnlyRoot: security.readOnlyRootFilesystem,
    privileged: security.privileged,
    noNewPrivileges: escalation && { value: !escalation.value, place: escalation.place },
    capDrop: security.capabilitiesDrop.map(capability),
    capAdd: security.capabilitiesAdd.map(capability),
    writablePaths: container.mounts
      .filter((mount) => !mount.readOnly && !READ_ONLY.has(mount.volume?.type ?? ""))
      .map((mount) => ({ value: mount.path, place: mount.place })),
    hostMounts: container.mounts.flatMap(({ volume, path, readOnly, place }) =>
      volume?.hostPath ? [{ source: volume.hostPath, target: path, readOnly, place }] : [],
    ),
    hostNamespaces: [
      ...host("network", workload.hostNetwork),
      ...host("pid", workload.hostPid),
      ...host("ipc", workload.hostIpc),
    ],
    devices: [],
    unconfined: [security.seccompProfile, security.appArmorProfile].filter(
      (profile) => profile !== null && profile.value.toLowerCase() === "unconfined",
    ) as readonly Sited<string>[],
    env: container.env.map(({ name, value, from, place }) => ({ name, value, literal: value !== null && from === null, place })),
    graceSeconds: workload.terminationGracePeriodSeconds,
  };
}

function userOf({ runAsUser, runAsGroup }: Container["security"]): Sited<string> | null {
  if (!runAsUser) return null;
  return { value: runAsGroup ? `${runAsUser.value}:${runAsGroup.value}` : String(runAsUser.value), place: runAsUser.place };
}

function host(name: "network" | "pid" | "ipc", set: Sited<boolean> | null): Deployment["hostNamespaces"] {
  return set?.value === true ? [{ value: name, place: set.place }] : [];
}
