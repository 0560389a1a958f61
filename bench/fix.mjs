// Mends every file of a corpus, each as a project of its own, and holds the result to what fixing promises: it parses, no rule newly says no,
// a second run changes nothing, safe fixes leave the parsed model equal but for what they say, and no comment or other key of a Compose file is lost.
// Usage: node bench/fix.mjs FILES.jsonl [--sample N] [--safe] [--name PATH] [--rule ID] [--show N] [--left ID]
// Each line: {"text": …} and maybe "path". --name: the path that each text has (default Dockerfile; `compose.yaml` for Compose files). --safe: without the fixes that need review. --show: prints N diffs.
// --left: prints why findings of this rule are left. Exit code 1 when a promise is broken.
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string" },
    safe: { type: "boolean", default: false },
    name: { type: "string", default: "Dockerfile" },
    rule: { type: "string" },
    show: { type: "string", default: "0" },
    left: { type: "string" },
  },
});
const [path] = positionals;
if (!path) misused("node bench/fix.mjs FILES.jsonl [--sample N] [--safe] [--name PATH] [--rule ID] [--show N] [--left ID]");
const {
  mend,
  renderPatch,
  withServices,
  inspect,
  readProjectFrom,
  RULES,
  DEFAULT_SETTINGS,
  readDockerfile,
  facetsOf,
  changedFacets,
  applied,
} = await loadEngine(
  `export { renderPatch } from "./report/fix-patch.js"; export { withServices } from "./engine/mend/chosen.js"; export { mend } from "./engine/mend/mend.js"; export { inspect } from "./engine/inspect.js"; export { readProjectFrom } from "./io/memory.js";
  export { RULES } from "./rules/index.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js"; export { readDockerfile } from "./models/dockerfile/read.js";
  export { facetsOf, changedFacets } from "./models/dockerfile/facets.js"; export { applied } from "./engine/mend/apply.js";`,
);
const rules = RULES.filter((rule) => rule.id !== "craft/shellcheck");
const all = jsonLines(path).map(({ text }) => text);
const step = values.sample ? Math.max(1, Math.floor(all.length / Number(values.sample))) : 1;
const texts = all.filter((_, at) => at % step === 0);
const tally = new Map();
const reasons = new Map();
const broken = [];
let shown = 0;
let changed = 0;
let slowest = { ms: 0, at: 0 };

