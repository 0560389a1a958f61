import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findProgram } from "./program.js";

describe.skipIf(process.platform === "win32")("a program on the PATH", () => {
  let home = "";
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-program-")));
    mkdirSync(join(home, "bin"));
    writeFileSync(join(home, "bin/tool"), "#!/bin/sh\n");
    chmodSync(join(home, "bin/tool"), 0o755);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("is looked for past folders that are links to themselves, files, or longer than a path may be", () => {
    symlinkSync("loop", join(home, "loop"));
    writeFileSync(join(home, "file"), "");
    const folders = [join(home, "loop"), join(home, "file"), `/${"x".repeat(300)}`, join(home, "bin")];
    expect(findProgram("tool", { PATH: folders.join(delimiter) }, [])).toEqual({ program: join(home, "bin/tool") });
  });
});
