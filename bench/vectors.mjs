// Compares the rules with what other Dockerfile linters are tested for, every rule switched on.
// Usage: node bench/vectors.mjs VECTORS_DIR [--cases] [--brief]
// VECTORS_DIR: hadolint-cases.jsonl and hadolint-pragma-cases.jsonl, a case a line: `rule`, `dockerfile`, `expect` (catch or pass),
// `config` in the terms of .hadolint.yaml; buildkit-cases.jsonl: `dockerfile`, `expect` as a list of `rule` and `line`, `expect_all_stages`,
// `dockerignore`, `build_args`. A case counts as caught when a rule that has the other linter's name among its aliases has a finding that no comment waives.
// Deliberate deviations stand with their reasons in deviations.json, cases by a hash of their text.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder, ...flags] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/vectors.mjs VECTORS_DIR [--cases] [--brief]");
const { inspect, DEFAULT_SETTINGS, defaultOptions, readProjectFrom, RULES } = await engine();
const deviations = JSON.parse(readFileSync(join(root, "bench/deviations.json"), "utf8"));
const used = new Set();
/** A bare instruction is judged in a stage, unless the case is about what stands before FROM. */
const STAGELESS = new Set(["DL3061"]);

let failed = compareHadolint("hadolint", "hadolint-cases.jsonl");
failed += compareHadolint("hadolint's comments", "hadolint-pragma-cases.jsonl");
failed += compareBuildkit("BuildKit", "buildkit-cases.jsonl");
for (const one of deviations)
  if (one.case && !used.has(one)) console.log(`deviation that no case needs: ${one.rule} ${one.case}`);
process.exitCode = failed > 0 ? 1 : 0;

function compareHadolint(title, file) {
  const outcomes = [];
  let skipped = 0;
  for (const vector of linesOf(file)) {
    if (vector.rule === "SHELLCHECK") {
      skipped++;
      continue;
    }
    const found = findingsOf(wholeOf(vector), { config: vector.config }).filter((one) => one.names.has(vector.rule));
    const caught = found.length > 0;
    outcomes.push({ ...outcomeOf(vector.rule, vector.dockerfile, caught ? "catch" : "pass", vector.expect), vector });
  }
  return print(title, outcomes, skipped > 0 ? `, ${skipped} of ShellCheck skipped` : "");
}

/** As many findings at as many lines as BuildKit has, and no others under its names. */
function compareBuildkit(title, file) {
  const names = new Set();
  const vectors = linesOf(file);
  for (const vector of vectors) for (const { rule } of [...vector.expect, ...(vector.expect_all_stages ?? [])]) names.add(rule);
  const outcomes = vectors.flatMap((vector) => {
    const wanted = vector.expect_all_stages ?? vector.expect;
    const files = vector.dockerignore ? { ".dockerignore": vector.dockerignore } : {};
    const found = findingsOf(vector.dockerfile, { files, buildArgs: vector.build_args });
    return [...names].flatMap((rule) => {
      const lines = (list) => [...new Set(list)].sort((a, b) => a - b).join(",");
      const expected = lines(wanted.filter((one) => one.rule === rule).map((one) => one.line));
      const got = lines(found.filter((one) => one.names.has(rule)).map((one) => one.line));
      if (expected === "" && got === "") return [];
      return [{ ...outcomeOf(rule, vector.dockerfile, got || "none", expected || "none"), vector }];
    });
  });
  return print(title, outcomes, "");
}

