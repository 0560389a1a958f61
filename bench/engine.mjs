// The engine as the sources stand, for scripts that run by hand: bundled into a folder that is gone again once it is loaded.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
/** What judges texts that were never on a disk. */
const JUDGING = `export { inspect } from "./engine/inspect.js"; export { DEFAULT_SETTINGS } from "./engine/settings.js";
  export { defaultOptions } from "./rule.js"; export { readProjectFrom } from "./io/memory.js"; export { RULES } from "./rules/index.js";
  export { tellEngine } from "./cli/engine-flags.js";`;

/** The exports that `contents` names, paths relative to the sources. */
export async function loadEngine(contents = JUDGING) {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));
  try {
    const outfile = join(folder, "engine.cjs");
    await build({
      stdin: { contents, resolveDir: join(root, "packages/seaworthy/src"), loader: "ts" },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile,
      logLevel: "error",
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The values of a file with one JSON value a line. */
export function jsonLines(path) {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** One line on the error stream and exit code 2. */
export function misused(usage) {
  console.error(`usage: ${usage}`);
  process.exit(2);
}
