// Scores `seaworthy check` against services whose verdicts a reader has given by hand.
// Usage: node bench/labels.mjs PROJECTS.jsonl CHECKOUTS [--brief]
// PROJECTS.jsonl: a line per repository with `contexts`, its labelled services; CHECKOUTS: a folder owner+name per repository.
// Printed: per label the score of its group of rules, then every disagreement, and the labels that the sources show to be wrong.
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { jsonLines, loadEngine, misused } from "./engine.mjs";
import { CORRECTIONS } from "./labels-corrections.mjs";
import { GROUPS, inGroup, labelOf } from "./labels-groups.mjs";

const [path, checkouts, ...flags] = process.argv.slice(2);
if (!path || !checkouts) misused("node bench/labels.mjs PROJECTS.jsonl CHECKOUTS [--brief]");
const { check, RULES } = await loadEngine('export * from "./api.js";');
/** Rules with a probe of the source; the labels were given on sources alone. */
const asked = RULES.filter((rule) => rule.source);
const projects = jsonLines(path);

const judged = [];
const notFound = [];
/** Checkouts under the repository's own name: images are matched to builds by the folder's name too. */
const named = mkdtempSync(join(tmpdir(), "seaworthy-labels-"));
try {
  for (const project of projects) await judgeProject(project);
} finally {
  rmSync(named, { recursive: true });
}
printScore();
if (!flags.includes("--brief")) printCases();

async function judgeProject(project) {
  const checkout = join(checkouts, project.repo.replace("/", "+"));
  if (!existsSync(checkout)) {
    notFound.push(`${project.repo}: no checkout`);
    return;
  }
  const folder = join(named, project.repo.split("/")[0], basename(project.repo));
  linkTree(realpathSync(checkout), folder);
  const reports = new Map();
  const inspectOnce = (compose, all) => {
    const key = `${all} ${compose}`;
    if (!reports.has(key)) reports.set(key, inspect(folder, compose, all));
    return reports.get(key);
  };
  for (const labelled of project.contexts) {
    const id = `${project.repo} ${labelled.dockerfile}`;
    if (!existsSync(join(folder, labelled.dockerfile))) {
      const missing = project.docker_paths?.filter((file) => !existsSync(join(folder, file))) ?? [];
      notFound.push(`${id}: the checkout has no such file, nor ${missing.length} others: ${missing.join(", ")}`);
      continue;
    }
    // Deployments of tests count only where the service is judged on demand: else what runs a browser test would stand for production.
    const compose = labelled.compose ?? "";
    const tries = [
      () => inspectOnce(compose, false),
      () => inspectOnce(compose, true),
      () => inspectOnce(withTarget(folder, compose, labelled), true),
    ];
    let tried;
    let service;
    for (const attempt of tries) {
      tried = await attempt();
      service = serviceOf(tried.report, labelled);
      if (service) break;
    }
    if (service) judged.push({ repo: project.repo, id, labelled, service });
    else notFound.push(`${id} (stage ${labelled.target_stage ?? "last"}): ${tried.error ?? found(tried.report, labelled)}`);
  }
}

/** The Compose files with one more that names the stage to build, as a user does whose releases are built where nothing can read it. */
function withTarget(folder, compose, labelled) {
  const { dockerfile, context, target_stage: target } = labelled;
  const file = `compose.${target ?? "last"}.yaml`;
  const build = { context: context ?? ".", dockerfile: relative(context ?? ".", dockerfile), ...(target ? { target } : {}) };
  writeFileSync(join(folder, file), JSON.stringify({ services: { [basename(folder)]: { build } } }));
  return compose === "" ? file : `${compose}+${file}`;
}

/** The same files in another folder, as hard links; links and what cannot be linked are left out. */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linkTree(join(from, entry.name), join(to, entry.name));
    else if (entry.isFile()) linkSync(join(from, entry.name), join(to, entry.name));
  }
}

/** The Compose files that the reader looked at are named as a user names them with `-f`; without any they are found by name. */
async function inspect(folder, compose, all) {
  const files = compose.split("+").filter((file) => file !== "" && existsSync(join(folder, file)));
  try {
    const { report } = await check({ paths: [folder], all, config: null, today: "2026-11-23", composeFiles: files, env: {} });
    return { report };
  } catch (error) {
    return { error: `${error}` };
  }
}

/** By Dockerfile, then stage and context; of those that are left the one that the most deployments run. */
function serviceOf(report, labelled) {
  if (!report) return undefined;
  const context = labelled.context ?? ".";
  const ofFile = report.services.filter((one) => one.dockerfile === labelled.dockerfile);
  const wanted = labelled.target_stage;
  const ofStage = wanted ? ofFile.filter((one) => one.stage?.toLowerCase() === wanted.toLowerCase()) : ofFile;
  const ofContext = ofStage.filter((one) => (one.context ?? ".") === context);
  const left = ofContext.length > 0 ? ofContext : ofStage;
  return [...left].sort((a, b) => b.deployments.length - a.deployments.length)[0];
}

function found(report, labelled) {
  const there = report.services.filter((one) => one.dockerfile === labelled.dockerfile);
  const stages = there.map((one) => `${one.name}: stage ${one.stage}, context ${one.context}`);
  return stages.length > 0 ? `judged instead: ${stages.join("; ")}` : "no service is built from it";
}

