import type { Sited } from "../../core/place.js";
import { asBoolean, asList, asNumber, asSited, asString, asStrings, get, isNull, type YamlNode } from "../yaml/yaml.js";
import type { Fields } from "./fields.js";
import type { Container, KubernetesProbe, PodVolume, SecurityContext } from "./kubernetes.js";

/** What of the pod a container inherits or refers to. */
export interface PodContext {
  readonly security: YamlNode | null;
  readonly volumes: readonly PodVolume[];
  /** AppArmor profiles of the pod's annotations (the way before 1.30), by container name. */
  readonly appArmor: ReadonlyMap<string, Sited<string>>;
}

/** Reads one entry of `containers`, `initContainers` or `ephemeralContainers`. */
export function readContainer(node: YamlNode, role: Container["role"], pod: PodContext, fields: Fields): Container {
  const name = asString(get(node, "name")) ?? "";
  const restarts = asString(get(node, "restartPolicy"));
  return {
    name,
    role: role === "init" && restarts === "Always" ? "sidecar" : role,
    place: get(node, "name")?.place ?? node.place,
    image: fields.string(node, "image"),
    command: words(node, "command", fields),
    args: words(node, "args", fields),
    security: readSecurity(get(node, "securityContext"), name, pod, fields),
    liveness: readProbe(get(node, "livenessProbe"), fields),
    readiness: readProbe(get(node, "readinessProbe"), fields),
    startup: readProbe(get(node, "startupProbe"), fields),
    preStop: readPreStop(get(node, "lifecycle", "preStop")),
    env: readEnv(node, fields),
    mounts: readMounts(node, pod.volumes, fields),
    ports: readPorts(node, fields),
    limits: quantities(get(node, "resources", "limits")),
    requests: quantities(get(node, "resources", "requests")),
    imagePullPolicy: fields.string(node, "imagePullPolicy"),
  };
}

function words(node: YamlNode, key: string, fields: Fields): Sited<readonly string[]> | null {
  const at = get(node, key);
  if (!at || isNull(at)) return null;
  return {
    value: fields.list(node, key).map((item) => asString(item) ?? ""),
    place: at.place,
  };
}

function readSecurity(own: YamlNode | null, name: string, pod: PodContext, fields: Fields): SecurityContext {
  const either = <T>(read: (node: YamlNode | null) => T | null): T | null => read(own) ?? read(pod.security);
  const capabilities = (key: "add" | "drop") => asStrings(get(own, "capabilities", key));
  return {
    runAsUser: either((node) => fields.number(node, "runAsUser")),
    runAsGroup: either((node) => fields.number(node, "runAsGroup")),
    runAsNonRoot: either((node) => fields.boolean(node, "runAsNonRoot")),
    readOnlyRootFilesystem: fields.boolean(own, "readOnlyRootFilesystem"),
    allowPrivilegeEscalation: fields.boolean(own, "allowPrivilegeEscalation"),
    privileged: fields.boolean(own, "privileged"),
    capabilitiesAdd: capabilities("add"),
    capabilitiesDrop: capabilities("drop"),
    seccompProfile: either((node) => asSited(get(node, "seccompProfile", "type"))),
    appArmorProfile: either((node) => asSited(get(node, "appArmorProfile", "type"))) ?? pod.appArmor.get(name) ?? null,
    place: own?.place ?? pod.security?.place ?? null,
  };
}

const PROBE_KINDS = ["httpGet", "exec", "tcpSocket", "grpc"] as const;

function readProbe(node: YamlNode | null, fields: Fields): KubernetesProbe | null {
  if (!node || isNull(node)) return null;
  const kind = PROBE_KINDS.find((name) => get(node, name) !== null) ?? "none";
  const handler = get(node, kind);
  return {
    place: node.place,
    kind,
    path: kind === "httpGet" ? (asString(get(handler, "path")) ?? "/") : null,
    port: asString(get(handler, "port")),
    command: asList(get(handler, "command")).map((item) => asString(item) ?? ""),
    initialDelaySeconds: fields.number(node, "initialDelaySeconds"),
    periodSeconds: fields.number(node, "periodSeconds"),
    timeoutSeconds: fields.number(node, "timeoutSeconds"),
    failureThreshold: fields.number(node, "failureThreshold"),
  };
}

