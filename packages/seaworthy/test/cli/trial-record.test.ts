import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ReportedService } from "../../src/core/report.js";
import { trialOf } from "../../src/models/trial/sketch.js";
import { attestedFilesOf, writeFiles } from "../../src/testing/made-image.js";
import { run, withProject } from "./run.js";

const hasGit = spawnSync("git", ["--version"]).status === 0;

const KILLED = trialOf({
  drills: {
    start: {},
    identity: { processes: [{ name: "node", uids: [0, 0, 0, 0] }] },
    stop: [
      { stops: [{ killed: true, exitCode: 137, first: "npm" }] },
      { stops: [{ killed: true, exitCode: 137, first: "npm" }] },
    ],
    health: { ran: false, reason: "not here", because: "the engine runs no health checks" },
    logs: { counts: [{ phase: "steady", stream: "stdout", lines: 8, json: 0 }], offenders: ["GET / 200 %0A::error"] },
    writes: {},
    "read-only": { tmpfs: [{ path: "/tmp", options: "mode=1777" }] },
    capabilities: {},
    canaries: {},
  },
  hardened: {
    user: "10001:10001",
    capAdd: [],
    tmpfs: [{ path: "/tmp", options: "mode=1777" }],
    init: false,
    stopGraceSeconds: 10,
    compose: "read_only: true\ncap_drop: [ALL]\ntmpfs:\n  - /tmp:mode=1777\n",
    command: "docker run --read-only --cap-drop ALL --tmpfs /tmp:mode=1777 example/api:1",
  },
});
const FILES = { "record.json": JSON.stringify(KILLED), "empty/.keep": "" };

const itemOf = (service: ReportedService | undefined, item: string) => service?.items.find((one) => one.item === item);

