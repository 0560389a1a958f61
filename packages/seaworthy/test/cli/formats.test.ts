import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { XmlDocument } from "libxml2-wasm";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/api.js";
import { run, withProject } from "./run.js";

const ROOT_USER = 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n';
const ONLY = ["--only", "non-root-user/user"];

describe("--format", () => {
  it("each format goes to stdout, or with others into files of their own", () =>
    withProject({ Dockerfile: ROOT_USER }, async (folder) => {
      const files = FORMATS.filter((format) => format !== "text").flatMap((format) => ["--format", `${format}=out.${format}`]);
      const all = await run(folder, ["check", ...ONLY, "--format", "text", ...files]);
      expect(all).toMatchObject({ code: 1, stderr: "" });
      for (const format of FORMATS) {
        const alone = await run(folder, ["check", ...ONLY, "--format", format]);
        expect(alone.stdout.length, format).toBeGreaterThan(50);
        const written = format === "text" ? all.stdout : readFileSync(join(folder, `out.${format}`), "utf8");
        const steady = (text: string) => text.replace(/timestamp="[^"]*"/g, "");
        expect(steady(written), format).toBe(steady(alone.stdout));
      }
      const { stdout } = await run(folder, ["check", ...ONLY, "--format", "markdown", "-o", "comment.md"]);
      expect(stdout).toBe("");
      expect(readFileSync(join(folder, "comment.md"), "utf8")).toMatch(/^<!-- seaworthy -->\n/);
    }));

  it("the help names every format, and an unknown one is told with those there are", async () => {
    const { stdout } = await run("/", ["check", "--help"]);
    for (const format of FORMATS) expect(stdout).toMatch(new RegExp(`--format[^-]*\\b${format}\\b`));
    const { code, stderr } = await run("/", ["check", "--format", "gitlap"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "seaworthy: no format is named `gitlap`: did you mean `gitlab`?\n",
    });
  });

  it("JUnit fails for what fails the run: --fail-on and --strict count", () =>
    withProject({ Dockerfile: ROOT_USER.replace("USER root", "USER 1000") }, async (folder) => {
      const failures = async (...argv: string[]) => {
        const { code, stdout } = await run(folder, ["check", "--only", "least-privilege", "--format", "junit", ...argv]);
        return { code, failures: XmlDocument.fromString(stdout).find("//failure").length };
      };
      expect(await failures()).toEqual({ code: 0, failures: 0 });
      expect(await failures("--strict")).toEqual({ code: 1, failures: 1 });
    }));
});

describe("a part of a repository", () => {
  it("is told to a forge by the paths that the repository has for it", () =>
    withProject(
      {
        ".git/HEAD": "ref: refs/heads/main\n",
        "services/api/Dockerfile": ROOT_USER,
        "services/web/Dockerfile": ROOT_USER,
      },
      async (folder) => {
        const file = "services/api/Dockerfile";
        for (const [cwd, path] of [
          [folder, "services/api"],
          [folder, file],
          [join(folder, "services"), "api"],
          [join(folder, "services/api"), "."],
        ] as const) {
          const check = async (format: string) => (await run(cwd, ["check", path, ...ONLY, "--format", format])).stdout;
          expect(await check("github")).toMatch(/^::error file=services\/api\/Dockerfile,line=2,/);
          expect(JSON.parse(await check("gitlab"))).toMatchObject([{ location: { path: file } }]);
          expect(JSON.parse(await check("sarif")).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
            file,
          );
          expect(await check("junit")).toContain(`>${file}:2: error`);
          expect(await check("markdown")).toContain(`\`${file}:2\``);
          expect(JSON.parse(await check("json")).services[0].dockerfile).toBe("Dockerfile");
        }
        const both = (await run(folder, ["check", "services/api", "services/web", ...ONLY, "--format", "github"])).stdout;
        expect(both.match(/file=services\/(?:api|web)\/Dockerfile/g)).toHaveLength(2);
      },
    ));

  it("without a repository is told by its path in the current folder, and elsewhere by its own", () =>
    withProject({ "services/api/Dockerfile": ROOT_USER, "other/x": "" }, async (folder) => {
      const at = async (cwd: string, path: string) =>
        /file=([^,]*)/.exec((await run(join(folder, cwd), ["check", path, ...ONLY, "--format", "github"])).stdout)?.[1];
      expect(await at(".", "services/api")).toBe("services/api/Dockerfile");
      expect(await at("other", "../services/api")).toBe("Dockerfile");
    }));

  it("and its pipeline above it are told by their own places", () =>
    withProject(
      {
        ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker build services/api\n",
        "services/api/Dockerfile": ROOT_USER,
      },
      async (folder) => {
        execFileSync("git", ["init", "-q"], { cwd: folder });
        execFileSync("git", ["add", "."], { cwd: folder });
        const { stdout } = await run(folder, ["check", "services/api", "--format", "gitlab"]);
        const paths = (JSON.parse(stdout) as { location: { path: string } }[]).map((one) => one.location.path);
        expect(paths.length).toBeGreaterThan(3);
        expect(paths.filter((path) => !/^(?:services\/api|\.github)\//.test(path) && path !== "services/api")).toEqual([]);
      },
    ));
});
