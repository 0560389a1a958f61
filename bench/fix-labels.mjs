// Counts what `seaworthy fix --review` mends of the repositories that a reader has labelled.
// Usage: node bench/fix-labels.mjs PROJECTS.jsonl CHECKOUTS [--repo NAME] [--cases]
// PROJECTS.jsonl: a line per repository with `repo`; CHECKOUTS: a folder owner+name per repository, which is read and never written.
// Printed: per required rule how many findings were unmet before and how many are mended, the same by the kind of file that they stand in,
// how long a repository took, and with --cases why each of the others is left.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const [path, checkouts, ...flags] = process.argv.slice(2);
if (!path || !checkouts) misused("node bench/fix-labels.mjs PROJECTS.jsonl CHECKOUTS [--repo NAME] [--cases]");
const only = flags.includes("--repo") ? flags[flags.indexOf("--repo") + 1] : null;
const { check, fix } = await loadEngine('export { check } from "./api.js"; export { fix } from "./api/fix.js";');

/** The files that a fix is expected to mend; a rule of pipelines has its place there even where there is no file yet. */
const EXPECTED = ["Dockerfile", "Compose", ".dockerignore", "workflow"];
const rows = new Map();
const kinds = new Map();
const cases = [];
const times = [];

for (const { repo } of jsonLines(path)) {
  if (only && !repo.includes(only)) continue;
  const folder = join(checkouts, repo.replace("/", "+"));
  if (!existsSync(folder)) {
    console.log(`no checkout: ${repo}`);
    continue;
  }
  const start = performance.now();
  try {
    const options = { paths: [folder], config: null, today: "2026-11-23", env: {} };
    const before = (await check(options)).report;
    const { fix: done, report } = await fix({ ...options, review: true });
    count(repo, before, report, done);
  } catch (error) {
    console.log(`${repo}: ${error.stack}`);
  }
  times.push([repo, performance.now() - start]);
}
print();

/** Open findings of required rules: those of a service by service, those that services share once. */
function openFindings(report) {
  const found = new Map();
  for (const service of report.services) {
    for (const ruling of service.items.flatMap((item) => item.rulings)) {
      if (ruling.ruling !== "no" || ruling.weight !== "required") continue;
      for (const one of ruling.findings) {
        if (one.waived) continue;
        const owner = ruling.scope === "service" ? service.name : "";
        const key = JSON.stringify([ruling.rule, owner]);
        const list = found.get(key) ?? [];
        if (ruling.scope !== "service" && list.some(({ finding }) => finding.fingerprint === one.fingerprint)) continue;
        list.push({ rule: ruling.rule, service: service.name, finding: one });
        found.set(key, list);
      }
    }
  }
  return found;
}

/** A finding is mended if its rule has as many fewer of the same service afterwards; the rest is held against the last ones. */
function count(repo, before, after, done) {
  const left = openFindings(after);
  for (const [key, findings] of openFindings(before)) {
    const still = left.get(key)?.length ?? 0;
    const remaining = new Map();
    for (const { finding } of left.get(key) ?? []) {
      const at = JSON.stringify([finding.message, finding.deployment]);
      remaining.set(at, (remaining.get(at) ?? 0) + 1);
    }
    let stillToPlace = Math.min(still, findings.length);
    const state = findings.map(({ finding }) => {
      const at = JSON.stringify([finding.message, finding.deployment]);
      const count = remaining.get(at) ?? 0;
      if (count === 0 || stillToPlace === 0) return true;
      remaining.set(at, count - 1);
      stillToPlace--;
      return false;
    });
    for (let at = state.length - 1; at >= 0 && stillToPlace > 0; at--) {
      if (!state[at]) continue;
      state[at] = false;
      stillToPlace--;
    }
    for (const [at, one] of findings.entries()) {
      const kind = kindOf(one);
      add(rows, one.rule, state[at]);
      add(kinds, kind, state[at]);
      if (state[at]) continue;
      const because =
        done.left.find(
          (each) => each.rule === one.rule && each.message === one.finding.message && each.services.includes(one.service),
        ) ?? done.left.find((each) => each.rule === one.rule && each.message === one.finding.message);
      const { file, start } = one.finding.place;
      cases.push({
        repo,
        ...one,
        kind,
        place: `${file ?? "image"}:${start?.line ?? ""}`,
        because: because?.because ?? "changed",
      });
    }
  }
  const known = openFindings(before);
  for (const [key, findings] of left) {
    if (!known.has(key)) console.log(`${repo}: ${key} newly says no: ${findings[0].finding.message}`);
  }
}

function kindOf({ rule, finding }) {
  const file = finding.place.file ?? "";
  const name = basename(file);
  if (/^(?:.*\.)?(?:docker|container)file(?:\..*)?$/i.test(name) && !name.endsWith(".dockerignore")) return "Dockerfile";
  if (name.endsWith(".dockerignore")) return ".dockerignore";
  if (file.startsWith(".github/")) return "workflow";
  if (rule.startsWith("image-scanning/")) return "workflow";
  if (rule.startsWith("dockerignore/") && name === "") return ".dockerignore";
  if (/\.ya?ml$/.test(name) && /compose/i.test(file)) return "Compose";
  if (/\.ya?ml$/.test(name)) return "other YAML";
  return "other";
}

function add(table, key, mended) {
  const row = table.get(key) ?? { found: 0, mended: 0 };
  row.found++;
  if (mended) row.mended++;
  table.set(key, row);
}

function print() {
  const shown = (key, { found, mended }) => {
    const share = `${((100 * mended) / found).toFixed(0)} %`;
    console.log(`${key.padEnd(48)}${`${mended}`.padStart(6)} of ${`${found}`.padStart(5)}${share.padStart(8)}`);
  };
  const sorted = (table) => [...table].sort(([, a], [, b]) => b.found - a.found);
  for (const [rule, row] of sorted(rows)) shown(rule, row);
  console.log();
  for (const [kind, row] of sorted(kinds)) shown(kind, row);
  const sum = { found: 0, mended: 0 };
  for (const [kind, row] of kinds) {
    if (!EXPECTED.includes(kind)) continue;
    sum.found += row.found;
    sum.mended += row.mended;
  }
  shown(`together (${EXPECTED.join(", ")})`, sum);
  const slowest = times.sort((a, b) => b[1] - a[1]).slice(0, 3);
  console.log(`\nslowest: ${slowest.map(([repo, ms]) => `${repo} ${(ms / 1000).toFixed(1)} s`).join(", ")}`);
  if (!flags.includes("--cases")) return;
  for (const one of cases.sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)))
    console.log(
      `\n${one.rule} ${one.repo} ${one.service} [${one.kind}] ${one.place}\n  ${one.finding.message}\n  left: ${one.because}`,
    );
}
