import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "./cli/run.js";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const POSIX = process.platform !== "win32";
const textOf = (path: string) => readFileSync(join(ROOT, path), "utf8");
const VERSION = (JSON.parse(textOf("packages/seaworthy/package.json")) as { version: string }).version;

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}
interface Action {
  readonly inputs: Readonly<
    Record<string, { readonly description: string; readonly default: string; readonly required?: boolean }>
  >;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}
const action = parse(textOf("action.yml")) as Action;
/** Fenced YAML of the guide to pipelines. */
const examples = [...textOf("docs/guide/ci.md").matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, text = ""]) => parse(text));
const workflow = examples.find((one) => one.jobs) as { jobs: { check: { steps: readonly Step[] } } };

describe("the action", () => {
  it("installs the version that it belongs to, and uses no other action", () => {
    expect(action.runs.using).toBe("composite");
    expect(action.inputs.version?.default).toBe(VERSION);
    expect(action.runs.steps.filter((step) => step.uses)).toEqual([]);
    for (const step of action.runs.steps) expect(step.shell, step.name).toBe("bash");
  });

  it("puts nothing of an input into the text of a script", () => {
    for (const step of action.runs.steps) expect(step.run, step.name).not.toContain("${{");
  });

  it("uses every input and has a source for every output", () => {
    const text = textOf("action.yml");
    for (const [name, { description, default: value }] of Object.entries(action.inputs)) {
      expect(text).toContain(`\${{ inputs.${name} }}`);
      expect({ name, description: description.length > 10, value: typeof value }).toEqual({
        name,
        description: true,
        value: "string",
      });
    }
    for (const [, name] of text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)) expect(Object.keys(action.inputs)).toContain(name);
    const outputs = [...(action.runs.steps.find(({ id }) => id === "check")?.run ?? "").matchAll(/echo "([\w-]+)=\$/g)];
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`);
      expect(outputs.map(([, written]) => written)).toContain(name);
    }
  });

  it("asks the command for nothing that it has not", async () => {
    const { stdout } = await run("/", ["check", "--help"]);
    const script = action.runs.steps.find(({ id }) => id === "check")?.run ?? "";
    const used = [...script.matchAll(/(?<=[("\s])--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(used.length).toBeGreaterThan(5);
    for (const option of used) expect(stdout).toContain(option);
  });
});

describe("the guide to pipelines", () => {
  it("gives the action inputs that it has, and reads outputs that it has", () => {
    const steps = workflow.jobs.check.steps;
    const own = steps.find(({ uses }) => uses?.startsWith("OWNER/seaworthy@"));
    expect(own?.uses).toBe(`OWNER/seaworthy@v${VERSION}`);
    for (const name of Object.keys(own?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
    const read = [...JSON.stringify(steps).matchAll(/steps\.seaworthy\.outputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(read.length).toBeGreaterThan(2);
    for (const name of read) expect(Object.keys(action.outputs)).toContain(name);
  });

  it("names the version that there is", () => {
    const pages = ["docs/guide/ci.md", ".pre-commit-hooks.yaml", "README.md"].map(textOf).join("\n");
    const versions = [...pages.matchAll(/seaworthy@v?(\d[\w.-]*)|rev: v(\d[\w.-]*)/g)].map(([, one, other]) => one ?? other);
    expect(versions.length).toBeGreaterThan(4);
    expect([...new Set(versions)]).toEqual([VERSION]);
  });

  it("runs in GitLab as it is written", async () => {
    const { seaworthy } = examples.find((one) => one.seaworthy) as {
      seaworthy: { script: readonly string[]; artifacts: { reports: Record<string, string> } };
    };
    const [line = ""] = seaworthy.script;
    const words = line
      .split(/\s+/)
      .map((word) => word.replaceAll('"', "").replace("origin/$CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "HEAD"));
    const argv = words.slice(words.indexOf("check"));
    for (const [kind, file] of Object.entries(seaworthy.artifacts.reports))
      expect(argv).toContain(`${kind === "codequality" ? "gitlab" : kind}=${file}`);
    const folder = mkdtempSync(join(tmpdir(), "seaworthy-gitlab-"));
    try {
      writeFileSync(join(folder, "Dockerfile"), "FROM alpine:3.22\nUSER root\n");
      spawnSync("git", ["init", "-q"], { cwd: folder });
      const { code, stderr } = await run(folder, argv, { PATH: process.env.PATH ?? "" });
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      for (const file of Object.values(seaworthy.artifacts.reports)) expect(existsSync(join(folder, file)), file).toBe(true);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!POSIX)("the comment of the guide", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "seaworthy-comment-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the step with a `gh` that knows one comment, or none, and tells how it was called. */
  function comment(id: string): readonly string[] {
    const { run: script = "" } = workflow.jobs.check.steps.find(({ name }) => name === "Comment") ?? {};
    expect(script).not.toContain("${{");
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const calls = join(folder, "calls");
    writeFileSync(
      join(bin, "gh"),
      `#!/bin/sh\nprintf '%s\\n' "$*" >> "${calls}"\ncase "$*" in *--paginate*) printf '%s' "${id}" ;; esac\n`,
    );
    chmodSync(join(bin, "gh"), 0o755);
    writeFileSync(join(folder, "comment.md"), "<!-- seaworthy services/api -->\n\n### it\n");
    writeFileSync(calls, "");
    const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      encoding: "utf8",
      env: {
        PATH: `${bin}${delimiter}${process.env.PATH}`,
        COMMENT: join(folder, "comment.md"),
        NUMBER: "7",
        GITHUB_REPOSITORY: "o/r",
      },
    });
    expect({ code: done.status, stderr: done.stderr }).toEqual({ code: 0, stderr: "" });
    return readFileSync(calls, "utf8").trim().split("\n");
  }

  it("is written once and then replaced, and only the run's own is", () => {
    const first = comment("");
    expect(first[0]).toContain(
      '.user.login == "github-actions[bot]" and (.body | startswith("<!-- seaworthy services/api -->"))',
    );
    expect(first.slice(1)).toEqual([`api --silent repos/o/r/issues/7/comments -F body=@${join(folder, "comment.md")}`]);
    expect(comment("41\n42\n").slice(1)).toEqual([
      `api --silent --method PATCH repos/o/r/issues/comments/41 -F body=@${join(folder, "comment.md")}`,
    ]);
  });
});

