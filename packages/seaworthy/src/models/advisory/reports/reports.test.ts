import { describe, expect, it } from "vitest";
import { memoryDatabase } from "../../../testing/memory-database.js";
import { readReport, reportedAdvisories } from "./read-report.js";
import { isReportOf, type ScannerReport } from "./scanner-report.js";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const OURS = { digests: [digest("a"), digest("c")], diffIds: [digest("1"), digest("2")] };
const read = (json: unknown): ScannerReport => {
  const report = readReport(json);
  if (typeof report === "string") throw new Error(report);
  return report;
};
const FACTS = { image: OURS, today: "2026-11-27", maxAgeDays: 7, lookup: null };

const trivy = (more: object = {}, finding: object = {}) => ({
  SchemaVersion: 2,
  Trivy: { Version: "0.68.0" },
  CreatedAt: "2026-11-26T10:00:00Z",
  ArtifactType: "container_image",
  Metadata: {
    OS: { Family: "alpine", Name: "3.22.1" },
    ImageID: digest("c"),
    DiffIDs: [digest("1"), digest("2")],
    RepoDigests: [`ghcr.io/acme/api@${digest("e")}`],
  },
  Results: [
    {
      Target: "acme/api (alpine 3.22.1)",
      Class: "os-pkgs",
      Type: "alpine",
      Vulnerabilities: [
        {
          VulnerabilityID: "CVE-2025-0001",
          PkgName: "libcrypto3",
          PkgIdentifier: { PURL: "pkg:apk/alpine/libcrypto3@3.5.0-r0?arch=x86_64" },
          InstalledVersion: "3.5.0-r0",
          FixedVersion: "3.5.1-r0",
          Layer: { DiffID: digest("2") },
          SeveritySource: "nvd",
          Severity: "HIGH",
          CVSS: { nvd: { V3Score: 7.5 } },
          Title: "openssl: a flaw",
          ...finding,
        },
      ],
    },
    { Target: "app/package.json", Class: "lang-pkgs", Type: "node-pkg" },
  ],
  ...more,
});
const grype = (more: object = {}) => ({
  matches: [
    {
      vulnerability: {
        id: "GHSA-aaaa-bbbb-cccc",
        namespace: "github:language:javascript",
        severity: "Critical",
        cvss: [{ version: "3.1", metrics: { baseScore: 9.8 } }],
        fix: { versions: ["1.2.3"], state: "fixed" },
        description: "a flaw",
      },
      relatedVulnerabilities: [
        { id: "CVE-2025-0002", knownExploited: [{ cve: "CVE-2025-0002" }], epss: [{ cve: "CVE-2025-0002", epss: 0.5 }] },
      ],
      artifact: {
        name: "p",
        version: "1.0.0",
        type: "npm",
        purl: "pkg:npm/p@1.0.0",
        locations: [{ path: "/app/node_modules/p/package.json", layerID: digest("2") }],
        upstreams: [],
      },
    },
  ],
  source: {
    type: "image",
    target: { imageID: digest("c"), manifestDigest: digest("d"), layers: [{ digest: digest("1") }, { digest: digest("2") }] },
  },
  distro: { name: "alpine" },
  descriptor: {
    name: "grype",
    version: "0.110.0",
    timestamp: "2026-11-26T10:00:00Z",
    db: { status: { built: "2026-11-25T06:00:00Z" } },
  },
  ...more,
});
const sarif = (name: string, rule: object, result: object = {}, properties: object = {}) => ({
  version: "2.1.0",
  runs: [
    {
      tool: { driver: { name, version: "1.0", rules: [{ id: "CVE-2025-0003", ...rule }] } },
      results: [{ ruleId: "CVE-2025-0003", ruleIndex: 0, ...result }],
      properties,
    },
  ],
});

