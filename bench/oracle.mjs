/**
 * Compares the Dockerfile model with BuildKit's own parse and measures its speed.
 *
 * node bench/oracle.mjs CORPUS.jsonl ORACLE.jsonl
 *   CORPUS: one {"source", "text", "buildkit_valid"} a line.
 *   ORACLE: the same order: {"escape", "stages": ["name|base"], "instructions": [{cmd, start, end, flags, args, json, heredocs, onbuild, onbuild_json}]}.
 * Files that are not `buildkit_valid` are parsed for robustness only.
 */
import { jsonLines, loadEngine, misused } from "./engine.mjs";

const [corpusPath, oraclePath] = process.argv.slice(2);
if (!corpusPath || !oraclePath) misused("node bench/oracle.mjs CORPUS.jsonl ORACLE.jsonl");

const model = await loadEngine('export * from "./models/dockerfile/parse.js"; export * from "./models/dockerfile/read.js";');
const corpus = jsonLines(corpusPath);
const oracle = jsonLines(oraclePath);
const counts = {
  files: corpus.length,
  robust: 0,
  valid: 0,
  agreed: 0,
  invalid: 0,
  invalidWithProblem: 0,
};
const failures = [];
const missed = [];

for (const [index, entry] of corpus.entries()) {
  const expected = oracle[index];
  const dockerfile = model.readDockerfile(entry.source, entry.text);
  const outside = badRange(dockerfile, entry.text.length);
  if (outside) failures.push(`${index} ${entry.source}: range ${outside}`);
  else counts.robust++;
  if (!entry.buildkit_valid) {
    counts.invalid++;
    if (dockerfile.problems.length) counts.invalidWithProblem++;
    else missed.push(`${index} ${entry.source}: no problem, BuildKit says ${expected.semantic_error}`);
    continue;
  }
  counts.valid++;
  const difference = compare(dockerfile, expected);
  if (difference) failures.push(`${index} ${entry.source}: ${difference}`);
  else counts.agreed++;
}

console.log(counts);
for (const line of missed) console.log(line);
for (const failure of failures.slice(0, 40)) console.log(failure);
if (failures.length > 40) console.log(`… ${failures.length - 40} more`);
speed("parse", (entry) => model.parseDockerfile(entry.source, entry.text));
speed("parse + stages", (entry) => model.readDockerfile(entry.source, entry.text));
speed("parse + stages + all facts", (entry) => touch(model.readDockerfile(entry.source, entry.text)));
process.exitCode = failures.length ? 1 : 0;

function compare(dockerfile, expected) {
  const parse = dockerfile.problems.find((problem) => problem.kind === "parse");
  if (parse) return `problem: ${parse.message}`;
  if (dockerfile.escape !== expected.escape) return `escape ${dockerfile.escape}`;
  const { instructions } = dockerfile;
  if (instructions.length !== expected.instructions.length)
    return `${instructions.length} instructions, not ${expected.instructions.length}`;
  for (const [index, instruction] of instructions.entries()) {
    const seen = JSON.stringify(shape(instruction));
    const wanted = JSON.stringify(order(expected.instructions[index]));
    if (seen !== wanted) return `${seen} is not ${wanted}`;
  }
  const stages = dockerfile.stages.map((stage) => `${stage.name ?? ""}|${stage.from.image.text}`);
  const wanted = expected.stages ?? [];
  if (wanted.length && JSON.stringify(stages) !== JSON.stringify(wanted)) return `stages ${stages} are not ${wanted}`;
  return null;
}

function shape(instruction) {
  const inner = instruction.inner ?? instruction;
  return {
    cmd: instruction.keyword,
    start: instruction.startLine,
    end: instruction.endLine,
    flags: instruction.flags.map((flag) => (flag.value === null ? `--${flag.name}` : `--${flag.name}=${flag.value}`)),
    json: !instruction.inner && instruction.json,
    onbuild: instruction.inner ? (inner.keyword === "UNKNOWN" ? inner.written : inner.keyword) : null,
    onbuild_json: instruction.inner?.json ?? false,
    args: inner.keyword === "UNKNOWN" ? [""] : inner.words.map((word) => word.text),
    heredocs: instruction.heredocs.map((heredoc) => heredoc.name),
  };
}

function order(wanted) {
  const { cmd, start, end, flags = [], json = false, onbuild = null, onbuild_json = false, args = [], heredocs = [] } = wanted;
  return {
    cmd: cmd.toUpperCase(),
    start,
    end,
    flags,
    json,
    onbuild,
    onbuild_json,
    args,
    heredocs,
  };
}

/** The first range that leaves the file or is turned round, anywhere in the tree. */
function badRange(dockerfile, length) {
  const todo = [dockerfile.instructions, dockerfile.comments, dockerfile.directives, dockerfile.problems];
  while (todo.length) {
    const value = todo.pop();
    if (value === null || typeof value !== "object") continue;
    for (const [key, child] of Object.entries(value)) {
      if (/range$/i.test(key) && child) {
        if (!(child[0] >= 0 && child[0] <= child[1] && child[1] <= length)) return `${key} ${child} of ${length}`;
      } else todo.push(child);
    }
  }
  return null;
}

function touch(dockerfile) {
  for (const stage of dockerfile.stages) {
    const { facts } = stage;
    void [
      facts.user,
      facts.workdir,
      facts.shell,
      facts.cmd,
      facts.entrypoint,
      facts.env,
      facts.exposed,
      facts.volumes,
      facts.copies,
    ];
    for (const run of facts.runs) void [run.script, run.installs, run.leftovers];
  }
}

function speed(name, work) {
  for (const entry of corpus) work(entry);
  const rounds = 3;
  const start = process.cpuUsage();
  for (let round = 0; round < rounds; round++) for (const entry of corpus) work(entry);
  const used = process.cpuUsage(start);
  const seconds = (used.user + used.system) / 1e6;
  console.log(`${name}: ${Math.round((rounds * corpus.length) / seconds)} files/s of CPU time`);
}
