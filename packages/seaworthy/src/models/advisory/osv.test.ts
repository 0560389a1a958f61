import { describe, expect, it } from "vitest";
import { readOsv } from "./osv.js";

const record = (more: object = {}) => ({
  id: "GHSA-aaaa-bbbb-cccc",
  modified: "2026-01-02T03:04:05Z",
  affected: [{ package: { ecosystem: "npm", name: "p" }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }],
  ...more,
});
const V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N";
const V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P";

describe("readOsv", () => {
  it.each([
    ["nothing", {}, null],
    ["3.1", { severity: [{ type: "CVSS_V3", score: V31 }] }, { level: "critical", score: 9.8, by: "CVSS 3.1 by GitHub" }],
    [
      "4 before 3, in whatever order",
      {
        severity: [
          { type: "CVSS_V3", score: V31 },
          { type: "CVSS_V4", score: V4 },
        ],
      },
      { level: "medium", score: 6.9, by: "CVSS 4.0 by GitHub" },
    ],
    ["2", { severity: [{ type: "CVSS_V2", score: V2 }] }, { level: "high", score: 7.5, by: "CVSS 2.0 by GitHub" }],
    [
      "a broken vector gives way to the next",
      {
        severity: [
          { type: "CVSS_V4", score: "CVSS:4.0/AV:N" },
          { type: "CVSS_V3", score: V31 },
        ],
      },
      { level: "critical", score: 9.8, by: "CVSS 3.1 by GitHub" },
    ],
    ["a vector without its base is none", { severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N" }] }, null],
    ["the publisher's word", { database_specific: { severity: "MODERATE" } }, { level: "medium", score: null, by: "GitHub" }],
    [
      "Ubuntu's",
      { id: "UBUNTU-CVE-2024-1", severity: [{ type: "Ubuntu", score: "negligible" }] },
      { level: "negligible", score: null, by: "Ubuntu" },
    ],
    [
      "AlmaLinux's, in the title",
      { id: "ALSA-2026:1", summary: "Important: kernel security update" },
      { level: "high", score: null, by: "AlmaLinux" },
    ],
    [
      "whose score Debian copies",
      { id: "DEBIAN-CVE-2024-1", severity: [{ type: "CVSS_V3", score: V31 }] },
      { level: "critical", score: 9.8, by: "CVSS 3.1 by NVD" },
    ],
    ["a word that decides nothing", { database_specific: { severity: "not yet assigned" } }, null],
  ])("severity: %s", (_, more, severity) => {
    expect(readOsv(record(more))?.advisory.severity).toEqual(severity);
  });

  it("keeps the packages of ecosystems that it can order, under the release that they are written with", () => {
    const of = (ecosystem: string, name: string) => ({ package: { ecosystem, name }, versions: ["1"] });
    const read = readOsv(
      record({
        affected: [
          of("PyPI", "Foo.Bar_baz"),
          of("Packagist:https://packages.drupal.org/8", "Drupal/Core"),
          of("Debian:12", "zlib"),
          of("Ubuntu:22.04:LTS", "zlib"),
          of("Ubuntu:Pro:22.04:LTS", "zlib"),
          of("Hackage", "aeson"),
          { package: { ecosystem: "npm", name: "git-only" }, ranges: [{ type: "GIT", events: [{ introduced: "0" }] }] },
          { package: null },
          7,
        ],
      }),
    );
    expect(read?.packages?.map(({ release, name }) => `${release} ${name}`)).toEqual([
      "PyPI foo-bar-baz",
      "Packagist drupal/core",
      "Debian:12 zlib",
      "Ubuntu:22.04:LTS zlib",
    ]);
  });

  it("leaves out listed versions that the ranges hold anyway", () => {
    const affected = [
      {
        package: { ecosystem: "npm", name: "p" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "1.0.0" }, { fixed: "2.0.0" }] }],
        versions: ["1.0.0", "1.5.0", "3.0.0-odd"],
      },
    ];
    expect(readOsv(record({ affected }))?.packages?.[0]?.affected.versions).toEqual(["3.0.0-odd"]);
  });

  it("says that a record was taken back", () => {
    expect(readOsv(record({ withdrawn: "2026-01-01T00:00:00Z" }))).toMatchObject({ packages: null });
  });

  it("makes one short line of the text", () => {
    const summary = (details: string) => readOsv(record({ details }))?.advisory.summary;
    expect(summary("  One.\nTwo.")).toBe("One.");
    expect(summary(`${"a".repeat(100)}. ${"b".repeat(100)}`)).toBe(`${"a".repeat(100)}.`);
    expect(summary("c".repeat(300))).toHaveLength(160);
    expect(summary("a\u001b[31mred\tb")).toBe("a [31mred b");
  });

  it.each([null, 7, "x", [], {}, { id: 5 }, { id: "a b" }, { id: "x\ty" }, { id: "x".repeat(300) }])(
    "takes %j for no record",
    (json) => {
      expect(readOsv(json)).toBeNull();
    },
  );

  it("survives a record of the wrong shapes", () => {
    const read = readOsv({
      id: "T-1",
      affected: { a: 1 },
      aliases: 5,
      severity: "high",
      upstream: [null, {}],
      database_specific: [],
    });
    expect(read).toMatchObject({ packages: [], advisory: { aliases: [], severity: null } });
  });
});
