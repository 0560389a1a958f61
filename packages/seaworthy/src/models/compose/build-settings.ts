import { asBoolean, asList, asString, asStrings, get, type YamlNode } from "../yaml/yaml.js";
import { dirOf, keyed, textAt, textsOf } from "./node.js";
import { type Resolved, resolvePath } from "./path.js";

/** Something of a build that is written as a path or as where else it comes from. */
export interface WrittenSource {
  readonly written: string;
  /** As a path, relative to the project root. */
  readonly path: Resolved;
}

/** What `build:` says of how it is built, besides the Dockerfile, its context, target and arguments. */
export interface BuildSettings {
  /** `source`: its name at the top level; `id`: by which the Dockerfile mounts it. */
  readonly secrets: readonly { readonly source: string; readonly id: string }[];
  readonly contexts: ReadonlyMap<string, WrittenSource>;
  /** By their ids; null: the caller's agent. */
  readonly ssh: ReadonlyMap<string, WrittenSource | null>;
  readonly network: string | null;
  readonly shmSize: string | null;
  readonly extraHosts: readonly { readonly host: string; readonly address: string }[];
  readonly platforms: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  /** As the client takes them: `nofile=1024:2048`. */
  readonly ulimits: readonly string[];
  readonly privileged: boolean;
  readonly entitlements: readonly string[];
  readonly isolation: string | null;
  readonly noCache: boolean;
  readonly pull: boolean;
  /** Keys that are written and make no other image: caches kept elsewhere, further names, attestations. */
  readonly aside: readonly string[];
}

const ASIDE = ["cache_from", "cache_to", "no_cache_filter", "tags", "provenance", "sbom"];

export function readBuildSettings(build: YamlNode): BuildSettings {
  const at = (key: string): YamlNode | null => get(build, key);
  return {
    secrets: asList(at("secrets")).flatMap((item) => {
      const source = asString(item.kind === "map" ? get(item, "source") : item);
      return source === null ? [] : [{ source, id: asString(get(item, "target")) || source }];
    }),
    contexts: new Map(entriesOf(at("additional_contexts")).flatMap(([name, node]) => (node ? [[name, sourceOf(node)]] : []))),
    ssh: new Map(entriesOf(at("ssh")).map(([name, node]) => [name, node && asString(node) ? sourceOf(node) : null])),
    network: textAt(build, "network")?.value ?? null,
    shmSize: textAt(build, "shm_size")?.value ?? null,
    extraHosts: extraHostsOf(at("extra_hosts")),
    platforms: asStrings(at("platforms")).map(({ value }) => value),
    labels: new Map([...textsOf(at("labels"))].map(([name, { value }]) => [name, value])),
    ulimits: ulimitsOf(at("ulimits")),
    privileged: asBoolean(at("privileged")) === true,
    entitlements: asStrings(at("entitlements")).map(({ value }) => value),
    isolation: textAt(build, "isolation")?.value ?? null,
    noCache: asBoolean(at("no_cache")) === true,
    pull: asBoolean(at("pull")) === true,
    aside: ASIDE.filter((key) => at(key) !== null),
  };
}

function sourceOf(node: YamlNode): WrittenSource {
  const written = asString(node) ?? "";
  return { written, path: resolvePath(dirOf(node), written) };
}

function entriesOf(node: YamlNode | null): readonly [string, YamlNode | null][] {
  if (!node) return [];
  return [...keyed(node).entries].map(([name, { value }]) => [
    name,
    value.kind === "scalar" && value.value === null ? null : value,
  ]);
}

/** `host: address`, `host: [address, …]`, or a list of `host=address` and the older `host:address`. */
function extraHostsOf(node: YamlNode | null): BuildSettings["extraHosts"] {
  if (node?.kind === "map")
    return [...node.entries].flatMap(([host, { value }]) =>
      asStrings(value).map(({ value: address }) => ({ host, address: bare(address) })),
    );
  return asStrings(node).flatMap(({ value }) => {
    const [, host, address] = /^([^=:]+)[=:](.+)$/.exec(value) ?? [];
    return host === undefined || address === undefined ? [] : [{ host: host.trim(), address: bare(address.trim()) }];
  });
}

/** An IPv6 address may stand in brackets. */
function bare(address: string): string {
  return address.replace(/^\[(.*)\]$/, "$1");
}

function ulimitsOf(node: YamlNode | null): readonly string[] {
  if (node?.kind !== "map") return [];
  return [...node.entries].flatMap(([name, { value }]) => {
    if (value.kind === "scalar") return value.value === null ? [] : [`${name}=${value.text}`];
    const soft = textAt(value, "soft")?.value;
    const hard = textAt(value, "hard")?.value;
    return soft === undefined || hard === undefined ? [] : [`${name}=${soft}:${hard}`];
  });
}
