import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archiveOf } from "../../testing/archive-of.js";
import { Bucket } from "../../testing/bucket.js";
import { UsageError } from "../usage-error.js";
import { openDatabase } from "./open-database.js";
import { updateDatabase } from "./update.js";
import type { UpdateOptions } from "./update-options.js";

let bucket: Bucket;
let folder: string;
let path: string;

beforeEach(async () => {
  bucket = await Bucket.start();
  folder = mkdtempSync(join(tmpdir(), "seaworthy-db-"));
  path = join(folder, "cache", "advisories.db");
});
afterEach(async () => {
  await bucket.stop();
  rmSync(folder, { recursive: true, force: true });
});

const record = (id: string, ecosystem: string, name: string, more: object = {}) => ({
  id,
  modified: "2026-11-20T10:00:00Z",
  affected: [{ package: { ecosystem, name }, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: "2" }] }] }],
  ...more,
});
const update = (more: Partial<UpdateOptions> = {}) =>
  updateDatabase({
    path,
    from: bucket.url,
    ecosystems: null,
    fixture: false,
    full: false,
    kev: null,
    epss: null,
    today: "2026-11-27",
    env: {},
    onProgress: () => {},
    ...more,
  });
/** The ids that the database has for a package. */
function ids(release: string, name: string): readonly string[] {
  const database = openDatabase(path);
  try {
    return database?.affected(release, name).map(({ id }) => id) ?? [];
  } finally {
    database?.close();
  }
}
function info() {
  const database = openDatabase(path);
  if (!database) throw new Error("there is no database");
  database.verify();
  database.close();
  return database.info;
}
const left = () => readdirSync(join(folder, "cache"), { recursive: true, encoding: "utf8" }).sort();

