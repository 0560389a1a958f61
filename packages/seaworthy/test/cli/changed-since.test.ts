import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Report } from "../../src/core/report.js";
import { run } from "./run.js";

const PATH = process.env.PATH ?? "";
const POSIX = process.platform !== "win32";
const hasGit = (() => {
  try {
    execFileSync("git", ["--version"]);
    return true;
  } catch {
    return false;
  }
})();

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-changed-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(cwd: string, ...args: readonly string[]): string {
  const env = {
    PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  return execFileSync("git", ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", ...args], {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
function put(files: Readonly<Record<string, string>>, root = folder): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
function commit(root = folder): void {
  git(root, "add", "-A");
  git(root, "commit", "-q", "-m", "x");
}
const since = (ref: string, cwd = folder, ...argv: readonly string[]) =>
  run(cwd, ["check", "--format", "json", "--changed-since", ref, ...argv], { PATH });
async function touched(ref: string, cwd = folder): Promise<readonly string[]> {
  const { stdout, stderr } = await since(ref, cwd);
  expect(stderr).toBe("");
  return (JSON.parse(stdout) as Report).services.map((one) => one.name).sort();
}

const DOCKERFILE = 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\nCMD ["node", "src/server.js"]\n';
const PROJECT = {
  "compose.yaml":
    "services:\n  api:\n    build: api\n    user: '1000'\n\n  # the front\n  web:\n    build: web\n    user: '1000'\n  db:\n    image: postgres:17\n",
  ...Object.fromEntries(
    ["api", "web"].flatMap((name) => [
      [`${name}/Dockerfile`, DOCKERFILE],
      [`${name}/.dockerignore`, "*.md\ntest\n"],
      [`${name}/package.json`, `{"name":"${name}"}`],
      [`${name}/src/server.js`, "require('http').createServer().listen(3000);\n"],
      [`${name}/README.md`, "# it\n"],
    ]),
  ),
  "docs/a.md": "a\n",
};

describe.skipIf(!hasGit)("--changed-since", () => {
  beforeEach(() => {
    git(folder, "init", "-q");
    put(PROJECT);
    commit();
  });

  it("judges the services whose verdict rests on what changed, and says which it left out", async () => {
    const cases: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
      [{ "docs/a.md": "b\n", "api/README.md": "b\n", "api/test/x.txt": "" }, []],
      [{ "api/Dockerfile": `${DOCKERFILE}USER 1000\n` }, ["api"]],
      [{ "web/.dockerignore": "*.md\n" }, ["web"]],
      [{ "web/Dockerfile.dockerignore": "*.md\n" }, ["web"]],
      [{ "api/src/views/index.html": "new, taken by COPY src\n" }, ["api"]],
      [{ "api/lib/unused.js": "code of the app, which is read though not copied\n" }, ["api"]],
      [{ "compose.yaml": PROJECT["compose.yaml"].replace("postgres:17", "postgres:18") }, ["db"]],
      [{ "compose.yaml": PROJECT["compose.yaml"].replace("'1000'", "'1001'") }, ["api"]],
      [{ "compose.yaml": PROJECT["compose.yaml"].replace("# the front", "# the side") }, ["api", "web"]],
      [{ "compose.yaml": `${PROJECT["compose.yaml"]}volumes:\n  a:\n` }, ["api", "db", "web"]],
      [{ "compose.yaml": `${PROJECT["compose.yaml"]}  extra:\n    image: redis:8\n` }, ["extra"]],
      [{ ".github/workflows/ci.yml": "on: push\njobs: {}\n" }, ["api", "web"]],
      [{ ".env": "TOKEN=hunter2hunter2\n" }, ["api", "db", "web"]],
      [{ "seaworthy.yaml": "rules:\n  DL3002: off\n" }, ["api", "db", "web"]],
    ];
    for (const [index, [files, names]] of cases.entries()) {
      put(files);
      const seen = async (ref: string) => ({ files: Object.keys(files), names: await touched(ref) });
      expect(await seen("HEAD")).toEqual({ files: Object.keys(files), names });
      git(folder, "add", "-A");
      if (index < 3) expect(await seen("HEAD")).toEqual({ files: Object.keys(files), names });
      git(folder, "commit", "-q", "-m", "x");
      if (index < 3) expect(await touched("HEAD")).toEqual([]);
      expect(await seen("HEAD~1")).toEqual({ files: Object.keys(files), names });
      git(folder, "reset", "-q", "--hard", "HEAD~1");
    }
  });

  it("counts what is deleted or renamed, and not what git ignores", async () => {
    rmSync(join(folder, "api/src/server.js"));
    expect(await touched("HEAD")).toEqual(["api"]);
    git(folder, "checkout", "-q", ".");
    git(folder, "mv", "web/src/server.js", "web/src/main.js");
    expect(await touched("HEAD")).toEqual(["web"]);
    git(folder, "reset", "-q", "--hard");
    rmSync(join(folder, "web/.dockerignore"));
    expect(await touched("HEAD")).toEqual(["web"]);
    git(folder, "checkout", "-q", ".");
    put({ ".gitignore": "*.log\n", "api/src/x.log": "" });
    expect(await touched("HEAD")).toEqual([]);
  });

  it("compares with the commit at which HEAD left the branch, not with what came later there", async () => {
    git(folder, "checkout", "-q", "-b", "feature");
    put({ "web/src/server.js": "changed\n" });
    commit();
    git(folder, "checkout", "-q", "main");
    put({ "api/src/server.js": "changed on main\n" });
    commit();
    git(folder, "tag", "v1");
    git(folder, "checkout", "-q", "feature");
    for (const ref of ["main", "v1", "refs/heads/main", git(folder, "rev-parse", "main").trim(), "main~0"])
      expect({ ref, names: await touched(ref) }).toEqual({ ref, names: ["web"] });
  });

  it("tells in every format that the rest was left out, and is quiet about its files", async () => {
    put({ "web/Dockerfile": "FROM alpine:3.22\nFRMO x\n" });
    commit();
    put({ "api/src/server.js": "x\n" });
    const { code, stdout } = await since("HEAD");
    const { inspected, notJudged, problems, services } = JSON.parse(stdout) as Report;
    expect(services.map((one) => one.name)).toEqual(["api"]);
    expect(inspected.changedSince).toEqual({
      ref: "HEAD",
      commit: git(folder, "rev-parse", "HEAD").trim(),
      touched: [{ service: "api", because: "api/src/server.js changed" }],
    });
    expect(problems).toEqual([]);
    expect(code).toBe(1);
    expect(notJudged).toEqual([
      { file: "web/Dockerfile", because: "nothing that its service web is made of changed since HEAD" },
      { file: "compose.yaml", because: "nothing that its service db is made of changed since HEAD" },
    ]);
    const text = (await run(folder, ["check", "--changed-since", "HEAD"], { PATH })).stdout;
    expect(text).toMatch(/· 1 service touched since HEAD \([0-9a-f]{10}\) ·/);
    put({ "web/src/server.js": "x\n" });
    expect((await since("HEAD")).code).toBe(2);
  });

  it("before the first commit compares with nothing: all is new", async () => {
    git(folder, "checkout", "-q", "--orphan", "fresh");
    expect(await touched("HEAD")).toEqual(["api", "db", "web"]);
  });

  it("ends well where nothing is touched", async () => {
    put({ "docs/a.md": "b\n" });
    const { code, stdout } = await run(folder, ["check", "--changed-since", "HEAD"], { PATH });
    expect(code).toBe(0);
    expect(stdout).toContain("No service is touched by what changed since HEAD.");
    const comment = await run(folder, ["check", "--changed-since", "HEAD", "--format", "markdown"], { PATH });
    expect(comment.stdout).toContain("✅ Seaworthy: no service is touched");
  });

  it("goes with a part of the repository, a file and a service", async () => {
    put({ "api/src/server.js": "x\n", "web/src/server.js": "x\n" });
    expect(await touched("HEAD", join(folder, "api"))).toHaveLength(1);
    const named = async (...argv: readonly string[]) =>
      (JSON.parse((await since("HEAD", folder, ...argv)).stdout) as Report).services.length;
    expect(await named("web/Dockerfile")).toBe(1);
    expect(await named("--service", "web")).toBe(1);
    git(folder, "checkout", "-q", ".");
    put({ "docs/a.md": "b\n" });
    expect(await named("web/Dockerfile")).toBe(0);
    put({ ".github/workflows/ci.yml": "on: push\njobs: {}\n", "seaworthy.yaml": "rules: {}\n" });
    commit();
    put({ "seaworthy.yaml": "rules:\n  DL3002: off\n" });
    expect(await touched("HEAD", join(folder, "api"))).toHaveLength(1);
  });

  it("reads Kubernetes manifests document by document", async () => {
    const workload = (name: string, image: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`;
    const manifests = (tag: string) =>
      `${workload("one", "registry.example/one:1")}---\n${workload("two", `registry.example/two:${tag}`)}`;
    put({ "k8s/all.yaml": manifests("1") });
    commit();
    put({ "k8s/all.yaml": manifests("2") });
    expect(await touched("HEAD")).toEqual(["two"]);
    put({ "k8s/all.yaml": manifests("1").replace("app: one", "app: one, tier: x") });
    expect(await touched("HEAD")).toEqual(["one"]);
  });

  it("follows what services of Compose share, and what is named from elsewhere", async () => {
    put({
      "compose.yaml": `x-base: &base\n  restart: always\n${PROJECT["compose.yaml"].replace("build: api\n", "build: api\n    <<: *base\n")}`,
    });
    commit();
    put({
      "compose.yaml": `x-base: &base\n  restart: "no"\n${PROJECT["compose.yaml"].replace("build: api\n", "build: api\n    <<: *base\n")}`,
    });
    expect(await touched("HEAD")).toEqual(["api"]);
    git(folder, "reset", "-q", "--hard");
    put({
      "compose.yaml": "services:\n  api:\n    build: api\n    extends: { file: common/base.yaml, service: base }\n",
      "common/base.yaml": "services:\n  base:\n    user: '1000'\n",
    });
    commit();
    put({ "common/base.yaml": "services:\n  base:\n    user: root\n" });
    expect(await touched("HEAD")).toContain("api");
  });

  it("knows a submodule by its folder, a linked work tree, a packed and a split repository", async () => {
    const lib = join(folder, "../", `${folder.split("/").at(-1)}-lib`);
    mkdirSync(lib);
    try {
      put({ "a.js": "a\n" }, lib);
      git(lib, "init", "-q");
      commit(lib);
      git(folder, "submodule", "--quiet", "add", lib, "api/src/lib");
      commit();
      expect(await touched("HEAD")).toEqual([]);
      put({ "a.js": "b\n" }, lib);
      commit(lib);
      git(join(folder, "api/src/lib"), "pull", "-q", "origin", "main");
      expect(await touched("HEAD")).toEqual(["api"]);
      git(folder, "reset", "-q", "--hard");
      git(folder, "submodule", "--quiet", "update");
      git(folder, "worktree", "add", "-q", "-b", "side", join(folder, "../", `${folder.split("/").at(-1)}-tree`));
      const tree = join(folder, "../", `${folder.split("/").at(-1)}-tree`);
      try {
        put({ "web/src/server.js": "x\n" }, tree);
        expect(await touched("main", tree)).toEqual(["web"]);
      } finally {
        rmSync(tree, { recursive: true, force: true });
      }
      git(folder, "gc", "-q");
      git(folder, "update-index", "--split-index");
      put({ "web/src/server.js": "x\n" });
      git(folder, "add", "web");
      expect(await touched("HEAD")).toEqual(["web"]);
    } finally {
      rmSync(lib, { recursive: true, force: true });
    }
  });

  it("refuses what it cannot compare, in one line that says what to do", async () => {
    const refused = async (ref: string, message: RegExp, cwd = folder, ...argv: readonly string[]) => {
      const { code, stdout, stderr } = await since(ref, cwd, ...argv);
      expect({ ref, code, stdout }).toEqual({ ref, code: 2, stdout: "" });
      expect(stderr).toMatch(message);
      expect(stderr.trim().split("\n")).toHaveLength(1);
    };
    await refused("origin/main", /no commit is known as `origin\/main`: fetch it first/);
    await refused("HEAD:compose.yaml", /no commit is known/);
    await refused("main..HEAD", /no commit is known/);
    await refused("--upload-pack=touch x", /must name a commit/);
    await refused("", /must name a commit/);
    git(folder, "checkout", "-q", "--orphan", "apart");
    await refused("main", /no commit yet/);
    put({ "docs/a.md": "apart\n" });
    commit();
    await refused("main", /`main` and HEAD have no commit in common/);
    await refused("HEAD", /leave out --changed-since/, folder, "--write-baseline", "x.json");
    await refused("HEAD", /does not go with `-`/, folder, "-");
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-nogit-")));
    put({ Dockerfile: DOCKERFILE }, outside);
    await refused("HEAD", /is in no git repository/, outside);
    const { code, stderr } = await run(folder, ["check", "--changed-since", "HEAD"], { PATH: "/nowhere" });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "seaworthy: git is needed to tell what changed: no git is on the PATH\n",
    });
    rmSync(outside, { recursive: true });
  });

  it("says of a shallow clone how to get the rest", async () => {
    for (let index = 0; index < 3; index++) {
      put({ "docs/a.md": `${index}\n` });
      commit();
    }
    git(folder, "branch", "old", "HEAD~2");
    const clone = join(folder, "clone");
    git(folder, "clone", "-q", "--depth", "1", "--no-single-branch", `file://${folder}`, clone);
    const { code, stderr } = await since("origin/old", clone);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^seaworthy: this clone is shallow and does not reach back .*git fetch --unshallow.*fetch-depth: 0.*GIT_DEPTH: 0.*\n$/,
      ),
    });
    expect((await since("origin/gone", clone)).stderr).toMatch(
      /no commit is known as `origin\/gone`: this clone is shallow: fetch the whole/,
    );
    put({ "api/src/server.js": "x\n" }, clone);
    expect(await touched("origin/main", clone)).toEqual(["api"]);
  });
});