const options = (files) => {
  const before = readProjectFrom(files, { today: "2026-11-23", all: true }).services;
  const look = (texts, services) => {
    const read = readProjectFrom({ ...files, ...Object.fromEntries(texts) }, { today: "2026-11-23", all: true });
    const project = withServices(read, services, before);
    return {
      project,
      report: inspect({ project, rules, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0", partial: true }),
    };
  };
  return {
    first: look(new Map(), null),
    rules,
    settings: DEFAULT_SETTINGS,
    asks: (rule) => !values.rule || rule.id === values.rule,
    review: !values.safe,
    read: (name) => files[name] ?? null,
    inspect: look,
  };
};
const open = ({ report }) => {
  const found = new Map();
  for (const service of report.services)
    for (const { rule, weight, findings, ruling } of [...service.items.flatMap((item) => item.rulings), ...service.advice])
      if (ruling === "no") {
        const count = findings.filter(({ waived }) => !waived).length;
        const known = found.get(rule);
        found.set(rule, { weight, count: (known?.count ?? 0) + count });
      }
  return found;
};
const isHarm = ({ kind }) => ["parse", "schema", "too-deep", "circular", "merge-conflict", "missing", "outside"].includes(kind);

/** Keys of a Compose service that fixes are about. */
const MEANT = new Set(
  `read_only tmpfs cap_drop cap_add security_opt healthcheck stop_grace_period stop_signal logging ports user privileged network_mode pid ipc uts
  userns_mode cgroup devices volumes image environment env_file secrets command entrypoint init build`.split(/\s+/),
);

/** What of a Compose file is gone or changed and was not meant: comments, other keys, other sections. */
function lostOf(before, after) {
  const lost = [];
  const comments = (text) => new Set([...text.matchAll(/(?:^|\s)(#[^\r\n]*)/gm)].map(([, comment]) => comment.trim()));
  for (const comment of comments(before)) if (!after.includes(comment)) lost.push(`a comment is gone: ${comment.slice(0, 60)}`);
  const read = (text) => parse(text, { merge: true, uniqueKeys: false, logLevel: "silent" });
  let was;
  let now;
  try {
    [was, now] = [read(before), read(after)];
  } catch {
    return lost;
  }
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  for (const [key, value] of Object.entries(was ?? {})) {
    // In the first version of the format services stand at the top.
    if (key === "services" || key === "secrets" || !was.services) continue;
    if (!same(value, now?.[key])) lost.push(`the section ${key} has changed`);
  }
  const services = (one) => (one?.services && typeof one.services === "object" ? one.services : {});
  for (const [name, service] of Object.entries(services(was))) {
    if (service === null || typeof service !== "object") continue;
    for (const [key, value] of Object.entries(service))
      if (!MEANT.has(key) && !same(value, services(now)[name]?.[key])) lost.push(`${key} of ${name} has changed`);
  }
  return lost;
}

const began = performance.now();
for (const [at, text] of texts.entries()) {
  const files = { [values.name]: text };
  const start = performance.now();
  const given = options(files);
  const mended = mend(given);
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms, at: at * step };
  const fail = (what) => broken.push(`${at * step}: ${what}`);
  const before = open(given.first);
  const after = open(mended.last);
  for (const [rule, { weight, count }] of before) {
    const one = tally.get(rule) ?? { weight, all: 0, left: 0, files: 0, mended: 0 };
    one.all += count;
    one.left += Math.min(count, after.get(rule)?.count ?? 0);
    one.files++;
    if (!after.has(rule)) one.mended++;
    tally.set(rule, one);
  }
  for (const rule of after.keys()) if (!before.has(rule)) fail(`${rule} newly says no`);
  if (mended.last.report.problems.filter(isHarm).length > given.first.report.problems.filter(isHarm).length)
    fail("it does not parse");
  if (mended.last.report.services.length !== given.first.report.services.length) fail("another number of services");
  if (values.left)
    for (const service of mended.last.report.services)
      if (after.has(values.left))
        for (const because of mended.reasons
          .of(values.left, service.id)
          .concat(mended.reasons.of(values.left, service.id).length ? [] : ["(nothing said)"]))
          reasons.set(because, (reasons.get(because) ?? 0) + 1);
  if (mended.texts.size === 0) continue;
  changed++;
  const again = mend(options({ ...files, ...Object.fromEntries(mended.texts) }));
  if (again.texts.size > 0) fail(`a second run changes it: ${again.kept.map((one) => `${one.rule} ${one.title}`).join(", ")}`);
  for (const [name, now] of mended.texts)
    if (/ya?ml$/.test(name) && files[name]) for (const lost of lostOf(files[name], now)) fail(lost);
  for (const service of given.first.project.services) {
    if (!service.dockerfile) continue;
    const facets = facetsOf(service.dockerfile);
    for (const rule of rules.filter(({ fix }) => fix)) {
      const ruling = given.first.report.services
        .find(({ id }) => id === service.id)
        ?.advice.concat(given.first.report.services.find(({ id }) => id === service.id).items.flatMap((item) => item.rulings))
        .find((one) => one.rule === rule.id);
      if (ruling?.ruling !== "no" || !mended.kept.some((one) => one.rule === rule.id && one.safety === "safe")) continue;
      const findings = ruling.findings
        .filter(({ waived }) => !waived)
        .map((one) => ({
          ...one,
          deployment: one.deployment ?? undefined,
          place: one.place.file ? { file: one.place.file, range: [one.place.start.offset, one.place.end.offset] } : one.place,
        }));
      const optionsOf = Object.fromEntries(Object.entries(rule.options ?? {}).map(([name, option]) => [name, option.default]));
      for (const fix of rule.fix(service, optionsOf, { findings, read: given.read })) {
        if (!fix.edits || fix.safety !== "safe" || !mended.kept.some((one) => one.rule === rule.id && one.title === fix.title))
          continue;
        const now = applied(fix.edits, (name) => files[name] ?? null);
        const made = now instanceof Map ? now.get(service.dockerfile.path) : undefined;
        if (made === undefined) continue;
        const unsaid = changedFacets(facets, facetsOf(readDockerfile(service.dockerfile.path, made))).filter(
          (facet) => !fix.changes?.includes(facet),
        );
        if (unsaid.length > 0) fail(`${rule.id}: a safe fix changes ${unsaid}`);
      }
    }
  }
  if (shown < Number(values.show)) {
    shown++;
    console.log(`— ${at * step}: ${mended.kept.map((one) => one.title).join("; ")}`);
    for (const [name, now] of mended.texts)
      console.log(renderPatch([{ path: name, before: files[name] ?? null, after: now }], ""));
  }
}
for (const [rule, { weight, all: count, left, files, mended }] of [...tally].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `${rule.padEnd(46)} ${weight.padEnd(8)} ${String(count - left).padStart(6)} of ${String(count).padStart(6)} findings · ${String(mended).padStart(5)} of ${String(files).padStart(5)} files${rules.find(({ id }) => id === rule)?.fix ? "" : " · no fix"}`,
  );
const sum = (weight, key) =>
  [...tally.values()].filter((one) => one.weight === weight).reduce((total, one) => total + one[key], 0);
for (const weight of ["required", "advised"]) {
  const count = sum(weight, "all");
  console.log(`${weight}: ${count - sum(weight, "left")} of ${count} findings are mended`);
}
for (const [because, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 40))
  console.log(`${String(count).padStart(6)} ${because}`);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `${texts.length} files, ${changed} changed, in ${seconds} s · slowest ${slowest.ms.toFixed(0)} ms (file ${slowest.at}) · ${broken.length} promises broken`,
);
for (const one of broken.slice(0, 30)) console.log(`  ${one}`);
process.exitCode = broken.length > 0 ? 1 : 0;
