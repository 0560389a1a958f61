// Builds small services before and after `seaworthy fix --review --write`, starts both, and asks both the same.
// Usage: npm run bases && node bench/mended.mjs [APP…]; then npm run bases -- --unname
// Bases that a mended file names and that the engine does not have are made of the stand-in of the same program.
// Printed: size of the image, seconds of a build after an edit of the source, user of the first process, the end by SIGTERM.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, docker, giveBases, quietly, row, stopped, TITLES, usersOf } from "./mended-docker.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const seaworthy = join(here, "../packages/seaworthy/dist/bin.cjs");
/** The source that is edited, the port, and what is asked. */
const APPS = {
  "node-http": { edit: "server.js", comment: "//", port: 3000, ask: ["/", "/health", "/a/b?c=d"] },
  "node-ts": { edit: "src/main.ts", comment: "//", port: 8080, ask: ["/", "/health"] },
  "node-express": { edit: "src/index.js", comment: "//", port: 3000, ask: ["/", "/health", "/none"] },
  "python-http": { edit: "main.py", comment: "#", port: 8000, ask: ["/", "/health"] },
  "python-flask": { edit: "app.py", comment: "#", port: 5000, ask: ["/", "/health", "/none"] },
  c: { edit: "server.c", comment: "//", port: 7000, ask: ["/"] },
  nginx: { edit: "index.html", comment: "<!-- -->", port: 80, ask: ["/", "/index.html", "/none"] },
};

const wanted = process.argv.slice(2);
const tags = new Set();
const given = [];
const work = mkdtempSync(join(tmpdir(), "seaworthy-mended-"));
let failed = 0;

async function look(name, app, folder, state) {
  const tag = `seaworthy-mended/${name}:${state}`;
  given.push(...giveBases(join(folder, "Dockerfile")));
  docker(["build", "-q", "-t", tag, folder]);
  tags.add(tag);
  appendFileSync(
    join(folder, app.edit),
    `\n${app.comment} edited at ${process.hrtime.bigint()}\n`.replace("--> edited", "edited").replace(/(<!-- .*)/, "$1 -->"),
  );
  const began = performance.now();
  docker(["build", "-q", "-t", tag, folder]);
  const rebuild = (performance.now() - began) / 1000;
  const id = docker(["run", "-d", "-p", `127.0.0.1:0:${app.port}`, tag]);
  try {
    const port = docker(["port", id, `${app.port}/tcp`])
      .split(":")
      .at(-1);
    const answers = [];
    for (const path of app.ask) answers.push(await ask(port, path));
    const uid = usersOf(id);
    const size = Number(docker(["image", "inspect", "-f", "{{.Size}}", tag]));
    return { answers, size, rebuild, uid, ...stopped(id) };
  } finally {
    quietly("rm", "-f", "-v", id);
  }
}

try {
  console.log(TITLES);
  for (const name of readdirSync(join(here, "mended"))) {
    if (!(name in APPS) || (wanted.length > 0 && !wanted.includes(name))) continue;
    const folder = join(work, name);
    cpSync(join(here, "mended", name), folder, { recursive: true });
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["add", "-A"], { cwd: folder });
    const seen = {};
    try {
      seen.before = await look(name, APPS[name], folder, "before");
      spawnSync(process.execPath, [seaworthy, "fix", "--review", "--write", folder], { stdio: "ignore" });
      if (process.env.SHOW) console.log(readFileSync(join(folder, "Dockerfile"), "utf8"));
      seen.after = await look(name, APPS[name], folder, "after");
    } catch (error) {
      failed++;
      console.log(`${name}: ${error.message}`);
      if (existsSync(join(folder, "Dockerfile"))) console.log(readFileSync(join(folder, "Dockerfile"), "utf8"));
    }
    const same = JSON.stringify(seen.before?.answers.map(plain)) === JSON.stringify(seen.after?.answers.map(plain));
    if (!same) failed++;
    for (const [state, one] of Object.entries(seen)) console.log(row(name, state, one, same));
  }
} finally {
  for (const tag of tags) quietly("image", "rm", "-f", tag);
  for (const name of given) quietly("image", "rm", name);
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

/** Without what tells of the edit. */
function plain(answer) {
  return answer.replace(/<!-- edited.*?-->/gs, "");
}
