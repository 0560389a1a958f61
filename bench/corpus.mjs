// Files per second of CPU time and memory of judging many Dockerfiles in one process: each as a project of its own, or with --tree all as the
// services of one. Usage: node bench/corpus.mjs FILES.jsonl [--passes N] [--tree], each line {"text": …}. Prints figures; judges nothing.
// In a first pass much of the time goes to the engine that compiles what is run; what is left of it a later pass shows.
import { parseArgs } from "node:util";
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const USAGE = "node bench/corpus.mjs FILES.jsonl [--passes N] [--tree]";
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { passes: { type: "string", default: "1" }, tree: { type: "boolean", default: false } },
});
const [path] = positionals;
const passes = Number(values.passes);
if (!path || !(passes >= 1)) misused(USAGE);
const { readProjectFrom, inspect, tellEngine, DEFAULT_SETTINGS, RULES } = await loadEngine();
const texts = jsonLines(path).map(({ text }) => text);
const files = Object.fromEntries(texts.map((text, at) => [`service-${at}/Dockerfile`, text]));
const judge = (of) => {
  const project = readProjectFrom(of, { today: "2026-11-23" });
  return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
};
// As the command does for so many.
tellEngine(texts.length * passes);
// What is worked out once in a process is so by then.
for (let warm = 0; warm < 200; warm++) judge({ Dockerfile: texts[warm % texts.length] });
let findings = 0;
let crashes = 0;
let slowest = 0;
function count({ services }) {
  for (const { items, advice } of services) {
    for (const ruling of [...items.flatMap((item) => item.rulings), ...advice]) {
      findings += ruling.findings.length;
      if (!ruling.crashed) continue;
      crashes++;
      if (crashes <= 5) console.log(`crash: ${ruling.rule}: ${ruling.crashed}`);
    }
  }
}
for (let pass = 1; pass <= passes; pass++) {
  const began = process.cpuUsage();
  if (values.tree) count(judge(files));
  else {
    for (const text of texts) {
      const start = performance.now();
      count(judge({ Dockerfile: text }));
      slowest = Math.max(slowest, performance.now() - start);
    }
  }
  const { user, system } = process.cpuUsage(began);
  console.log(`pass ${pass}: ${(texts.length / ((user + system) / 1e6)).toFixed(0)} files/s per core (CPU time)`);
}
const all = texts.length * passes;
const each = values.tree ? "one tree" : `each by itself, slowest ${slowest.toFixed(0)} ms`;
console.log(
  `${texts.length} files, ${each} · ${RULES.length} rules · ${(findings / all).toFixed(1)} findings a file · ${crashes} crashes · peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
