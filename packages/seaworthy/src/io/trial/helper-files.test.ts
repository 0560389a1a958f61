import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HELPER_PROGRAMS } from "./helper-programs.js";

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-helper-files-")));
  mkdirSync(join(folder, "tree/a/b"), { recursive: true });
  writeFileSync(join(folder, "tree/one"), "12345");
  writeFileSync(join(folder, "tree/a/b/two"), "x".repeat(9_000));
  symlinkSync("/etc/passwd", join(folder, "tree/link"));
  symlinkSync("..", join(folder, "tree/a/up"));
  mkdirSync(join(folder, Array.from({ length: 20 }, () => "deep").join("/")), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Frame {
  readonly kind: string;
  readonly number: number;
  readonly text: string;
}

const MACHINE = process.arch === "x64" ? "amd64" : process.arch;

/** How a program of another machine is run here; null: it is not. */
function runner(architecture: string): readonly string[] | null {
  if (architecture === MACHINE) return [];
  const emulator = { amd64: "qemu-x86_64-static", arm64: "qemu-aarch64-static" }[architecture] ?? "";
  return spawnSync(emulator, ["--version"]).status === 0 ? [emulator] : null;
}

/** In a namespace of processes whose first process is ours: its root may be looked into. */
const APART = ["unshare", "--pid", "--fork", "--mount-proc", "sh", "-c"];
const canBeApart = spawnSync(APART[0] ?? "", [...APART.slice(1), "ls /proc/1/root/"]).status === 0;

describe.each(Object.entries(HELPER_PROGRAMS))("the helper for %s", (architecture, { base64 }) => {
  const run = runner(architecture);
  const because = run === null ? "nothing here runs it" : canBeApart ? null : "namespaces of processes may not be made here";
  if (because) console.info(`skipped: the helper for ${architecture} is not run: ${because}`);
  const told = because ? ` (skipped: ${because})` : "";

  function ask(command: string): readonly Frame[] {
    const program = join(folder, `helper-${architecture}`);
    writeFileSync(program, Buffer.from(base64, "base64"));
    chmodSync(program, 0o755);
    const { stdout } = spawnSync(APART[0] ?? "", [...APART.slice(1), `${[...(run ?? []), program].join(" ")}; exit $?`], {
      input: `${command}\n`,
    });
    const frames: Frame[] = [];
    for (let at = 0; at + 8 <= stdout.length; ) {
      const end = at + 8 + stdout.readUInt16LE(at + 2);
      const kind = String.fromCharCode(stdout[at] ?? 0);
      frames.push({ kind, number: stdout.readUInt32LE(at + 4), text: stdout.subarray(at + 8, end).toString("latin1") });
      at = end;
    }
    return frames;
  }

  it.skipIf(because)(`sees the processes${told}`, () => {
    const frames = ask("look");
    expect(frames.filter(({ kind, text }) => kind === "s" && /^Name:/m.test(text)).length).toBeGreaterThan(0);
    expect(frames.at(-1)).toMatchObject({ kind: ".", number: frames.filter(({ kind }) => kind === "s").length });
  });

  it.skipIf(because)(`sees the files below a folder, follows no link, and says where it did not see all${told}`, () => {
    const frames = ask(`files ${folder}/tree`);
    expect(
      frames
        .slice(0, -1)
        .map(({ kind, number, text }) => `${kind} ${number} ${text}`)
        .sort(),
    ).toEqual(["f 5 /one", "f 9000 /a/b/two"]);
    expect(frames.at(-1)).toEqual({ kind: ".", number: 0, text: "" });
    expect(ask(`files ${folder}/deep`)).toEqual([{ kind: ".", number: 1, text: "" }]);
    expect(ask("files /not-there")).toEqual([{ kind: ".", number: 1, text: "" }]);
    // A file that is mounted by itself has nothing below it.
    expect(ask(`files ${folder}/tree/one`)).toEqual([{ kind: ".", number: 0, text: "" }]);
  });

  it.skipIf(because)(`reads the end of a file, and of nothing else${told}`, () => {
    expect(ask(`tail ${folder}/tree/one`)).toEqual([
      { kind: "b", number: 0, text: "12345" },
      { kind: ".", number: 0, text: "" },
    ]);
    expect(ask(`tail ${folder}/tree/a/b/two`)[0]?.text.length).toBe(4096);
    expect(ask(`tail ${folder}/tree/link`)).toEqual([{ kind: ".", number: 1, text: "" }]);
    expect(ask(`tail ${folder}/tree`)).toEqual([{ kind: ".", number: 1, text: "" }]);
  });
});
