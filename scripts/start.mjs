// `npm start`: sets up, builds, and judges the examples. `npm start -- check PATH` does it for any project.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build, install, root } from "./setup.mjs";

install();
build();
const bin = join(root, "packages/seaworthy/dist/bin.cjs");
const given = process.argv.slice(2);
// npm runs scripts in the package's folder: paths are meant from where the person stands.
const cwd = given.length > 0 ? (process.env.INIT_CWD ?? process.cwd()) : root;
const run = (args) => spawnSync(process.execPath, [bin, ...args], { cwd, stdio: "inherit" }).status ?? 3;

if (given.length > 0) process.exitCode = run(given);
else {
  const codes = ["examples/naive", "examples/seaworthy"].map((path) => {
    console.log(`\n$ seaworthy check ${path}\n`);
    return run(["check", path]);
  });
  // The naive example is there to be unmet (1): only worse than that is a failure of this demonstration.
  process.exitCode = Math.max(...codes) > 1 ? Math.max(...codes) : 0;
  console.log("\nYour own project: npm start -- check PATH");
}
