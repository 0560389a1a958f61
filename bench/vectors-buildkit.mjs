// Compares the rules with what BuildKit's own checks are tested for, every rule switched on, and prints what becomes of the examples of manuals.
// Usage: node bench/vectors-buildkit.mjs VECTORS_DIR [--cases]
// VECTORS_DIR, a case a line: buildkit-cases.jsonl: `dockerfile`, `expect` and `expect_all_stages` as lists of `rule` and `line`, `dockerignore`,
// `build_args`, `build_error`; buildkit-docs-cases.jsonl and trivy-docker-cases.jsonl: `rule`, `name`, `dockerfile`, `expect` (catch or pass).
// A case agrees when every warning has a finding of a rule that has its name among the aliases, at its line or in the instruction of that line, as many
// at a line as BuildKit has; and when no finding under any of BuildKit's names is left over. Comments, directives and build arguments waive as they do in a run.
// What differs on purpose stands with its reason in deviations-buildkit.json: a case by a hash of its text, or what one rule finds beyond a check as
// "check rule". The examples are illustrations and fail nothing.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** BuildKit's checks of mid-2026. */
const CHECKS = new Set(
  `StageNameCasing FromAsCasing NoEmptyContinuation ConsistentInstructionCasing DuplicateStageName ReservedStageName JSONArgsRecommended
  MaintainerDeprecated UndefinedArgInFrom WorkdirRelativePath UndefinedVar MultipleInstructionsDisallowed LegacyKeyValueFormat
  InvalidBaseImagePlatform RedundantTargetPlatform SecretsUsedInArgOrEnv InvalidDefaultArgInFrom FromPlatformFlagConstDisallowed
  CopyIgnoredFile InvalidDefinitionDescription ExposeProtoCasing ExposeInvalidFormat`.split(/\s+/),
);
/** Off in BuildKit until a directive asks for it. */
const EXPERIMENTAL = "InvalidDefinitionDescription";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder, ...flags] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node bench/vectors-buildkit.mjs VECTORS_DIR [--cases]");
  process.exit(2);
}
const { inspect, DEFAULT_SETTINGS, defaultOptions, readProjectFrom, RULES } = await engine();
const deviations = JSON.parse(readFileSync(join(root, "bench/deviations-buildkit.json"), "utf8"));
const named = new Set(RULES.flatMap((rule) => rule.aliases ?? []));
for (const check of CHECKS) if (!named.has(check)) console.log(`no rule has the name ${check}`);

const used = new Set();
const failed = compareChecks("buildkit-cases.jsonl");
illustrate("BuildKit's manual", "buildkit-docs-cases.jsonl");
illustrate("Trivy's examples", "trivy-docker-cases.jsonl");
for (const id of Object.keys(deviations)) if (!used.has(id)) console.log(`deviation that no case needs: ${id}`);
process.exitCode = failed > 0 ? 1 : 0;

function compareChecks(file) {
  const counts = { agree: 0, explained: 0, differ: 0 };
  let warnings = 0;
  for (const vector of linesOf(file)) {
    const wanted = vector.expect_all_stages ?? vector.expect;
    warnings += wanted.length;
    const files = vector.dockerignore ? { ".dockerignore": vector.dockerignore } : {};
    const found = findingsOf(vector.dockerfile, files, vector.build_args).filter((one) => one.check !== null);
    const differences = differencesOf(wanted, found, vector.dockerfile);
    const reason = explanation(vector, differences);
    const is = differences.length === 0 ? "agree" : reason ? "explained" : "differ";
    counts[is]++;
    if (is === "agree" || (is === "explained" && !flags.includes("--cases"))) continue;
    const texts = differences.map(({ text }) => text).join("; ");
    console.log(`  ${is} ${idOf(vector)} ${vector.rule}: ${texts}${reason ? `: ${reason}` : ""}`);
    if (flags.includes("--cases")) console.log(`    ${JSON.stringify(vector.dockerfile)}`);
  }
  const all = counts.agree + counts.explained + counts.differ;
  console.log(
    `BuildKit: ${counts.agree} of ${all} cases agree (${warnings} warnings), ${counts.explained} explained, ${counts.differ} differ`,
  );
  return counts.differ;
}

function differencesOf(wanted, found, text) {
  const differences = [];
  const experimental = new RegExp(`^#\\s*check\\s*=.*\\bexperimental=(?:\\S*,)?(?:all|${EXPERIMENTAL})\\b`, "im").test(text);
  const counted = found.filter(({ check }) => check !== EXPERIMENTAL || experimental);
  for (const key of new Set(wanted.map(({ rule, line }) => `${rule}:${line}`))) {
    const [rule, line] = key.split(":");
    const asked = wanted.filter((one) => one.rule === rule && one.line === Number(line)).length;
    const places = new Set(counted.filter((one) => one.check === rule && one.lines.has(Number(line))).map(({ at }) => at));
    if (places.size < asked) differences.push({ text: `${rule} at line ${line}: ${places.size} of ${asked}`, beyond: null });
  }
  for (const one of counted) {
    if (wanted.some(({ rule, line }) => rule === one.check && one.lines.has(line))) continue;
    const text = `${one.check} at line ${one.line} is more (${one.rule}: ${one.message})`;
    differences.push({ text, beyond: `${one.check} ${one.rule}` });
  }
  return differences;
}

