import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGitIndex } from "./git-index.js";
import { readProject } from "./read-project.js";
import { walkTree } from "./tree.js";

const MAKE_PIPE = "mkfifo";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "tree-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(files: Readonly<Record<string, string>>, folder = root): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function git(folder: string, ...words: readonly string[]): string {
  const settings = [
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@b",
    "-c",
    "protocol.file.allow=always",
    "-c",
    "init.defaultBranch=main",
  ];
  const env = { PATH: process.env.PATH ?? "", HOME: root, GIT_CONFIG_NOSYSTEM: "1" };
  return execFileSync("git", [...settings, ...words], { cwd: folder, encoding: "utf8", stdio: "pipe", env });
}

const hasGit = ((): boolean => {
  try {
    execFileSync("git", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("a tree without git", () => {
  it("tracks all that no .gitignore names, the nearest deciding", () => {
    put({
      ".gitignore": "*.log\n/build/\n",
      "a.log": "",
      "sub/.gitignore": "!keep.log\n",
      "sub/keep.log": "",
      "sub/b.log": "",
      "build/x": "",
      "sub/build/x": "",
    });
    const tree = walkTree(root);
    expect(tree.tracked).toEqual([".gitignore", "sub/.gitignore", "sub/build/x", "sub/keep.log"]);
    expect(tree.ignored).toEqual(["a.log", "build/", "sub/b.log"]);
    expect(tree.gitRoot).toBeNull();
    expect(tree.repositories).toEqual([]);
  });

  it("knows of folders that tools make without entering them", () => {
    put({ "node_modules/a/Dockerfile": "", "target/x": "", "rust/Cargo.toml": "", "rust/target/x": "", "venv/y": "" });
    const tree = walkTree(root);
    expect(tree.tracked).toEqual(["rust/Cargo.toml", "target/x"]);
    expect(tree.ignored).toEqual(["node_modules/", "rust/target/", "venv/"]);
  });

  it("follows no link, and says where links end", () => {
    put({ "a/file": "x" });
    symlinkSync("..", join(root, "a", "loop"));
    symlinkSync("self", join(root, "self"));
    symlinkSync("a/file", join(root, "link"));
    symlinkSync("/etc", join(root, "out"));
    symlinkSync("gone", join(root, "dangling"));
    const tree = walkTree(root);
    expect(tree.tracked).toEqual(["a/file", "a/loop", "dangling", "link", "out", "self"]);
    expect(Object.fromEntries(tree.links)).toEqual({ "a/loop": ".", dangling: null, link: "a/file", out: null, self: null });
  });

  it("leaves out what is no file: a pipe", () => {
    put({ a: "" });
    execFileSync(MAKE_PIPE, [join(root, "pipe")]);
    expect(walkTree(root).tracked).toEqual(["a"]);
  });

  it("reports a folder that may not be read, and goes on", (context) => {
    put({ "shut/a": "", "open/b": "" });
    chmodSync(join(root, "shut"), 0);
    try {
      // The superuser may read everything: there is nothing to see.
      if (process.getuid?.() === 0) context.skip();
      const tree = walkTree(root);
      expect(tree.tracked).toEqual(["open/b"]);
      expect(tree.problems).toMatchObject([{ kind: "unreadable", place: { file: "shut" } }]);
    } finally {
      chmodSync(join(root, "shut"), 0o755);
    }
  });

  it("takes no exponential time on a hostile .gitignore", () => {
    put({ ".gitignore": `${"*a".repeat(50)}b\n`, [`${"a".repeat(200)}`]: "" });
    expect(walkTree(root).tracked).toHaveLength(2);
  });
});

describe.skipIf(!hasGit)("a tree with git", () => {
  it("tells tracked, untracked and ignored apart, as git does", () => {
    put({
      ".gitignore": "*.log\nout\n",
      "a.txt": "",
      "forced.log": "",
      "b.log": "",
      "new.txt": "",
      "out/x": "",
      "deep/er/f": "",
    });
    git(root, "init", "-q");
    git(root, "add", ".gitignore", "a.txt", "deep");
    git(root, "add", "-f", "forced.log");
    put({ ".git/info/exclude": "secret*\n", secrets: "" });
    const tree = walkTree(root);
    expect(tree).toMatchObject({ gitRoot: ".", repositories: ["."] });
    expect(tree.tracked).toEqual([".gitignore", "a.txt", "deep/er/f", "forced.log"]);
    expect(tree.untracked).toEqual(["new.txt"]);
    expect(tree.ignored).toEqual(["b.log", "out/", "secrets"]);
  });

  it("does not list a tracked file that is gone", () => {
    put({ a: "", b: "" });
    git(root, "init", "-q");
    git(root, "add", ".");
    rmSync(join(root, "a"));
    expect(walkTree(root).tracked).toEqual(["b"]);
  });

  it("enters node_modules where git tracks something in it", () => {
    put({ "node_modules/own/index.js": "", "web/node_modules/x": "" });
    git(root, "init", "-q");
    git(root, "add", "-f", "node_modules");
    const tree = walkTree(root);
    expect(tree.tracked).toEqual(["node_modules/own/index.js"]);
    expect(tree.untracked).toEqual(["web/node_modules/"]);
  });

  it("reads from a folder inside the repository, with the .gitignore above it", () => {
    put({ ".gitignore": "*.log\n", "svc/a": "", "svc/b.log": "", "svc/c": "" });
    git(root, "init", "-q");
    git(root, "add", "svc/a");
    const tree = walkTree(join(root, "svc"));
    expect(tree).toMatchObject({
      gitRoot: "..",
      repositories: [],
      tracked: ["a"],
      untracked: ["c"],
      ignored: ["b.log"],
      outerCi: [],
    });
    put({ ".gitlab-ci.yml": "" });
    expect(walkTree(join(root, "svc")).outerCi).toEqual(["../.gitlab-ci.yml"]);
  });

  it("looks at a folder of which the repository around it tracks nothing as if there were no git", () => {
    put({ a: "", "new/b": "" });
    git(root, "init", "-q");
    git(root, "add", "a");
    expect(walkTree(join(root, "new"))).toMatchObject({ gitRoot: null, tracked: ["b"], untracked: [] });
  });

  it.each(["2", "3", "4"])("reads an index of version %s", (version) => {
    const paths = ["a", "dir/b", "dir/bc", "dir/longer-name.txt", "é/ü", `${"x".repeat(200)}/y`];
    put(Object.fromEntries(paths.map((path) => [path, path])));
    git(root, "init", "-q");
    git(root, "add", ".");
    if (version === "3") {
      put({ later: "" });
      git(root, "add", "-N", "later");
      paths.push("later");
    } else git(root, "update-index", "--index-version", version);
    expect(readFileSync(join(root, ".git/index")).readUInt32BE(4)).toBe(Number(version));
    expect([...(readGitIndex(join(root, ".git"))?.files ?? [])].sort()).toEqual(paths.sort());
  });

  it("reads a SHA-256 repository", (context) => {
    put({ a: "", "b/c": "" });
    try {
      git(root, "init", "-q", "--object-format=sha256");
    } catch {
      context.skip();
    }
    git(root, "add", ".");
    expect(walkTree(root).tracked).toEqual(["a", "b/c"]);
  });

  it("falls back on a split index and on a broken one: all that is not ignored counts as tracked", () => {
    put({ ".gitignore": "c\n", a: "", b: "", c: "" });
    git(root, "init", "-q");
    git(root, "add", "a");
    git(root, "update-index", "--split-index");
    git(root, "add", "b");
    expect(walkTree(root)).toMatchObject({ tracked: [".gitignore", "a", "b"], ignored: ["c"] });
    const index = readFileSync(join(root, ".git/index"));
    for (const bytes of [index.subarray(0, 40), Buffer.from("DIRC"), Buffer.alloc(200, 255), Buffer.alloc(0)]) {
      writeFileSync(join(root, ".git/index"), bytes);
      expect(walkTree(root).tracked).toEqual([".gitignore", "a", "b"]);
    }
  });

  it("reads worktrees and submodules, whose .git is a file", () => {
    const lib = join(root, "lib");
    const app = join(root, "app");
    put({ "l.txt": "" }, lib);
    git(lib, "init", "-q");
    git(lib, "add", ".");
    git(lib, "commit", "-q", "-m", "x");
    put({ "a.txt": "" }, app);
    git(app, "init", "-q");
    git(app, "submodule", "--quiet", "add", lib, "sub");
    git(app, "add", ".");
    git(app, "commit", "-q", "-m", "x");
    put({ "sub/new.txt": "", "clone/.git/HEAD": "ref: refs/heads/main\n", "clone/c.txt": "" }, app);
    const tree = walkTree(app);
    expect(tree.tracked).toEqual([".gitmodules", "a.txt", "sub/l.txt"]);
    expect(tree.untracked).toEqual(["clone/c.txt", "sub/new.txt"]);
    expect(tree.repositories).toEqual([".", "clone", "sub"]);
    git(app, "worktree", "add", "-q", join(root, "tree"));
    expect(walkTree(join(root, "tree"))).toMatchObject({ gitRoot: ".", tracked: [".gitmodules", "a.txt"] });
  });

  it("starts nothing that a repository's config names", () => {
    put({ Dockerfile: "FROM a\n" });
    git(root, "init", "-q");
    git(root, "add", ".");
    put({ ".git/hooks/fsmonitor": `#!/bin/sh\ntouch ${root}/ran\n` });
    chmodSync(join(root, ".git/hooks/fsmonitor"), 0o755);
    git(root, "config", "core.fsmonitor", join(root, ".git/hooks/fsmonitor"));
    readProject(root, { today: "2026-01-01" });
    expect(walkTree(root).untracked).toEqual([]);
  });
});
