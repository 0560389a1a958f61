// Files per second and memory of judging many Dockerfiles in one process, each as a project of its own.
// Usage: node bench/corpus.mjs FILES.jsonl [COUNT], each line {"text": …}. Prints figures; judges nothing.
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const [path, count] = process.argv.slice(2);
if (!path) misused("node bench/corpus.mjs FILES.jsonl [COUNT]");
const { readProjectFrom, inspect, tellEngine, DEFAULT_SETTINGS, RULES } = await loadEngine();
const texts = jsonLines(path).map(({ text }) => text);
const wanted = Number(count ?? texts.length);
const judge = (text) => {
  const project = readProjectFrom({ Dockerfile: text }, { today: "2026-11-23" });
  return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
};
// As the command does for so many.
tellEngine(wanted);
for (let warm = 0; warm < 200; warm++) judge(texts[warm % texts.length]);
let findings = 0;
let crashes = 0;
let slowest = 0;
const began = process.cpuUsage();
for (let at = 0; at < wanted; at++) {
  const start = performance.now();
  for (const service of judge(texts[at % texts.length]).services) {
    for (const ruling of [...service.items.flatMap((item) => item.rulings), ...service.advice]) {
      findings += ruling.findings.length;
      if (ruling.crashed) {
        crashes++;
        if (crashes <= 5) console.log(`crash: ${ruling.rule}: ${ruling.crashed}`);
      }
    }
  }
  slowest = Math.max(slowest, performance.now() - start);
}
const { user, system } = process.cpuUsage(began);
const seconds = (user + system) / 1e6;
console.log(
  `${wanted} files · ${RULES.length} rules · ${(wanted / seconds).toFixed(0)} files/s per core (CPU time) · ${(findings / wanted).toFixed(1)} findings a file · slowest ${slowest.toFixed(0)} ms · ${crashes} crashes · peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
