import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ALPINE_310_RECORDS } from "../../src/testing/alpine-310.js";
import { dockerArchiveOf, type MadeImage } from "../../src/testing/made-image.js";
import { run, withProject } from "./run.js";

const APK = `C:Q1mzYVsVyUi4PpNzdhXl5RNm5nBp4=
P:libssl1.1
V:1.1.1d-r2
A:x86_64
o:openssl
L:OpenSSL

P:musl
V:1.1.22-r3
A:x86_64
o:musl
L:MIT

`;
const BASE = [
  { path: "etc/os-release", content: 'ID=alpine\nVERSION_ID=3.10.4\nPRETTY_NAME="Alpine Linux v3.10"\n' },
  { path: "etc/apk/repositories", content: "http://dl-cdn.alpinelinux.org/alpine/v3.10/main\n" },
  { path: "etc/passwd", content: "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n" },
  { path: "lib/apk/db/installed", content: APK },
  { path: "bin/sh", content: "#!/bin/true\n", mode: 0o755 },
];
const ROOT: MadeImage = {
  layers: [BASE, [{ path: "app/large.bin", content: "x".repeat(5000) }], [{ path: "app/.wh.large.bin", content: "" }]],
  config: { Cmd: ["/bin/sh", "-c", "node server.js"] },
};

/** A folder with an image, and, where asked, a database of Alpine's advisories. */
const withImage = (image: MadeImage, use: (folder: string, file: string) => Promise<void>, files: Record<string, string> = {}) =>
  withProject({ "seaworthy.yaml": "policy: {}\n", ...files }, (folder) => {
    const file = join(folder, "image.tar");
    writeFileSync(file, dockerArchiveOf(image));
    return use(folder, file);
  });
const RECORDS = Object.fromEntries(ALPINE_310_RECORDS.map((record, at) => [`osv/${at}.json`, JSON.stringify(record)]));
const KEV = JSON.stringify({ dateReleased: "2026-11-19T00:00:00Z", vulnerabilities: [{ cveID: "CVE-2000-0001" }] });
const withDatabase = (
  image: MadeImage,
  use: (folder: string, file: string) => Promise<void>,
  files: Record<string, string> = {},
) =>
  withImage(
    image,
    async (folder, file) => {
      const argv = ["db", "update", "--from", "osv", "--kev", "kev.json", "--fixture", "--db", "x.db"];
      expect(await run(folder, argv)).toMatchObject({ code: 0 });
      await use(folder, file);
    },
    { ...RECORDS, "kev.json": KEV, ...files },
  );
const ENV = (folder: string) => ({ XDG_CACHE_HOME: join(folder, "cache"), HOME: folder });
const scan = (folder: string, file: string, ...more: readonly string[]) => run(folder, ["scan", file, ...more], ENV(folder));
const asJson = async (folder: string, file: string, ...more: readonly string[]) =>
  JSON.parse((await scan(folder, file, "--format", "json", ...more)).stdout);

