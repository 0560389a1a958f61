import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

const HOME = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const WINDOWS = process.platform === "win32";

function sh(command: string, args: readonly string[], cwd: string) {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", shell: WINDOWS, env: { ...process.env, NO_COLOR: "1" } });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** What a user gets: packed, installed in an empty folder, run by npx and by import. Needs the build, no network: nothing is to be fetched. */
describe("the published package", () => {
  let folder = "";
  let tarball = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seaworthy-package-"));
    const packed = sh("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], HOME);
    expect(packed.code, packed.stderr).toBe(0);
    [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    mkdirSync(join(folder, "user"));
    writeFileSync(join(folder, "user/package.json"), '{"name":"user","private":true,"type":"module"}');
    writeFileSync(join(folder, "user/Dockerfile"), 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n');
    const installed = sh("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, tarball)], join(folder, "user"));
    expect(installed.code, installed.stderr).toBe(0);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("brings no other package along", () => {
    expect(readdirSync(join(folder, "user/node_modules")).filter((name) => !name.startsWith("."))).toEqual(["seaworthy"]);
  });

  it("checks a project by npx", () => {
    const { code, stdout, stderr } = sh("npx", ["--offline", "seaworthy", "check"], join(folder, "user"));
    expect(stderr.replace(/^npm warn.*\n/gm, "")).toBe("");
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ Non-root user/);
  }, 60_000);

  it("is a library too", () => {
    writeFileSync(
      join(folder, "user/use.mjs"),
      'import { check, RULES, rendered } from "seaworthy";\nconst checked = await check({ paths: ["."] });\nconst { report } = checked;\nconst json = [...(await rendered(checked, "json"))].join("");\nconsole.log(report.services[0].items.length, RULES.length > 10, JSON.parse(json).schemaVersion);\n',
    );
    const { stdout, stderr } = sh(process.execPath, ["use.mjs"], join(folder, "user"));
    expect(stderr).toBe("");
    expect(stdout).toBe("12 true 1\n");
  });

  it("brings the schemas of its config and report", () => {
    writeFileSync(
      join(folder, "user/schemas.cjs"),
      'console.log(["config", "report"].map((name) => require(`seaworthy/schema/${name}.json`).title).join());\n',
    );
    const { stdout, stderr } = sh(process.execPath, ["schemas.cjs"], join(folder, "user"));
    expect(stderr).toBe("");
    expect(stdout).toBe("seaworthy.yaml,A report of seaworthy check, schemaVersion 1\n");
    // The path that a line for editors names: `# yaml-language-server: $schema=…`.
    expect(existsSync(join(folder, "user/node_modules/seaworthy/dist/schema/config.json"))).toBe(true);
  });

  describe.skipIf(WINDOWS)("by the action", () => {
    interface Step {
      readonly run: string;
      readonly env: Readonly<Record<string, string>>;
      readonly "working-directory": string;
    }
    const action = parse(readFileSync(resolve(HOME, "../../action.yml"), "utf8")) as {
      inputs: Record<string, { default: string }>;
      runs: { steps: readonly Step[] };
    };

    /** Runs the steps as the runner does: expressions filled in, each script in bash, in its folder. */
    function act(given: Readonly<Record<string, string>>) {
      const temp = join(folder, "temp");
      mkdirSync(temp, { recursive: true });
      const files = { GITHUB_OUTPUT: join(temp, "output"), GITHUB_STEP_SUMMARY: join(temp, "summary") };
      for (const path of Object.values(files)) writeFileSync(path, "");
      const filled = (text: string) =>
        text.replace(/\$\{\{ (inputs|runner)\.([\w-]+) \}\}/g, (_, kind: string, name: string) =>
          kind === "runner" ? temp : (given[name] ?? action.inputs[name]?.default ?? ""),
        );
      let stdout = "";
      for (const step of action.runs.steps) {
        const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, filled(value)]));
        const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
          cwd: resolve(join(folder, "user"), filled(step["working-directory"])),
          encoding: "utf8",
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            npm_config_offline: "true",
            npm_config_cache: join(folder, "npm"),
            ...env,
            ...files,
          },
        });
        stdout += done.stdout;
        if (done.status !== 0) return { ...read(files), code: done.status, stdout, stderr: done.stderr };
      }
      return { ...read(files), code: 0, stdout, stderr: "" };
    }
    function read(files: { GITHUB_OUTPUT: string; GITHUB_STEP_SUMMARY: string }) {
      const lines = readFileSync(files.GITHUB_OUTPUT, "utf8").trim().split("\n");
      return {
        outputs: Object.fromEntries(lines.map((line) => line.split("=") as [string, string])),
        summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
      };
    }
    const version = () => `file:${join(folder, tarball)}`;

    it("annotates, sums up, leaves SARIF and a comment, and fails as the command does", () => {
      const { code, stdout, outputs, summary } = act({ version: version(), arguments: "--only\nnon-root-user/user\n" });
      expect(code).toBe(1);
      expect(outputs["exit-code"]).toBe("1");
      const [, token = ""] = /^::stop-commands::([0-9a-f-]{36})$/m.exec(stdout) ?? [];
      const [before = "", after = ""] = stdout.split(`\n::${token}::\n`);
      expect(before).toMatch(/✗ Non-root user/);
      expect(after).toMatch(/^::error file=Dockerfile,line=2,.*title=non-root-user\/user::/);
      expect(JSON.parse(readFileSync(outputs.sarif ?? "", "utf8")).version).toBe("2.1.0");
      expect(readFileSync(outputs.comment ?? "", "utf8")).toMatch(/^<!-- seaworthy -->\n/);
      expect(summary).toBe(readFileSync(outputs.comment ?? "", "utf8"));
    }, 60_000);

    it("passes on what it is given, as it is written", () => {
      writeFileSync(join(folder, "user/other.yaml"), "rules:\n  non-root-user/user: off\n");
      const only = { version: version(), arguments: "--only=non-root-user/user", annotations: "false", summary: "false" };
      expect(act({ ...only, config: "other.yaml" })).toMatchObject({ code: 0, outputs: { "exit-code": "0" }, summary: "" });
      expect(act({ ...only, "fail-on": "error", paths: "Dockerfile\n" }).code).toBe(1);
      expect(act({ ...only, paths: "no such folder; touch RAN\n$(touch RAN)" })).toMatchObject({
        code: 2,
        stderr: "seaworthy: no file or folder at no such folder; touch RAN\n",
        outputs: { "exit-code": "2" },
      });
      expect(act({ ...only, "changed-since": "--output=RAN" })).toMatchObject({ code: 2 });
      expect(act({ ...only, strict: "true", "working-directory": ".." }).code).toBe(1);
      expect(existsSync(join(folder, "user/RAN"))).toBe(false);
    }, 60_000);
  });

  it("says its version, and starts again with its code cache as without", () => {
    const bin = join(folder, "user/node_modules/seaworthy/dist/bin.cjs");
    const cache = join(folder, "cache");
    const runs = [0, 1, 2].map(() =>
      spawnSync(process.execPath, [bin, "rules"], { encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: cache } }),
    );
    expect(new Set(runs.map((one) => one.stdout)).size).toBe(1);
    expect(readdirSync(join(cache, "seaworthy"))).toHaveLength(1);
    expect(spawnSync(process.execPath, [bin, "--version"], { encoding: "utf8" }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