describe("from a bucket", () => {
  beforeEach(() => {
    bucket.records.set("Debian", [
      record("DEBIAN-CVE-2024-1", "Debian:12", "zlib", { upstream: ["CVE-2024-1"] }),
      record("DEBIAN-CVE-2024-2", "Debian:11", "zlib"),
      record("DSA-1-1", "Debian:12", "zlib", { withdrawn: "2026-01-01T00:00:00Z" }),
    ]);
    bucket.records.set("npm", [
      record("GHSA-1111-2222-3333", "npm", "left-pad"),
      record("MAL-2024-1", "npm", "evil"),
      record("GHSA-both", "npm", "both", {
        affected: [
          { package: { ecosystem: "npm", name: "both" }, versions: ["1.0.0"] },
          { package: { ecosystem: "PyPI", name: "both" }, versions: ["1.0.0"] },
        ],
      }),
    ]);
    bucket.records.set("Rocky Linux", [record("RLSA-2024:1", "Rocky Linux:9", "openssl")]);
  });

  it("takes the ecosystems that are named, each package under its release", async () => {
    const { notes, warnings } = await update({ ecosystems: ["Debian", "npm", "Rocky Linux"], epss: false });
    expect(ids("Debian:12", "zlib")).toEqual(["DEBIAN-CVE-2024-1"]);
    expect(ids("Debian:11", "zlib")).toEqual(["DEBIAN-CVE-2024-2"]);
    expect(ids("npm", "left-pad")).toEqual(["GHSA-1111-2222-3333"]);
    expect(ids("npm", "both")).toEqual(["GHSA-both"]);
    expect(ids("PyPI", "both")).toEqual([]);
    expect(ids("Rocky Linux:9", "openssl")).toEqual(["RLSA-2024:1"]);
    expect(info()).toMatchObject({
      fixture: false,
      ecosystems: [
        { name: "Debian", date: "2026-11-26", advisories: 2, rows: 2, malicious: 0, releases: ["Debian:11", "Debian:12"] },
        { name: "Rocky Linux", advisories: 1 },
        { name: "npm", advisories: 2, rows: 2, malicious: 1, releases: ["npm"] },
      ],
      kev: null,
    });
    expect(ids("npm", "evil")).toEqual(["MAL-2024-1"]);
    expect(notes).toHaveLength(3);
    expect(warnings).toEqual([]);
    expect(left()).toEqual(["advisories.db"]);
    expect(bucket.log).toContain("Rocky Linux/all.zip 200");
  });

  it("asks for changes alone the next time, and drops what was taken back or is gone", async () => {
    await update({ ecosystems: ["Debian", "npm"] });
    bucket.log.length = 0;
    expect((await update()).notes).toEqual(["Debian: as it was, of 2026-11-26", "npm: as it was, of 2026-11-26"]);
    // The withdrawn one is asked for while it is new, for it is not kept.
    expect(bucket.log).toEqual(["Debian/modified_id.csv 200", "Debian/DSA-1-1.json 200", "npm/modified_id.csv 200"]);
  });

  it("takes new, changed and withdrawn records one by one", async () => {
    await update({ ecosystems: ["Debian", "npm"] });
    const records = bucket.records.get("Debian") ?? [];
    records[0] = {
      ...record("DEBIAN-CVE-2024-1", "Debian:12", "zlib"),
      modified: "2026-11-26T12:00:00Z",
      withdrawn: "2026-11-26T12:00:00Z",
    } as never;
    records.push({ ...record("DEBIAN-CVE-2026-9", "Debian:12", "openssl"), modified: "2026-11-26T13:00:00Z" });
    // Published late, with a time before what is known already.
    records.push({ ...record("DEBIAN-CVE-2026-8", "Debian:12", "late"), modified: "2026-11-19T00:00:00Z" });
    bucket.log.length = 0;
    await update();
    expect(bucket.log.filter((line) => line.includes("all.zip"))).toEqual([]);
    expect(ids("Debian:12", "zlib")).toEqual([]);
    expect(ids("Debian:12", "openssl")).toEqual(["DEBIAN-CVE-2026-9"]);
    expect(ids("Debian:12", "late")).toEqual(["DEBIAN-CVE-2026-8"]);
    expect(ids("Debian:11", "zlib")).toEqual(["DEBIAN-CVE-2024-2"]);
    expect(ids("npm", "evil")).toEqual(["MAL-2024-1"]);
  });

  it("takes all anew when told, after a month, or where there is no list of changes; an unchanged archive is not sent again", async () => {
    await update({ ecosystems: ["npm"] });
    const asked = async (more: Partial<UpdateOptions>) => {
      bucket.log.length = 0;
      await update(more);
      return bucket.log.map((line) => line.replace("npm/", ""));
    };
    expect(await asked({ full: true })).toEqual(["all.zip 200"]);
    expect(await asked({ today: "2027-01-27" })).toEqual(["all.zip 304"]);
    bucket.faults.noChanges = true;
    expect(await asked({})).toEqual(["modified_id.csv 404", "all.zip 304"]);
    expect(ids("npm", "left-pad")).toEqual(["GHSA-1111-2222-3333"]);
  });

  it("adds an ecosystem to those that it has", async () => {
    await update({ ecosystems: ["npm"] });
    await update({ ecosystems: ["Debian"] });
    expect(info().ecosystems.map(({ name }) => name)).toEqual(["Debian", "npm"]);
    expect(ids("npm", "left-pad")).toEqual(["GHSA-1111-2222-3333"]);
  });

  it("goes on where a connection broke", async () => {
    bucket.records.set(
      "npm",
      Array.from({ length: 3000 }, (_, i) => record(`GHSA-${i}`, "npm", `package-${(i * 7919) % 100_003}`)),
    );
    bucket.faults.cuts = [50_000, 10, 60_000];
    await update({ ecosystems: ["npm"] });
    expect(info().ecosystems).toMatchObject([{ name: "npm", advisories: 3000 }]);
    expect(bucket.log.filter((line) => line.endsWith("206")).length).toBeGreaterThanOrEqual(1);
    expect(bucket.log.filter((line) => line.endsWith(" 200"))).toHaveLength(1);
  });

  it("goes on in a later run where an earlier one gave up", async () => {
    bucket.records.set(
      "npm",
      Array.from({ length: 1500 }, (_, i) => record(`GHSA-${i}`, "npm", `package-${(i * 7919) % 100_003}`)),
    );
    bucket.faults.cuts = [60_000];
    bucket.faults.after = [503, 503, 503, 503, 503];
    await expect(update({ ecosystems: ["npm"] })).rejects.toThrow(
      /the server answers 503; run it again to go on where it stopped/,
    );
    expect(left().filter((name) => /downloads.+[0-9a-f]{24}$/.test(name))).toHaveLength(1);
    bucket.faults.after = [];
    bucket.log.length = 0;
    await update({ ecosystems: ["npm"] });
    expect(bucket.log).toEqual(["npm/all.zip bytes=60000- 206"]);
    expect(info().ecosystems).toMatchObject([{ name: "npm", advisories: 1500 }]);
    expect(left()).toEqual(["advisories.db"]);
  });

  it("follows where a mirror leads, not in circles, and goes through a proxy", async () => {
    bucket.moved.set("npm/all.zip", `${bucket.url}/moved.zip`);
    bucket.files.set("moved.zip", archiveOf({ "a.json": JSON.stringify(record("GHSA-9", "npm", "moved")) }));
    await update({ ecosystems: ["npm"] });
    expect(ids("npm", "moved")).toEqual(["GHSA-9"]);
    bucket.moved.set("Debian/all.zip", `${bucket.url}/Debian/all.zip`);
    await expect(update({ ecosystems: ["Debian"] })).rejects.toThrow(/cannot be had: the server leads in circles/);
    bucket.moved.clear();
    await update({
      ecosystems: ["Rocky Linux"],
      from: "http://osv.invalid/osv",
      env: { HTTP_PROXY: new URL(bucket.url).origin },
    });
    expect(ids("Rocky Linux:9", "openssl")).toEqual(["RLSA-2024:1"]);
  });

  it("waits for a server that is busy, and tells one that refuses", async () => {
    bucket.faults.statuses = [503, 429];
    await update({ ecosystems: ["npm"] });
    bucket.faults.statuses = [403];
    await expect(update({ ecosystems: ["Debian"] })).rejects.toThrow(/Debian\/all\.zip cannot be had: the server answers 403/);
    expect(ids("npm", "left-pad")).toHaveLength(1);
  });

  it("believes no file whose checksum is another, and keeps the old database", async () => {
    await update({ ecosystems: ["npm"] });
    const before = readFileSync(path);
    bucket.faults.wrongSum = true;
    await expect(update({ full: true })).rejects.toThrow(/its checksum differs from the one that the server gives/);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(left().filter((name) => /\.new$|\.lock$/.test(name))).toEqual([]);
  });

  it("tells an ecosystem that the mirror has not, a name that nobody knows, and a server that is not there", async () => {
    await expect(update({ ecosystems: ["Wolfi"] })).rejects.toThrow(/Wolfi\/all\.zip is not there: has this mirror Wolfi\?/);
    await expect(update({ ecosystems: ["debian"] })).rejects.toThrow(/no ecosystem is named `debian`/);
    const { url } = bucket;
    await bucket.stop();
    bucket = await Bucket.start();
    await expect(update({ ecosystems: ["npm"], from: url })).rejects.toThrow(
      /cannot be had: the server refuses the connection; run it again/,
    );
    expect(existsSync(path)).toBe(false);
  });

  it("joins what is exploited and what may be", async () => {
    bucket.files.set(
      "kev.json",
      Buffer.from(JSON.stringify({ dateReleased: "2026-11-25T12:00:00Z", vulnerabilities: [{ cveID: "CVE-2024-0001" }] })),
    );
    const scores = join(folder, "epss.csv.gz");
    writeFileSync(
      scores,
      gzipSync(
        "#model_version:v2026.01.01,score_date:2026-11-26T00:00:00+0000\ncve,epss,percentile\nCVE-2024-0001,0.97,0.99\nCVE-2024-0002,x,\n",
      ),
    );
    const { notes } = await update({ ecosystems: ["Debian"], kev: `${bucket.url}/kev.json`, epss: scores });
    expect(notes.slice(1)).toEqual([
      "known exploited vulnerabilities: 1, of 2026-11-25",
      "exploit predictions: 1, of 2026-11-26",
    ]);
    const database = openDatabase(path);
    expect([database?.exploited("CVE-2024-0001"), database?.exploited("CVE-2024-0002")]).toEqual([true, false]);
    expect([database?.epss("CVE-2024-0001"), database?.epss("CVE-2024-0002")]).toEqual([0.97, null]);
    database?.close();
    // They stay when only the advisories are renewed.
    await update({});
    expect(info()).toMatchObject({ kev: { date: "2026-11-25", count: 1 }, epss: { date: "2026-11-26", count: 1 } });
    await expect(update({ kev: scores })).rejects.toThrow(/epss\.csv\.gz is not JSON/);
  });
});

