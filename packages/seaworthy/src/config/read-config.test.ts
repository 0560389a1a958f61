import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { configCheck } from "../../test/schemas.js";
import { yes } from "../core/answer.js";
import { DEFAULT_SETTINGS, isAsked, settingOf } from "../engine/settings.js";
import { settingsFor } from "../models/trial/settings.js";
import type { AnyRule } from "../rule.js";
import { configSchema } from "./config-schema.js";
import { ConfigError } from "./keys.js";
import { readConfig } from "./read-config.js";
import { settingsFrom } from "./settings.js";

const RULE: AnyRule = {
  id: "healthcheck/timings",
  claim: "c",
  why: "w",
  todo: "t",
  weight: "required",
  level: "warning",
  since: "0.1.0",
  subject: "written",
  aliases: ["DL9999"],
  options: {
    maxDetectionSeconds: { type: "integer", default: 180, minimum: 1, description: "d" },
    strictly: { type: "boolean", default: false, description: "d" },
    tools: { type: "strings", default: ["curl"], description: "d" },
    mode: { type: "string", default: "soft", enum: ["soft", "hard"], description: "d" },
  },
  source: () => yes("y"),
};
const CRAFT: AnyRule = { ...RULE, id: "craft/style", weight: "advised", aliases: [] };
const RULES = [RULE, CRAFT];
const faultsOf = configCheck(configSchema(RULES));
/** What is read is valid by the schema; what is refused is not, where it is YAML at all. */
const read = (text: string) => {
  const document = parseDocument(text);
  const valid = document.errors.length === 0 && faultsOf(document.toJS()).length === 0;
  try {
    const config = readConfig("seaworthy.yaml", text, RULES);
    expect({ text, valid }).toEqual({ text, valid: true });
    return config;
  } catch (error) {
    if (error instanceof ConfigError) expect({ text, valid }).toEqual({ text, valid: false });
    throw error;
  }
};
const none = { only: [], skip: [], strict: false, baseline: new Set<string>() };