describe("seaworthy check --trial-record", () => {
  it("judges a record without an engine: what was not tried is no item of it", () =>
    withProject(FILES, async (folder) => {
      const { code, stdout } = await run(folder, ["check", "empty", "--trial-record", "record.json", "--format", "json"]);
      expect(code).toBe(1);
      const report = JSON.parse(stdout);
      expect(report.inspected).toMatchObject({ depths: ["source", "trial"], engine: "docker 29.0.0 (linux/amd64)" });
      expect(report.trials).toHaveLength(1);
      const [service] = report.services;
      expect(itemOf(service, "graceful-shutdown")).toMatchObject({ verdict: "unmet", depth: "trial" });
      expect(itemOf(service, "non-root-user")).toMatchObject({ verdict: "unmet", depth: "trial" });
      expect(itemOf(service, "healthcheck")).toMatchObject({ verdict: "unproven" });
      expect(itemOf(service, "least-privilege")).toMatchObject({ verdict: "met", depth: "trial" });
      expect(itemOf(service, "pinned-versions")).toBeUndefined();
      expect(itemOf(service, "layer-caching")).toBeUndefined();
      const user = itemOf(service, "non-root-user")?.rulings.find(({ ruling }) => ruling === "no");
      expect(user?.findings[0]?.place).toEqual({ trial: { drill: "identity", moment: "idle" } });
      // The same record gives the same names of its findings, whatever the times and numbers.
      const other = JSON.stringify(KILLED).replaceAll('"tookMs":1200', '"tookMs":11987').replaceAll('"pid":1,', '"pid":7,');
      writeFileSync(join(folder, "other.json"), other);
      const again = await run(folder, ["check", "empty", "--trial-record", "other.json", "--format", "json"]);
      expect(prints(JSON.parse(again.stdout))).toEqual(prints(report));
    }));

  it("shows what was tried, and what is proven to work, in every format", () =>
    withProject(FILES, async (folder) => {
      const shown = async (format: string) =>
        (await run(folder, ["check", "empty", "--trial-record", "record.json", "--format", format])).stdout;
      const text = await shown("text");
      expect(text).toMatch(/✗ Non-root user +trial +process 1 \(node\) runs as root while it serves {2}trial identity/);
      expect(text).toMatch(/✓ .*privilege.* trial +serves read-only with a tmpfs at \/tmp/i);
      expect(text).toContain("Trial  example/api:1 on docker 29.0.0 (linux/amd64)");
      expect(text).toContain("✓ done: start, identity, writes, read-only, capabilities, stop (twice), logs, canaries");
      expect(text).toContain("? health: not here, the engine runs no health checks");
      expect(text).toContain(
        "Hardened, as it was seen to work\n    read_only: true\n    cap_drop: [ALL]\n    tmpfs:\n      - /tmp:mode=1777\n\n    docker run --read-only --cap-drop ALL --tmpfs /tmp:mode=1777 example/api:1\n",
      );
      expect(text).toContain("took 10.0 s; the waits that the engine and the claims force are 8.0 s of it (1.25 times)");
      const sarif = JSON.parse(await shown("sarif")).runs[0];
      const names = sarif.results.map(
        (one: { locations: { logicalLocations: { fullyQualifiedName: string }[] }[] }) =>
          one.locations[0]?.logicalLocations[0]?.fullyQualifiedName,
      );
      expect(names).toContain("trial identity");
      expect(await shown("github")).toContain("title=graceful-shutdown/ends-in-time::SIGTERM did not end npm in 10 s");
      expect(await shown("junit")).toContain("trial stop: error: SIGTERM did not end npm");
      expect(await shown("gitlab")).toContain("graceful-shutdown/ends-in-time");
      const markdown = await shown("markdown");
      expect(markdown).toContain("#### Trial of `example/api:1`");
      expect(markdown).toContain("```yaml\nread_only: true\n");
    }));

  it.skipIf(!hasGit)("rules over source and image where it is of an image that is shown to be one ship", () =>
    withProject({ "tree/Dockerfile": "FROM alpine:3.22\nUSER 10001\n", ...FILES }, async (folder) => {
      const env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
      const git = (...args: string[]) =>
        spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
          cwd: join(folder, "tree"),
          encoding: "utf8",
        }).stdout.trim();
      git("init", "-q", "-b", "main");
      git("add", "-A");
      git("commit", "-q", "-m", "first");
      mkdirSync(join(folder, "image"));
      writeFiles(join(folder, "image"), attestedFilesOf({ layers: [[]], config: { User: "10001" } }, git("rev-parse", "HEAD")));
      const json = async (...more: string[]) => {
        const image = join(folder, "image");
        return run(folder, ["check", "tree", "--no-config", "--format", "json", "--image", image, ...more], env);
      };
      const before = JSON.parse((await json()).stdout);
      expect(itemOf(before.services[0], "non-root-user")?.verdict).toBe("met");
      const other = await json("--trial-record", "record.json");
      expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining("record.json is of another image") });
      const same = { ...KILLED, digest: before.images[0].digest };
      writeFileSync(join(folder, "same.json"), JSON.stringify(same));
      const report = JSON.parse((await json("--trial-record", "same.json")).stdout);
      expect(report.services).toHaveLength(1);
      expect(itemOf(report.services[0], "non-root-user")).toMatchObject({ verdict: "unmet", depth: "trial" });
      const user = itemOf(report.services[0], "non-root-user")?.rulings.find(({ rule }) => rule === "non-root-user/user");
      expect(user?.overruled.map(({ depth, ruling }) => `${depth} ${ruling}`)).toEqual(["image yes", "source yes"]);
    }),
  );

  it("changes nothing of a source that it is not shown to be of, and stands beside it", () =>
    withProject({ ...FILES, "tree/Dockerfile": "FROM alpine:3.22\nUSER 10001\n" }, async (folder) => {
      const { stdout } = await run(folder, ["check", "tree", "--no-config", "--trial-record", "record.json", "--format", "json"]);
      const { services } = JSON.parse(stdout);
      expect(services.map(({ name }: ReportedService) => name)).toEqual(["tree", "example/api:1"]);
      expect(itemOf(services[0], "non-root-user")).toMatchObject({ verdict: "met", depth: "source" });
      expect(services[0].ship).toMatchObject({ image: "example/api:1", shown: false });
      expect(itemOf(services[1], "non-root-user")).toMatchObject({ verdict: "unmet", depth: "trial" });
    }));

  it("says in one line what is wrong with a record", () =>
    withProject({ ...FILES, "bad.json": '{"recordVersion": 1}' }, async (folder) => {
      const told = async (file: string) => (await run(folder, ["check", "empty", "--trial-record", file])).stderr;
      expect(await told("bad.json")).toBe("seaworthy: bad.json is no record of a trial: `tool` must be there\n");
      expect(await told("none.json")).toBe("seaworthy: none.json is not there\n");
      expect(await told("empty")).toContain("is not a regular file");
    }));
});

