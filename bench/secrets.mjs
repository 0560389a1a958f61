// How fast texts are searched for credentials, and what is found where nothing should be. Usage: node bench/secrets.mjs FOLDER…
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEngine } from "./engine.mjs";

const LARGEST = 50_000_000;
const MOST = 400_000_000;
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error("usage: node bench/secrets.mjs FOLDER…");
const { secretWatcher } = await loadEngine('export { secretWatcher } from "./models/secrets/secret-watcher.js";');

const files = [];
let bytes = 0;
for (const folder of folders) collect(folder);

const watcher = secretWatcher();
for (const round of ["first", "second"]) {
  const found = { certain: [], possible: [] };
  let read = 0;
  const began = process.cpuUsage();
  for (const { path, content } of files) {
    const watch = watcher.file({ path, size: content.length, mode: 0o644 });
    if (!watch) continue;
    if (watch.chunk(content)) read += content.length;
    for (const [rule, , line, certain] of watch.end() ?? [])
      found[certain ? "certain" : "possible"].push(`${rule} ${path}:${line}`);
  }
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  console.log(
    `${round} pass: ${files.length} files, ${mega(read)} MB of text of ${mega(bytes)} MB, ${(read / 1e6 / seconds).toFixed(0)} MB/s of CPU time; ` +
      `${found.certain.length} certain, ${found.possible.length} possible`,
  );
  if (round === "second") for (const one of [...found.certain, ...found.possible].slice(0, 30)) console.log(`  ${one}`);
}

function collect(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) collect(path);
    else if (stat?.isFile() && stat.size > 0 && stat.size < LARGEST && bytes < MOST) {
      try {
        files.push({ path, content: readFileSync(path) });
        bytes += stat.size;
      } catch {
        // What may not be read is left out.
      }
    }
  }
}

function mega(count) {
  return (count / 1e6).toFixed(1);
}
