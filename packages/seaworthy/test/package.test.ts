import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const HOME = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const WINDOWS = process.platform === "win32";

function sh(command: string, args: readonly string[], cwd: string) {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", shell: WINDOWS, env: { ...process.env, NO_COLOR: "1" } });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** What a user gets: packed, installed in an empty folder, run by npx and by import. Needs the build, no network: nothing is to be fetched. */
describe("the published package", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seaworthy-package-"));
    const packed = sh("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], HOME);
    expect(packed.code, packed.stderr).toBe(0);
    const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
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

  it("says its version, and starts again with its code cache as without", () => {
    const bin = join(folder, "user/node_modules/seaworthy/dist/bin.cjs");
    const cache = join(folder, "cache");
    const runs = [0, 1, 2].map(() =>
      spawnSync(process.execPath, [bin, "--version"], { encoding: "utf8", env: { ...process.env, XDG_CACHE_HOME: cache } }),
    );
    expect(new Set(runs.map((one) => one.stdout)).size).toBe(1);
    expect(runs[0]?.stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});