const DEPLOYED = {
  ...FILES,
  "tree/api/Dockerfile": 'FROM node:22-slim\nUSER node\nCMD ["node", "server.js"]\n',
  "tree/web/Dockerfile": "FROM nginx:1.29-alpine\n",
  "tree/compose.yaml": "services:\n  web:\n    build: web\n  api:\n    build: api\n  cache:\n    image: redis:8.2.2\n",
};
const OF_API = { ...KILLED, conditions: { ...KILLED.conditions, deployed: true, service: "api" } };

describe("fixes by a trial record", () => {
  const only = ["--only", "least-privilege/read-only-root,least-privilege/capabilities-dropped"];

  it("gives the service that was tried what it was seen to need, and the others what is known of them", () =>
    withProject(
      { ...DEPLOYED, "api.json": JSON.stringify({ ...OF_API, hardened: { ...KILLED.hardened, capAdd: ["CHOWN"] } }) },
      async (folder) => {
        const { code } = await run(folder, [
          "fix",
          "tree",
          "--no-config",
          "--review",
          "--write",
          ...only,
          "--trial-record",
          "api.json",
        ]);
        expect(code).toBe(0);
        const written = parse(readFileSync(join(folder, "tree/compose.yaml"), "utf8")).services;
        expect(written.api).toEqual({
          build: "api",
          read_only: true,
          tmpfs: ["/tmp:mode=1777"],
          cap_drop: ["ALL"],
          cap_add: ["CHOWN"],
        });
        expect(written.web.tmpfs).toEqual(["/tmp", "/var/cache/nginx", "/run"]);
      },
    ));

  it("tells them with the findings of check, too", () =>
    withProject({ ...DEPLOYED, "any.json": JSON.stringify(KILLED) }, async (folder) => {
      const asked = ["check", "tree", "--no-config", "--format", "json", ...only, "--trial-record", "api=any.json"];
      const report = JSON.parse((await run(folder, asked)).stdout);
      const titles = report.services.flatMap(({ items }: ReportedService) =>
        items.flatMap(({ rulings }) =>
          rulings.flatMap(({ findings }) => findings.flatMap(({ fixes }) => fixes.map((one) => one.title))),
        ),
      );
      expect(titles).toContain("make the root of api read-only but /tmp, which is empty at each start: proven by a trial");
      expect(titles).toContain("drop all capabilities of api: as a trial showed");
      expect(titles.filter((title: string) => title.includes("trial"))).toHaveLength(2);
    }));

  it("refuses in one line what it cannot use", () =>
    withProject({ ...DEPLOYED, "any.json": JSON.stringify(KILLED), "bad.json": "{}" }, async (folder) => {
      const told = async (...records: string[]) => {
        const { code, stderr } = await run(folder, [
          "fix",
          "tree",
          "--no-config",
          ...records.flatMap((one) => ["--trial-record", one]),
        ]);
        expect(code).toBe(2);
        return stderr;
      };
      expect(await told("bad.json")).toBe("seaworthy: bad.json is no record of a trial: `recordVersion` must be there\n");
      expect(await told("none.json")).toBe("seaworthy: none.json is not there\n");
      expect(await told("any.json")).toBe(
        "seaworthy: --trial-record any.json: of which service? Write SERVICE=any.json; there are: web, api, cache\n",
      );
      expect(await told("api=any.json", "api=any.json")).toBe(
        "seaworthy: --trial-record names two trials of api: one of them speaks for it\n",
      );
      expect(await told("cache=any.json")).toBe(
        "seaworthy: --trial-record any.json is of example/api:1, which cache does not run\n",
      );
    }));
});

function prints(report: { services: ReportedService[] }): readonly string[] {
  return report.services.flatMap(({ items }) =>
    items.flatMap(({ rulings }) => rulings.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint))),
  );
}