describe("a report of another scanner", () => {
  it("Trivy's JSON", () => {
    const { advisories, image } = read(trivy());
    expect(advisories).toMatchObject({ by: "trivy 0.68.0", date: "2026-11-26", gaps: [] });
    expect(advisories.matches).toMatchObject([
      {
        id: "CVE-2025-0001",
        package: { kind: "apk", name: "libcrypto3", version: "3.5.0-r0", architecture: "x86_64", layer: 1 },
        severity: "high",
        severityBy: "nvd, by trivy",
        score: 7.5,
        fixedIn: "3.5.1-r0",
        summary: "openssl: a flaw",
      },
    ]);
    expect(image).toEqual({ digests: [digest("c"), digest("e")], diffIds: [digest("1"), digest("2")] });
  });

  it("what Trivy does not know stays unknown, and what has no fix has none", () => {
    const [match] = read(trivy({}, { Severity: "UNKNOWN", FixedVersion: undefined, Layer: undefined })).advisories.matches;
    expect(match).toMatchObject({ severity: "unknown", severityBy: "nobody", fixedIn: null, package: { layer: null } });
  });

  it("Grype's JSON", () => {
    const report = read(grype());
    expect(report.advisories).toMatchObject({ by: "grype 0.110.0", date: "2026-11-25" });
    expect(report.advisories.matches).toMatchObject([
      {
        id: "GHSA-aaaa-bbbb-cccc",
        name: "CVE-2025-0002",
        severity: "critical",
        severityBy: "github:language:javascript, by grype",
        score: 9.8,
        fixedIn: "1.2.3",
        knownExploited: true,
        epss: 0.5,
        package: { kind: "npm", layer: 1, path: "/app/node_modules/p/package.json" },
      },
    ]);
    expect(report.tellsExploited).toBe(true);
  });

  it.each([
    [
      "Trivy's",
      "Trivy",
      { properties: { "security-severity": "5.3" } },
      {
        message: {
          text: "Package: libssl3\nInstalled Version: 3.5.0-r0\nVulnerability CVE-2025-0003\nSeverity: MEDIUM\nFixed Version: 3.5.1-r0",
        },
      },
      { name: "libssl3", version: "3.5.0-r0", severity: "medium", fixedIn: "3.5.1-r0" },
    ],
    [
      "Grype's",
      "grype",
      {
        id: "CVE-2025-0003-libssl3",
        help: { text: "Severity: high\nPackage: libssl3\nVersion: 3.5.0\nFix Version: \nType: deb" },
      },
      { ruleId: "CVE-2025-0003-libssl3" },
      { name: "libssl3", version: "3.5.0", severity: "high", fixedIn: null },
    ],
    [
      "Scout's",
      "docker scout",
      {
        properties: {
          purls: ["pkg:npm/p@1.0.0"],
          fixed_version: "not fixed",
          cvssV3_severity: "CRITICAL",
          "security-severity": "9.8",
        },
      },
      {},
      { name: "p", version: "1.0.0", severity: "critical", fixedIn: null },
    ],
    [
      "one with a score alone",
      "Trivy",
      { properties: { "security-severity": "9.1" } },
      {},
      { name: "a package that the report does not name", version: "", severity: "critical", fixedIn: null },
    ],
  ])("%s SARIF", (_, tool, rule, result, want) => {
    const [match] = read(sarif(tool, rule, result)).advisories.matches;
    const { name, version } = match?.package ?? {};
    expect({ id: match?.id, name, version, severity: match?.severity, fixedIn: match?.fixedIn }).toEqual({
      id: "CVE-2025-0003",
      ...want,
    });
  });

  it("SARIF's suppressions are ignores with their reason", () => {
    const result = { suppressions: [{ kind: "external", status: "accepted", justification: "not reached" }] };
    expect(read(sarif("Trivy", {}, result)).advisories.matches[0]?.ignored).toEqual({
      reason: "not reached",
      until: null,
      by: "trivy's SARIF",
    });
  });

  it.each([
    [null, /neither Trivy's JSON nor Grype's nor SARIF/],
    [[], /neither/],
    [{ vulnerabilities: [] }, /neither/],
    [trivy({ ArtifactType: "filesystem" }), /is of a filesystem, not of an image/],
    [grype({ source: { type: "directory", target: "/src" } }), /is of a directory, not of an image/],
    [sarif("Hadolint", {}), /is SARIF of `Hadolint`, which is not known to look for vulnerabilities/],
    [{ version: "2.1.0", runs: [] }, /SARIF without a run/],
  ])("refuses %#: another tool's silence is no all-clear", (json, message) => {
    expect(readReport(json)).toMatch(message);
  });

  it("survives wrong shapes", () => {
    expect(
      read({ SchemaVersion: 2, ArtifactType: "container_image", Results: [5, { Vulnerabilities: [null, {}] }] }).advisories
        .matches,
    ).toEqual([]);
    expect(read(grype({ matches: [null, { vulnerability: 5 }] })).advisories.matches).toEqual([]);
    expect(
      read({ version: "2.1.0", runs: [{ tool: { driver: { name: "Trivy", rules: [null] } }, results: [null, {}] }] }).advisories
        .matches,
    ).toEqual([]);
  });
});