/** The law of an item over a group of its rules: any no, else any unknown, else any yes, else n/a. */
function rulingOf(service, group) {
  const rulings = [...service.items.flatMap((item) => item.rulings), ...service.advice].filter(
    (one) => inGroup(group, one.rule) && one.weight === "required" && one.ruling !== "not asked",
  );
  for (const [word, verdict] of [
    ["no", "fail"],
    ["unknown", "undecided"],
    ["yes", "pass"],
  ]) {
    const deciding = rulings.filter((one) => one.ruling === word);
    if (deciding.length > 0) return { verdict, because: deciding.map(reason).join(" | ") };
  }
  return { verdict: "not-applicable", because: rulings.map(reason).join(" | ") || "no rule answered" };
}

function reason(ruling) {
  const name = ruling.rule.split("/")[1];
  const finding = ruling.findings[0];
  const place = finding?.place.file ? ` (${finding.place.file}:${finding.place.start.line})` : "";
  return `${name}: ${ruling.crashed ? `CRASHED ${ruling.crashed}` : (finding?.message ?? ruling.because)}${place}`;
}

/**
 * right, wrong, or open. A label that says n/a is met by n/a and by undecided. Our n/a about a fault is wrong; about
 * something well it is only undecided.
 */
function compare(label, ours) {
  if (label === "not-applicable") return ours === "not-applicable" || ours === "undecided" ? "right n/a" : "wrong";
  if (ours === "undecided") return "open";
  if (ours === "not-applicable") return label === "fail" ? "wrong" : "open";
  return ours === label ? "right" : "wrong";
}

function casesOf(group) {
  return judged.flatMap(({ repo, id, labelled, service }) => {
    const label = labelOf(labelled, group.label);
    if (!label) return [];
    const ours = rulingOf(service, group);
    const correction = CORRECTIONS.find(
      (one) =>
        one.repo === repo && one.label === group.label && (one.dockerfile === labelled.dockerfile || one.dockerfile === "*"),
    );
    const outcome = label.verdict === null ? "open" : compare(label.verdict, ours.verdict);
    return [{ id, label, ours, correction, outcome }];
  });
}

function printScore() {
  const head = ["label", "firm", "decided", "right", "wrong", "label wrong", "open", "n/a agreed", "precision", "coverage"];
  const rows = GROUPS.map((group) => {
    const missing = group.rules.filter((name) => !asked.some((rule) => inGroup({ rules: [name] }, rule.id)));
    const note = missing.length > 0 ? `  no rules yet: ${missing.join(", ")}` : "";
    if (missing.length === group.rules.length) return { cells: [group.label], note };
    const firm = casesOf(group).filter((one) => !one.label.arguable && !(one.correction && one.outcome === "wrong"));
    const corrected = casesOf(group).filter((one) => !one.label.arguable && one.correction && one.outcome === "wrong");
    const count = (outcome) => firm.filter((one) => one.outcome === outcome).length;
    const decided = count("right") + count("wrong");
    const verdicts = firm.filter((one) => one.label.verdict !== "not-applicable");
    const covered = verdicts.filter((one) => one.outcome === "right" || one.outcome === "wrong").length;
    const cells = [
      group.label,
      firm.length + corrected.length,
      decided,
      count("right"),
      count("wrong"),
      corrected.length,
      count("open"),
      count("right n/a"),
      percent(count("right"), decided),
      percent(covered, verdicts.length),
    ];
    return { cells, note };
  });
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map(({ cells }) => `${cells[at] ?? ""}`.length)));
  const line = (cells) =>
    cells.map((cell, at) => (at === 0 ? `${cell}`.padEnd(widths[at]) : `${cell}`.padStart(widths[at]))).join("  ");
  console.log(line(head));
  for (const { cells, note } of rows) console.log(line(cells) + note);
  const services = projects.reduce((sum, project) => sum + project.contexts.length, 0);
  console.log(`\n${judged.length} of ${services} labelled services found`);
  for (const one of notFound) console.log(`  not found: ${one}`);
  const used = new Set(
    GROUPS.flatMap((group) => casesOf(group).flatMap((one) => (one.outcome === "wrong" ? [one.correction] : []))),
  );
  for (const one of CORRECTIONS.filter((each) => !used.has(each)))
    console.log(`  correction without effect: ${one.repo} ${one.dockerfile} ${one.label}`);
}

function percent(part, whole) {
  return whole === 0 ? "-" : `${((100 * part) / whole).toFixed(0)} %`;
}

function printCases() {
  for (const group of GROUPS) {
    if (!asked.some((rule) => inGroup(group, rule.id))) continue;
    const cases = casesOf(group);
    const told = (title, chosen) => {
      if (chosen.length === 0) return;
      console.log(`\n== ${group.label} · ${title}`);
      for (const { id, label, ours, correction, outcome } of chosen) {
        console.log(`- ${id}\n    label ${label.verdict ?? "between"}: ${label.why}\n    ours  ${ours.verdict}: ${ours.because}`);
        if (correction && outcome === "wrong") console.log(`    label wrong because ${correction.because}`);
      }
    };
    const firm = cases.filter((one) => !one.label.arguable);
    told(
      "disagreements",
      firm.filter((one) => one.outcome === "wrong" && !one.correction),
    );
    told(
      "labels that are wrong",
      firm.filter((one) => one.outcome === "wrong" && one.correction),
    );
    told(
      "open",
      firm.filter((one) => one.outcome === "open"),
    );
    told(
      "arguable, other than the label",
      cases.filter((one) => one.label.arguable && one.outcome === "wrong"),
    );
  }
}
