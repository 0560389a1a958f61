import {
  type DependencySettings,
  type NamedRequest,
  NO_SERVICE_SETTINGS,
  type ServiceTrialSettings,
  type TrialSettings,
} from "../models/trial/settings.js";
import { get, type YamlMap, type YamlNode } from "../models/yaml/node.js";
import { booleanAt, ConfigError, mapAt, onlyKeys, textAt, textsAt, wholeAt } from "./keys.js";
import { DEPENDENCY_KEYS, REQUEST, TRIAL_KEYS, TRIAL_PATH, UPLOAD_KEYS } from "./words.js";

/** `trial`: how the services are tried, as far as no file of the project tells. */
export function readTrial(node: YamlNode): TrialSettings {
  const map = mapAt(node, "`trial`");
  onlyKeys(map, [...TRIAL_KEYS, "services"], "`trial`");
  const services = new Map<string, ServiceTrialSettings>();
  const named = get(map, "services");
  for (const { key, value } of named ? mapAt(named, "`trial.services`").entries.values() : []) {
    const what = `\`trial.services.${key.value}\``;
    const own = mapAt(value, what);
    onlyKeys(own, TRIAL_KEYS, what);
    services.set(key.value, readService(own, `trial.services.${key.value}`));
  }
  return { ...readService(map, "trial"), services };
}

function readService(map: YamlMap, at: string): ServiceTrialSettings {
  const read = <T>(key: (typeof TRIAL_KEYS)[number], how: (node: YamlNode, what: string) => T, otherwise: T): T => {
    const node = get(map, key);
    return node ? how(node, `\`${at}.${key}\``) : otherwise;
  };
  const { env, files, dependencies } = NO_SERVICE_SETTINGS;
  return {
    worker: read("worker", booleanAt, false),
    port: read("port", portAt, null),
    paths: read("paths", (node, what) => textsAt(node, what).map((path) => checkedPath(path, node, what)), null),
    health: read("health", pathAt, null),
    slow: read("slow", requestAt, null),
    stream: read("stream", pathAt, null),
    upload: read("upload", uploadAt, null),
    failing: read("failing", requestAt, null),
    env: read("env", valuesAt, env),
    files: read("files", filesAt, files),
    dependencies: read("dependencies", dependenciesAt, dependencies),
    command: read("command", textsAt, null),
    readySeconds: read("readySeconds", (node, what) => wholeAt(node, 1, what), null),
    outside: read("outside", booleanAt, false),
  };
}

function portAt(node: YamlNode, what: string): number {
  const port = wholeAt(node, 1, what);
  if (port > 65_535) throw new ConfigError(`${what} must be a port, from 1 to 65535`, node.place);
  return port;
}

function pathAt(node: YamlNode, what: string): string {
  return checkedPath(textAt(node, what), node, what);
}

function checkedPath(path: string, node: YamlNode, what: string): string {
  if (!TRIAL_PATH.test(path)) throw new ConfigError(`${what} must be a path of the service, such as /orders`, node.place);
  return path;
}

function requestAt(node: YamlNode, what: string): NamedRequest {
  const [, method = "GET", path] = REQUEST.exec(textAt(node, what)) ?? [];
  if (path === undefined) throw new ConfigError(`${what} must be a request, such as GET /report`, node.place);
  return { method, path };
}

function uploadAt(node: YamlNode, what: string): ServiceTrialSettings["upload"] {
  const map = mapAt(node, what);
  onlyKeys(map, UPLOAD_KEYS, what);
  const request = get(map, "request");
  const body = get(map, "body");
  if (!request || !body) throw new ConfigError(`${what} needs \`request\` and \`body\``, node.place);
  const type = get(map, "type");
  return {
    ...requestAt(request, `${what}.request`),
    type: type ? textAt(type, `${what}.type`) : "application/json",
    body: textAt(body, `${what}.body`),
  };
}

function valuesAt(node: YamlNode, what: string): ReadonlyMap<string, string> {
  return new Map(
    [...mapAt(node, what).entries.values()].map(({ key, value }) => [key.value, textAt(value, `${what}.${key.value}`)]),
  );
}

function filesAt(node: YamlNode, what: string): ReadonlyMap<string, string> {
  const files = valuesAt(node, what);
  for (const path of files.keys())
    if (!path.startsWith("/")) throw new ConfigError(`${what}: ${path} must be an absolute path of the container`, node.place);
  return files;
}

function dependenciesAt(node: YamlNode, what: string): ReadonlyMap<string, DependencySettings> {
  return new Map(
    [...mapAt(node, what).entries.values()].map(({ key, value }): [string, DependencySettings] => {
      const own = `${what}.${key.value}`;
      if (value.kind === "scalar") return [key.value, { image: textAt(value, own), env: new Map(), command: null, ready: null }];
      const map = mapAt(value, own);
      onlyKeys(map, DEPENDENCY_KEYS, own);
      const image = get(map, "image");
      if (!image) throw new ConfigError(`${own} needs \`image\``, value.place);
      const env = get(map, "env");
      const command = get(map, "command");
      const ready = get(map, "ready");
      return [
        key.value,
        {
          image: textAt(image, `${own}.image`),
          env: env ? valuesAt(env, `${own}.env`) : new Map(),
          command: command ? textsAt(command, `${own}.command`) : null,
          ready: ready ? textAt(ready, `${own}.ready`) : null,
        },
      ];
    }),
  );
}
