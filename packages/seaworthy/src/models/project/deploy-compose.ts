import type { Sited } from "../../core/place.js";
import type { ComposeService } from "../compose/compose.js";
import type { Deployment } from "./deployment.js";

/** A Compose service in the shape that it shares with Kubernetes. `waitedFor`: another service waits for it to complete. */
export function composeDeployment(service: ComposeService, waitedFor: boolean): Deployment {
  const options = service.securityOpt.map((option) => ({ ...option, value: option.value.replace("=", ":").toLowerCase() }));
  const noNew = options.find((option) => /^no-new-privileges(?::(?:true|false))?$/.test(option.value));
  return {
    kind: "compose",
    file: service.place.file,
    name: service.name,
    place: service.place,
    image: service.image,
    compose: service,
    kubernetes: null,
    oneShot: waitedFor || runsOnce(service),
    entrypoint: service.entrypoint,
    command: service.command,
    user: service.user,
    readOnlyRoot: service.readOnly,
    privileged: service.privileged,
    noNewPrivileges: noNew ? { value: !noNew.value.endsWith(":false"), place: noNew.place } : null,
    capDrop: service.capDrop.map(capability),
    capAdd: service.capAdd.map(capability),
    writablePaths: service.mounts
      .filter((mount) => !mount.readOnly && ["volume", "bind", "tmpfs"].includes(mount.type))
      .map((mount) => ({ value: mount.target, place: mount.place })),
    hostMounts: service.mounts
      .filter((mount) => mount.type === "bind" && mount.source !== null)
      .map(({ source, target, readOnly, place }) => ({ source: source ?? "", target, readOnly, place })),
    hostNamespaces: [
      ...host("network", service.networkMode),
      ...host("pid", service.pid),
      ...host("ipc", service.ipc),
      ...host("uts", service.uts),
      ...host("userns", service.usernsMode),
      ...host("cgroup", service.cgroup),
    ],
    devices: service.devices,
    unconfined: options.filter((option) => /^(?:seccomp|apparmor|systempaths):unconfined$|^label:disable$/.test(option.value)),
    env: [...service.environment].map(([name, { value, place }]) => ({
      name,
      value,
      literal: value !== null && !service.interpolated.has(name),
      place,
    })),
    graceSeconds: service.stopGracePeriod && { ...service.stopGracePeriod, value: service.stopGracePeriod.value / 1000 },
  };
}

/** Upper case, without the prefix that may be left out. */
export function capability(written: Sited<string>): Sited<string> {
  return { ...written, value: written.value.toUpperCase().replace(/^CAP_/, "") };
}

type Namespace = Deployment["hostNamespaces"][number]["value"];

function host(name: Namespace, mode: Sited<string> | null): readonly Sited<Namespace>[] {
  return mode?.value === "host" ? [{ value: name, place: mode.place }] : [];
}

const ONCE =
  /\b(?:migrat(?:e|es|ion|ions)|db:(?:migrate|prepare|setup|seed)|alembic\s+upgrade|flyway|liquibase|createbuckets?|collectstatic|createsuperuser)\b/i;
const GOES_ON = /(?:&&|;|\|\|)\s*(?:exec\s+)?(?!echo\b|exit\b|true\b)\S/;

function runsOnce(service: ComposeService): boolean {
  const restart = service.restart?.value ?? null;
  if (restart !== null && /^(?:always|unless-stopped)/.test(restart)) return false;
  if (restart === "no" && service.profiles.length > 0 && service.ports.length === 0) return true;
  const { command, entrypoint } = service;
  const words = [entrypoint?.value ?? [], command?.value ?? []].flat().join(" ");
  if (words === "") return false;
  const match = ONCE.exec(words);
  // "migrate && serve" is a start, not a task.
  return match !== null && !GOES_ON.test(words.slice(match.index + match[0].length)) && service.ports.length === 0;
}