describe("a report held against an image", () => {
  it.each([
    ["the layers decide", { digests: [digest("f")], diffIds: OURS.diffIds }, "same"],
    ["other layers", { digests: OURS.digests, diffIds: [digest("1")] }, "other"],
    ["a digest, where no layers are said", { digests: [digest("x"), digest("a")], diffIds: [] }, "same"],
    ["other digests", { digests: [digest("x")], diffIds: [] }, "other"],
    ["nothing said", { digests: [], diffIds: [] }, "not said"],
  ])("%s", (_, report, is) => {
    expect(isReportOf(report, OURS)).toBe(is);
  });

  it("of another image it is refused", () => {
    const other = { digests: [digest("9")], diffIds: [digest("9")] };
    expect(reportedAdvisories(read(trivy()), { ...FACTS, image: other })).toMatch(/is of another image/);
  });

  it("leaves open what it does not say", () => {
    const gaps = (report: ScannerReport, more: object = {}) => {
      const advisories = reportedAdvisories(report, { ...FACTS, ...more });
      return typeof advisories === "string" ? advisories : advisories.gaps;
    };
    expect(gaps(read(grype()))).toEqual([]);
    expect(gaps(read(trivy()))).toEqual([
      "the report does not say what is known to be exploited, and no database of seaworthy's is there to ask",
    ]);
    expect(gaps(read(trivy()), { lookup: memoryDatabase({ records: [] }) })).toEqual([]);
    expect(gaps(read(trivy({ Metadata: {} })), { today: "2026-12-30" })).toEqual([
      "the report does not say which image it is of",
      "the report's data is of 2026-11-26, 34 days old: more than 7",
      "the report does not say what is known to be exploited, and no database of seaworthy's is there to ask",
    ]);
    expect(gaps(read(trivy({ Results: undefined })))[0]).toMatch(/trivy recognised no packages/);
    expect(
      gaps(read(trivy({ Metadata: { ...trivy().Metadata, OS: { Family: "alpine", Name: "3.10", EOSL: true } } })))[0],
    ).toMatch(/alpine 3\.10 has had no security updates/);
    expect(gaps(read(sarif("Trivy", {}, {}, { imageID: digest("c") })))[0]).toMatch(/does not say how old its data is/);
    const alerts = { alertsByPackage: [{ package: {}, alerts: [{ type: "distro-eol" }] }, { alerts: [{ type: "distro-eol" }] }] };
    expect(gaps(read(grype(alerts)))).toEqual(["grype's alert distro-eol on 2 packages"]);
  });

  it("takes what is exploited from our own database", () => {
    const lookup = memoryDatabase({ records: [], exploited: ["CVE-2025-0001"], epss: { "CVE-2025-0001": 0.3 } });
    expect(reportedAdvisories(read(trivy()), { ...FACTS, lookup })).toMatchObject({
      matches: [{ knownExploited: true, epss: 0.3 }],
    });
  });
});
