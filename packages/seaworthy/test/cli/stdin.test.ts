import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { run, withProject } from "./run.js";

const DOCKERFILE = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER root\nCMD ["node", "server.js"]\n';
const PROJECT = {
  "api/Dockerfile": DOCKERFILE,
  "api/.dockerignore": ".git\n.env*\nnode_modules\n",
  "api/package.json": '{"name":"api","dependencies":{"express":"5.1.0"}}',
  "api/server.js": "require('http').createServer().listen(3000);\n",
  "api/seaworthy.yaml": "rules:\n  pinned-versions/base-digest: off\n",
};
const report = (stdout: string): Report => JSON.parse(stdout) as Report;
const check = (cwd: string, stdin: string | Uint8Array, ...argv: string[]) =>
  run(cwd, ["check", "-", ...argv, "--format", "json"], {}, stdin);

async function refused(cwd: string, argv: readonly string[], stdin: string | Uint8Array, message: RegExp) {
  const { code, stdout, stderr } = await run(cwd, argv, {}, stdin);
  expect({ argv, code, stdout }).toEqual({ argv, code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
}

describe("seaworthy check -", () => {
  it("judges one Dockerfile by its text: what else there may be is unknown, never absent", () =>
    withProject({ ...PROJECT, "compose.yaml": "services:\n  api:\n    build: api\n    privileged: true\n" }, async (folder) => {
      const { code, stdout, stderr } = await check(folder, DOCKERFILE);
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      const { root, services, problems } = report(stdout);
      expect({ root, problems, count: services.length }).toEqual({ root: "-", problems: [], count: 1 });
      const verdicts = Object.fromEntries(services[0]?.items.map(({ item, verdict }) => [item, verdict]) ?? []);
      expect(verdicts).toMatchObject({ "non-root-user": "unmet", "layer-caching": "unmet" });
      for (const item of ["dockerignore", "least-privilege", "structured-logging", "image-scanning"])
        expect({ item, verdict: verdicts[item] }).toEqual({ item, verdict: "unproven" });
      const user = services[0]?.items.find(({ item }) => item === "non-root-user")?.rulings.flatMap((one) => one.findings);
      expect(user?.map((one) => one.place)).toMatchObject([{ file: "-", start: { line: 5 } }]);
    }));

  it("with a name says what the file of that name would, whatever is on disk", () =>
    withProject(PROJECT, async (folder) => {
      const named = await run(folder, ["check", "api/Dockerfile", "--format", "json"]);
      expect(await check(folder, DOCKERFILE, "--stdin-filename", "api/Dockerfile")).toEqual(named);
      writeFileSync(join(folder, "api/Dockerfile"), "FROM scratch\n");
      expect(await check(folder, DOCKERFILE, "--stdin-filename", "api/Dockerfile")).toEqual(named);
      const inside = await check(join(folder, "api"), DOCKERFILE, "--stdin-filename", "Dockerfile");
      expect(report(inside.stdout).services).toEqual(report(named.stdout).services);
    }));

  it("needs no file of that name, but its folder; its pragmas hold", () =>
    withProject({ "api/package.json": "{}" }, async (folder) => {
      const waived = DOCKERFILE.replace("USER root", "# seaworthy ignore=non-root-user -- why\nUSER root");
      const { stdout } = await check(folder, waived, "--stdin-filename", "api/new.Dockerfile", "--only", "non-root-user/user");
      expect(report(stdout).services[0]).toMatchObject({ dockerfile: "new.Dockerfile", items: [{ verdict: "waived" }] });
      await refused(folder, ["check", "-", "--stdin-filename", "nowhere/Dockerfile"], DOCKERFILE, /no folder at nowhere: /);
      await refused(folder, ["check", "-", "--stdin-filename", "api"], DOCKERFILE, /must name a file/);
      await refused(folder, ["check", "-", "--stdin-filename", ""], DOCKERFILE, /must name a file/);
      await refused(folder, ["check", "-", "--stdin-filename", "api/package.json"], "{}", /is not judged/);
    }));

  it("takes a Compose file too, when it is named as one", () =>
    withProject(PROJECT, async (folder) => {
      const compose = "services:\n  db:\n    image: postgres\n    privileged: true\n";
      for (const name of ["compose.yaml", "prod.yaml"]) {
        const { stdout } = await check(folder, compose, "--stdin-filename", name);
        expect(report(stdout).services.map((one) => one.name)).toEqual(["db"]);
        expect(report(stdout).inspected.composeFiles).toEqual([name]);
      }
    }));

  it("is told where a forge looks for it", () =>
    withProject({ ...PROJECT, ".git/HEAD": "ref: refs/heads/main\n" }, async (folder) => {
      const argv = ["check", "-", "--format", "github", "--only", "non-root-user/user"];
      const named = await run(join(folder, "api"), [...argv, "--stdin-filename", "Dockerfile"], {}, DOCKERFILE);
      expect(named.stdout).toMatch(/^::error file=api\/Dockerfile,line=5,/);
      expect((await run(join(folder, "api"), argv, {}, DOCKERFILE)).stdout).toMatch(/^::error file=-,line=5,/);
    }));

  it("refuses what is no text, too much of it, or nothing, in one line", () =>
    withProject({}, async (folder) => {
      const alone = ["check", "-"];
      await refused(folder, alone, "", /^seaworthy: stdin is empty: /);
      await refused(folder, alone, " \n\n", /^seaworthy: stdin is empty: /);
      await refused(folder, alone, "FROM a\u0000", /^seaworthy: stdin is binary, not text$/m);
      await refused(folder, alone, Buffer.from("# caf\xe9\nFROM a\n", "latin1"), /^seaworthy: stdin is not UTF-8$/m);
      await refused(folder, alone, Buffer.from("\ufeffFROM a\n", "utf16le"), /^seaworthy: stdin is UTF-16, not UTF-8$/m);
      await refused(folder, alone, Buffer.alloc(10 * 1024 * 1024 + 1, "#"), /^seaworthy: stdin is larger than 10 MB$/m);
      await refused(folder, alone, "services:\n  a: {}\n", /^seaworthy: stdin is no Dockerfile/);
    }));

  it("stands alone, and a name for it needs it", () =>
    withProject(PROJECT, async (folder) => {
      await refused(folder, ["check", "-", "api"], DOCKERFILE, /stands alone/);
      await refused(folder, ["check", "api", "--stdin-filename", "api/Dockerfile"], DOCKERFILE, /give `-` as the path/);
      mkdirSync(join(folder, "-"));
      writeFileSync(join(folder, "-/Dockerfile"), DOCKERFILE);
      expect(report((await run(folder, ["check", "./-", "--format", "json"])).stdout).services).toHaveLength(1);
    }));

  it("has a BOM, a platform, comments and CRLF as a file may", async () => {
    for (const text of [
      `\ufeff${DOCKERFILE}`,
      DOCKERFILE.replace("FROM ", "# syntax=docker/dockerfile:1\n\n# about\nFROM --platform=$BUILDPLATFORM "),
      DOCKERFILE.replaceAll("\n", "\r\n"),
      `ARG X="a b"\n${DOCKERFILE}`,
    ]) {
      const { code, stderr } = await check("/", text);
      expect({ text, code, stderr }).toEqual({ text, code: 1, stderr: "" });
    }
  });
});
