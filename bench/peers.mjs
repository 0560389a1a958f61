// The same Dockerfiles by seaworthy and by the linters that are on the PATH, in one run: seconds of processor time, files a second, findings a file.
// Usage: node bench/peers.mjs FILES.jsonl [--count N] [--rounds N], each line {"text": …}
// hadolint, tally (`tally lint`) and trivy (`trivy config`), each as one process that is given all files, its start included, as people run them. What is not
// on the PATH is named and left out. seaworthy once as the built command over the same tree, as people run it, with default settings. Every tool
// sees one file per folder, named Dockerfile. Rounds are interleaved, so that a drift of the machine hits all; medians are printed. Nothing is judged.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { jsonLines, misused } from "./engine.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: "string", default: "500" }, rounds: { type: "string", default: "3" } },
});
const [path] = positionals;
if (!path || !existsSync(path)) misused("node bench/peers.mjs FILES.jsonl [--count N] [--rounds N]");
const bin = join(dirname(fileURLToPath(import.meta.url)), "../packages/seaworthy/dist/bin.cjs");
if (!existsSync(bin)) misused("node bench/peers.mjs FILES.jsonl, after `npm run build`");

const tree = mkdtempSync(join(tmpdir(), "seaworthy-peers-"));
try {
  const files = writeTree(jsonLines(path).slice(0, Number(values.count)));
  compare(files);
} finally {
  rmSync(tree, { recursive: true });
}

function writeTree(lines) {
  return lines.map(({ text }, index) => {
    const folder = join(tree, `p${index}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "Dockerfile"), text);
    return join(folder, "Dockerfile");
  });
}

function compare(files) {
  const tools = toolsOn(files);
  const times = new Map(tools.map(({ name }) => [name, []]));
  const results = new Map();
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const tool of tools) {
      const { seconds, stdout, status } = timed(tool);
      if (stdout === null || !tool.ends.includes(status)) throw new Error(`${tool.name} ended with ${status}`);
      times.get(tool.name).push(seconds);
      results.set(tool.name, tool.findings(stdout));
    }
  }
  const own = median(times.get("seaworthy"));
  console.log(`${files.length} files, median of ${values.rounds} rounds, processor time of the whole process`);
  for (const { name, version } of tools) {
    const seconds = median(times.get(name));
    const count = results.get(name);
    console.log(
      `${name} ${version}: ${seconds.toFixed(2)} s · ${(files.length / seconds).toFixed(0)} files/s · ${(count / files.length).toFixed(1)} findings a file · ${(seconds / own).toFixed(2)} × seaworthy's time`,
    );
  }
}

/** The tools that are there, seaworthy first; what is missing is said. */
function toolsOn(files) {
  const tools = [
    {
      name: "seaworthy",
      command: process.execPath,
      args: [bin, "check", "--all", "--format", "json", tree],
      ends: [0, 1, 2],
      findings: (text) =>
        JSON.parse(text).services.flatMap(({ items, advice }) =>
          [...items.flatMap(({ rulings }) => rulings), ...advice].flatMap(({ findings }) => findings),
        ).length,
      version: versionOf(process.execPath, [bin, "--version"]),
    },
    {
      name: "hadolint",
      command: find("hadolint"),
      args: ["--no-color", "--no-fail", "-f", "json", ...files],
      ends: [0],
      findings: (text) => JSON.parse(text).length,
    },
    {
      name: "tally",
      command: find("tally"),
      args: ["lint", "--format", "json", "--slow-checks=off", tree],
      ends: [0, 1, 4],
      findings: (text) => JSON.parse(text).files.flatMap(({ violations }) => violations).length,
    },
    {
      name: "trivy",
      command: find("trivy"),
      args: ["config", "--quiet", "--format", "json", "--skip-check-update", tree],
      ends: [0],
      findings: (text) => (JSON.parse(text).Results ?? []).flatMap(({ Misconfigurations }) => Misconfigurations ?? []).length,
    },
  ];
  for (const { name, command } of tools) if (!command) console.log(`${name} is not on the PATH: left out`);
  return tools
    .filter(({ command }) => command)
    .map((tool) => ({ ...tool, version: tool.version ?? versionOf(tool.command, ["--version"]) }));
}

/** User and system seconds of one run, children included, by the difference of what this process has waited for. */
function timed({ command, args }) {
  const before = childSeconds();
  const { stdout, status } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 1 << 30,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { seconds: childSeconds() - before, stdout, status };
}

/** Seconds of processor time of the children that have ended; where the system does not tell, the clock. */
function childSeconds() {
  if (!existsSync("/proc/self/stat")) return performance.now() / 1000;
  // Behind the name, which may hold blanks: the fields 16 and 17 of the line, user and system time of children, in hundredths of a second.
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function versionOf(command, args) {
  const { stdout } = spawnSync(command, args, { encoding: "utf8" });
  return /\d+\.\d+\S*/.exec(stdout ?? "")?.[0] ?? "";
}

function find(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}