function linesOf(file) {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function wholeOf({ rule, dockerfile, fragment }) {
  return fragment && !STAGELESS.has(rule) ? `FROM scratch\n${dockerfile}` : dockerfile;
}

/** What is found and not waived, with all the names that its rule goes by. */
function findingsOf(dockerfile, { config, files = {}, buildArgs }) {
  const texts = { Dockerfile: dockerfile, ...files };
  if (buildArgs) texts["compose.yaml"] = JSON.stringify({ services: { a: { build: { context: ".", args: buildArgs } } } });
  const project = readProjectFrom(texts, { today: "2026-11-23", all: true });
  const report = inspect({ project, rules: RULES, settings: settingsOf(config), depths: ["source"], version: "0" });
  const rulings = report.services.flatMap((service) => [...service.items.flatMap((item) => item.rulings), ...service.advice]);
  const crashed = rulings.find((one) => one.crashed);
  if (crashed) throw new Error(`${crashed.rule} crashed: ${crashed.crashed}\n${dockerfile}`);
  return rulings.flatMap((ruling) =>
    ruling.findings
      .filter((finding) => !finding.waived)
      .map((finding) => ({ names: new Set(ruling.aliases), line: finding.place.start?.line, message: finding.message })),
  );
}

/** Every rule on, with the options that say what a .hadolint.yaml says. */
function settingsOf(config) {
  const labels = Object.entries(config?.["label-schema"] ?? {}).map(([name, kind]) => `${name}=${kind}`);
  const given = {
    "craft/trusted-registries": { trusted: config?.trustedRegistries ?? [] },
    "craft/required-labels": { labels },
    "craft/label-format": { labels },
    "craft/declared-labels": { labels, strict: config?.["strict-labels"] === true },
  };
  const rules = RULES.map((rule) => {
    const weight = rule.weight === "off" ? "advised" : rule.weight;
    return [rule.id, { weight, level: rule.level, options: { ...defaultOptions(rule), ...given[rule.id] } }];
  });
  return { ...DEFAULT_SETTINGS, rules: new Map(rules) };
}

function outcomeOf(rule, text, got, expected) {
  if (got === expected) return { rule, is: "agrees" };
  const id = createHash("sha256").update(`${rule}\n${text}`).digest("hex").slice(0, 12);
  // A deviation of one case goes before one of a whole rule, which may hold for one direction or for files of several stages alone.
  const several = (text.match(/^\s*FROM\s/gim) ?? []).length > 1;
  const fitting = deviations.filter(
    (one) =>
      one.rule === rule &&
      (one.case ? one.case === id : (!one.expect || one.expect === expected) && (!one.severalStages || several)),
  );
  const deviation = fitting.find((one) => one.case) ?? fitting[0];
  if (deviation) used.add(deviation);
  return { rule, is: deviation ? "explained" : "differs", id, got, expected, reason: deviation?.reason };
}

function print(title, outcomes, note) {
  const count = (list, is) => list.filter((one) => one.is === is).length;
  const share = (list) =>
    `${count(list, "agrees")} of ${list.length} agree, ${count(list, "explained")} explained, ${count(list, "differs")} differ`;
  console.log(`${title}: ${share(outcomes)}${note}`);
  if (!flags.includes("--brief")) {
    for (const rule of [...new Set(outcomes.map((one) => one.rule))].sort()) {
      const own = outcomes.filter((one) => one.rule === rule);
      if (own.some((one) => one.is !== "agrees")) console.log(`  ${rule}: ${share(own)}`);
    }
  }
  for (const one of outcomes) {
    if (one.is === "differs" || (one.is === "explained" && flags.includes("--cases"))) {
      console.log(
        `  ${one.is} ${one.rule} ${one.id}: expected ${one.expected}, got ${one.got}${one.reason ? `: ${one.reason}` : ""}`,
      );
      if (flags.includes("--cases")) console.log(`    ${JSON.stringify(one.vector.dockerfile)}`);
    }
  }
  return count(outcomes, "differs");
}

/** The engine as the sources stand. */
async function engine() {
  const made = mkdtempSync(join(tmpdir(), "seaworthy-vectors-"));
  const source = join(root, "packages/seaworthy/src");
  await build({
    stdin: {
      contents: `export { inspect } from "./engine/inspect.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js";
        export { defaultOptions } from "./rule.js"; export { readProjectFrom } from "./io/memory.js"; export { RULES } from "./rules/index.js";`,
      resolveDir: source,
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile: join(made, "engine.cjs"),
  });
  const loaded = createRequire(import.meta.url)(join(made, "engine.cjs"));
  rmSync(made, { recursive: true });
  return loaded;
}
