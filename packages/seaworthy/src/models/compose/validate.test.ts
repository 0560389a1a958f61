import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseYaml, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import { COMPOSE_SCHEMA } from "./generated/compose-schema.js";
import { validateFile } from "./validate.js";

function root(text: string): YamlMap {
  const [node] = parseYaml("f", text).documents;
  if (node?.kind !== "map") throw new Error("not a mapping");
  return node;
}

/** Each problem as its message and the text that it marks. */
function faults(text: string, partial = false): readonly (readonly [string, string])[] {
  return validateFile(root(text), { partial }).map(({ message, place }) => [message, text.slice(...place.range)] as const);
}

const WEB = "services:\n  web:\n    image: a\n";

describe("messages and places", () => {
  it.each([
    ["    imagee: b\n", "unknown key `imagee` in `services.web`: did you mean `image`?", "imagee"],
    ["    enviroment: {}\n", "unknown key `enviroment` in `services.web`: did you mean `environment`?", "enviroment"],
    ["    cap-drop: []\n", "unknown key `cap-drop` in `services.web`: did you mean `cap_drop`?", "cap-drop"],
    ["    apiVersion: v1\n", "unknown key `apiVersion` in `services.web`", "apiVersion"],
    ["    ports: {a: b}\n", "`services.web.ports` takes a list, not a mapping", "{a: b}"],
    ["    user: 1000\n", "`services.web.user` takes a string, not a number", "1000"],
    ["    environment:\n", "`services.web.environment` takes a mapping or a list, not nothing", ""],
    [
      "    environment: {A: [b]}\n",
      "`services.web.environment.A` takes a string or a number or true or false or nothing, not a list",
      "[b]",
    ],
    ["    environment: [{A: b}]\n", "`services.web.environment[0]` takes a string, not a mapping", "{A: b}"],
    ["    build: {contxt: .}\n", "unknown key `contxt` in `services.web.build`: did you mean `context`?", "contxt"],
    ["    build: [.]\n", "`services.web.build` takes a string or a mapping, not a list", "[.]"],
    ["    depends_on: {db: {}}\n", "`services.web.depends_on.db` lacks `condition`", "{}"],
    [
      "    depends_on: {db: {condition: ready}}\n",
      "`services.web.depends_on.db.condition` has to be one of `service_started`, `service_healthy`, `service_completed_successfully`",
      "ready",
    ],
    ["    security_opt: [a, b, a]\n", "`services.web.security_opt` holds this twice", "a"],
    ["    oom_score_adj: 2000\n", "`services.web.oom_score_adj` has to be 1000 or less", "2000"],
    ["    secrets: [{sorce: a}]\n", "unknown key `sorce` in `services.web.secrets[0]`: did you mean `source`?", "sorce"],
  ])("%j", (line, message, marked) => {
    expect(faults(WEB + line)).toEqual([[message, marked]]);
  });

  it("of the top level, of names, and of versions", () => {
    expect(faults("service: {}\n")).toEqual([["unknown key `service`: did you mean `services`?", "service"]]);
    expect(faults("services: {'my web': {image: a}}\n")).toEqual([["unknown key `my web` in `services`", "'my web'"]]);
    expect(faults("version: 3\n")).toEqual([["`version` takes a string, not a number", "3"]]);
    expect(faults("services: {web: null}\n")).toEqual([["`services.web` takes a mapping, not nothing", "null"]]);
  });
});

describe("what Compose lets pass", () => {
  it.each([
    "x-any: {thing: [1]}\nservices: {web: {image: a, x-more: 1}}",
    "services: {web: {image: a, cap_add: [A, A], ports: [80, 80]}}",
    "services: {web: {image: a, ports: !reset null, imagee: !reset null}}",
    "services: {web: {image: a, deploy: {resources: {limits: {cpus: 0.5}}}}}",
    "services: {web: {extends: {service: b}, depends_on: {b: {restart: true}}}, b: {image: a}}",
    "networks: {a: }\nvolumes: {b: }\n",
  ])("%s", (text) => {
    expect(faults(text)).toEqual([]);
  });

  it("what an override leaves to the file below it", () => {
    expect(faults(`${WEB}    depends_on: {db: {restart: true}}\n    environment:\n`, true)).toEqual([]);
  });
});

