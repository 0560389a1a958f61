// `npm test`: sets up, then runs every check there is, and says of each how it went.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, install, root } from "./setup.mjs";

install();
build();

const bin = (name) => join(root, "node_modules/.bin", name);
const home = join(root, "packages/seaworthy");
const node = process.execPath;
/** Name, command, arguments, folder. */
const steps = [
  ["types", bin("tsc"), ["-p", "packages/seaworthy/tsconfig.json"]],
  ["lint and format", bin("biome"), ["check", "--error-on-warnings", "."]],
  ["generated files", node, ["scripts/gen.mjs", "--check"]],
  ["unused code", bin("knip"), ["--no-progress"]],
  ["package: publint", bin("publint"), ["--strict"], home],
  ["package: types resolve", bin("attw"), ["--pack", ".", "--profile", "esm-only", "--no-emoji"], home],
  ["tests", bin("vitest"), ["run", "--reporter=default"]],
];

const failed = [];
for (const [name, command, args, cwd = root] of steps) {
  console.log(`\n— ${name}`);
  const began = Date.now();
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, CI: process.env.CI ?? "1" },
  });
  console.log(`— ${name}: ${status === 0 ? "ok" : "FAILED"} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}
console.log(`\n${steps.length - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(", ")}`);
  process.exitCode = 1;
}