describe("readConfig", () => {
  it("takes an empty file for no wishes", () => {
    expect(read("")).toMatchObject({ compose: null, waivers: [] });
    expect(read("# nothing\n")).toMatchObject({ compose: null });
  });

  it("reads rules by id, item and alias, as a word or with options", () => {
    const setting = (text: string) => settingOf(RULE, settingsFrom(read(text), none, RULES));
    expect(setting("rules:\n  healthcheck/timings: advised\n")).toMatchObject({ weight: "advised", level: "warning" });
    expect(setting("rules:\n  healthcheck: off\n")).toMatchObject({ weight: "off" });
    expect(
      setting("rules:\n  healthcheck/timings: { maxDetectionSeconds: 60, tools: [wget, nc], mode: hard, level: info }\n"),
    ).toEqual({
      weight: "required",
      level: "info",
      levelIsSet: true,
      options: { maxDetectionSeconds: 60, strictly: false, tools: ["wget", "nc"], mode: "hard" },
    });
    expect(isAsked(RULE, settingsFrom(read("rules:\n  healthcheck: off\n"), none, RULES))).toBe(false);
    expect(isAsked(RULE, DEFAULT_SETTINGS)).toBe(true);
  });

  it("reads the key of package.json, and is silent where there is none", () => {
    expect(readConfig("package.json", '{"name":"x","seaworthy":{"compose":["a.yaml"]}}', RULES)?.compose).toEqual(["a.yaml"]);
    expect(readConfig("package.json", '{"name":"seaworthy-user"}', RULES)).toBeNull();
  });

  it("reads waivers with their place", () => {
    const config = read("waivers:\n  - ignore: DL9999\n    services: api\n    reason: until the move\n    until: 2027-01-31\n");
    expect(config?.waivers).toMatchObject([
      { ignore: ["DL9999"], services: ["api"], reason: "until the move", until: "2027-01-31", line: 2, trial: false },
    ]);
  });

  it("reads what of an image's vulnerabilities counts", () => {
    expect(read("")).toMatchObject({
      policy: { unfixed: "count" },
      vulnerabilities: { levels: ["critical", "high"], ignore: [] },
      vex: [],
      database: { path: null, maxAgeDays: 7 },
    });
    const config = read(
      "policy: { unfixed: accept }\nvex: vex/api.json\ndatabase: { path: ci/advisories.db, maxAgeDays: 2 }\nvulnerabilities:\n" +
        "  levels: critical\n  ignore:\n    - id: [CVE-2024-3094, GHSA-aaaa-bbbb-cccc]\n      package: pkg:npm/p\n      reason: not reached\n      until: 2027-01-31\n",
    );
    expect(config).toMatchObject({
      policy: { unfixed: "accept" },
      vex: ["vex/api.json"],
      database: { path: "ci/advisories.db", maxAgeDays: 2 },
      vulnerabilities: {
        levels: ["critical"],
        ignore: [
          {
            ids: ["CVE-2024-3094", "GHSA-aaaa-bbbb-cccc"],
            packages: ["pkg:npm/p"],
            reason: "not reached",
            until: "2027-01-31",
            by: "seaworthy.yaml:7",
          },
        ],
      },
    });
  });

  it("reads where registries have mirrors, and which need no certificate", () => {
    const text =
      "registries:\n  docker.io: { mirrors: [mirror.example, 'http://localhost:5000'] }\n  'internal:5000': { insecure: true }\n";
    expect(read(text)?.registries).toEqual({
      "docker.io": { mirrors: ["mirror.example", "http://localhost:5000"] },
      "internal:5000": { insecure: true },
    });
    expect(read("exclude: [x]\n")?.registries).toEqual({});
  });

  it.each([
    ["rulez: {}\n", /unknown key `rulez`.*did you mean `rules`/],
    [
      "rules:\n  healthcheck/timing: off\n",
      /no rule or item is named `healthcheck\/timing`.*did you mean `healthcheck\/timings`/,
    ],
    ["rules:\n  healthcheck/timings: of\n", /must be one of .*did you mean `off`/],
    ["rules:\n  healthcheck/timings: { maxDetectionSecond: 3 }\n", /did you mean `maxDetectionSeconds`/],
    ["rules:\n  healthcheck/timings: { maxDetectionSeconds: 0 }\n", /whole number of at least 1/],
    ["rules:\n  healthcheck/timings: { maxDetectionSeconds: many }\n", /whole number/],
    ["rules:\n  healthcheck/timings: { strictly: yes please }\n", /true or false/],
    ["rules:\n  healthcheck/timings: { mode: harder }\n", /must be one of soft, hard/],
    ["rules:\n  craft/style: required\n", /serves no item/],
    ["rules: [a]\n", /must be a mapping/],
    ["- a\n", /must be a mapping/],
    ["waivers: {}\n", /must be a list/],
    ["waivers:\n  - reason: none\n", /needs `ignore`/],
    ["waivers:\n  - ignore: nothing/here\n", /no rule or item/],
    ["waivers:\n  - ignore: '*'\n    until: soon\n", /YYYY-MM-DD/],
    ["waivers:\n  - ignore: '*'\n    because: x\n", /unknown key `because`/],
    ["policy:\n  failOn: fatal\n", /must be one of error, warning, info/],
    ["policy:\n  unfixed: ignore\n", /must be one of count, accept/],
    ["vulnerabilities:\n  level: [high]\n", /unknown key `level`.*did you mean `levels`/],
    ["vulnerabilities:\n  levels: [severe]\n", /must be one of critical, high, medium, low, negligible/],
    ["vulnerabilities:\n  levels: [unknown]\n", /must be one of critical/],
    ["vulnerabilities:\n  levels: []\n", /names no severity/],
    ["vulnerabilities:\n  ignore: { id: CVE-2024-1 }\n", /must be a list/],
    ["vulnerabilities:\n  ignore:\n    - reason: x\n", /needs `id`/],
    ["vulnerabilities:\n  ignore:\n    - id: CVE-2024-0001\n", /needs a `reason`/],
    ["vulnerabilities:\n  ignore:\n    - { id: CVE-2024-0001, reason: '  ' }\n", /needs a `reason`/],
    ["vulnerabilities:\n  ignore:\n    - { id: '*', reason: x }\n", /must be ids such as/],
    ["vulnerabilities:\n  ignore:\n    - { id: CVE-2024-0001, reason: x, until: 2026-02-30 }\n", /YYYY-MM-DD/],
    ["database: x\n", /must be a mapping/],
    ["database:\n  maxAge: 3\n", /unknown key `maxAge`.*maxAgeDays/],
    ["database:\n  maxAgeDays: 0\n", /whole number of at least 1/],
    ["vex: { file: x }\n", /must be a text/],
    ["registries: [docker.io]\n", /must be a mapping/],
    ["registries:\n  docker.io: { mirror: x }\n", /unknown key `mirror`.*did you mean `mirrors`/],
    ["registries:\n  https://docker.io: { insecure: true }\n", /is no host/],
    ["registries:\n  docker.io: { mirrors: [ftp://x, 'a/b'] }\n", /`ftp:\/\/x` in `registries.docker.io`.mirrors is no host/],
    ["registries:\n  docker.io: { insecure: maybe }\n", /must be true or false/],
    ["trial: yes\n", /`trial` must be a mapping/],
    ["trial:\n  ports: [80]\n", /unknown key `ports`.*did you mean `port`/],
    ["trial:\n  port: 70000\n", /from 1 to 65535/],
    ["trial:\n  paths: [orders]\n", /`trial.paths` must be a path of the service/],
    ["trial:\n  slow: GET report\n", /`trial.slow` must be a request, such as GET \/report/],
    ["trial:\n  slow: FETCH /report\n", /must be a request/],
    ["trial:\n  failing: 'GET /a HTTP/1.1'\n", /must be a request/],
    ["trial:\n  upload: { request: POST /in }\n", /needs `request` and `body`/],
    ["trial:\n  dependencies: { db: { env: {} } }\n", /`?trial.dependencies`?.db needs `image`/],
    ["trial:\n  services: { api: { services: {} } }\n", /unknown key `services` in `trial.services.api`/],
    ["trial:\n  services: { api: { worker: maybe } }\n", /`trial.services.api.worker` must be true or false/],
    ["compose: [\n", /./],
  ])("refuses %j", (text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(ConfigError);
  });

  it("reads how services are tried, and what differs for one", () => {
    const { trial } =
      read(
        "trial:\n  port: 8080\n  slow: GET /report\n  failing: /boom\n  env: { A: 1, B: x }\n  dependencies:\n    db: postgres:15\n    mq: { image: 'rabbit:4', ready: 'true', command: [run, it] }\n  services:\n    worker: { worker: true, env: { B: y } }\n",
      ) ?? expect.unreachable();
    expect(trial).toMatchObject({
      port: 8080,
      slow: { method: "GET", path: "/report" },
      failing: { method: "GET", path: "/boom" },
    });
    expect(trial.dependencies.get("mq")).toMatchObject({ image: "rabbit:4", ready: "true", command: ["run", "it"] });
    const worker = settingsFor(trial, "worker");
    expect(worker).toMatchObject({ worker: true, port: 8080 });
    expect(Object.fromEntries(worker.env)).toEqual({ A: "1", B: "y" });
    expect(settingsFor(trial, "api")).toMatchObject({ worker: false });
    expect(trial.dependencies.get("db")).toMatchObject({ image: "postgres:15", ready: null });
  });

  it("names the place of a mistake", () => {
    try {
      read("policy:\n  strictt: true\n");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).place).toEqual({ file: "seaworthy.yaml", range: [10, 17] });
    }
  });
});
