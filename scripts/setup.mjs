// Brings a clone to the point where a script can run: dependencies as locked, and the build where it is asked for.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamps = join(root, "node_modules/.seaworthy");

function hashOf(...paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) hash.update(readFileSync(path));
  return hash.digest("hex");
}

function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : [path];
  });
}

function once(name, hash, run) {
  const stamp = join(stamps, name);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  run();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, hash);
}

/** Ends with one line: what went wrong has been told by the program that it went wrong in. */
function stop(message) {
  console.error(message);
  process.exit(1);
}

/** Installs what the lockfile says, if that is not what is there. */
export function install() {
  once(
    "installed",
    hashOf(join(root, "package-lock.json"), join(root, "package.json"), join(root, "packages/seaworthy/package.json")),
    () => {
      console.error("installing the dependencies as locked…");
      const done = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
        cwd: root,
        stdio: ["ignore", "ignore", "inherit"],
        shell: process.platform === "win32",
      });
      if (done.status !== 0) stop("npm ci failed: see above");
    },
  );
}

/** Builds the package, if its sources changed. */
export function build() {
  const home = join(root, "packages/seaworthy");
  const inputs = [
    ...sources(join(home, "src")),
    join(home, "package.json"),
    join(home, "tsconfig.json"),
    join(root, "scripts/build.mjs"),
    join(root, "README.md"),
    ...sources(join(root, "docs/schema")),
  ];
  once("built", hashOf(...inputs) + existsSync(join(home, "dist/bin.cjs")), () => {
    console.error("building…");
    const done = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (done.status !== 0) stop("the build failed: see above");
  });
}
