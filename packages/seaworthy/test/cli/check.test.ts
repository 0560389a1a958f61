import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { run, withProject } from "./run.js";

const ROOT_USER = { Dockerfile: 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n' };
const report = (stdout: string): Report => JSON.parse(stdout) as Report;

describe("seaworthy check", () => {
  it("prints twelve lines for a service, what to do next, and exits 1", () =>
    withProject(ROOT_USER, async (folder) => {
      const { code, stdout, stderr } = await run(folder, ["check"]);
      expect(code).toBe(1);
      expect(stderr).toBe("");
      expect(stdout.match(/^ {2}[✓✗?–~] /gm)).toHaveLength(12);
      expect(stdout).toMatch(/✗ Non-root user +source +.*root.* {2}Dockerfile:2/);
      expect(stdout).toContain("Next");
      expect(stdout).not.toContain("\u001b[");
    }));

  it("has colour when it is asked for, and none with NO_COLOR", () =>
    withProject(ROOT_USER, async (folder) => {
      expect((await run(folder, ["check"], { FORCE_COLOR: "1" })).stdout).toContain("\u001b[31m");
      expect((await run(folder, ["check"], { FORCE_COLOR: "1", NO_COLOR: "1" })).stdout).not.toContain("\u001b[");
      expect((await run(folder, ["check", "--no-color"], { FORCE_COLOR: "1" })).stdout).not.toContain("\u001b[");
    }));

  it("writes several formats in one run", () =>
    withProject(ROOT_USER, async (folder) => {
      const { stdout } = await run(folder, [
        "check",
        "--format",
        "text",
        "--format",
        "json=out.json",
        "--format",
        "sarif=out.sarif",
      ]);
      expect(stdout).toContain("Non-root user");
      expect(report(readFileSync(join(folder, "out.json"), "utf8")).schemaVersion).toBe(1);
      expect(JSON.parse(readFileSync(join(folder, "out.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
      const { stdout: silent } = await run(folder, ["check", "--format", "json", "--output", "again.json"]);
      expect(silent).toBe("");
      expect(report(readFileSync(join(folder, "again.json"), "utf8")).services).toHaveLength(1);
    }));

  it("annotates for GitHub with escaped text", () =>
    withProject(ROOT_USER, async (folder) => {
      const { stdout } = await run(folder, ["check", "--format", "github", "--only", "non-root-user/user"]);
      expect(stdout).toMatch(/^::error file=Dockerfile,line=2,endLine=2,col=\d+,endColumn=\d+,title=non-root-user\/user::/);
      expect(stdout.trim().split("\n")).toHaveLength(1);
    }));

  it("asks only what it is told to, by item, rule or another tool's name", () =>
    withProject(ROOT_USER, async (folder) => {
      for (const name of ["non-root-user", "non-root-user/user", "DL3002"]) {
        const { items } = report((await run(folder, ["check", "--format", "json", "--only", name])).stdout).services[0] ?? {
          items: [],
        };
        expect(items.map((item) => item.item)).toEqual(["non-root-user"]);
      }
      expect((await run(folder, ["check", "--skip", "non-root-user/user", "--only", "non-root-user/user"])).code).toBe(0);
    }));

  it("knows what a baseline holds, and fails on what is new", () =>
    withProject(ROOT_USER, async (folder) => {
      const written = await run(folder, ["check", "--write-baseline", "known.json", "--only", "non-root-user/user"]);
      expect(written).toMatchObject({ code: 0, stderr: "1 finding is written to known.json as known\n" });
      expect((await run(folder, ["check", "--baseline", "known.json", "--only", "non-root-user/user"])).code).toBe(0);
      writeFileSync(join(folder, "Dockerfile"), `${ROOT_USER.Dockerfile}USER 0\n`);
      expect((await run(folder, ["check", "--baseline", "known.json", "--only", "non-root-user/user"])).code).toBe(1);
    }));

  it("tells bad usage in one line, with exit code 2 and nothing on stdout", () =>
    withProject({ ...ROOT_USER, "bad.json": "{}", "seaworthy-bad.yaml": "rulez: {}\n" }, async (folder) => {
      const cases: readonly (readonly [readonly string[], RegExp])[] = [
        [["check", "nowhere"], /no file or folder at nowhere/],
        [["check", "--format", "xml"], /no format is named `xml`/],
        [["check", "--format", "text", "--format", "json"], /give all but one a file/],
        [["check", "--only", "non-rot-user"], /did you mean `non-root-user`/],
        [["check", "--baseline", "none.json"], /no baseline at .*none\.json.*--write-baseline/],
        [["check", "--baseline", "bad.json"], /is no baseline/],
        [["check", "--config", "none.yaml"], /no config file/],
        [["check", "--config", "seaworthy-bad.yaml"], /unknown key `rulez`.*did you mean `rules`/],
        [["check", "--fail-on", "never"], /never/],
        [["chekc"], /unknown command/],
        [["check", "--strictt"], /unknown option.*\n?.*--strict/],
        [["explain", "DL9999"], /no rule or item is named `DL9999`/],
      ];
      for (const [argv, message] of cases) {
        const { code, stdout, stderr } = await run(folder, argv);
        expect({ argv, code, stdout }).toEqual({ argv, code: 2, stdout: "" });
        expect(stderr).toMatch(message);
        expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
      }
    }));

  it("leaves no half-written file where it cannot write", () =>
    withProject(ROOT_USER, async (folder) => {
      const { code, stderr } = await run(folder, ["check", "--format", "json", "--output", "no/such/folder/out.json"]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/cannot write .*out\.json/);
      expect(existsSync(join(folder, "no"))).toBe(false);
    }));

  it("goes by the config: weights, levels, waivers; the command line can leave it out", () =>
    withProject(
      {
        ...ROOT_USER,
        "seaworthy.yaml": "waivers:\n  - ignore: non-root-user/user\n    reason: the appliance needs it\n    until: 2099-01-01\n",
      },
      async (folder) => {
        const only = ["check", "--format", "json", "--only", "non-root-user/user"];
        expect(report((await run(folder, only)).stdout).services[0]?.items[0]?.verdict).toBe("waived");
        expect(report((await run(folder, [...only, "--no-config"])).stdout).services[0]?.items[0]?.verdict).toBe("unmet");
        writeFileSync(join(folder, "seaworthy.yaml"), "rules:\n  DL3002: off\n");
        expect(report((await run(folder, only)).stdout).services[0]?.items).toEqual([]);
      },
    ));

  it("says so when there is nothing to judge", () =>
    withProject({ "readme.txt": "hello" }, async (folder) => {
      const { code, stdout } = await run(folder, ["check"]);
      expect(code).toBe(0);
      expect(stdout).toContain("No service was found");
    }));
});

describe("explain and rules", () => {
  it("explain by alias prints the rule's page with its examples", () =>
    withProject({}, async (folder) => {
      const { code, stdout } = await run(folder, ["explain", "DL3002"]);
      expect(code).toBe(0);
      expect(stdout).toContain("# non-root-user/user");
      expect(stdout).toContain("Says **no**");
    }));
  it("rules lists every item", () =>
    withProject({}, async (folder) => {
      const { stdout } = await run(folder, ["rules"]);
      expect(stdout).toContain("Pinned versions");
      expect(JSON.parse((await run(folder, ["rules", "--format", "json"])).stdout)).not.toEqual([]);
    }));
  it("without a command it teaches", () =>
    withProject({}, async (folder) => {
      const { code, stdout } = await run(folder, []);
      expect(code).toBe(0);
      expect(stdout).toContain("seaworthy check --only no-secrets");
    }));
});
