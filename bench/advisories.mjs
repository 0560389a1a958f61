// Matching 1,000 packages against a database of 300,000 advisories, in a process of its own each time: opening, questions, versions,
// joining. Usage: node bench/advisories.mjs [DATABASE [OSV-ECOSYSTEM:RELEASE KIND]]. Without one a synthetic database is made: records
// of the shapes that OSV has, of Debian, npm, PyPI, Go and Maven. Prints figures; judges nothing.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { openDatabase, updateDatabase } from "../packages/seaworthy/dist/api.js";

const RUNS = 7;
const [given, release = "Debian:12", kind = "deb"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));
try {
  const path = given ?? (await synthetic());
  const database = await openDatabase(path);
  const { ecosystems } = database.info;
  const count = ecosystems.reduce((sum, one) => sum + one.advisories, 0);
  const rows = ecosystems.reduce((sum, one) => sum + one.rows, 0);
  console.log(`${count} advisories, ${rows} rows, ${(statSync(path).size / 1024 / 1024).toFixed(1)} MB`);
  const packages = given ? packagesOf(database, release, kind) : syntheticPackages();
  database.close();
  const listed = join(folder, "packages.json");
  writeFileSync(listed, JSON.stringify(packages));
  const os = osOf(release);
  const runs = [];
  for (let run = 0; run < RUNS; run++) {
    const child = join(fileURLToPath(new URL(".", import.meta.url)), "advisories-once.mjs");
    runs.push(JSON.parse(execFileSync(process.execPath, [child, path, listed, JSON.stringify(os)], { encoding: "utf8" })));
  }
  const median = (name) => runs.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(RUNS / 2)];
  const least = (name) => Math.min(...runs.map((one) => one[name]));
  console.log(`${packages.length} packages, ${runs[0].matches} matches, gaps: ${JSON.stringify(runs[0].gaps)}`);
  console.log(
    `open ${median("open").toFixed(1)} ms (${least("open").toFixed(1)}), match ${median("match").toFixed(0)} ms (${least("match").toFixed(0)}); median (least) of ${RUNS} processes`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function synthetic() {
  const began = performance.now();
  const next = random(5);
  const pick = (list) => list[next(list.length)];
  const versions = () => `${next(9)}.${next(20)}.${next(30)}`;
  // One in so many has no fix.
  const unfixed = 20;
  const vectors = ["C:H/I:H/A:H", "C:N/I:N/A:H", "C:L/I:N/A:N", "C:H/I:N/A:N"];
  const files = [];
  const add = (id, affected, more) => {
    const severity = next(10) < 8 ? [{ type: "CVSS_V3", score: `CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/${pick(vectors)}` }] : [];
    const text = `a flaw in ${affected[0].package.name} lets ${pick(["anybody", "a user", "a neighbour"])} ${pick(["read", "write", "stop"])} ${pick(["files", "memory", "the service", "other sessions"])}`;
    files.push([
      `${id}.json`,
      JSON.stringify({ id, modified: `2026-11-2${next(7)}T0${next(9)}:00:00Z`, summary: text, affected, severity, ...more }),
    ]);
  };
  const of = (ecosystem, name, type, fixed, suffix) => ({
    package: { ecosystem, name },
    ranges: [{ type, events: [{ introduced: "0" }, ...(next(unfixed) > 0 ? [{ fixed: fixed + suffix }] : [])] }],
  });
  for (let i = 0; i < 60_000; i++) {
    // One source in thirty is named by very many, as the kernel is.
    const name = next(30) === 0 ? "linux" : `source-${next(9000)}`;
    const fixed = versions();
    const affected = ["11", "12", "13", "14"].map((one) =>
      of(`Debian:${one}`, name, "ECOSYSTEM", fixed, `-${next(5)}+deb${one}u${next(5)}`),
    );
    add(`DEBIAN-CVE-2024-${100000 + i}`, affected, { upstream: [`CVE-2024-${100000 + i}`] });
  }
  for (const [ecosystem, type, count, names] of [
    ["npm", "SEMVER", 90_000, 60_000],
    ["PyPI", "ECOSYSTEM", 60_000, 20_000],
    ["Go", "SEMVER", 40_000, 15_000],
    ["Maven", "ECOSYSTEM", 50_000, 12_000],
  ]) {
    for (let i = 0; i < count; i++) {
      const name = ecosystem === "Maven" ? `org.group${next(900)}:artifact-${next(names)}` : `package-${next(names)}`;
      add(`GHSA-${ecosystem.toLowerCase()}-${i}`, [of(ecosystem, name, type, versions(), "")], {
        aliases: [`CVE-2025-${100000 + i}`],
      });
    }
  }
  const archive = join(folder, "all.zip");
  writeFileSync(archive, zipOf(files));
  const path = join(folder, "synthetic.db");
  const options = {
    path,
    from: archive,
    ecosystems: null,
    fixture: true,
    full: true,
    kev: false,
    epss: false,
    env: {},
    onProgress: () => {},
  };
  const made = performance.now();
  await updateDatabase(options);
  console.log(
    `${files.length} records made in ${((made - began) / 1000).toFixed(1)} s, database of them in ${((performance.now() - made) / 1000).toFixed(1)} s`,
  );
  return path;
}

function syntheticPackages() {
  const next = random(9);
  // Installed versions are mostly newer than what was fixed in all the years.
  const version = () => `${7 + next(3)}.${next(20)}.${next(30)}`;
  const packages = [];
  for (let i = 0; i < 400; i++)
    packages.push(
      packageOf("deb", `binary-${i}`, `${version()}-1`, {
        name: i === 0 ? "linux" : `source-${next(9000)}`,
        version: `${version()}-1`,
      }),
    );
  for (let i = 0; i < 400; i++) packages.push(packageOf("npm", `package-${next(60_000)}`, version()));
  for (let i = 0; i < 100; i++) packages.push(packageOf("pypi", `package-${next(20_000)}`, version()));
  for (let i = 0; i < 50; i++) packages.push(packageOf("golang", `package-${next(15_000)}`, `v${version()}`));
  for (let i = 0; i < 50; i++) packages.push(packageOf("maven", `org.group${next(900)}:artifact-${next(12_000)}`, version()));
  return packages;
}

/** 1,000 names that the database knows, at a version that most fixes are above. */
function packagesOf(database, release, kind) {
  const ecosystem = release.split(":")[0];
  const names = new Set();
  for (const line of database.reader.all(`advisories/${ecosystem}`)) {
    const [one, name] = line.split("\t");
    if (one === release) names.add(name);
  }
  const all = [...names];
  const step = Math.max(1, Math.floor(all.length / 1000));
  return all
    .filter((_, at) => at % step === 0)
    .slice(0, 1000)
    .map((name) => packageOf(kind, name, "1.0.0-1"));
}

function packageOf(kind, name, version, source = null) {
  return {
    kind,
    name,
    version,
    architecture: null,
    source,
    purl: "",
    path: "",
    layer: null,
    licences: [],
    development: null,
    ownedBy: null,
    thirdParty: false,
  };
}

function osOf(release) {
  const [ecosystem, version = ""] = release.split(":");
  const id =
    { Debian: "debian", AlmaLinux: "almalinux", Alpine: "alpine", Ubuntu: "ubuntu" }[ecosystem] ?? ecosystem.toLowerCase();
  return { id, versionId: version.replace(/^v/, ""), prettyName: release };
}

function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An archive of more files than 16 bits can count. */
function zipOf(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of files) {
    const bytes = Buffer.from(text);
    const named = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(named.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(crc32(bytes), 16);
    entry.writeUInt32LE(bytes.length, 20);
    entry.writeUInt32LE(bytes.length, 24);
    entry.writeUInt16LE(named.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(local, named, bytes);
    directory.push(entry, named);
    at += 30 + named.length + bytes.length;
  }
  const central = Buffer.concat(directory);
  const wide = Buffer.alloc(56);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  for (const [i, value] of [files.length, files.length, central.length, at].entries())
    wide.writeBigUInt64LE(BigInt(value), 24 + 8 * i);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(at + central.length), 8);
  const end = Buffer.alloc(22, 0xff);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(0, 4);
  end.writeUInt16LE(0, 20);
  return Buffer.concat([...parts, central, wide, locator, end]);
}
