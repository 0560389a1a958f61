import { describe, expect, it } from "vitest";
import { loadCompose } from "../compose/load.js";
import { type BuildWorld, buildInputs, type ReadInputs } from "./build-inputs.js";

const WORLD: BuildWorld = {
  variables: new Map([["NPM_TOKEN", "of-the-caller"]]),
  file: (path) => (path === "secret/pip" ? { path: "/root/secret/pip", text: "in-a-file" } : null),
  folder: (path) => (path === "shared" ? "/root/shared" : null),
  built: (service) => (service === "base" ? "acme/base:1" : null),
  platform: "linux/amd64",
  hasAgent: false,
};

function read(build: string, more = "", world: Partial<BuildWorld> = {}): ReadInputs {
  const text = `services:\n  web:\n    build: {context: ., ${build}}\n${more}`;
  const { services, secrets } = loadCompose(["compose.yaml"], (path) => (path === "compose.yaml" ? text : null));
  const [web] = services;
  if (!web?.build) throw new Error("no build");
  return buildInputs({ settings: web.build.settings, platform: web.platform?.value ?? null, secrets }, { ...WORLD, ...world });
}

function inputs(...given: Parameters<typeof read>) {
  const seen = read(...given);
  if ("because" in seen) throw new Error(seen.because);
  return seen;
}

describe("the inputs of a build", () => {
  it("secrets from a file and from the environment", () => {
    const top = "secrets:\n  npm: {environment: NPM_TOKEN}\n  pip: {file: ./secret/pip}\n";
    expect(inputs("secrets: [npm, {source: pip, target: pypi}]", top).inputs.secrets).toEqual([
      { id: "npm", value: "of-the-caller", file: null },
      { id: "pypi", value: "in-a-file", file: "/root/secret/pip" },
    ]);
  });

  it("contexts: folders, images, addresses, other services", () => {
    const build =
      'additional_contexts: {a: ./shared, b: "docker-image://alpine:3", c: "https://example.com/x.git", d: "service:base"}';
    expect([...inputs(build).inputs.contexts]).toEqual([
      ["a", "/root/shared"],
      ["b", "docker-image://alpine:3"],
      ["c", "https://example.com/x.git"],
      ["d", "docker-image://acme/base:1"],
    ]);
  });

  it("network, size, hosts, labels, limits, cache", () => {
    const build =
      "network: none, shm_size: 64m, extra_hosts: {a: 10.0.0.1, b: '::1'}, labels: [a=b], ulimits: {nproc: 9}, no_cache: true, pull: true";
    expect(inputs(build).inputs).toMatchObject({
      network: "none",
      shmBytes: 67108864,
      hosts: ["a:10.0.0.1", "b:::1"],
      labels: new Map([["a", "b"]]),
      ulimits: ["nproc=9"],
      noCache: true,
      pull: true,
    });
  });

  it("one platform: what is written, else the engine's own of several", () => {
    expect(inputs("platforms: [linux/arm64]")).toMatchObject({ inputs: { platform: "linux/arm64" }, notes: [] });
    expect(inputs("platforms: [linux/arm64, linux/amd64]")).toMatchObject({
      inputs: { platform: "linux/amd64" },
      notes: ["is looked at as built for linux/amd64; what is built for linux/arm64 is not"],
    });
    expect(inputs("target: x").inputs.platform).toBe(null);
  });

  it("tells what is left out, and that the agent is lent", () => {
    expect(inputs("ssh: [default], cache_from: [x], tags: [y]", "", { hasAgent: true })).toMatchObject({
      inputs: { ssh: [{ id: "default", file: null }] },
      notes: ["is built with your SSH agent", "is built without `cache_from`, `tags`"],
    });
  });

  const secret = (source: string) => ["secrets: [npm]", `secrets: {npm: {${source}}}\n`] as const;
  it.each([
    [["secrets: [npm]"], "its build secret npm stands in no `secrets:` at the top level"],
    [secret("external: true"), "its build secret npm is kept outside of the Compose file (`external`)"],
    [secret("environment: NOT_SET"), "its build secret npm is the value of NOT_SET, which is not set"],
    [
      secret("file: ./not-there"),
      "its build secret npm is read from not-there, which is not there, is no file or leads out of the project",
    ],
    [
      secret("file: /etc/shadow"),
      "its build secret npm is read from /etc/shadow, outside of the project: take it from `environment:` instead",
    ],
    [
      secret("file: ~/.npmrc"),
      "its build secret npm is read from ~/.npmrc, outside of the project: take it from `environment:` instead",
    ],
    [secret("file: ../x"), "its build secret npm is read from ../x, outside of the project: take it from `environment:` instead"],
    [["additional_contexts: {a: /etc}"], "its additional context a is /etc, which is no folder of the project"],
    [["additional_contexts: {a: ../x}"], "its additional context a is ../x, which is no folder of the project"],
    [["additional_contexts: {a: not-there}"], "its additional context a is not-there, which is no folder of the project"],
    [
      ['additional_contexts: {a: "oci-layout:///var/lib/images"}'],
      "its additional context a is oci-layout:///var/lib/images, which is no folder of the project",
    ],
    [['additional_contexts: {a: "service:web"}'], "its additional context a is the image of web, which was not built before it"],
    [["ssh: [default]"], "its build wants an SSH agent, and SSH_AUTH_SOCK names none"],
    [["ssh: [a=~/.ssh/id_rsa]"], "its SSH key a is ~/.ssh/id_rsa, which is no file of the project"],
    [['ssh: {"a=/root/.ssh/id_rsa": }'], "its SSH key a=/root/.ssh/id_rsa has a name that is none"],
    [
      ["extra_hosts: {me: host-gateway}"],
      "its build asks for this machine as me (host-gateway), which a build is not given here",
    ],
    [["extra_hosts: {me: '--x'}"], "its extra host me has the address --x, which is none"],
    [["network: host"], "its build asks for the network of this machine, which a build is not given here"],
    [["network: back"], "its build asks for the network back: BuildKit knows `default` and `none`"],
    [["privileged: true"], "its build asks for `privileged`, which a build is not given here"],
    [
      ["entitlements: [security.insecure]"],
      "its build asks for the entitlements security.insecure, which a build is not given here",
    ],
    [["isolation: hyperv"], "its build asks for the isolation hyperv of Windows"],
    [
      ["platforms: [linux/s390x, linux/arm64]"],
      "it is built for linux/s390x, linux/arm64, none of which is the engine's own linux/amd64",
    ],
    [["shm_size: lots"], "its `shm_size` lots is no size"],
  ] as readonly (readonly [readonly [string, string?], string])[])("%j is refused", ([build, more], because) => {
    expect(read(build, more)).toEqual({ because });
  });
});
