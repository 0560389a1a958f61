import { describe, expect, it } from "vitest";
import { coverage, ends, type FolderFacts, readOnlyLine, tmpfsOver, unasked, wantedFolders } from "./tmpfs-for.js";

const added = (path: string) => ({ path, how: "added" as const });
const changed = (path: string) => ({ path, how: "changed" as const });
const folder = (filled: boolean, uid = 0, mode = 0o755): FolderFacts => ({ uid, gid: uid, mode, filled });

describe("what a run wrote", () => {
  it("is told by its ends", () => {
    const changes = [
      changed("/var"),
      changed("/var/cache"),
      added("/var/cache/app"),
      added("/var/cache/app/x"),
      changed("/etc/app.conf"),
    ];
    expect(ends(changes)).toEqual([added("/var/cache/app"), changed("/etc/app.conf")]);
  });

  it("is covered by the folder that it is in, or by itself among files of the image", () => {
    const image: Record<string, FolderFacts> = {
      "/tmp": folder(false, 0, 0o1777),
      "/var/cache/nginx": folder(false),
      "/app": folder(true, 1000),
      "/run": folder(true),
      "/": folder(true),
    };
    const all = [
      changed("/tmp"),
      added("/tmp/a1b2"),
      added("/var/cache/nginx/client_temp"),
      added("/var/cache/nginx/proxy_temp"),
      added("/run/nginx.pid"),
      changed("/app"),
      added("/app/.cache"),
      added("/app/.cache/x"),
      added("/app/started"),
      changed("/app/settings.json"),
      added("/data"),
      added("/home/app/.npm/_logs"),
      added("/tmp/with:colon/x"),
    ];
    const isFolder = (path: string) =>
      ["/app/.cache", "/data", "/var/cache/nginx/client_temp", "/home/app/.npm/_logs"].includes(path);
    expect(coverage(all, isFolder, (path) => image[path] ?? null)).toEqual({
      folders: ["/app/.cache", "/data", "/home/app/.npm", "/run", "/tmp", "/var/cache/nginx"],
      rewrites: ["/app/settings.json", "/app/started"],
    });
  });

  it("belongs to whom it did", () => {
    const writer = { uid: 1000, gid: 100 };
    expect(tmpfsOver("/tmp", folder(false, 0, 0o1777), writer).options).toBe("");
    expect(tmpfsOver("/data", folder(false, 5), writer).options).toBe("uid=5,gid=5");
    expect(tmpfsOver("/new", null, writer).options).toBe("uid=1000,gid=100");
    expect(tmpfsOver("/run", folder(true), { uid: 0, gid: 0 }).options).toBe("");
  });
});

describe("what it said when it could not", () => {
  it.each([
    ["Error: EROFS: read-only file system, open '/app/data/x.db'", ["/app/data"]],
    [
      'nginx: [emerg] mkdir() "/var/cache/nginx/client_temp" failed (30: Read-only file system)',
      ["/var/cache/nginx/client_temp"],
    ],
    ["Error: ENOENT: no such file or directory, mkdir '/app/cache'", ["/app/cache"]],
    ["FileNotFoundError: [Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp', '/usr/tmp', '/']", ["/tmp"]],
    ["OSError: [Errno 30] Read-only file system: '/var/log/app.log'", ["/var/log"]],
    ["sh: can't create /x: Read-only file system", []],
    ["listening on /run/app.sock", []],
  ])("%s", (line, folders) => expect(wantedFolders(["up", line])).toEqual(folders));

  it("is the last line that tells of it", () => {
    expect(readOnlyLine(["a: Read-only file system", "b: EROFS", "at main"])).toBe("b: EROFS");
    expect(readOnlyLine(["Error: EROFS: read-only file system, open '/a'", "  code: 'EROFS',"])).toContain("open '/a'");
    expect(readOnlyLine(["fine"])).toBeNull();
  });
});

describe("what an engine mounts besides", () => {
  const mount = (path: string, kind = "tmpfs", writable = true) => ({ path, kind, writable });
  const asked = (...paths: string[]) => paths.map((path) => ({ path, options: "" }));

  it.each([
    [
      "nothing",
      [mount("/", "overlay", false), mount("/dev"), mount("/dev/shm"), mount("/proc/acpi", "tmpfs", false)],
      asked(),
      [],
    ],
    ["what was asked for", [mount("/tmp"), mount("/run")], asked("/tmp", "/run"), []],
    [
      "what was asked for by way of a link",
      [mount("/tmp"), mount("/run"), mount("/var/tmp")],
      asked("/tmp", "/var/run", "/var/tmp"),
      [],
    ],
    ["two that are one by a link", [mount("/run"), mount("/run")], asked("/run", "/var/run"), []],
    ["others", [mount("/tmp"), mount("/run"), mount("/var/tmp")], asked("/tmp"), ["/run", "/var/tmp"]],
  ] as const)("%s", (_, mounts, tmpfs, found) => expect(unasked(mounts, tmpfs)).toEqual(found));
});
