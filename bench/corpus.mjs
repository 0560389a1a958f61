// Files per second and memory of judging many Dockerfiles in one process, each as a project of its own.
// Usage: node bench/corpus.mjs FILES.jsonl [COUNT], each line {"text": …}. Prints figures; judges nothing.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [path, count] = process.argv.slice(2);
if (!path) throw new Error("usage: node bench/corpus.mjs FILES.jsonl [COUNT]");
const folder = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));
await build({
  stdin: {
    contents: `export { readProjectFrom } from "./io/memory.js"; export { inspect } from "./engine/inspect.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js"; export { RULES } from "./rules/index.js";`,
    resolveDir: join(root, "packages/seaworthy/src"),
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  format: "cjs",
  outfile: join(folder, "judge.cjs"),
});
const { readProjectFrom, inspect, DEFAULT_SETTINGS, RULES } = createRequire(import.meta.url)(join(folder, "judge.cjs"));
rmSync(folder, { recursive: true });
const texts = readFileSync(path, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line).text);
const wanted = Number(count ?? texts.length);
const judge = (text) => {
  const project = readProjectFrom({ Dockerfile: text }, { today: "2026-11-23" });
  return inspect({ project, rules: RULES, settings: DEFAULT_SETTINGS, depths: ["source"], version: "0" });
};
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
