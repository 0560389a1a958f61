import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.js";
import type { Report } from "../../src/core/report.js";
import { run, withProject } from "./run.js";

const ROOT_USER = 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n';
const ONLY = ["--only", "non-root-user"];
const report = (stdout: string): Report => JSON.parse(stdout) as Report;

/** One line on stderr, nothing on stdout, exit code 2. */
async function refused(folder: string, argv: readonly string[], message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(folder, argv);
  expect({ argv, code, stdout }).toEqual({ argv, code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n"), stderr).toHaveLength(1);
}

describe("what was named and is not there, or names nothing", () => {
  it("an option that names nothing is no option left out: a variable of the pipeline may be empty", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      await refused(folder, ["check", "--only", ""], /--only names no item or rule/);
      await refused(folder, ["check", "--only", " , "], /--only names no item or rule/);
      await refused(folder, ["check", "--skip", ""], /--skip names no item or rule/);
      await refused(folder, ["check", ""], /a path is empty/);
      await refused(folder, ["check", "--output", ""], /--output names no file/);
      await refused(folder, ["check", "--format", "json="], /`json=` names no file/);
      expect((await run(folder, ["check", "--only", "non-root-user, healthcheck"])).code).toBe(1);
    }));

  it("two formats in one file would overwrite each other", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      await refused(folder, ["check", "--format", "json=a", "--format", "sarif=./a"], /two formats.*`\.\/a`/);
      await refused(folder, ["check", "--format", "JSON"], /did you mean `json`/);
    }));

  it("says why a file cannot be written, without the names of temporary files", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      mkdirSync(join(folder, "taken"));
      await refused(folder, ["check", "--output", "no/out.txt"], /cannot write no\/out\.txt: its folder is not there$/m);
      await refused(folder, ["check", "--output", "taken"], /cannot write taken: it is a folder$/m);
      await refused(folder, ["check", "--output", "Dockerfile/x"], /cannot write Dockerfile\/x: its folder is not there$/m);
      await refused(folder, ["check", "--baseline", "taken"], /taken is no baseline: it is a folder/);
    }));

  it("a Compose file that is named must be there: against the caller's folder, else the project's", () =>
    withProject(
      { "app/compose.yaml": "services:\n  api:\n    build: .\n    user: root\n", "app/Dockerfile": ROOT_USER, "b/x.txt": "" },
      async (folder) => {
        await refused(join(folder, "app"), ["check", "-f", "nope.yaml"], /no Compose file at nope\.yaml/);
        await refused(join(folder, "app"), ["check", "-f", "."], /no Compose file at \./);
        await refused(folder, ["check", "b", "-f", "app/compose.yaml"], /app\/compose\.yaml lies outside of b/);
        const ways: readonly (readonly [string, ...string[]])[] = [
          [join(folder, "app"), ".", "-f", "compose.yaml"],
          [join(folder, "app"), ".", "-f", "../app/compose.yaml"],
          [join(folder, "app"), ".", "-f", join(folder, "app/compose.yaml")],
          [folder, "app", "-f", "app/compose.yaml"],
          [folder, "app", "-f", "compose.yaml"],
        ];
        for (const [cwd, ...argv] of ways) {
          const { code, stdout } = await run(cwd, ["check", ...argv, ...ONLY, "--format", "json"]);
          expect({ argv, code }).toEqual({ argv, code: 1 });
          expect(report(stdout).inspected.composeFiles, argv.join(" ")).toEqual(["compose.yaml"]);
        }
      },
    ));

  it("a file that is named is judged, or the run says why not", () =>
    withProject(
      {
        "api.docker": `# a name of our own\n${ROOT_USER}`,
        "prod.yaml": "services:\n  db:\n    image: postgres:17\n",
        "notes.txt": "FROM here on, nothing\n",
        "data.yaml": "a: 1\n",
      },
      async (folder) => {
        const judged = async (path: string) =>
          report((await run(folder, ["check", path, "--format", "json"])).stdout).services.map((one) => one.name);
        expect(await judged("api.docker")).toHaveLength(1);
        expect(await judged("prod.yaml")).toEqual(["db"]);
        await refused(folder, ["check", "data.yaml"], /data\.yaml is not judged/);
        await refused(folder, ["check", "package.json"], /no file or folder/);
        writeFileSync(join(folder, "package.json"), "{}");
        await refused(folder, ["check", "package.json"], /package\.json is not judged/);
        await refused(folder, ["check", "/dev/null"], /\/dev\/null is not judged/);
      },
    ));

  it("a service that does not exist: with the names that do", () =>
    withProject({ "compose.yaml": "services:\n  api:\n    image: x:1\n  web:\n    image: y:1\n" }, async (folder) => {
      const { code, stdout } = await run(folder, ["check", "--service", "wbe"]);
      expect(code).toBe(2);
      expect(stdout).toMatch(/no service is named wbe: did you mean web\?/);
      expect(stdout).not.toContain("No service was found");
      expect((await run(folder, ["check", "--service", "frontend"])).stdout).toMatch(/there are api, web/);
    }));

  it("writing a baseline does not hide that something could not be judged", () =>
    withProject({ Dockerfile: ROOT_USER, "b/Dockerfile": "FROM alpine\n\u0000" }, async (folder) => {
      expect((await run(folder, ["check", "--write-baseline", "known.json"])).code).toBe(2);
    }));
});

