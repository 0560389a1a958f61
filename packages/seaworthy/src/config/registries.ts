import { get, type YamlNode } from "../models/yaml/node.js";
import type { Config } from "./config.js";
import { booleanAt, ConfigError, mapAt, onlyKeys, textsAt } from "./keys.js";

/** `registries:` by host as in references: mirrors that are asked before it, and whether it may speak plain http. */
export function readRegistries(node: YamlNode): Config["registries"] {
  const map = mapAt(node, "`registries`");
  return Object.fromEntries(
    [...map.entries].map(([host, { key, value }]) => {
      if (!/^[\w.-]+(?::\d+)?$|^\[[\da-fA-F:]+\](?::\d+)?$/.test(host))
        throw new ConfigError(
          `\`${host}\` is no host of a registry: write it as in references, \`registry.example.com:5000\``,
          key.place,
        );
      const what = `\`registries.${host}\``;
      const one = mapAt(value, what);
      onlyKeys(one, ["mirrors", "insecure"], what);
      const mirrors = get(one, "mirrors");
      const insecure = get(one, "insecure");
      return [
        host,
        {
          ...(mirrors ? { mirrors: textsAt(mirrors, `${what}.mirrors`) } : {}),
          ...(insecure ? { insecure: booleanAt(insecure, `${what}.insecure`) } : {}),
        },
      ];
    }),
  );
}
