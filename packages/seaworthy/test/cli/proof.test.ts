import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { interruption } from "../../src/cli/interrupted.js";
import type { World } from "../../src/cli/world.js";
import { run, withProject } from "./run.js";

const ID = `sha256:${"c".repeat(64)}`;
const ITEMS =
  "multi-stage-build non-root-user minimal-base-image dockerignore layer-caching healthcheck graceful-shutdown no-secrets image-scanning structured-logging least-privilege pinned-versions".split(
    " ",
  );

/** A certificate as `certify --attestation` writes it, unsigned. */
function attestation(unmet: readonly string[] = []): string {
  const items = ITEMS.map((item) => ({
    item,
    verdict: unmet.includes(item) ? "unmet" : "met",
    depth: "trial",
    because: unmet.includes(item) ? "it was\u001b[31m seen" : "it was seen",
  }));
  return `${JSON.stringify({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "harbour/api:1", digest: { sha256: ID.slice(7) } }],
    predicateType: "urn:seaworthy:certificate:v1",
    predicate: {
      certificateVersion: 1,
      tool: "0.1.0",
      time: new Date().toISOString(),
      image: "harbour/api:1",
      imageId: ID,
      platform: "linux/amd64",
      service: "api",
      source: { commit: null, clean: null },
      depths: ["source", "image", "trial"],
      items,
      database: null,
      trial: null,
    },
  })}\n`;
}

describe("seaworthy verify", () => {
  it("says check by check whether an image may be deployed", () =>
    withProject({ "good.jsonl": attestation(), "bad.jsonl": attestation(["no-secrets"]) }, async (folder) => {
      const verify = (file: string, ...more: string[]) => run(folder, ["verify", ID, "--attestation", file, ...more]);
      const good = await verify("good.jsonl", "--allow-unsigned");
      expect(good.code).toBe(0);
      expect(good.stdout).toMatch(/✓ no-secrets +met \(trial\): it was seen\n/);
      expect(good.stdout).toContain("✓ signature           it is not signed");
      expect(good.stdout.endsWith("It may be deployed.\n")).toBe(true);
      const bad = await verify("bad.jsonl", "--allow-unsigned");
      expect(bad.code).toBe(1);
      expect(bad.stdout).toMatch(/✗ no-secrets +unmet \(trial\): it was/);
      expect(bad.stdout).not.toContain("\u001b");
      expect(bad.stdout.endsWith("It may not be deployed.\n")).toBe(true);
      const json = JSON.parse((await verify("bad.jsonl", "--allow-unsigned", "--format", "json")).stdout);
      expect(json).toMatchObject({ verificationVersion: 1, passed: false, digests: [ID], certificate: { service: "api" } });
      expect(await verify("good.jsonl")).toMatchObject({ code: 2, stderr: expect.stringContaining("whose signature counts?") });
      expect(await run(folder, ["verify", ID])).toMatchObject({ code: 2, stderr: expect.stringContaining("--attestation") });
    }));
});

describe("seaworthy trial and certify", () => {
  const nowhere = (folder: string) => ({ DOCKER_HOST: `unix://${join(folder, "none.sock")}`, PATH: "", HOME: folder });

  it("say in one line that no engine answers", () =>
    withProject({ Dockerfile: "FROM scratch\n", "seaworthy.yaml": "" }, async (folder) => {
      for (const argv of [["trial", "acme/api:1"], ["certify"]]) {
        const { code, stdout, stderr } = await run(folder, argv, nowhere(folder));
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(/^seaworthy: a trial needs a container engine, and none answered: .*none\.sock.*\n$/);
      }
    }));

  it("refuse what makes no sense before anything is started", () =>
    withProject({ "compose.yaml": "services: { db: { image: 'postgres:17.2' } }\n" }, async (folder) => {
      const told = async (...argv: string[]) => (await run(folder, argv, nowhere(folder))).stderr;
      expect(await told("certify")).toBe(
        "seaworthy: there is no service here that is built: `seaworthy trial IMAGE` tries an image\n",
      );
      expect(await told("certify", "--key", "k.pem")).toContain("--key signs what --attestation writes");
      expect(await told("trial", "db", "--drill", "start,dance")).toContain("no drill is named dance");
      expect(await told("trial", "db", "--only", "dance")).toContain("dance");
    }));

  it("say what they do, with examples", async () => {
    for (const [command, words] of [
      ["trial", /seaworthy trial api --quick/],
      ["certify", /openssl genpkey -algorithm ed25519/],
      ["verify", /Exit codes: 0 the image may be deployed/],
    ] as const) {
      const { code, stdout } = await run("/", [command, "--help"]);
      expect(code).toBe(0);
      expect(stdout).toMatch(words);
      expect(stdout.split("\n").filter((line) => line.length > 122)).toEqual([]);
    }
  });

  it("are ended by Ctrl-C once all is removed, and by nothing else", () => {
    const said: string[] = [];
    let press = () => {};
    let listening = false;
    const world = {
      stderr: { write: (text: string) => void said.push(text) },
      onInterrupt: (listener: () => void) => {
        press = listener;
        listening = true;
        return () => {
          listening = false;
        };
      },
    } as unknown as World;
    const stopping = interruption(world);
    expect(() => stopping.told(new Error("a fault"))).toThrow("a fault");
    press();
    expect(stopping.signal.aborted).toBe(true);
    expect(stopping.told(new Error("aborted"))).toBe(130);
    expect(said.join("")).toBe(
      "seaworthy: stopping; what was made is removed…\nseaworthy: stopped: nothing that it made is left\n",
    );
    stopping.done();
    expect(listening).toBe(false);
  });
});
