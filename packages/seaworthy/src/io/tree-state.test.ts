import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { treeState } from "./tree-state.js";

const hasGit = spawnSync("git", ["--version"]).status === 0;
let root = "";
function git(...args: readonly string[]): string {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
  const done = spawnSync("git", [...who, ...args], { cwd: root, env, encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seaworthy-state-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(!hasGit)("the state of a work tree", () => {
  const committed = () => {
    git("init", "-q", "-b", "main");
    writeFileSync(join(root, "a"), "one\n");
    symlinkSync("a", join(root, "link"));
    git("add", "-A");
    git("commit", "-q", "-m", "first");
    return git("rev-parse", "HEAD");
  };

  it("is clean where every file is as committed, also in packs and with packed references", () => {
    const commit = committed();
    expect(treeState(root)).toEqual({ commit, clean: true });
    git("gc", "-q");
    git("pack-refs", "--all");
    expect(treeState(root)).toEqual({ commit, clean: true });
    git("checkout", "-q", "--detach");
    expect(treeState(root)).toEqual({ commit, clean: true });
  });

  it("is not clean with a change, staged or not, a mode, a file that is gone, or one that is not tracked", () => {
    const commit = committed();
    writeFileSync(join(root, "b"), "other\n");
    expect(treeState(root)).toEqual({ commit, clean: false });
    rmSync(join(root, "b"));
    expect(treeState(root)).toEqual({ commit, clean: true });
    writeFileSync(join(root, "a"), "two\n");
    expect(treeState(root).clean).toBe(false);
    git("add", "a");
    expect(treeState(root).clean).not.toBe(true);
    git("reset", "-q", "--hard");
    expect(treeState(root).clean).toBe(true);
    chmodSync(join(root, "a"), 0o755);
    expect(treeState(root).clean).toBe(false);
    chmodSync(join(root, "a"), 0o644);
    rmSync(join(root, "link"));
    expect(treeState(root).clean).toBe(false);
  });

  it("is none without a commit or a repository", () => {
    expect(treeState(root)).toEqual({ commit: null, clean: null });
    git("init", "-q", "-b", "main");
    expect(treeState(root)).toEqual({ commit: null, clean: null });
  });
});