describe("from files", () => {
  const files = {
    "a.json": JSON.stringify(record("DEBIAN-CVE-2024-1", "Debian:12", "zlib")),
    "deep/b.json": JSON.stringify(record("GHSA-1", "npm", "p")),
    "deep/other.json": "{}",
    "deep/broken.json": "{",
    "readme.txt": "no record",
  };
  const source = () => join(folder, "source");
  const write = (given: Readonly<Record<string, string | Uint8Array>>) => {
    for (const [name, content] of Object.entries(given)) {
      mkdirSync(join(source(), name, ".."), { recursive: true });
      writeFileSync(join(source(), name), content);
    }
  };

  it("reads a folder of records and archives, as a fixture where that is said", async () => {
    write({ ...files, "PyPI/all.zip": archiveOf({ "c.json": JSON.stringify(record("PYSEC-1", "PyPI", "Q.q")) }) });
    await update({ from: source(), fixture: true });
    expect(info()).toMatchObject({
      fixture: true,
      ecosystems: [{ name: "Debian", date: "2026-11-20" }, { name: "PyPI" }, { name: "npm" }],
    });
    expect(ids("PyPI", "q-q")).toEqual(["PYSEC-1"]);
  });

  it("builds nothing upon a fixture", async () => {
    write(files);
    await update({ from: source(), fixture: true });
    bucket.records.set("npm", [record("GHSA-2", "npm", "q")]);
    const { warnings } = await update({ ecosystems: ["npm"] });
    expect(warnings[0]).toMatch(/was a fixture: nothing of it is kept/);
    expect(info()).toMatchObject({ fixture: false, ecosystems: [{ name: "npm" }] });
  });

  it.each([{ wide: false }, { wide: true }, { stored: true }])("reads an archive: %j", async (how) => {
    write({ "all.zip": archiveOf(files, how) });
    await update({ from: join(source(), "all.zip"), ecosystems: ["npm"] });
    expect(ids("npm", "p")).toEqual(["GHSA-1"]);
    expect(info().ecosystems).toHaveLength(1);
  });

  it.each([
    ["is not there", "nothing", /nothing is not there/],
    ["is no archive", "text.zip", /text\.zip is no zip archive/],
    ["is cut off", "cut.zip", /cut\.zip is no zip archive, or is cut off/],
    ["is damaged", "flipped.zip", /flipped\.zip is damaged/],
    ["is a bomb", "bomb.zip", /bomb\.zip holds x\.json, which is larger than 32 MB/],
    ["holds no records", "none.zip", /none\.zip holds no advisory/],
  ])("tells of a source that %s", async (_, name, message) => {
    const good = archiveOf({ "a.json": JSON.stringify(record("GHSA-1", "npm", "p".repeat(400))) }, { stored: true });
    const flipped = Buffer.from(good);
    flipped[100] = (flipped[100] ?? 0) ^ 1;
    const archives: Readonly<Record<string, () => string | Uint8Array>> = {
      "text.zip": () => "no archive",
      "cut.zip": () => good.subarray(0, good.length - 30),
      "flipped.zip": () => flipped,
      "bomb.zip": () => archiveOf({ "x.json": Buffer.alloc(33 * 1024 * 1024) }),
      "none.zip": () => archiveOf({ "a.txt": "x" }),
    };
    write(Object.fromEntries(Object.entries(archives).flatMap(([one, make]) => (one === name ? [[one, make()]] : []))));
    await expect(update({ from: join(source(), name) })).rejects.toThrow(message);
    await expect(update({ from: join(source(), name) })).rejects.toThrow(UsageError);
    expect(existsSync(path)).toBe(false);
  });

  it("passes over links, so that nothing outside the folder is read", async () => {
    write(files);
    writeFileSync(join(folder, "outside.json"), JSON.stringify(record("GHSA-9", "npm", "outside")));
    symlinkSync(join(folder, "outside.json"), join(source(), "link.json"));
    symlinkSync(source(), join(source(), "again"));
    await update({ from: source() });
    expect(ids("npm", "outside")).toEqual([]);
  });

  it("one update at a time; a lock that nobody holds is no hindrance", async () => {
    write(files);
    mkdirSync(join(folder, "cache"));
    writeFileSync(`${path}.lock`, String(process.pid));
    await expect(update({ from: source() })).rejects.toThrow(/another update is under way/);
    writeFileSync(`${path}.lock`, "2147483646");
    await update({ from: source() });
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("takes away what an update left that was ended by force", async () => {
    write(files);
    mkdirSync(join(folder, "cache"));
    writeFileSync(`${path}.4711.new`, "half");
    await update({ from: source() });
    expect(left()).toEqual(["advisories.db"]);
  });

  it("says where it cannot write", async () => {
    write(files);
    writeFileSync(join(folder, "file"), "");
    await expect(update({ from: source(), path: join(folder, "file", "x.db") })).rejects.toThrow(/cannot write .*x\.db/);
  });
});

describe("a file that is no sound database", () => {
  const good = async (): Promise<Buffer> => {
    mkdirSync(join(folder, "source"));
    const records = Array.from({ length: 2000 }, (_, i) => record(`GHSA-${i}`, "npm", `p${i % 997}`));
    writeFileSync(
      join(folder, "source", "all.zip"),
      archiveOf(Object.fromEntries(records.map((one) => [`${one.id}.json`, JSON.stringify(one)]))),
    );
    await update({ from: join(folder, "source") });
    return readFileSync(path);
  };
  const said = (bytes: Uint8Array): string => {
    writeFileSync(path, bytes);
    try {
      const database = openDatabase(path);
      try {
        for (let i = 0; i < 997; i += 7) database?.affected("npm", `p${i}`);
        database?.verify();
        return "sound";
      } finally {
        database?.close();
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return error.message.replace(path, "X");
    }
  };

  it("is told in one line, wherever it is damaged", async () => {
    const bytes = await good();
    expect(said(bytes)).toBe("sound");
    expect(said(new Uint8Array())).toBe("X is no database of seaworthy");
    expect(said(Buffer.from("SQLite format 3\0".repeat(20)))).toBe("X is no database of seaworthy");
    const newer = Buffer.from(bytes);
    newer.write("SEAWORTHY-ADVISORIES-9\n");
    expect(said(newer)).toMatch(/^X is of format 9, this seaworthy reads 1/);
    for (let at = 30; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x40;
      expect(said(flipped), `a bit at ${at} of ${bytes.length}`).toMatch(/^X is damaged/);
      expect(said(bytes.subarray(0, at)), `cut at ${at}`).toMatch(/^X is (damaged|no database)/);
    }
  });

  it.each(["Debian:12", "npm"])(
    "gives all rows of a name with their texts, also where they fill several blocks: %s",
    async (release) => {
      mkdirSync(join(folder, "source"));
      const many = Array.from({ length: 1200 }, (_, i) => record(`X-CVE-2024-${i}`, release, i % 3 === 0 ? "linux" : `lin${i}`));
      writeFileSync(
        join(folder, "source", "all.zip"),
        archiveOf(Object.fromEntries(many.map((one) => [`${one.id}.json`, JSON.stringify(one)]))),
      );
      await update({ from: join(folder, "source") });
      expect(new Set(ids(release, "linux")).size).toBe(400);
      expect(ids(release, "lin1")).toHaveLength(1);
      expect(ids(release, "lin")).toEqual([]);
      expect(ids("Debian:1", "linux")).toEqual([]);
      expect(statSync(path).size).toBeLessThan(200_000);
      // The text of each of them, also of those with which a block begins; whichever is asked for first.
      const database = openDatabase(path);
      const ecosystem = release.split(":")[0] ?? "";
      const without = many.filter(({ id, affected }, at) => {
        const name = affected[0]?.package.name ?? "";
        if (at % 2 === 0) database?.affected(release, name);
        return !database?.advisory(ecosystem, name, id);
      });
      database?.close();
      expect(without.map(({ id }) => id)).toEqual([]);
    },
  );

  it("a folder in its place, or no file at all", () => {
    expect(openDatabase(join(folder, "none.db"))).toBeNull();
    expect(() => openDatabase(folder)).toThrow(/is no regular file|is not a regular file/);
  });
});
