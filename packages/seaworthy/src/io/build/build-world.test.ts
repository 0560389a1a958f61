import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWorld, builtFrom } from "./build-world.js";

let folder: string;
let root: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "seaworthy-world-")));
  root = join(folder, "project");
  mkdirSync(join(root, "app"), { recursive: true });
  mkdirSync(join(folder, "other"));
  writeFileSync(join(folder, "other/secret"), "of-another");
  writeFileSync(join(folder, "other/Dockerfile"), "FROM scratch\n");
  writeFileSync(join(root, "app/secret"), "hush\n");
  writeFileSync(join(root, "app/Dockerfile"), "FROM scratch\n");
  symlinkSync("app/secret", join(root, "near"));
  symlinkSync("../other/secret", join(root, "far"));
  symlinkSync("../other", join(root, "out"));
  symlinkSync("/", join(root, "all"));
  execFileSync("mkfifo", [join(root, "pipe")]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const world = () => buildWorld(root, { variables: new Map(), built: () => null, platform: "linux/amd64", hasAgent: false });

describe("what a build of a project is given", () => {
  it("files of it, also by links", () => {
    expect(world().file("app/secret")).toEqual({ path: join(root, "app/secret"), text: "hush\n" });
    expect(world().file("near")).toEqual({ path: join(root, "app/secret"), text: "hush\n" });
    expect(world().folder("app")).toBe(join(root, "app"));
    expect(world().folder(".")).toBe(root);
  });

  it.each(["far", "out/secret", "../other/secret", "/etc/passwd", "not-there", "app", "pipe"])("no file: %s", (path) => {
    expect(world().file(path)).toBe(null);
  });

  it.each(["out", "all", "..", "/etc", "not-there", "near"])("no folder: %s", (path) => {
    expect(world().folder(path)).toBe(null);
  });

  it("a context or a Dockerfile behind a link that leads out is refused", () => {
    expect(builtFrom(root, "app", "app/Dockerfile")).toEqual({
      context: join(root, "app"),
      dockerfile: join(root, "app/Dockerfile"),
    });
    expect(builtFrom(root, "app", null)).toEqual({ context: join(root, "app"), dockerfile: null });
    expect(() => builtFrom(root, "all", null)).toThrow("its build context all is no folder of the project");
    expect(() => builtFrom(root, "app", "out/Dockerfile")).toThrow("its Dockerfile out/Dockerfile is no file of the project");
  });
});
