import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../src/core/report.js";
import { run, withProject } from "./cli/run.js";

const GOOD = { "good/Dockerfile": 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n' };

/** One bad input beside a good service: one problem that names it, exit code 2, and the good one judged. */
async function beside(folder: string): Promise<Report> {
  const { code, stdout, stderr } = await run(folder, ["check", "--format", "json"]);
  expect(stderr).toBe("");
  expect(code).toBe(2);
  const report = JSON.parse(stdout) as Report;
  expect(
    report.services.find((one) => one.dockerfile === "good/Dockerfile")?.items.find((one) => one.item === "non-root-user")
      ?.verdict,
  ).toBe("met");
  for (const { message, place } of report.problems) {
    expect(message).not.toContain("\n");
    expect(place.file).not.toMatch(/^\//);
  }
  return report;
}

describe("bad input: one clear line each, the rest judged", () => {
  it("binary Dockerfile", () =>
    withProject({ ...GOOD, "bad/Dockerfile": "FROM alpine\n\u0000\u0001\u0002" }, async (folder) => {
      expect((await beside(folder)).problems).toMatchObject([{ kind: "binary", place: { file: "bad/Dockerfile" } }]);
    }));

  it("text that is not UTF-8, and UTF-16", () =>
    withProject(GOOD, async (folder) => {
      mkdirSync(join(folder, "bad"));
      writeFileSync(join(folder, "bad/Dockerfile"), Buffer.from("FROM alpine:3.22\n# caf\xe9\n", "latin1"));
      expect((await beside(folder)).problems).toMatchObject([{ kind: "encoding", place: { file: "bad/Dockerfile" } }]);
      writeFileSync(join(folder, "bad/Dockerfile"), Buffer.from("\ufeffFROM alpine:3.22\n", "utf16le"));
      expect((await beside(folder)).problems.map((one) => one.kind)).toEqual([expect.stringMatching(/^(encoding|binary)$/)]);
    }));

  it("a file of 100 MB", () =>
    withProject({ ...GOOD, "bad/Dockerfile": "FROM alpine\n" }, async (folder) => {
      truncateSync(join(folder, "bad/Dockerfile"), 100_000_000);
      expect((await beside(folder)).problems).toMatchObject([{ kind: "too-large", place: { file: "bad/Dockerfile" } }]);
    }));

  it("merge-conflict markers: one problem, not a dozen findings", () =>
    withProject(
      {
        ...GOOD,
        "bad/Dockerfile": "<<<<<<< HEAD\nFROM node:20\n=======\nFROM node:22\nUSER node\n>>>>>>> theirs\nCMD node x.js\n",
      },
      async (folder) => {
        const { problems, services } = await beside(folder);
        expect(problems).toMatchObject([{ kind: "merge-conflict", place: { file: "bad/Dockerfile", start: { line: 1 } } }]);
        const bad = services.find((one) => one.dockerfile === "bad/Dockerfile");
        const own = bad?.items.flatMap((item) => item.rulings.filter(({ scope }) => scope !== "project")) ?? [];
        const answers = new Set(own.map(({ ruling }) => ruling));
        expect([...answers].filter((ruling) => ruling === "yes" || ruling === "no")).toEqual([]);
      },
    ));

  it("an unknown instruction: a problem at its place, the rest of the file judged", () =>
    withProject({ ...GOOD, "bad/Dockerfile": 'FROM alpine:3.22\nRUNN apk update\nUSER root\nCMD ["/app"]\n' }, async (folder) => {
      const { problems, services } = await beside(folder);
      expect(problems).toMatchObject([{ kind: "parse", place: { file: "bad/Dockerfile", start: { line: 2 } } }]);
      expect(
        services.find((one) => one.dockerfile === "bad/Dockerfile")?.items.find((one) => one.item === "non-root-user")?.verdict,
      ).toBe("unmet");
    }));

  it("Compose: broken YAML, recursive anchors, an alias bomb, deep nesting, keys that do not exist", () =>
    withProject(GOOD, async (folder) => {
      const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"]
        .concat(
          "bcdefghij".split("").map((name, index) => `${name}: &${name} [${`*${"abcdefghi"[index]},`.repeat(9).slice(0, -1)}]`),
        )
        .join("\n");
      const cases: readonly (readonly [string, RegExp])[] = [
        ["services:\n  api: [\n", /^parse$/],
        ["services: &s\n  api: *s\n", /^(circular|too-deep|parse|schema)$/],
        [`${bomb}\nservices:\n  api:\n    image: x:1\n`, /^(too-deep|schema)$/],
        [`services:\n  api:\n    labels: ${"[".repeat(5000)}${"]".repeat(5000)}\n`, /^(too-deep|parse)$/],
        ["services:\n  api:\n    imagee: x:1\n", /^schema$/],
        ["<<<<<<< HEAD\nservices: {}\n=======\nservices:\n  a: {}\n>>>>>>> x\n", /^merge-conflict$/],
      ];
      for (const [text, kind] of cases) {
        writeFileSync(join(folder, "compose.yaml"), text);
        const { problems } = await beside(folder);
        expect(problems.length, text.slice(0, 60)).toBeGreaterThan(0);
        expect(problems[0]?.kind, text.slice(0, 60)).toMatch(kind);
        expect(problems[0]?.place.file).toBe("compose.yaml");
      }
    }));

  it("symlinks: a loop, one that leaves the project, one to nowhere", () =>
    withProject(GOOD, async (folder) => {
      symlinkSync(".", join(folder, "loop"));
      symlinkSync("/etc/passwd", join(folder, "Dockerfile"));
      symlinkSync("nowhere", join(folder, "Containerfile"));
      const { stdout, code } = await run(folder, ["check", "--format", "json"]);
      const report = JSON.parse(stdout) as Report;
      expect(code).toBeLessThanOrEqual(2);
      expect(stdout).not.toContain("root:");
      expect(report.services.filter((one) => one.dockerfile !== null)).toHaveLength(1);
      expect(report.problems.map((one) => one.kind)).toContain("outside");
    }));

  it.skipIf(process.platform === "win32")("a pipe is not waited for", () =>
    withProject(GOOD, async (folder) => {
      mkdirSync(join(folder, "bad"));
      execFileSync("mkfifo", [join(folder, "bad/Dockerfile")]);
      const { stdout } = await run(folder, ["check", "--format", "json"]);
      expect((JSON.parse(stdout) as Report).services.filter((one) => one.dockerfile !== null)).toHaveLength(1);
    }),
  );

  it("stages that come back to themselves, and a thousand of them", () =>
    withProject(
      {
        ...GOOD,
        "bad/Dockerfile": "FROM b AS a\nFROM a AS b\nCOPY --from=b / /\n",
        "many/Dockerfile": `${Array.from({ length: 3000 }, (_, index) => `FROM ${index === 0 ? "alpine:3.22" : `s${index - 1}`} AS s${index}\n`).join("")}USER 1000\n`,
      },
      async (folder) => {
        const { problems } = await beside(folder);
        expect(problems.length).toBeGreaterThan(0);
      },
    ));

  it.skipIf(process.platform !== "linux")("a name that is not UTF-8: a problem, not silence", () =>
    withProject(GOOD, async (folder) => {
      const bytes = (name: string) => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, "latin1")]);
      mkdirSync(bytes("caf\xe9"));
      writeFileSync(bytes("caf\xe9/Dockerfile"), "FROM alpine:3.22\nUSER root\n");
      writeFileSync(bytes("b\xe9.Dockerfile"), "FROM alpine:3.22\nUSER root\n");
      const { problems } = await beside(folder);
      expect(problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
        "encoding: has a name that is not UTF-8",
        "encoding: has a name that is not UTF-8",
      ]);
    }),
  );

  it("a path deeper than the file system can say is one line", () =>
    withProject(GOOD, async (folder) => {
      const dig = 'for (let i = 0; i < 40; i++) { fs.mkdirSync("d".repeat(120)); process.chdir("d".repeat(120)); }';
      execFileSync(process.execPath, ["-e", dig], { cwd: folder });
      const { problems } = await beside(folder);
      expect(problems).toMatchObject([{ kind: "unreadable", message: "has a path that is too long for the file system" }]);
      const { stdout } = await run(folder, ["check"]);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(400);
      execFileSync("rm", ["-rf", join(folder, "d".repeat(120))]);
    }));

  it("names of files cannot write to the terminal or to the pipeline", () =>
    withProject(GOOD, async (folder) => {
      const name = "x\u001b[31m\n::error::y";
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "Dockerfile"), "FROM alpine\nUSER root\n");
      const text = (await run(folder, ["check"])).stdout;
      expect(text).not.toContain("\u001b[31m");
      const annotations = (await run(folder, ["check", "--format", "github"])).stdout;
      expect(annotations.split("\n").filter((line) => line.startsWith("::error::y"))).toEqual([]);
      expect(annotations).not.toContain("\u001b");
    }));

  it("a secret is never printed, in any format", () =>
    withProject(
      {
        Dockerfile:
          "FROM alpine:3.22\nENV DATABASE_PASSWORD=tr0ub4dor-and-3-horses\nARG API_TOKEN=zx81spectrum48k99\nUSER 1000\n",
        "compose.yaml": "services:\n  api:\n    build: .\n    environment:\n      REDIS_PASSWORD: b4tterystaple77\n",
      },
      async (folder) => {
        for (const format of ["text", "json", "sarif", "github"]) {
          const { stdout } = await run(folder, ["check", "--format", format, "--verbose", "--advice"]);
          expect(stdout).toMatch(/secret|PASSWORD/i);
          for (const secret of ["tr0ub4dor", "zx81spectrum", "b4tterystaple"]) expect(stdout, format).not.toContain(secret);
        }
      },
    ));
});
