#!/usr/bin/env node
// The entry: loads the chunks of the command with their compiled code kept between runs, which halves the start. It holds no logic of the product.
"use strict";
const fs = require("node:fs");
const vm = require("node:vm");
const { join } = require("node:path");

/** The file of each chunk; any other is in one of its own. */
const WHERE = { /* WHERE */ };
const BUILD = "/* BUILD */";
const DAY = 86_400_000;
/** What nobody used for so many days is of a version that is gone. */
const MOST_DAYS = 7;

/**
 * Most functions and regular expressions of a small run are used a few times: to make better code of each takes longer than all their use.
 * What is used often, or on long texts, is compiled as ever: functions without the step between, which gains a long run nothing. Only where
 * these flags are known to be.
 */
if (/^v2[024]\./.test(process.version)) {
  const v8 = bindingOfV8() ?? require("node:v8");
  for (const flag of ["--no-sparkplug", "--no-regexp-peephole-optimization", "--regexp-tier-up-ticks=50"]) v8.setFlagsFromString(flag);
}

const command = process.argv[2];
const scripts = new Map();
const makers = {};
const loaded = new Map();
const kept = readKept();

load("process").run();

/**
 * What `node:v8` itself calls: that module loads all streams of node, which costs a start more than two milliseconds. Node 20 and 22 hand it
 * out, with a warning that is not for the user; where it is refused (Node 24, `--permission`) the module is loaded.
 */
function bindingOfV8() {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    const binding = process.binding("v8");
    return typeof binding.setFlagsFromString === "function" ? binding : null;
  } catch {
    return null;
  } finally {
    process.noDeprecation = noDeprecation;
  }
}

/** The exports of a chunk, which runs when it is first asked for. */
function load(name) {
  let chunk = loaded.get(name);
  if (chunk === undefined) {
    if (makers[name] === undefined) Object.assign(makers, open(WHERE[name] ?? name));
    chunk = makers[name]();
    loaded.set(name, chunk);
  }
  return chunk;
}

function open(file) {
  const filename = join(__dirname, "cli", `${file}.cjs`);
  const script = new vm.Script(fs.readFileSync(filename, "latin1"), { filename, cachedData: kept?.codes.get(file) });
  scripts.set(file, script);
  return script.runInThisContext()(load, require, bring);
}

async function bring(name) {
  return name.startsWith("node:") ? require(name) : load(name);
}

/**
 * The compiled code that an earlier run of this command left. Node's own compile cache (22 and later) holds only what is compiled at load, this
 * one also what a run compiled: a third of the time of a run less. Any trouble with it means a plain load.
 */
function readKept() {
  if (process.env.SEAWORTHY_NO_CODE_CACHE || !/^[a-z]{1,20}$/.test(command ?? "")) return null;
  let folder;
  try {
    const home = (process.platform !== "win32" && process.env.HOME) || require("node:os").homedir();
    folder = join(process.env.XDG_CACHE_HOME || join(home, ".cache"), "seaworthy");
  } catch {
    return null;
  }
  const file = join(folder, `code-${BUILD}-${process.version}-${process.arch}-${command}`);
  const codes = new Map();
  let stale = true;
  try {
    const bytes = fs.readFileSync(file);
    // Only what this user wrote is loaded: a cache file is code.
    const { uid, mtimeMs } = fs.statSync(file);
    if (typeof process.getuid !== "function" || uid === process.getuid()) {
      const end = bytes.indexOf(10);
      let at = end + 1;
      for (const [name, length] of JSON.parse(bytes.toString("latin1", 0, end))) {
        codes.set(name, bytes.subarray(at, at + length));
        at += length;
      }
      stale = at !== bytes.length || Date.now() - mtimeMs > DAY;
    }
  } catch {
    // The first run has no cache yet.
  }
  // Written at exit, when the functions that a run needs are compiled.
  process.on("exit", () => {
    const used = [...scripts.values()];
    // A long run has let go of what only its beginning needed; what is no command is not worth a file.
    if ((!stale && !used.some((one) => one.cachedDataRejected)) || process.uptime() > 5 || !loaded.has(command)) return;
    try {
      writeKept(folder, file);
    } catch {
      // A read-only home costs the speed alone.
    }
  });
  return { codes };
}

function writeKept(folder, file) {
  const codes = [...scripts].map(([name, script]) => [name, script.createCachedData()]);
  // Code is read where it lies, from a multiple of eight bytes on.
  const head = JSON.stringify(codes.map(([name, { length }]) => [name, length]));
  const bytes = Buffer.concat([Buffer.from(`${head.padEnd(Math.ceil((head.length + 1) / 8) * 8 - 1)}\n`), ...codes.map(([, code]) => code)]);
  makeFolder(folder);
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, bytes, { mode: 0o600 });
  fs.renameSync(temporary, file);
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith("code-")) continue;
    const path = join(folder, name);
    if (Date.now() - fs.statSync(path).mtimeMs > MOST_DAYS * DAY) fs.rmSync(path, { force: true });
  }
}

/** A folder and the one above it, no more: node's own way of making all of them never ends below /proc. */
function makeFolder(folder) {
  for (const path of [join(folder, ".."), folder]) {
    try {
      fs.mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}
