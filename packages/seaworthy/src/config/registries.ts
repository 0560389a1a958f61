import type { RegistrySettings } from "../models/image/registry-settings.js";
import { get, type YamlNode } from "../models/yaml/node.js";
import { booleanAt, ConfigError, mapAt, onlyKeys, textsAt } from "./keys.js";
import { REGISTRY_HOST } from "./words.js";

/** `registries`: by host as in references, which mirrors are asked first and whether plain http is taken. */
export function readRegistries(node: YamlNode): Readonly<Record<string, RegistrySettings>> {
  const registries: [string, RegistrySettings][] = [];
  for (const { key, value } of mapAt(node, "`registries`").entries.values()) {
    if (!REGISTRY_HOST.test(key.value))
      throw new ConfigError(`\`${key.value}\` in \`registries\` is no host: write it as docker.io or localhost:5000`, key.place);
    const what = `\`registries.${key.value}\``;
    const map = mapAt(value, what);
    onlyKeys(map, ["mirrors", "insecure"], what);
    const mirrors = get(map, "mirrors");
    const insecure = get(map, "insecure");
    registries.push([
      key.value,
      {
        ...(mirrors ? { mirrors: readMirrors(mirrors, what) } : {}),
        ...(insecure ? { insecure: booleanAt(insecure, `${what}.insecure`) } : {}),
      },
    ]);
  }
  return Object.fromEntries(registries);
}

function readMirrors(node: YamlNode, what: string): readonly string[] {
  const mirrors = textsAt(node, `${what}.mirrors`);
  for (const mirror of mirrors) {
    if (REGISTRY_HOST.test(mirror.replace(/^https?:\/\//, ""))) continue;
    throw new ConfigError(
      `\`${mirror}\` in ${what}.mirrors is no host: write it as mirror.example or http://localhost:5000`,
      node.place,
    );
  }
  return mirrors;
}
