import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gate } from "../../models/advisory/gate.js";
import { catalogue } from "../../models/package/catalogue.js";
import { packageWatcher } from "../../models/package/package-watcher.js";
import { ALPINE_310, ALPINE_310_FINDINGS, ALPINE_310_RECORDS } from "../../testing/alpine-310.js";
import { imageOf } from "../../testing/lone-image.js";
import { dockerArchiveOf } from "../../testing/made-image.js";
import { updateDatabase } from "../database/update.js";
import { PACKAGE_TOOLS } from "../image/inflate.js";
import { readImage } from "../image/read-image.js";
import { UsageError } from "../usage-error.js";
import { type AdvisedImage, type AdvisoriesWanted, imageAdvisories } from "./image-advisories.js";

const DIFF = `sha256:${"1".repeat(64)}`;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "seaworthy-advised-"));
  mkdirSync(join(folder, "osv"));
  for (const [at, record] of ALPINE_310_RECORDS.entries())
    writeFileSync(join(folder, "osv", `${at}.json`), JSON.stringify(record));
  const kev = { dateReleased: "2026-11-20T00:00:00Z", vulnerabilities: [{ cveID: "CVE-2021-36159" }] };
  writeFileSync(join(folder, "kev.json"), JSON.stringify(kev));
  await updateDatabase({
    path: join(folder, "fixture.db"),
    from: join(folder, "osv"),
    ecosystems: null,
    fixture: true,
    full: false,
    kev: join(folder, "kev.json"),
    epss: null,
    today: "2026-11-27",
    env: {},
    onProgress: () => {},
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const IMAGE = imageOf({
  reference: "alpine:3.10.4",
  today: "2026-11-27",
  os: ALPINE_310.os,
  packages: ALPINE_310.packages,
  files: { "/etc/apk/repositories": ALPINE_310.repositories },
  layers: [{ index: 0, diffId: DIFF, digest: null, size: 0, bytes: 0, files: 0, createdBy: null, fromBase: null }],
});
const ask = (more: Partial<AdvisoriesWanted> = {}, image: AdvisedImage = IMAGE) =>
  imageAdvisories(image, {
    database: join(folder, "fixture.db"),
    maxAgeDays: 10_000,
    ignore: [],
    vex: [],
    scanner: null,
    report: null,
    digests: [IMAGE.digest],
    ...more,
  });
const write = (name: string, json: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(json));
  return join(folder, name);
};

describe("imageAdvisories", () => {
  it("finds in Alpine 3.10.4, through a database on disk, the 20 findings of 11 CVEs and no other; it says that it is a fixture", async () => {
    const { advisories, notes } = await ask();
    expect(advisories?.matches.map((match) => `${match.package.name} ${match.name}`).sort()).toEqual(ALPINE_310_FINDINGS);
    expect(advisories).toMatchObject({ fixture: true, date: "2024-11-06", by: "seaworthy's database" });
    expect(advisories?.gaps).toEqual([
      "fixture database, not a proof",
      "Alpine Linux v3.10 has had no security updates since 2021-05-01",
    ]);
    expect(advisories?.matches[0]).toMatchObject({ name: "CVE-2021-36159", knownExploited: true });
    expect(notes).toEqual([]);
  });

  it("finds the same in the archive of an image, by its layers, its package database and its repositories", async () => {
    const installed = ALPINE_310.packages
      .map(({ name, version, source }) => `P:${name}\nV:${version}\nA:x86_64\no:${source?.name}\n`)
      .join("\n");
    const archive = dockerArchiveOf({
      layers: [
        [
          { path: "etc/os-release", content: 'ID=alpine\nVERSION_ID=3.13.1\nPRETTY_NAME="Alpine Linux v3.13"\n' },
          { path: "etc/apk/repositories", content: ALPINE_310.repositories },
          { path: "lib/apk/db/installed", content: installed },
        ],
      ],
    });
    writeFileSync(join(folder, "image.tar"), archive);
    const image = await readImage(join(folder, "image.tar"), { today: "2026-11-27", watchers: [packageWatcher(PACKAGE_TOOLS)] });
    const { advisories } = await ask({}, { ...image, packages: catalogue(image).packages });
    expect(advisories?.matches.map((match) => `${match.package.name} ${match.name}`).sort()).toEqual(ALPINE_310_FINDINGS);
    expect(advisories?.matches.every((match) => match.package.layer === 0)).toBe(true);
  });

  it("has nobody to ask without a database", async () => {
    expect(await ask({ database: join(folder, "none.db") })).toEqual({ advisories: null, notes: [] });
  });

  it("marks what is ignored and what VEX takes out, and the gate follows", async () => {
    const statement = {
      vulnerability: { name: "CVE-2021-36159" },
      products: [{ "@id": "pkg:oci/alpine", subcomponents: [{ "@id": "pkg:apk/apk-tools" }] }],
      status: "not_affected",
      justification: "vulnerable_code_not_in_execute_path",
    };
    const vex = write("vex.json", {
      "@context": "https://openvex.dev/ns/v0.2.0",
      author: "Acme",
      timestamp: "2026-01-01T00:00:00Z",
      statements: [statement],
    });
    const ignore = {
      ids: ["CVE-2021-28831"],
      packages: ["busybox"],
      reason: "no gzip here",
      until: "2027-01-01",
      by: "seaworthy.yaml:4",
    };
    const { advisories } = await ask({ vex: [vex], ignore: [ignore] });
    const before = gate((await ask()).advisories ?? { matches: [], gaps: [] });
    const after = gate(advisories ?? { matches: [], gaps: [] });
    expect(after.ignored.map((match) => `${match.package.name} ${match.name}`).sort()).toEqual([
      "apk-tools CVE-2021-36159",
      "busybox CVE-2021-28831",
      "ssl_client CVE-2021-28831",
    ]);
    expect(after.counted.length).toBe(before.counted.length - 3);
    await expect(ask({ vex: [write("none.json", {})] })).rejects.toThrow(/none\.json is no OpenVEX document/);
  });

  it("takes a pipeline's report of this image, its packages told by our own; refuses that of another", async () => {
    const report = (diffId: string) => ({
      SchemaVersion: 2,
      ArtifactType: "container_image",
      CreatedAt: "2026-11-27T00:00:00Z",
      Metadata: { DiffIDs: [diffId] },
      Results: [
        {
          Type: "alpine",
          Vulnerabilities: [
            {
              VulnerabilityID: "CVE-2021-36159",
              PkgName: "apk-tools",
              InstalledVersion: "2.10.4-r2",
              FixedVersion: "2.10.7-r0",
              Severity: "CRITICAL",
              PkgIdentifier: { PURL: "pkg:apk/alpine/apk-tools@2.10.4-r2" },
            },
          ],
        },
      ],
    });
    const { advisories } = await ask({ report: write("trivy.json", report(DIFF)) });
    expect(advisories).toMatchObject({
      by: "a report (trivy)",
      fixture: true,
      matches: [
        {
          name: "CVE-2021-36159",
          severity: "critical",
          knownExploited: true,
          package: { layer: 0, source: { name: "apk-tools" } },
        },
      ],
    });
    const other = ask({ report: write("other.json", report(`sha256:${"2".repeat(64)}`)) });
    await expect(other).rejects.toThrow(/other\.json is of another image/);
    await expect(other).rejects.toThrow(UsageError);
  });
});
