#!/usr/bin/env node
// The entry: loads the bundle with its compiled code kept between runs, which halves the start. It holds no logic of the product.
"use strict";
const { join } = require("node:path");
const bundle = join(__dirname, "cli.cjs");
const nodeModule = require("node:module");
const DAY = 86_400_000;

loadWithCache().run();

/**
 * Node's own compile cache (22 and later) holds only what is compiled at load, this one also what a run compiled: a third
 * of the time of a run less. Any trouble with the cache means a plain load.
 */
function loadWithCache() {
  if (process.env.SEAWORTHY_NO_CODE_CACHE) return require(bundle);
  const fs = require("node:fs");
  const vm = require("node:vm");
  let file;
  let cached;
  let source;
  let stale = true;
  try {
    const home = require("node:os").homedir();
    const folder = join(process.env.XDG_CACHE_HOME || join(home, ".cache"), "seaworthy");
    const { mtimeMs, size } = fs.statSync(bundle);
    file = join(folder, `code-${process.version}-${process.arch}-${size}-${Math.floor(mtimeMs)}`);
    source = fs.readFileSync(bundle, "utf8");
    try {
      // Only what this user wrote is loaded: a cache file is code.
      const seen = fs.statSync(file);
      if (typeof process.getuid !== "function" || seen.uid === process.getuid()) cached = fs.readFileSync(file);
      stale = Date.now() - seen.mtimeMs > DAY;
    } catch {
      // The first run has no cache yet.
    }
  } catch {
    return require(bundle);
  }
  const script = new vm.Script(nodeModule.wrap(source), {
    filename: bundle,
    cachedData: cached,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, nodeModule.createRequire(bundle), module, bundle, __dirname);
  // Other commands compile little, and the first project may be a small one: what they leave would slow all later runs.
  if ((!cached || stale || script.cachedDataRejected) && process.argv[2] === "check") {
    // Written at exit, when the functions that a run needs are compiled.
    process.on("exit", () => {
      // A long run has let go of what only its beginning needed.
      if (process.uptime() > 5) return;
      try {
        makeFolder(fs, join(file, ".."));
        const temporary = `${file}.${process.pid}`;
        fs.writeFileSync(temporary, script.createCachedData(), { mode: 0o600 });
        fs.renameSync(temporary, file);
      } catch {
        // A read-only home costs the speed alone.
      }
    });
  }
  return module.exports;
}

/** A folder and the one above it, no more: node's own way of making all of them never ends below /proc. */
function makeFolder(fs, folder) {
  for (const path of [join(folder, ".."), folder]) {
    try {
      fs.mkdirSync(path, { mode: 0o700 });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}
