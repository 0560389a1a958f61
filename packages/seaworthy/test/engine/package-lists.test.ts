import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PACKAGE_TOOLS } from "../../src/io/image/inflate.js";
import { readImage } from "../../src/io/image/read-image.js";
import { type Catalogue, catalogue } from "../../src/models/package/catalogue.js";
import type { Package } from "../../src/models/package/package.js";
import { packageWatcher } from "../../src/models/package/package-watcher.js";
import { readEvidence } from "../../src/models/package/read-evidence.js";
import { dockerArchiveOf, type MadeLayer } from "../../src/testing/made-image.js";

/** The lists that package managers themselves give, where they are installed; root file systems that are named in SEAWORTHY_ROOTFS too. */
const lacks = (program: string, asked = "--version") => spawnSync(program, [asked], { stdio: "ignore" }).status !== 0;
const root = process.getuid?.() === 0;
/** Archives of root file systems, `:` between them: unpacked, and their own package managers asked inside. */
const ROOTFS = (process.env.SEAWORTHY_ROOTFS ?? "").split(":").filter((path) => path !== "");
const DEBOOTSTRAP = process.env.SEAWORTHY_DEBOOTSTRAP ?? "";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-engine-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

async function catalogueOf(layer: MadeLayer): Promise<Catalogue> {
  const path = join(folder, "image.tar");
  writeFileSync(path, dockerArchiveOf({ layers: [layer] }));
  return catalogue(await readImage(path, { today: "2026-11-27", watchers: [packageWatcher(PACKAGE_TOOLS)] }));
}

const sorted = (lines: string) => lines.trim().split("\n").sort();
const listed = (packages: readonly Package[], kind: Package["kind"], line: (one: Package) => string) =>
  packages
    .filter((one) => one.kind === kind)
    .map(line)
    .sort();
const debLine = (one: Package) =>
  [one.name, one.version, one.architecture, one.source?.name ?? one.name, one.source?.version ?? one.version].join(" ");
const dpkgList = (command: string, ...before: readonly string[]) => {
  const format = "${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\n";
  const lines = sorted(execFileSync(command, [...before, "-W", "-f", format], { encoding: "utf8", maxBuffer: 2 ** 28 }));
  return lines
    .filter((line) => !/^(?:not-installed|config-files|half-installed) /.test(line))
    .map((line) => line.replace(/^\S+ /, ""));
};