function readPreStop(node: YamlNode | null): Container["preStop"] {
  if (!node || isNull(node)) return null;
  return {
    command: asList(get(node, "exec", "command")).map((item) => asString(item) ?? ""),
    sleepSeconds: asNumber(get(node, "sleep", "seconds")),
    place: node.place,
  };
}

/** Where the value of an env entry comes from: `secret:name/key`, `configMap:name/key`, `field:path`, `resource:name`. */
function sourceOf(from: YamlNode | null): string | null {
  const named = (node: YamlNode | null): string =>
    [get(node, "name"), get(node, "key")].map((part) => asString(part) ?? "").join("/");
  const secret = get(from, "secretKeyRef");
  if (secret) return `secret:${named(secret)}`;
  const configMap = get(from, "configMapKeyRef");
  if (configMap) return `configMap:${named(configMap)}`;
  const field = get(from, "fieldRef");
  if (field) return `field:${asString(get(field, "fieldPath")) ?? ""}`;
  const resource = get(from, "resourceFieldRef");
  if (resource) return `resource:${asString(get(resource, "resource")) ?? ""}`;
  return isNull(from) ? null : "other";
}

function readEnv(node: YamlNode, fields: Fields): Container["env"] {
  const single = fields.list(node, "env").flatMap((entry) => {
    const name = asString(get(entry, "name"));
    if (name === null) return [];
    const from = sourceOf(get(entry, "valueFrom"));
    const value = from === null ? (asString(get(entry, "value")) ?? "") : null;
    return [{ name, value, from, place: entry.place }];
  });
  // A whole secret or config map has no names to list: the prefix and a star stand for them.
  const whole = fields.list(node, "envFrom").flatMap((entry) => {
    const prefix = asString(get(entry, "prefix")) ?? "";
    return (["secretRef", "configMapRef"] as const).flatMap((kind) => {
      const name = asString(get(entry, kind, "name"));
      if (name === null) return [];
      const from = `${kind === "secretRef" ? "secret" : "configMap"}:${name}`;
      return [{ name: `${prefix}*`, value: null, from, place: entry.place }];
    });
  });
  return [...single, ...whole];
}

function readMounts(node: YamlNode, volumes: readonly PodVolume[], fields: Fields): Container["mounts"] {
  return fields.list(node, "volumeMounts").flatMap((mount) => {
    const name = asString(get(mount, "name"));
    const path = asString(get(mount, "mountPath"));
    if (name === null || path === null) return [];
    const volume = volumes.find((one) => one.name === name) ?? null;
    // The kubelet mounts these read-only whatever the manifest says.
    const always = volume !== null && ["secret", "configMap", "downwardAPI", "projected", "image"].includes(volume.type);
    return [
      {
        name,
        path,
        readOnly: always || asBoolean(get(mount, "readOnly")) === true,
        volume,
        place: mount.place,
      },
    ];
  });
}

function readPorts(node: YamlNode, fields: Fields): Container["ports"] {
  return fields.list(node, "ports").flatMap((port) => {
    const number = fields.number(port, "containerPort");
    if (!number) return [];
    return [
      {
        port: number.value,
        hostPort: fields.number(port, "hostPort")?.value ?? null,
        place: port.place,
      },
    ];
  });
}

function quantities(node: YamlNode | null): ReadonlyMap<string, Sited<string>> {
  const found = new Map<string, Sited<string>>();
  if (node?.kind !== "map") return found;
  for (const [name, entry] of node.entries) {
    const value = asSited(entry.value);
    if (value) found.set(name, value);
  }
  return found;
}
