import type { Sited } from "../../core/place.js";
import type { Problem } from "../../core/problem.js";
import { asBoolean, asList, asMap, asString, asStrings, get, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import { readBuild } from "./build.js";
import type { ComposeService } from "./compose.js";
import { durationAt, readHealthcheck } from "./healthcheck.js";
import { readMounts } from "./mounts.js";
import { booleanAt, dirOf, fellBack, keyed, named, numberAt, originOf, textAt, textsOf, uniqueBy, wantingOf } from "./node.js";
import { resolvePath } from "./path.js";
import { readPorts } from "./ports.js";

const EMPTY = { kind: "map", place: { file: "", range: [0, 0] }, tag: null, entries: new Map() } as const satisfies YamlMap;

/** One merged service. A service that is no mapping has nothing set. */
export function readService(name: string, entry: YamlEntry, problems: Problem[]): ComposeService {
  const map = asMap(entry.value) ?? EMPTY;
  const at = (...path: readonly string[]): YamlNode | null => get(map, ...path);
  const { environment, interpolated, defaulted } = readEnvironment(at("environment"));
  return {
    name,
    place: entry.key.place,
    profiles: distinct(at("profiles")).map((profile) => profile.value),
    build: readBuild(at("build"), name, problems),
    image: filled(textAt(map, "image")),
    platform: filled(textAt(map, "platform")),
    command: readCommand(at("command")),
    entrypoint: readCommand(at("entrypoint")),
    user: filled(textAt(map, "user")),
    workingDir: filled(textAt(map, "working_dir")),
    healthcheck: readHealthcheck(at("healthcheck"), problems),
    readOnly: booleanAt(map, "read_only"),
    privileged: booleanAt(map, "privileged"),
    init: booleanAt(map, "init"),
    capAdd: distinct(at("cap_add")),
    capDrop: distinct(at("cap_drop")),
    securityOpt: distinct(at("security_opt")),
    mounts: readMounts(at("volumes"), at("tmpfs"), problems),
    devices: readDevices(at("devices")),
    ports: readPorts(at("ports"), problems),
    expose: distinct(at("expose")),
    environment,
    interpolated,
    defaulted,
    unset: pathsIn(map, (node) => originOf(node) === "missing"),
    wanting: wantingIn(map),
    fallbacks: pathsIn(map, fellBack),
    envFiles: readEnvFiles(at("env_file"), problems),
    secrets: readSecrets(at("secrets"), "/run/secrets"),
    configs: readSecrets(at("configs"), ""),
    aliases: readAliases(map),
    sysctls: textsOf(at("sysctls")),
    shmSize: textAt(map, "shm_size"),
    dependsOn: readDependsOn(at("depends_on")),
    networkMode: textAt(map, "network_mode"),
    pid: textAt(map, "pid"),
    ipc: textAt(map, "ipc"),
    uts: textAt(map, "uts"),
    usernsMode: textAt(map, "userns_mode"),
    cgroup: textAt(map, "cgroup"),
    stopGracePeriod: durationAt(map, "stop_grace_period", problems),
    stopSignal: textAt(map, "stop_signal"),
    restart: textAt(map, "restart"),
    logging: readLogging(at("logging")),
    labels: textsOf(at("labels")),
    limits: {
      memory: textAt(at("deploy", "resources", "limits"), "memory") ?? textAt(map, "mem_limit"),
      cpus: textAt(at("deploy", "resources", "limits"), "cpus") ?? textAt(map, "cpus"),
      pids: numberAt(at("deploy", "resources", "limits"), "pids") ?? numberAt(map, "pids_limit"),
    },
    replicas: numberAt(map, "scale") ?? numberAt(at("deploy"), "replicas"),
  };
}

function filled(text: Sited<string> | null): Sited<string> | null {
  return text?.value ? text : null;
}

function distinct(node: YamlNode | null): readonly Sited<string>[] {
  return uniqueBy(asStrings(node), (item) => item.value);
}

/** Either form as written: how a single string is split into words is for its reader to know. */
function readCommand(node: YamlNode | null): Sited<readonly string[] | string> | null {
  if (node?.kind === "scalar") return node.value === null ? null : { value: node.text, place: node.place };
  if (node?.kind !== "seq") return null;
  return { value: node.items.flatMap((item) => asString(item) ?? []), place: node.place };
}

function readEnvironment(node: YamlNode | null): Pick<ComposeService, "environment" | "interpolated" | "defaulted"> {
  const environment = new Map<string, Sited<string | null>>();
  const interpolated = new Set<string>();
  const defaulted = new Set<string>();
  for (const [name, { value }] of node ? keyed(node).entries : []) {
    if (value.kind !== "scalar") continue;
    environment.set(name, { value: value.value === null ? null : value.text, place: value.place });
    if (value.value === null || originOf(value) !== "literal") interpolated.add(name);
    else if (fellBack(value)) defaulted.add(name);
  }
  return { environment, interpolated, defaulted };
}

function readEnvFiles(node: YamlNode | null, problems: Problem[]): readonly Sited<string>[] {
  const files = asList(node).flatMap((item): Sited<string> | [] => {
    const path = item.kind === "map" ? get(item, "path") : item;
    if (path?.kind !== "scalar" || path.value === null || path.text === "") return [];
    const resolved = resolvePath(dirOf(path), path.text);
    if (resolved.kind === "inside") return { value: resolved.path, place: path.place };
    // One that may be absent is a place of the machine it runs on, and no fault of the project.
    if (asBoolean(get(item, "required")) !== false) {
      problems.push({ kind: "outside", message: "the env file is outside of the project and is not read", place: path.place });
    }
    return [];
  });
  return uniqueBy(files, (file) => file.value);
}

/** Secrets or configs, each with the file that the service sees it as. */
function readSecrets(node: YamlNode | null, folder: string): ComposeService["secrets"] {
  const secrets = asList(node).flatMap((item) => {
    const source = asString(item.kind === "map" ? get(item, "source") : item);
    if (source === null) return [];
    const target = asString(get(item, "target")) ?? source;
    return { source, target: target.startsWith("/") ? target : `${folder}/${target}`, place: item.place };
  });
  return uniqueBy(secrets, (secret) => secret.target);
}

function readAliases(map: YamlMap): readonly string[] {
  const networks = asMap(get(map, "networks"))?.entries.values() ?? [];
  const aliases = [...networks].flatMap(({ value }) => asStrings(get(value, "aliases")).map((alias) => alias.value));
  const own = ["container_name", "hostname"].flatMap((key) => asString(get(map, key)) ?? []);
  return [...new Set([...aliases, ...own])];
}

function readDependsOn(node: YamlNode | null): ComposeService["dependsOn"] {
  if (!node) return [];
  return [...named(node).entries].map(([name, { key, value }]) => ({
    name,
    condition: asString(get(value, "condition")) ?? "service_started",
    place: key.place,
  }));
}

/** The long form is given as the short one spells it, `source:target:permissions`. */
function readDevices(node: YamlNode | null): readonly Sited<string>[] {
  const devices = asList(node).flatMap((item): Sited<string> | [] => {
    if (item.kind === "scalar") return item.value === null ? [] : { value: item.text, place: item.place };
    const parts = ["source", "target", "permissions"].flatMap((key) => asString(get(item, key)) ?? []);
    return parts.length > 0 ? { value: parts.join(":"), place: item.place } : [];
  });
  return uniqueBy(devices, (device) => device.value.split(":")[1] ?? device.value);
}

function readLogging(node: YamlNode | null): ComposeService["logging"] {
  const map = asMap(node);
  return map ? { driver: textAt(map, "driver"), options: textsOf(get(map, "options")), place: map.place } : null;
}

/** Where in the service a scalar is of that kind, as paths such as `volumes[0].source`. */
function pathsIn(service: YamlMap, fits: (node: YamlNode) => boolean): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (node: YamlNode, path: string): void => {
    if (node.kind === "scalar") {
      if (fits(node)) paths.add(path);
    } else if (node.kind === "seq") for (const [index, item] of node.items.entries()) walk(item, `${path}[${index}]`);
    else for (const [name, { value }] of node.entries) walk(value, path === "" ? name : `${path}.${name}`);
  };
  walk(service, "");
  return paths;
}

function wantingIn(service: YamlMap): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: YamlNode): void => {
    if (node.kind === "scalar") for (const name of wantingOf(node)) names.add(name);
    else if (node.kind === "seq") for (const item of node.items) walk(item);
    else for (const { value } of node.entries.values()) walk(value);
  };
  walk(service);
  return names;
}
