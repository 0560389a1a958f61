import { describe, expect, it } from "vitest";
import type { Problem } from "../../core/problem.js";
import { parseYaml, type YamlMap, type YamlNode } from "../yaml/yaml.js";
import { mergeFiles } from "./merge.js";

function root(file: string, text: string): YamlMap {
  const [node] = parseYaml(file, text).documents;
  if (node?.kind !== "map") throw new Error("not a mapping");
  return node;
}

function plain(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "seq") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([name, entry]) => [name, plain(entry.value)]));
}

function merged(base: string, over: string, problems: Problem[] = []): unknown {
  const options = { keepTags: false, problems, budget: { left: 1000 } };
  const first = mergeFiles(root("base", "{}"), root("base", `services: {web: {${base}}}`), options);
  const both = plain(mergeFiles(first, root("over", `services: {web: {${over}}}`), options));
  return (both as { services: { web: unknown } }).services.web;
}

describe("merging one service", () => {
  it.each([
    ["a single value is replaced", "image: shop:1", "image: shop:2", { image: "shop:2" }],
    ["what only one side has stays", "image: a", "user: b", { image: "a", user: "b" }],
    ["mappings go deep", "deploy: {replicas: 1, mode: x}", "deploy: {replicas: 3}", { deploy: { replicas: 3, mode: "x" } }],
    ["lists are joined", "cap_add: [A]", "cap_add: [B]", { cap_add: ["A", "B"] }],
    ["a command is replaced", "command: [serve, --fast]", "command: [work]", { command: ["work"] }],
    ["a null takes a command away", "command: [serve]", "command: null", { command: null }],
    ["an entrypoint is replaced", "entrypoint: [a, b]", "entrypoint: c", { entrypoint: "c" }],
    [
      "a healthcheck's test is replaced, the rest kept",
      "healthcheck: {test: [CMD, a], retries: 3}",
      "healthcheck: {test: [CMD, b]}",
      { healthcheck: { test: ["CMD", "b"], retries: 3 } },
    ],
    ["a null elsewhere changes nothing", "ports: ['1:1']", "ports: null", { ports: ["1:1"] }],
    [
      "environment is merged by key, list over mapping",
      "environment: {A: 1, B: 2}",
      "environment: [B=x=y, C]",
      { environment: { A: 1, B: "x=y", C: null } },
    ],
    ["labels by key, mapping over list", "labels: [a=1, b=2]", "labels: {b: three}", { labels: { a: "1", b: "three" } }],
    ["build args by key", "build: {args: [V=1, W=1]}", "build: {args: {V: 2}}", { build: { args: { V: 2, W: "1" } } }],
    ["build's short form is a context", "build: ./app", "build: {target: prod}", { build: { context: "./app", target: "prod" } }],
    [
      "depends_on in both forms by name",
      "depends_on: [db]",
      "depends_on: {cache: {condition: service_healthy}}",
      { depends_on: { db: null, cache: { condition: "service_healthy" } } },
    ],
    ["env_file, one or many, is joined", "env_file: a.env", "env_file: [b.env]", { env_file: ["a.env", "b.env"] }],
    ["tmpfs, one or many, is joined", "tmpfs: [/run]", "tmpfs: /tmp", { tmpfs: ["/run", "/tmp"] }],
    [
      "logging of the same driver is merged",
      "logging: {driver: local, options: {a: 1}}",
      "logging: {options: {b: 2}}",
      { logging: { driver: "local", options: { a: 1, b: 2 } } },
    ],
    [
      "logging of another driver is replaced",
      "logging: {driver: local, options: {a: 1}}",
      "logging: {driver: syslog}",
      { logging: { driver: "syslog" } },
    ],
    ["!reset takes away", "ports: ['1:1'], image: a", "ports: !reset []", { image: "a" }],
    ["!reset deep inside", "environment: {A: 1, B: 2}", "environment: {A: !reset null}", { environment: { B: 2 } }],
    ["!reset of what is not there", "image: a", "ports: !reset null", { image: "a" }],
    ["!override replaces whole", "ports: ['1:1', '2:2']", "ports: !override ['3:3']", { ports: ["3:3"] }],
    ["!override of a mapping", "environment: {A: 1}", "environment: !override {B: 2}", { environment: { B: 2 } }],
    [
      "ulimits may change their form",
      "ulimits: {nofile: 10}",
      "ulimits: {nofile: {soft: 1, hard: 2}}",
      { ulimits: { nofile: { soft: 1, hard: 2 } } },
    ],
  ])("%s", (_, base, over, expected) => {
    const problems: Problem[] = [];
    expect(merged(base, over, problems)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it("a list over a mapping is a problem at the later place", () => {
    const problems: Problem[] = [];
    merged("deploy: {replicas: 1}", "deploy: [x]", problems);
    expect(problems).toMatchObject([{ kind: "schema", place: { file: "over" } }]);
  });

  it("tags can be kept for a further merge", () => {
    const base = root("a", "services: {web: {ports: ['1:1'], image: a}}");
    const middle = root("b", "services: {web: {ports: !reset null, image: b}}");
    const kept = mergeFiles(root("a", "{}"), middle, { keepTags: true, problems: [], budget: { left: 1000 } });
    expect(plain(mergeFiles(base, kept, { keepTags: false, problems: [], budget: { left: 1000 } }))).toEqual({
      services: { web: { image: "b" } },
    });
  });

  it("changes neither side", () => {
    const base = root("a", "services: {web: {environment: {A: 1}}}");
    const before = JSON.stringify(plain(base));
    mergeFiles(base, root("b", "services: {web: {environment: {A: 2}}}"), {
      keepTags: false,
      problems: [],
      budget: { left: 1000 },
    });
    expect(JSON.stringify(plain(base))).toBe(before);
  });
});