describe("the hooks for pre-commit", () => {
  interface Hook {
    readonly id: string;
    readonly name: string;
    readonly entry: string;
    readonly language: string;
    readonly files?: string;
    readonly pass_filenames: boolean;
    readonly always_run?: boolean;
  }
  const hooks = parse(textOf(".pre-commit-hooks.yaml")) as readonly Hook[];

  it("run commands that there are, of the version that there is", async () => {
    expect(hooks.map(({ id }) => id)).toEqual(["seaworthy", "seaworthy-changed"]);
    const { stdout } = await run("/", ["check", "--help"]);
    for (const { entry, pass_filenames, files, always_run } of hooks) {
      expect(entry).toMatch(new RegExp(`^npx --yes --prefer-offline seaworthy@${VERSION.replaceAll(".", "\\.")} check( |$)`));
      for (const [option] of entry.split(" check")[1]?.matchAll(/--[a-z-]+/g) ?? []) expect(stdout).toContain(option);
      expect(pass_filenames).toBe(false);
      expect(files !== undefined || always_run === true).toBe(true);
    }
    const used = (examples.find((one) => one.repos) as { repos: readonly { hooks: readonly { id: string }[] }[] }).repos;
    for (const { id } of used.flatMap((repo) => repo.hooks)) expect(hooks.map((hook) => hook.id)).toContain(id);
  });

  it("notice the files that build or deploy, and no others", () => {
    const pattern = new RegExp((hooks[0]?.files ?? "").replace("(?i)", ""), "i");
    for (const path of [
      "Dockerfile",
      "a/Dockerfile.prod",
      "api.dockerfile",
      "Containerfile",
      ".dockerignore",
      "a/b.Dockerfile.dockerignore",
      "compose.yaml",
      "docker-compose.prod.yml",
      "seaworthy.yaml",
    ])
      expect({ path, seen: pattern.test(path) }).toEqual({ path, seen: true });
    for (const path of ["README.md", "src/index.js", "composer.json", "a/values.yaml"])
      expect({ path, seen: pattern.test(path) }).toEqual({ path, seen: false });
  });
});
