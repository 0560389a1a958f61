import { describe, expect, it } from "vitest";
import { ALPINE_310, ALPINE_310_FINDINGS, ALPINE_310_RECORDS } from "../../testing/alpine-310.js";
import { packageOf } from "../../testing/lone-package.js";
import { type MemoryDatabase, memoryDatabase } from "../../testing/memory-database.js";
import type { OperatingSystem } from "../image/image.js";
import type { Package } from "../package/package.js";
import type { ImageFacts } from "./gaps.js";
import { matchPackages } from "./match.js";

const DEBIAN: OperatingSystem = { id: "debian", versionId: "12", prettyName: "Debian GNU/Linux 12 (bookworm)" };
const FACTS: ImageFacts = { os: DEBIAN, repositories: null, today: "2026-11-23", maxAgeDays: 7, unread: [] };

const affected = (ecosystem: string, name: string, ...events: readonly object[]) => ({
  package: { ecosystem, name },
  ranges: [{ type: "ECOSYSTEM", events: events.length > 0 ? events : [{ introduced: "0" }] }],
});
const record = (id: string, packages: readonly object[], more: object = {}) => ({
  id,
  modified: "2026-01-01T00:00:00Z",
  affected: packages,
  ...more,
});
const V31 = (letters: string) => [{ type: "CVSS_V3", score: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/${letters}` }];

const find = (packages: readonly Package[], database: MemoryDatabase, facts: Partial<ImageFacts> = {}) =>
  matchPackages(packages, { ...FACTS, ...facts }, memoryDatabase(database));
const deb = (name: string, version: string, more: Partial<Package> = {}) => packageOf({ kind: "deb", name, version, ...more });
const npm = (name: string, version: string, more: Partial<Package> = {}) => packageOf({ kind: "npm", name, version, ...more });

describe("Alpine 3.10.4", () => {
  const found = matchPackages(
    ALPINE_310.packages,
    { ...FACTS, ...ALPINE_310 },
    memoryDatabase({ records: ALPINE_310_RECORDS, fixture: true }),
  );

  it("has 20 findings of 11 CVEs, by source package, and nothing else", () => {
    expect(found.matches.map((match) => `${match.package.name} ${match.name}`).sort()).toEqual(ALPINE_310_FINDINGS);
    expect(found.matches).toHaveLength(20);
    expect(new Set(found.matches.map(({ name }) => name)).size).toBe(11);
  });

  it("names fix, severity and its source", () => {
    expect(found.matches.find(({ name }) => name === "CVE-2021-36159")).toMatchObject({
      id: "ALPINE-CVE-2021-36159",
      aliases: ["ALPINE-CVE-2021-36159", "CVE-2021-36159"],
      severity: "critical",
      score: 9.1,
      severityBy: "CVSS 3.1 by NVD",
      fixedIn: "2.10.7-r0",
    });
  });

  it("proves nothing: a fixture, and a system whose time is over", () => {
    expect(found.fixture).toBe(true);
    expect(found.gaps).toEqual([
      "fixture database, not a proof",
      "Alpine Linux v3.10 has had no security updates since 2021-05-01",
    ]);
  });
});

describe("matchPackages", () => {
  it("compares the source package's version, not the binary's, for the release of the image alone", () => {
    const records = [
      record("DEBIAN-CVE-2024-1", [affected("Debian:12", "glibc", { introduced: "0" }, { fixed: "2.36-9+deb12u4" })], {
        upstream: ["CVE-2024-1"],
      }),
      record("DEBIAN-CVE-2024-2", [affected("Debian:11", "glibc")], { upstream: ["CVE-2024-2"] }),
      record("DEBIAN-CVE-2024-3", [affected("Debian:12", "libc6")], { upstream: ["CVE-2024-3"] }),
    ];
    const source = { name: "glibc", version: "2.36-9+deb12u3" };
    const { matches, gaps, date } = find([deb("libc6", "2.36-9+deb12u3+b1", { source })], { records });
    expect(matches.map(({ name, fixedIn }) => [name, fixedIn])).toEqual([["CVE-2024-1", "2.36-9+deb12u4"]]);
    expect(gaps).toEqual([]);
    expect(date).toBe("2026-11-20");
    expect(
      find([deb("libc6", "2.36-9+b1", { source: { name: "glibc", version: "2.36-9+deb12u4" } })], { records }).matches,
    ).toEqual([]);
  });

  it("joins records of one vulnerability by alias and upstream", () => {
    const records = [
      record("PYSEC-2024-1", [affected("PyPI", "p", { introduced: "0" }, { fixed: "2.0" })], {
        aliases: ["CVE-2024-9", "GHSA-xxxx-yyyy-zzzz"],
      }),
      record("GHSA-xxxx-yyyy-zzzz", [affected("PyPI", "p", { introduced: "0" }, { fixed: "2.0" })], {
        aliases: ["CVE-2024-9"],
        severity: V31("C:N/I:N/A:H"),
      }),
    ];
    const { matches } = find([packageOf({ kind: "pypi", name: "P", version: "1.0" })], { records });
    expect(matches).toMatchObject([
      {
        name: "CVE-2024-9",
        id: "GHSA-xxxx-yyyy-zzzz",
        aliases: ["CVE-2024-9", "GHSA-xxxx-yyyy-zzzz", "PYSEC-2024-1"],
        severity: "high",
        severityBy: "CVSS 3.1 by GitHub",
      },
    ]);
  });

  it("counts an advisory that fixes several CVEs once for each, behind the record of one alone", () => {
    const records = [
      record("DSA-1-1", [affected("Debian:12", "p", { introduced: "0" }, { fixed: "2" })], {
        upstream: ["CVE-2024-1", "CVE-2024-2"],
      }),
      record("DEBIAN-CVE-2024-1", [affected("Debian:12", "p", { introduced: "0" }, { fixed: "2" })], {
        upstream: ["CVE-2024-1"],
        severity: V31("C:L/I:N/A:N"),
      }),
    ];
    const { matches } = find([deb("p", "1")], { records });
    expect(matches.map(({ name, id, severity }) => [name, id, severity])).toEqual([
      ["CVE-2024-2", "DSA-1-1", "unknown"],
      ["CVE-2024-1", "DEBIAN-CVE-2024-1", "medium"],
    ]);
  });

  it("takes AlmaLinux's related CVEs for what an advisory fixes, and the installed package's own name", () => {
    const os = { id: "almalinux", versionId: "9.4", prettyName: "AlmaLinux 9.4" };
    const records = [
      record("ALSA-2024:1", [affected("AlmaLinux:9", "kernel-core", { introduced: "0" }, { fixed: "5.14.0-2.el9" })], {
        related: ["CVE-2024-1", "CVE-2024-2"],
        summary: "Important: kernel security update",
      }),
    ];
    const core = packageOf({
      kind: "rpm",
      name: "kernel-core",
      version: "5.14.0-1.el9",
      source: { name: "kernel", version: "5.14.0-1.el9" },
    });
    const { matches } = find([core], { records }, { os });
    expect(matches.map(({ name, severity, severityBy }) => [name, severity, severityBy])).toEqual([
      ["CVE-2024-1", "high", "AlmaLinux"],
      ["CVE-2024-2", "high", "AlmaLinux"],
    ]);
  });

  it("does not hold a module's build against the plain distribution's", () => {
    const os = { id: "almalinux", versionId: "8", prettyName: "AlmaLinux 8" };
    const records = [
      record("ALSA-1:1", [affected("AlmaLinux:8", "npm", { introduced: "0" }, { fixed: "1:9-1.module_el8.9.0+1+a" })]),
    ];
    const rpm = (version: string) => packageOf({ kind: "rpm", name: "npm", version });
    expect(find([rpm("1:8-1.el8")], { records }, { os }).matches).toEqual([]);
    expect(find([rpm("1:8-1.module_el8.6.0+1+b")], { records }, { os }).matches).toHaveLength(1);
  });

  it("asks all products that make one Red Hat or SUSE system, and none that is paid for besides", () => {
    const records = [
      record("RHSA-1:1", [affected("Red Hat:enterprise_linux:9::baseos", "p", { introduced: "0" }, { fixed: "0:2-1.el9" })], {
        upstream: ["CVE-2024-1"],
      }),
      record("RHSA-1:2", [affected("Red Hat:rhel_eus:9.2::baseos", "p")], { upstream: ["CVE-2024-2"] }),
      record("RHSA-1:3", [affected("Red Hat:enterprise_linux:8::baseos", "p")], { upstream: ["CVE-2024-3"] }),
      record("SUSE-SU-1", [affected("SUSE:Linux Enterprise Module for Basesystem 15 SP5", "p")], { upstream: ["CVE-2024-4"] }),
      record("SUSE-SU-2", [affected("SUSE:Linux Enterprise Server 15 SP4", "p")], { upstream: ["CVE-2024-5"] }),
    ];
    const rpm = packageOf({ kind: "rpm", name: "p", version: "1-1.el9" });
    const names = (os: OperatingSystem) => find([rpm], { records }, { os }).matches.map(({ name }) => name);
    expect(names({ id: "rhel", versionId: "9.4", prettyName: "RHEL 9.4" })).toEqual(["CVE-2024-1"]);
    expect(names({ id: "sles", versionId: "15.5", prettyName: "SLES 15 SP5" })).toEqual(["CVE-2024-4"]);
  });

  it("leaves what the system's packages brought to the system's advisories, unless they are of somebody else", () => {
    const records = [record("GHSA-1", [affected("npm", "p")], { aliases: ["CVE-2024-1"] })];
    const database = { records, empty: ["Debian", "Debian:12"] };
    expect(find([npm("p", "1.0.0", { ownedBy: "node-p" }), deb("node-p", "1")], database).matches).toEqual([]);
    const foreign = [npm("p", "1.0.0", { ownedBy: "nodejs" }), deb("nodejs", "20", { thirdParty: true })];
    expect(find(foreign, database).matches).toHaveLength(1);
    expect(find(foreign, database).gaps).toEqual([]);
  });

  it("judges bare programs by their upstream's advisories", () => {
    const records = [
      record("BIT-node-1", [affected("Bitnami", "node", { introduced: "20.0.0" }, { fixed: "20.11.1" })], {
        aliases: ["CVE-2024-1"],
        database_specific: { severity: "High" },
      }),
    ];
    const node = packageOf({ kind: "binary", name: "node", version: "20.9.0" });
    expect(find([node], { records }).matches).toMatchObject([{ severity: "high", severityBy: "Bitnami", fixedIn: "20.11.1" }]);
  });

  it("takes the severity from another's record of the same vulnerability, and says whose; unknown stays unknown", () => {
    const records = [
      record("GO-2024-1", [affected("Go", "example.org/m")], { aliases: ["GHSA-1111-2222-3333"] }),
      record("GO-2024-2", [affected("Go", "example.org/m")]),
      record("GHSA-1111-2222-3333", [affected("Go", "example.org/m", { introduced: "2.0.0" })], { severity: V31("C:H/I:H/A:H") }),
    ];
    const { matches } = find([packageOf({ kind: "golang", name: "example.org/m", version: "v1.0.0" })], { records });
    expect(matches.map(({ name, severity, severityBy }) => [name, severity, severityBy])).toEqual([
      ["GHSA-1111-2222-3333", "critical", "CVSS 3.1 by GitHub, as GHSA-1111-2222-3333"],
      ["GO-2024-2", "unknown", "nobody"],
    ]);
  });

  it("believes Debian that a flaw is none in its builds, before a score of the flaw in general", () => {
    const row = (urgency: string) => ({ ...affected("Debian:12", "p"), ecosystem_specific: { urgency } });
    const of = (urgency: string) =>
      find([deb("p", "1")], {
        records: [record("DEBIAN-CVE-2019-1", [row(urgency)], { upstream: ["CVE-2019-1"], severity: V31("C:H/I:H/A:H") })],
      }).matches[0];
    expect(of("unimportant")).toMatchObject({ severity: "negligible", severityBy: "Debian", score: null });
    expect(of("low")).toMatchObject({ severity: "critical", severityBy: "CVSS 3.1 by NVD" });
    expect(of("not yet assigned")).toMatchObject({ severity: "critical" });
  });

  it("puts what is exploited first, then the worse, then the likelier", () => {
    const records = ["1", "2", "3", "4"].map((n) =>
      record(`DEBIAN-CVE-2024-${n}`, [affected("Debian:12", "p")], {
        upstream: [`CVE-2024-${n}`],
        severity: V31(n === "4" ? "C:L/I:N/A:N" : "C:N/I:N/A:H"),
      }),
    );
    const { matches } = find([deb("p", "1")], {
      records,
      exploited: ["CVE-2024-4"],
      epss: { "CVE-2024-2": 0.9, "CVE-2024-3": 0.01 },
    });
    expect(matches.map(({ name, knownExploited, epss }) => [name, knownExploited, epss])).toEqual([
      ["CVE-2024-4", true, null],
      ["CVE-2024-2", false, 0.9],
      ["CVE-2024-3", false, 0.01],
      ["CVE-2024-1", false, null],
    ]);
  });

  it("names a malicious package", () => {
    const records = [record("MAL-2024-1", [{ package: { ecosystem: "npm", name: "evil" }, versions: ["1.0.1"] }])];
    const database = memoryDatabase({ records });
    const found = matchPackages([npm("evil", "1.0.1")], FACTS, { ...database, advisory: () => null });
    expect(found.matches).toMatchObject([
      { name: "MAL-2024-1", severity: "critical", severityBy: "OpenSSF (malicious package)" },
    ]);
  });

  const NONE = { records: [], empty: ["Debian", "npm"] };
  const EMPTY_DEBIAN = { records: [record("DEBIAN-CVE-2024-1", [affected("Debian:12", "other")])] };
  it.each([
    [
      "no system",
      [deb("p", "1")],
      EMPTY_DEBIAN,
      { os: null },
      /the operating system is not known: the image has no os-release: 1 package is not judged/,
    ],
    [
      "an unsupported system",
      [deb("p", "1"), deb("q", "1")],
      EMPTY_DEBIAN,
      { os: { ...DEBIAN, id: "kali", prettyName: "Kali" } },
      /no public advisories are known for Kali: 2 packages are not judged/,
    ],
    ["a system without a release", [deb("p", "1")], EMPTY_DEBIAN, { os: { ...DEBIAN, versionId: null } }, /says no release/],
    [
      "a release that the database has not",
      [deb("p", "1")],
      EMPTY_DEBIAN,
      { os: { ...DEBIAN, versionId: "13" } },
      /the database has no advisory for Debian:13/,
    ],
    [
      "an ecosystem that it has not",
      [npm("p", "1.0.0")],
      EMPTY_DEBIAN,
      {},
      /the database has no npm: 1 package is not judged \(seaworthy db update --ecosystem "npm"\)/,
    ],
    ["a system that it has not", [deb("p", "1")], { records: [], empty: ["npm"] }, {}, /the database has no Debian/],
    [
      "no list of what is exploited",
      [npm("p", "1.0.0")],
      { ...NONE, exploited: null },
      {},
      /no list of known exploited vulnerabilities/,
    ],
    [
      "a stale database",
      [npm("p", "1.0.0")],
      { ...NONE, date: "2026-11-01" },
      {},
      /the data of npm is of 2026-11-01, 22 days old: more than 7/,
    ],
    [
      "an ended system",
      [],
      EMPTY_DEBIAN,
      { os: { ...DEBIAN, versionId: "9", prettyName: "Debian 9" } },
      /Debian 9 has had no security updates since 2022-07-01/,
    ],
    ["no packages at all", [], NONE, {}, /no package was found in the image/],
    [
      "a layer that was not read",
      [npm("p", "1.0.0")],
      NONE,
      { unread: [{ layer: 2, path: null, because: "its digest differs" }] },
      /layer 3 could not be read: its digest differs/,
    ],
    [
      "somebody else's package",
      [deb("docker-ce", "1", { thirdParty: true })],
      EMPTY_DEBIAN,
      {},
      /not from the distribution, so in none of its advisories: docker-ce/,
    ],
    ["a package without a version", [npm("p", "")], NONE, {}, /without a version: p/],
    [
      "a version that no order can read",
      [npm("p", "next")],
      { records: [record("GHSA-1", [affected("npm", "p", { introduced: "0" }, { fixed: "1.0.0" })])] },
      {},
      /versions that no order can read: p next/,
    ],
    [
      "Alpine edge",
      [packageOf({ kind: "apk", name: "p", version: "1-r0" })],
      { records: [], empty: ["Alpine"] },
      {
        os: { id: "alpine", versionId: "3.23.0_alpha20260101", prettyName: "Alpine Linux edge" },
        repositories: "https://dl-cdn.alpinelinux.org/alpine/edge/main\n",
      },
      /packages of Alpine edge are in no advisory/,
    ],
  ] as const)("%s is a gap, never silence", (_, packages, database, facts, gap) => {
    const { gaps } = find(packages as readonly Package[], database as MemoryDatabase, facts as Partial<ImageFacts>);
    expect(gaps.filter((one) => gap.test(one))).toHaveLength(1);
  });

  it("has no gap where all was compared", () => {
    expect(find([deb("p", "1")], EMPTY_DEBIAN).gaps).toEqual([]);
  });
});

describe("Alpine's release", () => {
  const apk = packageOf({ kind: "apk", name: "p", version: "1-r0" });
  const records = ["3.19", "3.20"].map((v) => record(`ALPINE-CVE-${v}`, [affected(`Alpine:v${v}`, "p")]));
  const os = { id: "alpine", versionId: "3.20.3", prettyName: "Alpine Linux v3.20" };
  it.each([
    ["os-release, where no repositories are named", null, ["ALPINE-CVE-3.20"]],
    [
      "the repositories, where they name another",
      "https://dl-cdn.alpinelinux.org/alpine/v3.19/main\n#https://x/alpine/edge/main\n@edge https://x/alpine/edge/testing\n",
      ["ALPINE-CVE-3.19"],
    ],
    ["none, where they name several", "https://x/alpine/v3.19/main\nhttps://x/alpine/v3.20/community\n", []],
    ["os-release, where a mirror hides it", "https://mirror.example/main\n/local\n", ["ALPINE-CVE-3.20"]],
  ])("is by %s", (_, repositories, ids) => {
    expect(find([apk], { records }, { os, repositories }).matches.map(({ id }) => id)).toEqual(ids);
  });
});