describe("the list of packages", () => {
  it.skipIf(lacks("dpkg-query"))("is dpkg's own, sources and all (skipped where dpkg is not installed)", async () => {
    const { packages } = await catalogueOf([{ path: "var/lib/dpkg/status", content: readFileSync("/var/lib/dpkg/status") }]);
    expect(listed(packages, "deb", debLine)).toEqual(dpkgList("dpkg-query"));
    expect(packages.length).toBeGreaterThan(50);
  });

  it.skipIf(lacks("apk"))("is apk's own (skipped where apk is not installed)", async () => {
    const path = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"].find(existsSync) ?? "";
    const { packages } = await catalogueOf([{ path: path.slice(1), content: readFileSync(path) }]);
    expect(listed(packages, "apk", ({ name, version }) => `${name}-${version}`)).toEqual(
      sorted(execFileSync("apk", ["info", "-v"], { encoding: "utf8" })),
    );
  });

  it.skipIf(lacks("rpm") || lacks("rpmbuild"))("is rpm's own (skipped where rpm and rpmbuild are not installed)", async () => {
    const [database, spec] = [join(folder, "rpmdb"), join(folder, "made.spec")];
    mkdirSync(database);
    const section = (name: string, epoch: number) =>
      `%package ${name}\nSummary: x\n${epoch > 0 ? `Epoch: ${epoch}\n` : ""}%description ${name}\nx\n%files ${name}\n`;
    const names = Array.from({ length: 40 }, (_, i) => `part${i}`);
    writeFileSync(
      spec,
      `Name: made\nVersion: 1.2~rc1\nRelease: 3\nSummary: x\nLicense: MIT AND Zlib\nBuildArch: noarch\n%description\n${"long ".repeat(3000)}\n%files\n${names.map((name, i) => section(name, i % 3)).join("")}`,
    );
    const define = ["--define", `_topdir ${join(folder, "rpmbuild")}`, "--dbpath", database];
    execFileSync("rpmbuild", ["-bb", "--quiet", ...define, spec], { stdio: "ignore" });
    const built = join(folder, "rpmbuild/RPMS/noarch");
    const files = execFileSync("ls", [built], { encoding: "utf8" }).trim().split("\n");
    execFileSync("rpm", ["-i", "--justdb", "--nodeps", ...define, ...files.map((file) => join(built, file))], {
      stdio: "ignore",
    });
    const { packages } = await catalogueOf([
      { path: "var/lib/rpm/rpmdb.sqlite", content: readFileSync(join(database, "rpmdb.sqlite")) },
    ]);
    const format = "%{NAME} %{EPOCHNUM}:%{VERSION}-%{RELEASE} %{ARCH} %{LICENSE}\n";
    const theirs = execFileSync("rpm", ["-qa", "--qf", format, ...define], { encoding: "utf8" });
    expect(
      listed(packages, "rpm", ({ name, version, architecture, licences }) =>
        [name, version.includes(":") ? version : `0:${version}`, architecture, ...licences].join(" "),
      ),
    ).toEqual(sorted(theirs));
    expect(packages).toHaveLength(41);
  });

  it.skipIf(lacks("go", "version"))("is Go's own of a program of Go's (skipped where go is not installed)", async () => {
    const path = execFileSync("sh", ["-c", "command -v gofmt || command -v go"], { encoding: "utf8" }).trim();
    const { packages } = await catalogueOf([{ path: "usr/bin/program", content: readFileSync(path), mode: 0o755 }]);
    const [, version] = /go(\d+(?:\.\d+)*\S*)/.exec(execFileSync("go", ["version", path], { encoding: "utf8" })) ?? [];
    expect(packages.map(({ name, version }) => [name, version])).toEqual([["stdlib", version]]);
  });

  it("has the program that runs this test, by its version", () => {
    const evidence = readEvidence("program", "/usr/local/bin/node", readFileSync(process.execPath), PACKAGE_TOOLS);
    expect(evidence?.packages).toEqual([{ kind: "binary", name: "node", version: process.version.slice(1) }]);
  });
});

describe("root file systems", () => {
  const compare = async (unpacked: string, tar: Uint8Array) => {
    const { packages, unread } = await catalogueOf(tar);
    expect(unread).toEqual([]);
    if (existsSync(join(unpacked, "usr/bin/dpkg-query"))) {
      expect(listed(packages, "deb", debLine)).toEqual(dpkgList("chroot", unpacked, "/usr/bin/dpkg-query"));
    } else {
      const list = execFileSync("chroot", [unpacked, "/sbin/apk", "info", "-v"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      expect(listed(packages, "apk", ({ name, version }) => `${name}-${version}`)).toEqual(sorted(list));
    }
    expect(packages.length).toBeGreaterThan(5);
    // What the system's packages own is not told a second time.
    expect(packages.filter(({ kind, ownedBy }) => kind === "binary" || (kind === "pypi" && ownedBy === null))).toEqual([]);
  };

  it.skipIf(ROOTFS.length === 0 || !root)(
    "have the lists of their own managers (skipped unless SEAWORTHY_ROOTFS names archives, for root)",
    async () => {
      for (const [i, path] of ROOTFS.entries()) {
        const unpacked = join(folder, `rootfs${i}`);
        mkdirSync(unpacked);
        execFileSync("tar", ["-xf", path, "-C", unpacked]);
        const bytes = readFileSync(path);
        await compare(unpacked, bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);
      }
    },
  );

  it.skipIf(DEBOOTSTRAP === "" || lacks("debootstrap") || !root)(
    "that debootstrap makes have dpkg's list (skipped unless SEAWORTHY_DEBOOTSTRAP names a release, for root: it takes minutes)",
    { timeout: 1_200_000 },
    async () => {
      const unpacked = join(folder, "debian");
      execFileSync("debootstrap", ["--variant=minbase", "--include=python3-six,busybox", DEBOOTSTRAP, unpacked], {
        stdio: "ignore",
      });
      const tar = execFileSync("tar", ["-C", unpacked, "--exclude=./dev/*", "--exclude=./proc/*", "-cf", "-", "."], {
        maxBuffer: 2 ** 31,
      });
      await compare(unpacked, tar);
    },
  );
});
