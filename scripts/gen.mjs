// Writes every generated file. `npm run gen` must leave a clean tree; the tests check it with --check.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const check = process.argv.includes("--check");
process.chdir(join(dirname(new URL(import.meta.url).pathname), ".."));

const generators = readdirSync("scripts").filter((name) => /^gen-.*\.mjs$/.test(name));
// The list of rules comes first: the pages are made from it.
generators.sort((a, b) => Number(b === "gen-rule-index.mjs") - Number(a === "gen-rule-index.mjs"));

const stale = [];
for (const name of generators) {
  const { generate, owns } = await import(new URL(name, import.meta.url));
  const files = await generate();
  const written = new Set();
  for (const { path, text } of files) {
    written.add(path);
    const formatted = path.endsWith(".ts") ? format(path, text) : text;
    if (existsSync(path) && readFileSync(path, "utf8") === formatted) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, formatted);
  }
  // A generator may own a folder: what it no longer makes there is removed.
  for (const path of owns ? walk(owns) : []) {
    if (written.has(path)) continue;
    stale.push(path);
    if (!check) rmSync(path);
  }
}
if (check && stale.length > 0) {
  console.error(`generated files are out of date (npm run gen): ${stale.join(", ")}`);
  process.exitCode = 1;
} else if (!check) console.log(stale.length > 0 ? `generated ${stale.join(", ")}` : "generated files are up to date");

function format(path, text) {
  const done = spawnSync("node_modules/.bin/biome", ["format", `--stdin-file-path=${path}`], { input: text, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`cannot format ${path}: ${done.stderr}`);
  return done.stdout;
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