describe("names of rules", () => {
  it("are known as Trivy and hadolint's friends write them", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      for (const name of ["DS-0002", "DS002", "AVD-DS-0002", "ds-2", "hadolint/DL3002"]) {
        expect((await run(folder, ["explain", name])).stdout, name).toContain("# non-root-user/user");
        expect((await run(folder, ["check", "--only", name])).code, name).toBe(1);
      }
    }));
  it("help shows no empty defaults", async () => {
    const { stdout } = await run("/", ["check", "--help"]);
    expect(stdout).not.toContain("[]");
  });
});

describe("config", () => {
  it("tells a mistake with file, line and column, as seen from the caller's folder", () =>
    withProject({ "seaworthy.yaml": "rules:\n  DL3002: of\n", "a/b/Dockerfile": ROOT_USER }, async (folder) => {
      await refused(folder, ["check"], /^seaworthy: seaworthy\.yaml:2:11: .*did you mean `off`/);
      await refused(folder, ["check", "a/b"], /^seaworthy: seaworthy\.yaml:2:11: /);
      await refused(join(folder, "a"), ["check", "b"], /^seaworthy: \.\.\/seaworthy\.yaml:2:11: /);
    }));

  it("is looked for from the folder that holds all paths", () =>
    withProject(
      { "a/Dockerfile": ROOT_USER, "b/Dockerfile": ROOT_USER, "a/seaworthy.yaml": "rules:\n  DL3002: off\n" },
      async (folder) => {
        const { stdout } = await run(folder, ["check", "a", "b", "--format", "json", "--only", "non-root-user/user"]);
        expect(report(stdout).summary.items.unmet).toBe(2);
      },
    ));

  it("names files relative to itself: a part of the project is judged by the same config as the whole", () =>
    withProject(
      {
        "seaworthy.yaml":
          "compose: [app/compose.yaml]\nexclude: [app/old/]\nwaivers:\n  - ignore: non-root-user/user\n    files: [app/Dockerfile]\n    reason: driver\n  - ignore: non-root-user/user\n    files: [web/Dockerfile]\n    reason: driver\n",
        "app/compose.yaml": "services:\n  api:\n    build: .\n",
        "app/Dockerfile": ROOT_USER,
        "app/old/Dockerfile": ROOT_USER,
        "web/Dockerfile": ROOT_USER,
      },
      async (folder) => {
        for (const argv of [["check"], ["check", "app"], ["check", "web"]]) {
          const { stdout, code } = await run(folder, [...argv, "--format", "json", "--only", "non-root-user/user"]);
          const { services, problems, summary } = report(stdout);
          expect({ argv, problems, code }).toEqual({ argv, problems: [], code: 0 });
          expect(summary.items.waived, argv.join(" ")).toBe(services.length);
        }
      },
    ));

  it("a Compose file that the config names must be there", () =>
    withProject({ "seaworthy.yaml": "compose: [prod.yaml]\n", Dockerfile: ROOT_USER }, (folder) =>
      refused(folder, ["check"], /seaworthy\.yaml.*prod\.yaml.*not there/),
    ));

  it("that is no text is one line: a folder, bytes, too much of it; a pipe is not waited for", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      const path = join(folder, "seaworthy.yaml");
      mkdirSync(path);
      await refused(folder, ["check", "--config", "."], /\.: .*not a regular file/);
      await refused(folder, ["check"], /seaworthy\.yaml: is not a regular file/);
      rmSync(path, { recursive: true });
      for (const [bytes, message] of [
        [Buffer.from("rules: {}\u0000\n"), /is binary/],
        [Buffer.from([0xff, 0xfe, 0x61, 0]), /UTF-16/],
        [Buffer.from("# caf\xe9\n", "latin1"), /not UTF-8/],
        [Buffer.alloc(1_100_000, "#"), /larger than 1 MB/],
      ] as const) {
        writeFileSync(path, bytes);
        await refused(folder, ["check"], message);
      }
      rmSync(path);
      if (process.platform === "win32") return;
      symlinkSync("/dev/zero", path);
      await refused(folder, ["check"], /not a regular file/);
      rmSync(path);
      execFileSync("mkfifo", [path]);
      await refused(folder, ["check"], /not a regular file/);
    }));

  it("is one document, and its days exist", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      writeFileSync(join(folder, "seaworthy.yaml"), "rules: {}\n---\nrulez: {}\n");
      await refused(folder, ["check"], /one document/);
      writeFileSync(join(folder, "seaworthy.yaml"), "waivers:\n  - ignore: DL3002\n    until: 2027-02-30\n");
      await refused(folder, ["check"], /seaworthy\.yaml:3:12: .*YYYY-MM-DD/);
    }));
});

describe("streams", () => {
  it("the text stays itself where colour is asked for a file", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      await run(folder, ["check", "-o", "plain.txt"], { FORCE_COLOR: "1" });
      await run(folder, ["check", "-o", "colour.txt", "--color"]);
      expect(readFileSync(join(folder, "plain.txt"), "utf8")).not.toContain("\u001b");
      expect(readFileSync(join(folder, "colour.txt"), "utf8")).toContain("\u001b[");
    }));

  it("a folder that has gone is told in one line", () =>
    withProject({}, async (folder) => {
      const err: string[] = [];
      const sink = { write: (text: string) => void err.push(text), isTTY: false, columns: 80 };
      const out = { ...sink, write: () => {} };
      expect(
        await main(["check"], {
          stdin: { isTTY: false, read: async () => Buffer.alloc(0) },
          stdout: out,
          stderr: sink,
          cwd: join(folder, "gone"),
          env: {},
        }),
      ).toBe(2);
      expect(err.join("")).toMatch(/^seaworthy: no file or folder at \.\n$/);
    }));
});
