import { describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { run, withProject } from "./run.js";

const DOCKERFILE = 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n';
const NOTE = "The settings are those of .hadolint.yaml, hadolint's config";
const USER = ["--only", "non-root-user/user"];

async function see(files: Record<string, string>, ...argv: string[]) {
  return withProject(files, async (folder) => {
    const { code, stdout, stderr } = await run(folder, ["check", "--format", "json", ...USER, ...argv]);
    const report = stdout === "" ? null : (JSON.parse(stdout) as Report);
    const item = report?.services[0]?.items[0];
    const waived = item?.rulings.flatMap(({ findings }) => findings.flatMap((one) => one.waived ?? []))[0];
    return { code, stderr, verdict: item?.verdict, waived, config: report?.inspected.config, problems: report?.problems };
  });
}

describe(".hadolint.yaml", () => {
  it("is read where there is no config of our own, and what it ignores is waived, never met", async () => {
    expect(await see({ Dockerfile: DOCKERFILE })).toMatchObject({ verdict: "unmet", code: 1, config: null });
    for (const name of [".hadolint.yaml", ".hadolint.yml"])
      expect(await see({ Dockerfile: DOCKERFILE, [name]: "ignored: [DL3002]\n" }), name).toMatchObject({
        verdict: "waived",
        code: 0,
        waived: { reason: "no reason given", by: `${name}:1` },
        config: { path: name, of: "hadolint", left: [] },
        problems: [],
      });
  });

  it("gives way to a config of our own, wherever that lies, and to the command line", async () => {
    const both = { Dockerfile: DOCKERFILE, ".hadolint.yaml": "ignored: [DL3002]\n", "seaworthy.yaml": "exclude: []\n" };
    expect(await see(both)).toMatchObject({ verdict: "unmet", config: { path: "seaworthy.yaml", of: "seaworthy" } });
    const inPackage = { ...both, "seaworthy.yaml": "", "package.json": '{"seaworthy":{}}' };
    expect(await see(inPackage)).toMatchObject({ verdict: "unmet" });
    expect(await see({ Dockerfile: DOCKERFILE, ".hadolint.yaml": "ignored: [DL3002]\n" }, "--no-config")).toMatchObject({
      verdict: "unmet",
      config: null,
    });
    const named = { Dockerfile: DOCKERFILE, "ci/hadolint.yaml": "ignored: [DL3002]\n" };
    expect(await see(named, "--config", "ci/hadolint.yaml")).toMatchObject({ verdict: "waived", config: { of: "hadolint" } });
    const lenient = { Dockerfile: DOCKERFILE, ".hadolint.yaml": "no-fail: true\n" };
    expect(await see(lenient)).toMatchObject({ verdict: "unmet", code: 0 });
    expect(await see(lenient, "--fail-on", "info")).toMatchObject({ code: 1 });
  });

  it("is sought upwards from what is judged, as ours is", () =>
    withProject({ "api/Dockerfile": DOCKERFILE, ".git/HEAD": "", ".hadolint.yaml": "ignored: [DL3002]\n" }, async (folder) => {
      const { stdout } = await run(folder, ["check", "api", "--format", "json", ...USER]);
      expect((JSON.parse(stdout) as Report).inspected.config).toMatchObject({ path: "../.hadolint.yaml" });
      expect((await run(folder, ["check", "api", ...USER])).stdout).toContain("those of ../.hadolint.yaml");
    }));

  it("is not enough where waivers need a reason", async () => {
    expect(await see({ Dockerfile: DOCKERFILE, ".hadolint.yaml": "ignored: [DL3002]\n" }, "--strict")).toMatchObject({
      verdict: "unmet",
      code: 1,
      problems: [{ message: "the waiver of DL3002 gives no reason, and one is required: it is not used" }],
    });
  });

  it("waives what it names and nothing else, and is not called useless", async () => {
    expect(await see({ Dockerfile: DOCKERFILE, ".hadolint.yaml": "ignored: [DL3008, SC2086]\n" })).toMatchObject({
      verdict: "unmet",
      problems: [],
    });
  });

  it("may switch hadolint's comments off, and those alone", async () => {
    const off = { ".hadolint.yaml": "disable-ignore-pragma: true\n" };
    const by = (comment: string) => DOCKERFILE.replace("USER", `${comment}\nUSER`);
    expect(await see({ Dockerfile: by("# hadolint ignore=DL3002") })).toMatchObject({ verdict: "waived" });
    expect(await see({ Dockerfile: by("# hadolint ignore=DL3002"), ...off })).toMatchObject({ verdict: "unmet" });
    expect(await see({ Dockerfile: by("# trivy:ignore:DS-0002"), ...off })).toMatchObject({ verdict: "waived" });
  });

  it("its use is told in one line, with what has no meaning here", () =>
    withProject({ Dockerfile: DOCKERFILE, ".hadolint.yaml": "format: tty\nignored: [DL3005]\n" }, async (folder) => {
      for (const format of ["text", "github", "sarif", "markdown"]) {
        const { stdout } = await run(folder, ["check", "--format", format, ...USER]);
        expect(stdout.split(`${NOTE}, but for format, DL3005`), format).toHaveLength(2);
      }
    }));

  it("a waiver in it is no comment in the source", () =>
    withProject({ Dockerfile: DOCKERFILE, ".hadolint.yaml": "ignored: [DL3002]\n" }, async (folder) => {
      const sarif = JSON.parse((await run(folder, ["check", "--format", "sarif", ...USER])).stdout);
      expect(sarif.runs[0].results[0].suppressions).toMatchObject([{ kind: "external" }]);
    }));

  it("a broken or unknown setting ends the run: half a policy is none", async () => {
    for (const [text, told] of [
      ["ignored: [DL3002\n", /^seaworthy: \.hadolint\.yaml:\d+:\d+: /],
      ["ignores: [DL3002]\n", /^seaworthy: \.hadolint\.yaml:1:1: unknown key `ignores`.*did you mean `ignored`\?\n$/],
      ["ignored: [DL302]\n", /^seaworthy: \.hadolint\.yaml:1:11: `DL302` is no code of hadolint's/],
    ] as const)
      expect(await see({ Dockerfile: DOCKERFILE, ".hadolint.yaml": text }), text).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(told),
        verdict: undefined,
      });
  });

  it("says how bad a finding is, by hadolint's name of it", () =>
    withProject(
      { Dockerfile: "FROM alpine:3.22\nLABEL Upper=1\n", ".hadolint.yaml": "override: { error: [DL3048] }\n" },
      async (folder) => {
        const { stdout } = await run(folder, ["check", "--format", "json", "--only", "DL3048"]);
        const [service] = (JSON.parse(stdout) as Report).services;
        expect(service?.advice.flatMap(({ findings }) => findings.map(({ level }) => level))).toEqual(["error"]);
      },
    ));
});
