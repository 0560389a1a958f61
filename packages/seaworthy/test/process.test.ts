import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const DIST = resolve(dirname(fileURLToPath(import.meta.url)), "../dist");
const POSIX = process.platform !== "win32";
const IS_ROOT = process.getuid?.() === 0;
const NOBODY = 65534;
const ROOT_USER = 'FROM alpine:3.22\nUSER root\nCMD ["/app"]\n';

/** The built command as a process of its own: streams, permissions, the cache of its code. Needs the build. */
describe.skipIf(!POSIX)("the process", () => {
  let folder = "";
  let bin = "";
  let project = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "seaworthy-process-"));
    chmodSync(folder, 0o777);
    bin = join(folder, "bin.cjs");
    copyFileSync(join(DIST, "bin.cjs"), bin);
    cpSync(join(DIST, "cli"), join(folder, "cli"), { recursive: true });
    project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "Dockerfile"), ROOT_USER);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  interface Ways {
    readonly cwd?: string;
    readonly env?: Record<string, string>;
    readonly shell?: string;
  }
  /** Runs as a user whom permissions bind. */
  function seaworthy(args: readonly string[], { cwd = project, env = {} }: Ways = {}) {
    const done = spawnSync(process.execPath, [bin, ...args], {
      cwd,
      encoding: "utf8",
      timeout: 20_000,
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: join(folder, "cache"), ...env },
      ...(IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {}),
    });
    return { code: done.status, stdout: done.stdout, stderr: done.stderr };
  }
  const sh = (line: string) =>
    spawnSync("sh", ["-c", line], {
      cwd: project,
      encoding: "utf8",
      timeout: 20_000,
      env: { PATH: process.env.PATH, NODE: process.execPath, BIN: bin, XDG_CACHE_HOME: join(folder, "cache") },
    });

  it("ends quietly when its reader has gone", () => {
    const { stdout, stderr } = sh('"$NODE" "$BIN" rules | head -1');
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("");
  });

  it("waits for a slow reader, also where another process set the pipe not to block", () => {
    const length = Buffer.byteLength(sh('"$NODE" "$BIN" rules --format json').stdout);
    // Node sets each pipe of its own output not to block, for all who have it.
    const beside = `"$NODE" -e 'process.stdout.write(""); setTimeout(() => {}, 1500)' &`;
    for (const line of ["", beside]) {
      const { stdout, stderr } = sh(`{ ${line} sleep 0.4; "$NODE" "$BIN" rules --format json; } | { sleep 1; wc -c; }`);
      expect({ line, stdout: Number(stdout), stderr }).toEqual({ line, stdout: length, stderr: "" });
    }
    // More than a pipe holds, or the test shows nothing.
    expect(length).toBeGreaterThan(70_000);
  }, 20_000);

  it("tells of each rule what its page tells: why it is and its examples are kept apart from it", () => {
    const docs = resolve(DIST, "../../../docs/rules");
    let pages = 0;
    for (const item of readdirSync(docs).filter((name) => !name.includes("."))) {
      const told = seaworthy(["explain", item]).stdout;
      for (const page of readdirSync(join(docs, item))) {
        expect(told).toContain(readFileSync(join(docs, item, page), "utf8").trim());
        pages++;
      }
    }
    expect(pages).toBeGreaterThan(100);
  }, 60_000);

  it("reads a Dockerfile that is piped in, and stops reading what has no end", () => {
    const { status, stdout } = sh('cat Dockerfile | "$NODE" "$BIN" check - --only non-root-user --format github');
    expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringMatching(/^::error file=-,line=2,/) });
    for (const [line, message] of [
      ['"$NODE" "$BIN" check - < /dev/null', "stdin is empty"],
      ['yes | "$NODE" "$BIN" check -', "stdin is larger than 10 MB"],
      ['"$NODE" "$BIN" check - < .', "stdin "],
      ['"$NODE" "$BIN" check - <&-', "stdin "],
    ] as const) {
      const { status: code, stderr, stdout: out } = sh(line);
      expect({ line, code, out, lines: stderr.split("\n").length }).toEqual({ line, code: 2, out: "", lines: 2 });
      expect(stderr).toContain(`seaworthy: ${message}`);
    }
  });

  it.skipIf(!existsSync("/dev/full"))("a full disk is one line and no success", () => {
    for (const command of ["check", "rules", "check --format json"]) {
      const { status, stderr } = sh(`"$NODE" "$BIN" ${command} > /dev/full`);
      expect({ command, status, stderr }).toEqual({ command, status: 2, stderr: "seaworthy: cannot write the output: ENOSPC\n" });
    }
  });

  it("a current folder that is gone is one line", () => {
    const { status, stderr } = sh('mkdir ../gone && cd ../gone && rmdir ../gone && "$NODE" "$BIN" check');
    expect(status).toBe(2);
    expect(stderr.trim().split("\n").at(-1)).toMatch(/^seaworthy: no file or folder at \.$/);
    expect(stderr).not.toMatch(/ at .*cjs/);
    expect(sh('mkdir ../gone && cd ../gone && rmdir ../gone && unset PWD && "$NODE" "$BIN" check ../project').status).not.toBe(3);
  });

  it("folders and files that may not be read: one problem each, the rest judged, exit code 2", () => {
    const closed = join(folder, "closed");
    for (const path of ["closed", "closed/ok", "closed/file", "closed/dir"]) mkdirSync(join(folder, path));
    for (const path of ["ok/Dockerfile", "file/Dockerfile", "dir/Dockerfile"]) writeFileSync(join(closed, path), ROOT_USER);
    writeFileSync(join(closed, "compose.yaml"), "services:\n  a:\n    build: ok\n");
    for (const path of ["file/Dockerfile", "compose.yaml", "dir"]) chmodSync(join(closed, path), 0);
    const { code, stdout, stderr } = seaworthy(["check", "--format", "json"], { cwd: closed });
    expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
    const report = JSON.parse(stdout) as {
      problems: { kind: string; place: { file: string } }[];
      services: { dockerfile: string }[];
    };
    expect(report.problems.map(({ kind, place }) => `${kind} ${place.file}`).sort()).toEqual([
      "unreadable compose.yaml",
      "unreadable dir",
      "unreadable file/Dockerfile",
    ]);
    expect(report.services.map((one) => one.dockerfile)).toEqual(["ok/Dockerfile"]);

    const root = seaworthy(["check", join(closed, "dir")]);
    expect(root).toMatchObject({ code: 2, stderr: "" });
    expect(root.stdout).toMatch(/unreadable: .*permission denied/);
    expect(root.stdout).not.toMatch(/No service was found/);
    writeFileSync(join(closed, "seaworthy.yaml"), "rules: {}\n");
    chmodSync(join(closed, "seaworthy.yaml"), 0);
    expect(seaworthy(["check"], { cwd: closed })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/permission denied\n$/),
    });
    expect(seaworthy(["check", "--output", "/etc/x.txt"])).toMatchObject({
      code: 2,
      stderr: "seaworthy: cannot write /etc/x.txt: permission denied\n",
    });
    chmodSync(join(closed, "dir"), 0o755);
  });

  it("the cache of compiled code is never needed and never trusted blindly", async () => {
    const plain = seaworthy(["check"], { env: { SEAWORTHY_NO_CODE_CACHE: "1" } });
    expect(plain.code).toBe(1);
    const same = (env: Record<string, string>) => expect(seaworthy(["check"], { env })).toEqual(plain);
    for (const env of [{ XDG_CACHE_HOME: "/proc/nowhere" }, { XDG_CACHE_HOME: "/dev/null" }, { XDG_CACHE_HOME: "", HOME: "" }])
      same(env as unknown as Record<string, string>);
    const cache = join(folder, "cache2");
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    same({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: cache });
    same({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: cache });
    for (const path of readdirSync(cache, { recursive: true, encoding: "utf8" }).map((one) => join(cache, one))) {
      try {
        writeFileSync(path, "not what a compiler wrote");
      } catch {
        // A folder.
      }
    }
    same({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: cache });
    same({ XDG_CACHE_HOME: cache, NODE_COMPILE_CACHE: cache });

    // What was compiled of versions that are gone goes, what may yet be used stays.
    const [kept = ""] = readdirSync(join(cache, "seaworthy")).filter((name) => name.startsWith("code-"));
    const home = join(cache, "seaworthy");
    for (const name of ["code-v20.0.0-x64-1-2", "code-v20.0.0-x64-1-2.99"]) {
      writeFileSync(join(home, name), "old");
      utimesSync(join(home, name), 1, 1);
    }
    writeFileSync(join(home, "code-v22.0.0-x64-1-2"), "new");
    writeFileSync(join(home, "other"), "of something else");
    rmSync(join(home, kept), { force: true });
    same({ XDG_CACHE_HOME: cache });
    expect(
      readdirSync(home)
        .filter((name) => /^(?:code-v2|code-.*-check$|other)/.test(name))
        .sort(),
    ).toEqual([kept, "code-v22.0.0-x64-1-2", "other"].sort());

    const fresh = join(folder, "cache3");
    const codes = await Promise.all(
      Array.from(
        { length: 6 },
        () =>
          new Promise<number | null>((done) => {
            const child = spawn(process.execPath, [bin, "check"], {
              cwd: project,
              stdio: "ignore",
              env: { PATH: process.env.PATH, XDG_CACHE_HOME: fresh, NODE_COMPILE_CACHE: fresh },
            });
            child.on("exit", done);
          }),
      ),
    );
    expect(codes).toEqual([1, 1, 1, 1, 1, 1]);
    const left = readdirSync(fresh, { recursive: true, encoding: "utf8" });
    expect(
      left.filter((name) => /\.\d+$/.test(name) && name.startsWith("seaworthy")).filter((name) => /-\d+\.\d+\.\d+$/.test(name)),
    ).toEqual([]);
  }, 60_000);
});
