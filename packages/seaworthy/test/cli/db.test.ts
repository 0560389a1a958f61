import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run, withProject } from "./run.js";

const RECORD = JSON.stringify({
  id: "DEBIAN-CVE-2024-1",
  modified: "2026-11-20T10:00:00Z",
  affected: [
    { package: { ecosystem: "Debian:12", name: "zlib" }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }] },
  ],
});
const KEV = JSON.stringify({ dateReleased: "2026-11-19T00:00:00Z", vulnerabilities: [{ cveID: "CVE-2024-0001" }] });

describe("seaworthy db", () => {
  it("makes a database of a folder, and says what is in it", () =>
    withProject({ "osv/a.json": RECORD, "kev.json": KEV }, async (folder) => {
      const made = await run(folder, ["db", "update", "--from", "osv", "--kev", "kev.json", "--fixture", "--db", "x.db"]);
      expect(made).toMatchObject({ code: 0 });
      expect(made.stdout).toBe(
        `Debian: 1 advisories, of 2026-11-20\nknown exploited vulnerabilities: 1, of 2026-11-19\n${join(folder, "x.db")}: fixture database, not a proof\n`,
      );
      const status = await run(folder, ["db", "status", "--db", "x.db", "--verify"]);
      expect(status.code).toBe(0);
      expect(status.stdout.replace(/\d+ days? old|today/, "N days old").replace(/\d\.\d MB/, "0.0 MB")).toBe(
        [
          `${join(folder, "x.db")} (0.0 MB, every checksum proven)`,
          "fixture database, not a proof",
          "data of 2026-11-20, N days old",
          "",
          "ecosystem  data of     advisories  packages affected  malicious",
          "Debian     2026-11-20           1                  1          0",
          "",
          "known exploited vulnerabilities: 1, of 2026-11-19",
          "exploit predictions: none (seaworthy db update --epss FILE)",
          "",
        ].join("\n"),
      );
      const json = JSON.parse(
        (await run(folder, ["db", "status", "--format", "json"], { SEAWORTHY_DB: join(folder, "x.db") })).stdout,
      );
      expect(json).toMatchObject({
        fixture: true,
        date: "2026-11-20",
        ecosystems: [{ name: "Debian", releases: ["Debian:12"] }],
        epss: null,
      });
    }));

  it.each([
    [["db", "status", "--db", "none.db"], /there is no database at .*none\.db: make one with `seaworthy db update`/],
    [["db", "status", "--db", "text.db"], /text\.db is no database of seaworthy/],
    [["db", "update", "--from", "nowhere", "--db", "y.db"], /nowhere is not there/],
    [["db", "update", "--from", "", "--db", "y.db"], /--from names nothing/],
    [
      ["db", "update", "--from", "osv", "--ecosystem", "debian", "--db", "y.db"],
      /no ecosystem is named `debian`: did you mean `Debian`\?/,
    ],
    [["db", "update", "--from", "osv", "--ecosystem", " ,", "--db", "y.db"], /--ecosystem names no ecosystem/],
    [["db", "update", "--from", "osv", "--ecosystem", "npm", "--db", "y.db"], /osv holds no advisory of npm/],
    [["db", "update", "--from", "osv", "--kev", "text.db", "--db", "y.db"], /text\.db is not JSON/],
    [
      ["db", "update", "--from", "ftp://host/osv", "--db", "y.db"],
      /ftp:\/\/host\/osv: ftp is not supported, only http and https/,
    ],
  ])("%j is one line and exit code 2", (argv, message) =>
    withProject({ "osv/a.json": RECORD, "text.db": "x".repeat(200) }, async (folder) => {
      writeFileSync(join(folder, "empty"), "");
      const { code, stdout, stderr } = await run(folder, argv);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr.replace(/^reading records\n/, "")).toMatch(message);
      expect(stderr.trim().split("\n").length).toBeLessThanOrEqual(2);
    }),
  );
});
