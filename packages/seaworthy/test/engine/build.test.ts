import { afterAll, describe, expect, it } from "vitest";
import { Builds } from "../../src/api/builds.js";
import { findBuilder } from "../../src/io/build/find-builder.js";
import { readProject } from "../../src/io/read-project.js";
import { trialHost } from "../../src/io/trial/trial-engine.js";
import { makeBases } from "./bases/make-bases.js";
import { isMissing, type Missing, removeScratch, run, scratchWith, title } from "./tools.js";
import { trialEngine } from "./trial-engine.js";

const running = await trialEngine();
const builder = isMissing(running) ? running : findBuilder(running.engine, process.env, []);
const bases = isMissing(running) ? running : isMissing(builder) ? builder : await makeBases(running.engine.address, ["node"]);
const missing: Missing | null = isMissing(bases) ? bases : null;
const TAG = "seaworthy-test/built:1";
const docker = (...args: string[]) => run("docker", args, { DOCKER_HOST: isMissing(running) ? "" : running.engine.address });
afterAll(async () => {
  removeScratch();
  if (!isMissing(running)) await running.stop();
});

/** Builds the service `web` of a project as a certificate would, and gives the image's id and what was told. */
async function built(files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) {
  if (isMissing(running) || isMissing(bases)) throw new Error("nothing builds here");
  const named = (text: string) => text.replaceAll("BASE", bases.get("node") ?? "");
  const root = scratchWith(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, named(text)])));
  const env = { ...process.env, ...variables, DOCKER_HOST: running.engine.address };
  const host = await trialHost(env);
  const [service] = readProject(root, { today: "2026-11-27" }).services;
  if (!service) throw new Error("there is no service");
  const around = { root, env, config: null, configFolder: root, composeFiles: null, drills: [], outside: false };
  const { plan, notes } = await new Builds(around, host).orderOf(service);
  try {
    return { id: await host.build({ ...plan, labels: {}, tag: TAG }, null), notes };
  } catch (error) {
    return { failed: String(error), notes };
  }
}

/** What a file of the image holds. */
function said(path: string): string {
  return docker("run", "--rm", "--network", "none", "--entrypoint", "cat", TAG, path).toString();
}

describe.skipIf(missing !== null)(title("a build with all that Compose says of it", missing ?? {}), () => {
  it("gives it secrets, and no layer, setting or line of history holds them", { timeout: 300_000 }, async () => {
    const dockerfile =
      "FROM BASE\nRUN --mount=type=secret,id=npm --mount=type=secret,id=pip wc -c /run/secrets/npm /run/secrets/pip > /sizes\n";
    const seen = await built(
      {
        "compose.yaml":
          "services:\n  web:\n    build: {context: ., secrets: [npm, {source: file, target: pip}]}\nsecrets:\n  npm: {environment: NPM}\n  file: {file: ./pip.conf}\n",
        Dockerfile: dockerfile,
        "pip.conf": "1234567",
        ".dockerignore": "pip.conf\n",
      },
      { NPM: "hush-hush-4711-of-the-caller" },
    );
    try {
      expect(seen).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
      expect(said("/sizes")).toMatch(/28 \/run\/secrets\/npm\s+7 \/run\/secrets\/pip/);
      const told = docker("image", "inspect", TAG).toString() + docker("history", "--no-trunc", TAG).toString();
      expect(told).not.toContain("hush-hush-4711");
      expect(docker("save", TAG).includes("hush-hush-4711")).toBe(false);
    } finally {
      docker("image", "rm", "--force", TAG);
    }
  });

  it("reads the Dockerfile out of the Compose file; target, arguments, labels, hosts and network are as written", {
    timeout: 300_000,
  }, async () => {
    const compose = `services:
  web:
    build:
      context: ./app
      dockerfile_inline: |
        FROM BASE AS wanted
        ARG GREETING
        COPY hello /hello
        RUN echo "$$GREETING" > /greeting && cat /etc/hosts > /hosts-then && ls /sys/class/net > /net
        FROM BASE
        RUN false
      target: wanted
      args: {GREETING: null, LD_PRELOAD: /evil.so}
      labels: {team: harbour}
      extra_hosts: {db: 10.1.2.3}
      network: none
`;
    const seen = await built({ "compose.yaml": compose, "app/hello": "hello\n", ".env": "GREETING=ahoy\n" });
    try {
      expect(seen).toMatchObject({ id: expect.stringMatching(/^sha256:/) });
      expect(said("/hello")).toBe("hello\n");
      expect(said("/greeting")).toBe("ahoy\n");
      expect(said("/hosts-then")).toMatch(/^10\.1\.2\.3\s+db$/m);
      expect(said("/net").trim().split(/\s+/)).toEqual(["lo"]);
      expect(docker("image", "inspect", "--format", "{{.Config.Labels.team}}", TAG).toString().trim()).toBe("harbour");
    } finally {
      docker("image", "rm", "--force", TAG);
    }
  });

  it("that fails at its secret does not tell it", { timeout: 300_000 }, async () => {
    const seen = await built(
      {
        "compose.yaml": "services:\n  web:\n    build: {context: ., secrets: [npm]}\nsecrets:\n  npm: {environment: NPM}\n",
        Dockerfile: "FROM BASE\nRUN --mount=type=secret,id=npm cat /run/secrets/npm >&2; exit 3\n",
      },
      { NPM: "hush-hush-4711-of-the-caller" },
    );
    expect(seen).toMatchObject({ failed: expect.stringContaining("the build failed") });
    expect(JSON.stringify(seen)).not.toContain("hush-hush");
  });
});
