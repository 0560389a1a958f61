import { describe, expect, it } from "vitest";
import type { BuildSettings } from "./build-settings.js";
import { loadCompose } from "./load.js";

function settings(build: string, file = "compose.yaml"): BuildSettings {
  const text = `services:\n  web:\n    build: ${build}\n`;
  const project = loadCompose([file], (path) => (path === file ? text : null));
  expect(project.problems).toEqual([]);
  const read = project.services[0]?.build?.settings;
  return read ?? expect.unreachable();
}

describe("what Compose says of a build", () => {
  it("nothing", () => {
    expect(settings(".")).toMatchObject({
      secrets: [],
      ssh: new Map(),
      contexts: new Map(),
      network: null,
      noCache: false,
      aside: [],
    });
  });

  it("secrets in both forms: a target is the id", () => {
    expect(settings("{context: ., secrets: [npm, {source: token, target: pip}]}").secrets).toEqual([
      { source: "npm", id: "npm" },
      { source: "token", id: "pip" },
    ]);
  });

  it("contexts and keys, relative to the file's own folder", () => {
    const read = settings(
      "{context: ., additional_contexts: [shared=../shared, base=docker-image://alpine:3], ssh: [default, deploy=keys/id]}",
      "deploy/compose.yaml",
    );
    expect([...read.contexts]).toEqual([
      ["shared", { written: "../shared", path: { kind: "inside", path: "shared" } }],
      ["base", { written: "docker-image://alpine:3", path: { kind: "remote" } }],
    ]);
    expect([...read.ssh]).toEqual([
      ["default", null],
      ["deploy", { written: "keys/id", path: { kind: "inside", path: "deploy/keys/id" } }],
    ]);
  });

  it("hosts in each form", () => {
    const hosts = [
      { host: "a", address: "10.0.0.1" },
      { host: "b", address: "::1" },
    ];
    expect(settings('{context: ., extra_hosts: {a: 10.0.0.1, b: "[::1]"}}').extraHosts).toEqual(hosts);
    expect(settings('{context: ., extra_hosts: ["a:10.0.0.1", "b=::1"]}').extraHosts).toEqual(hosts);
  });

  it("the rest", () => {
    expect(
      settings(
        "{context: ., network: none, shm_size: 128m, platforms: [linux/arm64], labels: {a: b}, ulimits: {nproc: 9, nofile: {soft: 1, hard: 2}}, privileged: true, entitlements: [network.host], isolation: process, no_cache: true, pull: true, cache_from: [x], tags: [y]}",
      ),
    ).toMatchObject({
      network: "none",
      shmSize: "128m",
      platforms: ["linux/arm64"],
      labels: new Map([["a", "b"]]),
      ulimits: ["nproc=9", "nofile=1:2"],
      privileged: true,
      entitlements: ["network.host"],
      isolation: "process",
      noCache: true,
      pull: true,
      aside: ["cache_from", "tags"],
    });
  });
});
