// `npm run bases`: stand-ins for the images that the examples are built on, made in the engine.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { install, root } from "./setup.mjs";

install();
const folder = mkdtempSync(join(tmpdir(), "seaworthy-bases-"));
try {
  const outfile = join(folder, "bases.mjs");
  const entry = join(root, "packages/seaworthy/test/engine/bases/main.ts");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  process.exitCode = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
