// Damages real files and judges them, every rule switched on: no rule may crash, and every place must be in its file.
// Usage: node bench/fuzz.mjs CORPUS_DIR [--runs N] [--seed N]
// CORPUS_DIR: dockerfiles.jsonl, dockerfiles-fixtures.jsonl, compose.jsonl, dockerignore.jsonl as far as they are there, a file a line with its `text`.
// Each run takes one of each kind, as it is or damaged, for a project of its own. Prints what fails with the seed and number of its run, which
// repeat it, the slowest run, and nothing of the files. Exit code 1 when anything fails.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const USAGE = "node bench/fuzz.mjs CORPUS_DIR [--runs N] [--seed N]";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "2000" }, seed: { type: "string" } },
});
const [folder] = positionals;
if (!folder || !existsSync(folder)) misused(USAGE);
const runs = Number(values.runs);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const { readProjectFrom, RULES, projectFaults, mutated, PIECES, MUTATION_KINDS } = await loadEngine(
  `export { readProjectFrom } from "./io/memory.js"; export { RULES } from "./rules/index.js";
  export { projectFaults } from "./testing/project-faults.js"; export { mutated, PIECES, MUTATION_KINDS } from "./testing/mutate.js";`,
);

const KINDS = [
  ["Dockerfile", ["dockerfiles.jsonl", "dockerfiles-fixtures.jsonl"]],
  ["compose.yaml", ["compose.jsonl"]],
  [".dockerignore", ["dockerignore.jsonl"]],
];
const corpus = KINDS.map(([path, names]) => [
  path,
  names.flatMap((name) => (existsSync(join(folder, name)) ? jsonLines(join(folder, name)).map(({ text }) => text) : [])),
]).filter(([, texts]) => texts.length > 0);
if (corpus.length === 0) misused(`${USAGE}: no file of a known name is in ${folder}`);

const mutation = fc.record({
  kind: fc.constantFrom(...MUTATION_KINDS),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(60),
  piece: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 8, unit: "binary" })),
});
const plan = fc.tuple(...corpus.map(() => fc.tuple(fc.nat(), fc.array(mutation, { maxLength: 5 }))));

let failed = 0;
let slowest = { ms: 0, run: 0 };
const began = performance.now();
for (const [run, choices] of fc.sample(plan, { seed, numRuns: runs }).entries()) {
  const files = Object.fromEntries(
    choices.map(([number, mutations], index) => {
      const [path, texts] = corpus[index];
      return [path, mutated(texts[number % texts.length], mutations)];
    }),
  );
  const start = performance.now();
  const faults = judged(files);
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms, run };
  if (faults.length === 0) continue;
  failed++;
  console.log(`seed ${seed}, run ${run}:`);
  for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`);
}
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(
  `${runs} runs of seed ${seed} in ${seconds} s: ${failed} fail · slowest run ${slowest.run}: ${slowest.ms.toFixed(0)} ms · ${corpus.map(([path, { length }]) => `${length} × ${path}`).join(", ")}`,
);
process.exitCode = failed > 0 ? 1 : 0;

function judged(files) {
  try {
    return projectFaults(readProjectFrom(files, { today: "2026-11-23", all: true }), RULES, files);
  } catch (error) {
    return [`reading crashes: ${error?.stack ?? error}`];
  }
}
