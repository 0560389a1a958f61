import { describe, expect, it } from "vitest";
import { NO_INPUTS } from "../../models/project/build-plan.js";
import type { BuildRequest } from "./build-request.js";
import { clientWords } from "./client-words.js";

const REQUEST: BuildRequest = {
  context: "/p",
  dockerfile: "Dockerfile",
  target: null,
  args: new Map(),
  inputs: NO_INPUTS,
  labels: {},
  tag: null,
};

const words = (request: Partial<BuildRequest>, env: Record<string, string> = {}) => clientWords({ ...REQUEST, ...request }, env);
const withInputs = (inputs: Partial<BuildRequest["inputs"]>) => words({ inputs: { ...NO_INPUTS, ...inputs } });

describe("the words for Docker's client", () => {
  it("of a plain build", () => {
    expect(words({ target: "production", tag: "a:1", labels: { run: "7" } })).toEqual({
      words: ["--file", "/p/Dockerfile", "--target", "production", "--tag", "a:1", "--label", "run=7", "/p"],
      env: {},
      text: null,
    });
  });

  it("of a text without a file: it is the client's input", () => {
    expect(words({ dockerfile: { text: "FROM scratch" } })).toMatchObject({ words: ["--file", "-", "/p"], text: "FROM scratch" });
  });

  it("keep the values of credentials off the command line, and all others off the environment", () => {
    const { words: all, env } = words({
      args: new Map([
        ["VERSION", "1.2.3"],
        ["NPM_TOKEN", "hush"],
      ]),
    });
    expect(all).toEqual(["--file", "/p/Dockerfile", "--build-arg", "VERSION=1.2.3", "--build-arg", "NPM_TOKEN", "/p"]);
    expect(env).toEqual({ NPM_TOKEN: "hush" });
  });

  it.each([
    "LD_PRELOAD",
    "PATH",
    "DOCKER_HOST",
    "DOCKER_CONFIG",
    "BUILDKIT_HOST",
    "GODEBUG",
    "HOME",
    "HTTPS_PROXY",
    "https_proxy",
    "SSH_AUTH_SOCK",
    "DYLD_INSERT_LIBRARIES",
    "GCONV_PATH",
    // Programs that give the client credentials may be scripts.
    "BASH_ENV",
    "NODE_OPTIONS",
    "PYTHONPATH",
    "PERL5OPT",
    "CLOUDSDK_PYTHON",
    "FOR_A_PROGRAM_NOBODY_THOUGHT_OF",
  ])("let no argument of the name %s get at the client", (name) => {
    const { words: all, env } = words({ args: new Map([[name, "/evil"]]) }, { [name]: "mine" });
    expect(all).toContain(`${name}=/evil`);
    expect(env).toEqual({ [name]: "mine" });
    // What the caller has anyway is no other's.
    expect(words({ args: new Map([[name, "mine"]]) }, { [name]: "mine" }).words).toContain(name);
  });

  it("of secrets: a file by its path, a value by the environment", () => {
    const { words: all, env } = withInputs({
      secrets: [
        { id: "npm", value: "hush", file: null },
        { id: "pip", value: "hush", file: "/p/secret" },
        { id: 'a,src=/etc/shadow"', value: "x", file: "/p/a,b" },
      ],
    });
    expect(all).toEqual([
      ...["--file", "/p/Dockerfile"],
      ...["--secret", "type=env,id=npm,env=SEAWORTHY_BUILD_SECRET_0"],
      ...["--secret", "type=file,id=pip,src=/p/secret"],
      // One field of the record, whatever stands in it.
      ...["--secret", 'type=file,"id=a,src=/etc/shadow""","src=/p/a,b"'],
      "/p",
    ]);
    expect(env).toEqual({ SEAWORTHY_BUILD_SECRET_0: "hush" });
    expect(all.join(" ")).not.toContain("hush");
  });

  it("of all else", () => {
    const { words: all } = withInputs({
      contexts: new Map([["shared", "/p/shared"]]),
      ssh: [
        { id: "default", file: null },
        { id: "deploy", file: "/p/key" },
      ],
      network: "none",
      shmBytes: 1024,
      hosts: ["db:10.0.0.1"],
      platform: "linux/arm64",
      labels: new Map([["a", "b"]]),
      ulimits: ["nofile=1:2"],
      noCache: true,
      pull: true,
    });
    expect(all.join(" ")).toBe(
      "--file /p/Dockerfile --label a=b --build-context shared=/p/shared --ssh default --ssh deploy=/p/key --network none --shm-size 1024 --add-host db:10.0.0.1 --platform linux/arm64 --ulimit nofile=1:2 --no-cache --pull /p",
    );
  });
});
