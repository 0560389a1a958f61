import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findShellcheck } from "./find.js";
import { type Limits, runShellcheck } from "./run.js";

const POSIX = process.platform !== "win32";
let home = "";
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-fake-")));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A program of the name that does what a shell script says. */
function program(folder: string, body = "exit 0"): string {
  mkdirSync(join(home, folder), { recursive: true });
  const path = join(home, folder, "shellcheck");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(!POSIX)("the shellcheck on the PATH", () => {
  const find = (folders: readonly string[], inspected: readonly string[] = []) =>
    findShellcheck(
      { PATH: folders.map((one) => (one.startsWith(".") || one === "" ? one : join(home, one))).join(delimiter) },
      inspected,
    );

  it("is the first that can be run", () => {
    mkdirSync(join(home, "a/shellcheck"), { recursive: true });
    mkdirSync(join(home, "b"));
    writeFileSync(join(home, "b/shellcheck"), "");
    const found = program("c");
    program("d");
    expect(find(["missing", "a", "b", "c", "d"])).toEqual({ program: found });
  });
  it("is none where there is none", () => {
    const none = { because: "no shellcheck is on the PATH" };
    expect(find([])).toEqual(none);
    expect(find(["a", "", "."])).toEqual(none);
    expect(findShellcheck({}, [])).toEqual(none);
  });
  it("is looked for past folders that cannot be looked into", () => {
    symlinkSync("loop", join(home, "loop"));
    const found = program("c");
    expect(find(["loop", "x".repeat(5000), "a\0b", "c"])).toEqual({ program: found });
  });
  it("is never one of the project, under whatever name it is reached", () => {
    program("project/node_modules/.bin");
    const outside = program("outside");
    const root = join(home, "project");
    const belongs = { because: expect.stringContaining("belongs to the project") };
    expect(find(["project/node_modules/.bin"], [root])).toEqual(belongs);
    symlinkSync(join(root, "node_modules/.bin"), join(home, "link"));
    expect(find(["link"], [root])).toEqual(belongs);
    mkdirSync(join(home, "bin"));
    symlinkSync(join(root, "node_modules/.bin/shellcheck"), join(home, "bin/shellcheck"));
    expect(find(["bin"], [root])).toEqual(belongs);
    mkdirSync(join(root, "bin"));
    symlinkSync(outside, join(root, "bin/shellcheck"));
    expect(find(["project/bin"], [root])).toEqual(belongs);
    expect(find(["project/bin", "outside"], [root])).toEqual({ program: outside });
    expect(find(["outside"], [root])).toEqual({ program: outside });
  });
});

describe.skipIf(!POSIX)("a run of ShellCheck", () => {
  const LIMITS: Limits = { texts: 1000, time: 20_000, answer: 1024 * 1024 };
  /** What the folder for temporary files holds of us. */
  const left = () => readdirSync(join(home, "tmp"));
  const before = process.env.TMPDIR;
  beforeEach(() => {
    mkdirSync(join(home, "tmp"));
    process.env.TMPDIR = join(home, "tmp");
  });
  afterEach(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const run = async (body: string, texts: readonly string[] = ["a"], limits: Partial<Limits> = {}) => {
    const outcome = await runShellcheck(
      program("bin", body),
      texts,
      { PATH: process.env.PATH, SHELLCHECK_OPTS: "-e SC2086" },
      { ...LIMITS, ...limits },
    );
    expect(left(), "nothing is left behind").toEqual([]);
    return outcome;
  };
  const log = () => readFileSync(join(home, "log"), "utf8").trim().split("\n");

  it("hands every text over in one process, in a folder of its own, with nobody's settings", async () => {
    const { remarks, because } = await run(
      `echo "$* $SHELLCHECK_OPTS" >> ${home}/log; cat 0.sh 1.sh >> ${home}/log; ls -ld . | cut -c1-10 >> ${home}/log
       printf '{"comments":[{"file":"1.sh","line":1,"endLine":1,"column":1,"endColumn":2,"level":"style","code":2006,"message":"m"}]}'; exit 1`,
      ["first\n", "second\n"],
    );
    expect(because).toBeNull();
    expect(remarks.get(0)).toEqual([]);
    expect(remarks.get(1)).toMatchObject([{ code: 2006, level: "style" }]);
    expect(log()).toEqual(["--norc --format=json1 --severity=style 0.sh 1.sh ", "first", "second", "drwx------"]);
  });
  it("takes more than one process only for more than a command line holds", async () => {
    const { remarks, because } = await run(`echo "$*" >> ${home}/log; echo '{"comments":[]}'`, ["a", "b", "c", "d", "e"], {
      texts: 2,
    });
    expect([because, remarks.size]).toEqual([null, 5]);
    expect(log().map((line) => line.replace(/^.*style /, ""))).toEqual(["0.sh 1.sh", "2.sh 3.sh", "4.sh"]);
  });
  it("tells of one that is too old, that breaks, that talks of something else, that cannot be started", async () => {
    expect((await run("echo \"unrecognized option '--norc'\" >&2; exit 3")).because).toBe(
      "this ShellCheck is too old: 0.7 or newer is needed",
    );
    expect((await run("echo 'Unknown format json1' >&2; exit 4")).because).toMatch(/too old/);
    expect((await run("echo 'Segmentation\nfault' >&2; exit 139")).because).toBe(
      "ShellCheck ended with exit code 139: Segmentation",
    );
    expect((await run("kill -SEGV $$")).because).toBe("ShellCheck was ended by SIGSEGV");
    expect((await run("echo hello")).because).toBe("ShellCheck gave no answer that can be read");
    expect((await runShellcheck(join(home, "nothing"), ["a"], {}, LIMITS)).because).toMatch(
      /^ShellCheck could not be run: .*ENOENT/,
    );
  });
  it("is ended where it takes too long or says too much", async () => {
    expect((await run("exec sleep 60", ["a"], { time: 200 })).because).toBe("ShellCheck took longer than 0.2 seconds");
    expect((await run("exec cat /dev/zero", ["a"])).because).toBe("ShellCheck said more than can be held");
  });
  it("keeps what was answered before it failed", async () => {
    const body = `if [ -e ${home}/once ]; then exit 9; fi; touch ${home}/once; echo '{"comments":[]}'`;
    const { remarks, because } = await run(body, ["a", "b"], { texts: 1 });
    expect([[...remarks.keys()], because]).toEqual([[0], "ShellCheck ended with exit code 9"]);
  });
  it("leaves nothing behind where its folder cannot be made", async () => {
    process.env.TMPDIR = join(home, "missing");
    expect((await runShellcheck(program("bin"), ["a"], {}, LIMITS)).because).toMatch(/^ShellCheck could not be run: ENOENT/);
    expect(existsSync(join(home, "missing"))).toBe(false);
  });
});
