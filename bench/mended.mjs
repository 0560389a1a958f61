// Builds small services before and after `seaworthy fix --review --write`, starts both, and asks both the same.
// Usage: npm run bases && node bench/mended.mjs [APP…]; then npm run bases -- --unname
// Bases that a mended file names and that the engine does not have are made of the stand-in of the same program.
// Printed: size of the image, seconds of a build after an edit of the source, user of the first process, the end by SIGTERM.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

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
/** The stand-in that a base is made of where the engine has none of that name. */
const STAND_INS = [
  [/^node:.*(slim|alpine)/, "node:22.23.3-bookworm-slim"],
  [/^node:/, "node:latest"],
  [/^python:.*slim/, "python:3.11.14-slim-bookworm"],
  [/^python:/, "python:3.8"],
  [/^nginx/, "nginx:1.22.1-bookworm"],
  [/^debian:/, "debian:bookworm-slim"],
];

const wanted = process.argv.slice(2);
const tags = new Set();
const given = new Set();
const work = mkdtempSync(join(tmpdir(), "seaworthy-mended-"));
let failed = 0;

function docker(...args) {
  const { status, stdout, stderr } = spawnSync("docker", args, {
    encoding: "utf8",
    env: { ...process.env, DOCKER_BUILDKIT: "1" },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`docker ${args[0]}: ${(stderr || stdout).trim().split("\n").slice(-12).join("\n")}`);
  return stdout.trim();
}

function isThere(image) {
  return spawnSync("docker", ["image", "inspect", image], { stdio: "ignore" }).status === 0;
}

function giveBases(dockerfile) {
  for (const [, base] of readFileSync(dockerfile, "utf8").matchAll(/^FROM(?:\s+--\S+)*\s+(\S+)/gim)) {
    const name = base.split("@")[0];
    if (isThere(name)) continue;
    const from = STAND_INS.find(([form]) => form.test(name))?.[1];
    if (!from || !isThere(from)) continue;
    docker("tag", from, name);
    given.add(name);
  }
}

async function ask(port, path) {
  for (let left = 60; ; left--) {
    try {
      return await answer(port, path);
    } catch (error) {
      if (left === 0) return `no answer: ${error.code ?? error.message}`;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function answer(port, path) {
  return new Promise((resolve, reject) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false, timeout: 5000 }, (response) => {
      let text = `${response.statusCode} `;
      response.setEncoding("utf8").on("data", (piece) => {
        text += piece;
      });
      response.on("end", () => resolve(text)).on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time"))).on("error", reject);
  });
}

async function look(name, app, folder, state) {
  const tag = `seaworthy-mended/${name}:${state}`;
  giveBases(join(folder, "Dockerfile"));
  docker("build", "-q", "-t", tag, folder);
  tags.add(tag);
  appendFileSync(
    join(folder, app.edit),
    `\n${app.comment} edited at ${process.hrtime.bigint()}\n`.replace("--> edited", "edited").replace(/(<!-- .*)/, "$1 -->"),
  );
  const began = performance.now();
  docker("build", "-q", "-t", tag, folder);
  const rebuild = (performance.now() - began) / 1000;
  const id = docker("run", "-d", "-p", `127.0.0.1:0:${app.port}`, tag);
  try {
    const port = docker("port", id, `${app.port}/tcp`).split(":").at(-1);
    const answers = [];
    for (const path of app.ask) answers.push(await ask(port, path));
    const [, ...processes] = docker("top", id, "-eo", "pid,uid").split("\n");
    const uid = [...new Set(processes.map((line) => line.trim().split(/\s+/)[1]))].join(", ");
    const stopping = performance.now();
    docker("stop", id);
    return {
      answers,
      size: Number(docker("image", "inspect", "-f", "{{.Size}}", tag)),
      rebuild,
      uid,
      stop: (performance.now() - stopping) / 1000,
      exit: docker("inspect", "-f", "{{.State.ExitCode}}", id),
    };
  } finally {
    spawnSync("docker", ["rm", "-f", "-v", id], { stdio: "ignore" });
  }
}

try {
  console.log("app           |           |  size |  rebuild | uid   | stop        | answers");
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
    for (const [state, one] of Object.entries(seen)) {
      const cells = [
        name.padEnd(13),
        state.padEnd(9),
        `${(one.size / 1e6).toFixed(0)} MB`.padStart(6),
        `${one.rebuild.toFixed(1)} s`.padStart(8),
        one.uid.padEnd(5),
        `${one.stop.toFixed(1)} s, ${one.exit}`.padEnd(11),
        same ? "the same" : JSON.stringify(one.answers),
      ];
      console.log(cells.join(" | "));
    }
  }
} finally {
  for (const tag of tags) spawnSync("docker", ["image", "rm", "-f", tag], { stdio: "ignore" });
  for (const name of given) spawnSync("docker", ["image", "rm", name], { stdio: "ignore" });
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

/** Without what tells of the edit. */
function plain(answer) {
  return answer.replace(/<!-- edited.*?-->/gs, "");
}