describe("against ajv", () => {
  const schema = JSON.parse(readFileSync(new URL("./schema/compose-spec.json", import.meta.url), "utf8"));
  const whole = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  const compact = new Ajv2020({ strict: false, allErrors: true }).compile({ ...COMPOSE_SCHEMA });

  const text = [
    "name: shop",
    "include: [a.yml, {path: [b.yml], env_file: [x.env], project_directory: .}]",
    "services:",
    "  web:",
    "    image: a",
    "    build: {context: ., args: {A: 1}, secrets: [s, {source: t, mode: 288}], ulimits: {nofile: {soft: 1, hard: 2}}}",
    "    command: [a, b]",
    "    ports: [80, '1:2', {target: 80, published: 8080, mode: host}]",
    "    volumes: ['a:/b', {type: bind, source: ., target: /x, bind: {propagation: rslave}}]",
    "    healthcheck: {test: [CMD, a], interval: 1s, retries: 3}",
    "    depends_on: {db: {condition: service_healthy, restart: true}}",
    "    deploy: {replicas: 2, resources: {limits: {cpus: '1', memory: 1g}, reservations: {devices: [{capabilities: [gpu], count: all}]}}, restart_policy: {condition: on-failure}, update_config: {order: start-first}}",
    "    environment: [A=1]",
    "    env_file: [a.env, {path: b.env, required: false}]",
    "    networks: {front: {aliases: [x], priority: 1}}",
    "    logging: {driver: local, options: {a: 1, b: null}}",
    "    develop: {watch: [{path: ., action: sync, target: /app}]}",
    "    gpus: all",
    "    extra_hosts: {a: [1.2.3.4]}",
    "    blkio_config: {weight: 10, device_read_bps: [{path: /dev/a, rate: 1mb}]}",
    "  db: {image: b, tmpfs: /run, dns: [1.1.1.1], sysctls: {a: 1}, oom_score_adj: -5, pull_policy: always, ulimits: {a: 1}}",
    "networks: {front: {driver: bridge, ipam: {config: [{subnet: 10.0.0.0/8}]}, labels: [a=b]}}",
    "volumes: {v: {external: true}, w: }",
    "secrets: {s: {file: a}, t: {environment: T}}",
    "configs: {c: {content: x}}",
    "x-y: 1",
    "",
  ].join("\n");

  const place = { file: "f", range: [0, 0] } as const;
  const scalar = (value: string | number | boolean | null): YamlNode => ({
    kind: "scalar",
    place,
    tag: null,
    value,
    text: String(value),
  });
  const STRANGERS: readonly YamlNode[] = [
    ...[null, "word", "", 3, -1.5, true].map(scalar),
    { kind: "seq", place, tag: null, items: [] },
    { kind: "seq", place, tag: null, items: [scalar("a"), scalar(1)] },
    { kind: "map", place, tag: null, entries: new Map() },
    { kind: "map", place, tag: null, entries: new Map([["x", { key: { value: "x", place }, value: scalar("y") }]]) },
  ];

  /** Every tree that differs from the given one at one node. */
  function* variants(node: YamlNode): Generator<YamlNode> {
    yield* STRANGERS;
    if (node.kind === "seq") {
      for (const [index, item] of node.items.entries()) {
        for (const other of variants(item)) yield { ...node, items: node.items.with(index, other) };
        yield { ...node, items: [...node.items, item] };
      }
    }
    if (node.kind !== "map") return;
    for (const [name, entry] of node.entries) {
      for (const value of variants(entry.value))
        yield { ...node, entries: new Map([...node.entries, [name, { ...entry, value }]]) };
      const without = [...node.entries].filter(([other]) => other !== name);
      yield { ...node, entries: new Map(without) };
      yield { ...node, entries: new Map([...without, [`${name}s`, entry]]) };
    }
  }

  function plain(node: YamlNode): unknown {
    if (node.kind === "scalar") return node.value;
    if (node.kind === "seq") return node.items.map(plain);
    return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plain(entry.value)]));
  }

  it("the text itself is valid, and so it is for the compact schema", () => {
    expect(faults(text)).toEqual([]);
    expect(whole(plain(root(text)))).toBe(true);
    expect(compact(plain(root(text)))).toBe(true);
  });

  it("every variant is judged alike", () => {
    let count = 0;
    let bad = 0;
    for (const variant of variants(root(text))) {
      if (variant.kind !== "map") continue;
      const valid = whole(plain(variant));
      const words = new Set((whole.errors ?? []).map(({ keyword }) => keyword));
      count++;
      if (!valid) bad++;
      // A list that Compose makes unique before it looks may repeat itself.
      if (words.has("uniqueItems") && [...words].every((word) => ["uniqueItems", "oneOf", "type"].includes(word))) continue;
      const ours = validateFile(variant, { partial: false }).length === 0;
      if (ours !== valid) expect.fail(`ours ${ours}, ajv ${valid}: ${JSON.stringify(plain(variant))}`);
    }
    expect(count).toBeGreaterThan(1500);
    expect(bad).toBeGreaterThan(800);
  });
});