describe.skipIf(!hasGit || !POSIX)("--changed-since in a hostile repository", () => {
  /** A program that leaves a trace when it is run. */
  function trap(name: string): string {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\ntouch "${join(folder, "RAN")}-${name}"\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const traces = () => readdirSync(folder).filter((name) => name.startsWith("RAN-"));

  it("starts nothing that its config, attributes, hooks or submodules name", async () => {
    const project = join(folder, "project");
    put(PROJECT, project);
    put({ ".gitattributes": "* diff=evil filter=evil\n", "api/src/crlf.txt": "a\r\n" }, project);
    git(project, "init", "-q");
    commit(project);
    const sub = join(folder, "sub");
    put({ "a.txt": "a\n" }, sub);
    git(sub, "init", "-q");
    commit(sub);
    git(project, "submodule", "--quiet", "add", sub, "lib");
    commit(project);
    const settings: Readonly<Record<string, string>> = {
      "core.fsmonitor": trap("fsmonitor"),
      "core.pager": trap("pager"),
      "core.editor": trap("editor"),
      "core.sshCommand": trap("ssh"),
      "core.askPass": trap("askpass"),
      "core.gitProxy": trap("proxy"),
      "core.alternateRefsCommand": trap("alternates"),
      "core.hooksPath": join(folder, "hooks"),
      "diff.external": trap("external"),
      "diff.evil.command": trap("driver"),
      "diff.evil.textconv": trap("textconv"),
      "filter.evil.clean": trap("clean"),
      "filter.evil.smudge": trap("smudge"),
      "filter.evil.process": trap("process"),
      "filter.evil.required": "true",
      "gpg.program": trap("gpg"),
      "log.showSignature": "true",
      "uploadpack.packObjectsHook": trap("pack"),
      "credential.helper": trap("credential"),
      "extensions.partialClone": "evil",
      "remote.evil.promisor": "true",
      "remote.evil.url": `ext::${trap("transport")} %S`,
      "protocol.ext.allow": "always",
      "remote.evil.uploadpack": trap("uploadpack"),
      "submodule.lib.update": `!${trap("update")}`,
      "alias.diff": `!${trap("alias")}`,
      "pager.diff": trap("pager-diff"),
      "include.path": join(folder, "included"),
    };
    writeFileSync(join(folder, "included"), `[core]\n\tfsmonitor = ${trap("included-fsmonitor")}\n`);
    for (const hook of ["post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-auto-gc"]) {
      for (const home of [join(project, ".git/hooks"), join(folder, "hooks")]) {
        mkdirSync(home, { recursive: true });
        writeFileSync(join(home, hook), `#!/bin/sh\ntouch "${folder}/RAN-${hook}"\n`);
        chmodSync(join(home, hook), 0o755);
      }
    }
    const lines = Object.entries(settings).map(([key, value]) => {
      const dot = key.lastIndexOf(".");
      const section = key.slice(0, dot);
      const [name = "", ...rest] = section.split(".");
      return `[${name}${rest.length > 0 ? ` "${rest.join(".")}"` : ""}]\n\t${key.slice(dot + 1)} = "${value}"\n`;
    });
    const { readFileSync } = await import("node:fs");
    for (const config of [join(project, ".git/config"), join(project, ".git/modules/lib/config")])
      writeFileSync(config, `${readFileSync(config, "utf8")}${lines.join("")}`);
    put({ "api/src/server.js": "changed\n", "api/src/crlf.txt": "b\r\n", "lib/a.txt": "dirty\n", "api/src/new.js": "" }, project);
    expect(await touched("HEAD", project)).toEqual(["api"]);
    expect(await touched("HEAD~1", project)).toEqual(["api"]);
    // An object that is not there must not be fetched.
    const blob = git(sub, "rev-parse", "HEAD:a.txt").trim();
    expect(blob).toHaveLength(40);
    const tree = execFileSync("git", ["-c", "core.fsmonitor=false", "rev-parse", "HEAD~1^{tree}"], {
      cwd: project,
      encoding: "utf8",
      env: {
        PATH,
        GIT_DIR: join(project, ".git"),
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "core.fsmonitor",
        GIT_CONFIG_VALUE_0: "false",
      },
    }).trim();
    rmSync(join(project, ".git/objects", tree.slice(0, 2), tree.slice(2)));
    const { code, stderr } = await since("HEAD~1", project);
    expect({ code, lines: stderr.split("\n").length }).toEqual({ code: 2, lines: 2 });
    expect(traces()).toEqual([]);
    expect(existsSync(join(project, ".git/index.lock"))).toBe(false);
  });

  it("runs no git of the project, under whatever name it is reached, and takes no repository out of the environment", async () => {
    const project = join(folder, "project");
    put(PROJECT, project);
    git(project, "init", "-q");
    commit(project);
    put({ "web/src/server.js": "x\n" }, project);
    const bin = join(project, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, "git"), `#!/bin/sh\ntouch "${folder}/RAN-git"\n`);
    chmodSync(join(bin, "git"), 0o755);
    symlinkSync(bin, join(folder, "linked"));
    put({ ".gitignore": "node_modules\n" }, project);
    const check = (path: string, env: Record<string, string> = {}) =>
      run(project, ["check", "--changed-since", "HEAD", "--format", "json"], { PATH: path, ...env });
    for (const first of [bin, join(folder, "linked"), "node_modules/.bin", "."]) {
      const { stdout } = await check(`${first}${delimiter}${PATH}`);
      expect((JSON.parse(stdout) as Report).services.map((one) => one.name)).toEqual(["web"]);
    }
    expect((await check(bin)).stderr).toBe(
      "seaworthy: git is needed to tell what changed: the git on the PATH belongs to the project, of which nothing is run\n",
    );
    const other = join(folder, "other");
    mkdirSync(other);
    git(other, "init", "-q");
    const led = await check(PATH, {
      GIT_DIR: join(other, ".git"),
      GIT_WORK_TREE: other,
      GIT_INDEX_FILE: join(other, "none"),
      GIT_EXTERNAL_DIFF: trap("env"),
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "core.fsmonitor",
      GIT_CONFIG_VALUE_0: trap("env-fsmonitor"),
    });
    expect((JSON.parse(led.stdout) as Report).services.map((one) => one.name)).toEqual(["web"]);
    expect(traces()).toEqual([]);
  });
});