describe("seaworthy scan", () => {
  it("judges an image, and shows its packages and layers", () =>
    withImage(ROOT, async (folder, file) => {
      const { code, stdout } = await scan(folder, file);
      expect(code).toBe(1);
      expect(stdout).toContain("✗ Non-root user");
      expect(stdout).toContain("2 packages: 2 apk");
      expect(stdout).toContain("Alpine Linux v3.10");
      expect(stdout).toContain("? no database of advisories was asked");
      expect(stdout).toMatch(/2 \S+ +5\.0 kB {2}5\.0 kB hidden/);
    }));

  it("tells all of it as JSON", () =>
    withImage(ROOT, async (folder, file) => {
      const report = await asJson(folder, file);
      expect(report.inspected).toMatchObject({
        depths: ["image"],
        image: { ref: file, platform: "linux/amd64" },
        database: null,
      });
      expect(report.images).toHaveLength(1);
      const [image] = report.images;
      expect(image).toMatchObject({ os: "Alpine Linux v3.10", form: "docker", reclaimable: 5000, advisories: null, unread: [] });
      expect(image.layers.map((layer: { wasted: number }) => layer.wasted)).toEqual([0, 5000, 0]);
      expect(image.wasted).toEqual([{ path: "/app/large.bin", bytes: 5000, layer: 1, hiddenBy: 2, how: "deleted" }]);
      expect(image.packages.map((one: { name: string }) => one.name)).toEqual(["libssl1.1", "musl"]);
      const items = report.services[0].items;
      expect(items.find((one: { item: string }) => one.item === "non-root-user")).toMatchObject({
        verdict: "unmet",
        depth: "image",
      });
    }));

  it("finds what the database knows, and says of a fixture that it proves nothing", () =>
    withDatabase(ROOT, async (folder, file) => {
      const { stdout, code } = await scan(folder, file, "--database", "x.db");
      expect(code).toBe(1);
      expect(stdout).toContain("a fixture database, not a proof");
      expect(stdout).toMatch(/CVE-2020-1967 +high +libssl1\.1 1\.1\.1d-r2 +→ 1\.1\.1g-r0/);
      const report = await asJson(folder, file, "--database", "x.db");
      expect(report.inspected.database.date).toMatch(/^\d{4}-\d\d-\d\d$/);
      const { fixture, vulnerabilities, gaps } = report.images[0].advisories;
      expect(fixture).toBe(true);
      expect(gaps).toContain("fixture database, not a proof");
      expect(new Set(vulnerabilities.map((one: { name: string }) => one.name)).size).toBe(8);
      const sbom = (await scan(folder, file, "--database", "x.db", "--format", "cyclonedx")).stdout;
      expect(sbom).toContain("fixture database, not a proof");
      const comment = (await scan(folder, file, "--database", "x.db", "--format", "markdown")).stdout;
      expect(comment).toContain("a fixture database, not a proof");
      expect(comment).toContain("`CVE-2020-1967`");
    }));

  it("never calls an image clean that a fixture knows nothing of", () =>
    withDatabase(
      {
        ...ROOT,
        layers: [
          BASE.map((one) => (one.path.endsWith("installed") ? { ...one, content: "P:zlib\nV:1.2.11-r1\no:zlib\n\n" } : one)),
        ],
      },
      async (folder, file) => {
        const report = await asJson(folder, file, "--database", "x.db");
        const rule = rulingOf(report, "image-scanning/no-vulnerabilities");
        expect(rule).toMatchObject({ ruling: "unknown" });
      },
    ));

  it("counts by the config: ignores with a reason, severities, what has no fix", () =>
    withDatabase(
      ROOT,
      async (folder, file) => {
        const report = await asJson(folder, file, "--database", "x.db");
        const standing = new Map(
          report.images[0].advisories.vulnerabilities.map((one: { name: string; standing: string }) => [one.name, one.standing]),
        );
        expect(standing.get("CVE-2020-1967")).toBe("ignored");
        expect(standing.get("CVE-2021-23840")).toBe("below");
        const told = await scan(folder, file, "--database", "x.db");
        expect(told.stderr).toContain("covers nothing in this image");
      },
      {
        "seaworthy.yaml":
          "vulnerabilities:\n  levels: [critical]\n  ignore:\n    - { id: CVE-2020-1967, reason: no TLS 1.3 here }\n    - { id: CVE-1999-0001, reason: none }\n",
      },
    ));

  it("takes the report of another scanner of this very image, and refuses that of another", () =>
    withImage(ROOT, async (folder, file) => {
      const { diffId } = (await asJson(folder, file)).images[0].layers[0];
      const trivy = (diffIds: readonly string[]) =>
        JSON.stringify({
          SchemaVersion: 2,
          ArtifactName: "acme/api",
          ArtifactType: "container_image",
          Metadata: { DiffIDs: diffIds },
          Results: [
            {
              Target: "acme/api",
              Class: "os-pkgs",
              Type: "alpine",
              Vulnerabilities: [
                {
                  VulnerabilityID: "CVE-2020-1967",
                  PkgName: "libssl1.1",
                  InstalledVersion: "1.1.1d-r2",
                  FixedVersion: "1.1.1g-r0",
                  Severity: "HIGH",
                },
              ],
            },
          ],
        });
      const all = (await asJson(folder, file)).images[0].layers.map((layer: { diffId: string }) => layer.diffId);
      writeFileSync(join(folder, "ours.json"), trivy(all));
      writeFileSync(join(folder, "other.json"), trivy([diffId.replace(/.$/, (last: string) => (last === "0" ? "1" : "0"))]));
      const report = await asJson(folder, file, "--report", "ours.json");
      expect(report.images[0].advisories.vulnerabilities).toMatchObject([
        { name: "CVE-2020-1967", package: "libssl1.1", standing: "counted" },
      ]);
      const refused = await scan(folder, file, "--report", "other.json");
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toMatch(/^seaworthy: .*other\.json .*\n$/);
    }));

  it("reads an SBOM: its packages are compared, its files are not known", () =>
    withDatabase(ROOT, async (folder, file) => {
      const sbom = join(folder, "image.cdx.json");
      expect(await scan(folder, file, "--format", `cyclonedx=${sbom}`)).toMatchObject({ stdout: "" });
      const report = await asJson(folder, sbom, "--database", "x.db");
      expect(report.services[0].items.map(({ item }: { item: string }) => item)).toEqual(["image-scanning"]);
      expect(report.images[0].advisories.vulnerabilities.length).toBeGreaterThan(0);
      writeFileSync(join(folder, "bad.json"), "{}");
      expect(await scan(folder, join(folder, "bad.json"))).toMatchObject({ code: 2, stdout: "" });
    }));

  it("writes several formats in one run, and nothing where a name is wrong", () =>
    withImage(ROOT, async (folder, file) => {
      const ran = await scan(folder, file, "--format", "sarif=s.json", "--format", "spdx=b.json", "--format", "text");
      expect(ran.stdout).toContain("Image ");
      expect(JSON.parse(readFileSync(join(folder, "s.json"), "utf8")).runs[0].results.length).toBeGreaterThan(0);
      expect(JSON.parse(readFileSync(join(folder, "b.json"), "utf8")).spdxVersion).toBe("SPDX-2.3");
      const bad = await scan(folder, file, "--format", "cyclondx=c.json");
      expect(bad).toMatchObject({ code: 2, stderr: "seaworthy: no format is named `cyclondx`: did you mean `cyclonedx`?\n" });
      expect(existsSync(join(folder, "c.json"))).toBe(false);
    }));

  it("finds a credential that a later layer deletes, and never prints it", () => {
    const key = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
    const body = Array.from(
      { length: 12 },
      (_, line) => `${line}MIIEpAIBAAKCAQEA7bq0Zt9uYy1kq3Vv0m5nLQd4xUo2e8sRjWcTf6iHg${line}`,
    ).join("\n");
    const layers = [
      BASE,
      [{ path: "app/deploy.key", content: `${key}\n${body}\n${key.replace("BEGIN", "END")}\n` }],
      [{ path: "app/.wh.deploy.key", content: "" }],
    ];
    return withImage({ ...ROOT, layers }, async (folder, file) => {
      const { stdout } = await scan(folder, file, "--format", "json");
      expect(stdout).not.toContain("MIIEpAIBAAKCAQEA7bq0");
      const ruling = rulingOf(JSON.parse(stdout), "no-secrets/no-secrets-in-layers");
      expect(ruling).toMatchObject({ ruling: "no", findings: [{ place: { image: { path: "/app/deploy.key" } } }] });
    });
  });

  it("misses a file that it wanted and that is too large, and no program that is started", () =>
    withImage(
      {
        ...ROOT,
        layers: [
          BASE.map((one) => (one.path === "etc/passwd" ? { ...one, content: `${one.content}${"#\n".repeat(600_000)}` } : one)),
          [{ path: "app/server", content: "x".repeat(1_200_000), mode: 0o755 }],
        ],
        config: { Entrypoint: ["/app/server"] },
      },
      async (folder, file) => {
        const { unread } = (await asJson(folder, file)).images[0];
        expect(unread).toEqual([{ layer: 0, path: "/etc/passwd", because: "is larger than 1048576 bytes" }]);
      },
    ));

  it("keeps what it read for the next run, unless told not to", () =>
    withImage(ROOT, async (folder, file) => {
      await scan(folder, file, "--no-cache");
      expect(existsSync(join(folder, "cache"))).toBe(false);
      const first = await asJson(folder, file);
      expect(readdirSync(join(folder, "cache/seaworthy")).length).toBeGreaterThan(0);
      expect(await asJson(folder, file)).toEqual(first);
    }));

  it("tells in one line what it cannot do", () =>
    withImage(ROOT, async (folder, file) => {
      const lines = await Promise.all([
        scan(folder, join(folder, "none.tar")),
        scan(folder, file, "--database", "none.db"),
        scan(folder, file, "--vex", "none.json"),
        scan(folder, file, "--only", "no-such-rule"),
        scan(folder, folder),
      ]);
      for (const { code, stdout, stderr } of lines) {
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toMatch(/^seaworthy: [^\n]+\n$/);
      }
    }));

  it("proves nothing of a layer that is not what its digest says", () =>
    withImage(ROOT, async (folder, file) => {
      const bytes = readFileSync(file);
      bytes.write("X", bytes.indexOf("xxxxx"));
      writeFileSync(file, bytes);
      const report = await asJson(folder, file);
      expect(report.images[0].unread).toMatchObject([{ layer: 1 }]);
      expect((await scan(folder, file)).stdout).toContain("Could not be read");
    }));
});

interface Judged {
  readonly services: readonly { readonly items: readonly { readonly rulings: readonly { readonly rule: string }[] }[] }[];
}

function rulingOf(report: Judged, rule: string) {
  return report.services.flatMap(({ items }) => items.flatMap(({ rulings }) => rulings)).find((one) => one.rule === rule);
}