/** The examples of a manual: each is about one rule, and says whether it is caught. */
function illustrate(title, file) {
  const counts = { agree: 0, explained: 0, differ: 0 };
  for (const vector of linesOf(file)) {
    const whole = /^\s*from\s/im.test(vector.dockerfile) ? vector.dockerfile : `FROM scratch\n${vector.dockerfile}`;
    const names = CHECKS.has(vector.rule) ? "check" : "names";
    const found = findingsOf(whole, {}).filter((one) =>
      names === "check" ? one.check === vector.rule : one.names.has(vector.rule),
    );
    const got = found.length > 0 ? "catch" : "pass";
    const differences = found.map((one) => ({ beyond: `${one.check} ${one.rule}` }));
    const reason = got === vector.expect ? null : explanation(vector, differences);
    const is = got === vector.expect ? "agree" : reason ? "explained" : "differ";
    counts[is]++;
    if (is === "agree") continue;
    console.log(`  ${is} ${idOf(vector)} ${vector.rule}: ${got}, the example says ${vector.expect}: ${reason ?? vector.name}`);
    if (flags.includes("--cases")) console.log(`    ${JSON.stringify(vector.dockerfile)}`);
  }
  console.log(`${title} (illustrations): ${counts.agree} agree, ${counts.explained} explained, ${counts.differ} differ`);
}

function linesOf(file) {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

function idOf({ rule, dockerfile }) {
  return createHash("sha256").update(`${rule}\n${dockerfile}`).digest("hex").slice(0, 12);
}

/** Why a case differs on purpose: the case itself is named, or all that is too much comes from rules that are. */
function explanation(vector, differences) {
  const id = idOf(vector);
  const keys = Object.hasOwn(deviations, id) ? [id] : differences.map(({ beyond }) => beyond);
  if (keys.length === 0 || !keys.every((key) => key !== null && Object.hasOwn(deviations, key))) return null;
  for (const key of keys) used.add(key);
  return [...new Set(keys.map((key) => deviations[key]))].join("; ");
}

/** What is found and not waived: its BuildKit name if it has one, all names of its rule, and the lines that it may be said to be at. */
function findingsOf(dockerfile, files, buildArgs) {
  const texts = { Dockerfile: dockerfile, ...files };
  if (buildArgs) texts["compose.yaml"] = JSON.stringify({ services: { a: { build: { context: ".", args: buildArgs } } } });
  const project = readProjectFrom(texts, { today: "2026-11-23", all: true });
  const report = inspect({ project, rules: RULES, settings: settings(), depths: ["source"], version: "0" });
  const instructions = project.services.find((one) => one.dockerfile)?.dockerfile.instructions ?? [];
  const rulings = report.services.flatMap((service) => [...service.items.flatMap((item) => item.rulings), ...service.advice]);
  const crashed = rulings.find((one) => one.crashed);
  if (crashed) throw new Error(`${crashed.rule} crashed: ${crashed.crashed}\n${dockerfile}`);
  return rulings.flatMap((ruling) =>
    ruling.findings
      .filter((finding) => !finding.waived && finding.place.file === "Dockerfile")
      .map(({ place, message }) => {
        const holder = instructions.find(({ range }) => range[0] <= place.start.offset && place.start.offset <= range[1]);
        const lines = new Set([place.start.line, ...(holder ? [holder.startLine, holder.endLine] : [])]);
        const names = new Set(ruling.aliases);
        const check = ruling.aliases.find((name) => CHECKS.has(name)) ?? null;
        return { rule: ruling.rule, check, names, line: place.start.line, at: place.start.offset, lines, message };
      }),
  );
}

/** Every rule on. */
function settings() {
  const rules = RULES.map((rule) => {
    const weight = rule.weight === "off" ? "advised" : rule.weight;
    return [rule.id, { weight, level: rule.level, options: defaultOptions(rule) }];
  });
  return { ...DEFAULT_SETTINGS, rules: new Map(rules) };
}

/** The engine as the sources stand. */
async function engine() {
  const made = mkdtempSync(join(tmpdir(), "seaworthy-vectors-"));
  await build({
    stdin: {
      contents: `export { inspect } from "./engine/inspect.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js";
        export { defaultOptions } from "./rule.js"; export { readProjectFrom } from "./io/memory.js"; export { RULES } from "./rules/index.js";`,
      resolveDir: join(root, "packages/seaworthy/src"),
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
