// Builds the naive example before and after `seaworthy fix --review --write --online --lockfiles`, starts both with their stores, and asks both the same.
// Usage: npm run bases && node bench/mended-naive.mjs; then npm run bases -- --unname
// The address that the example downloads from does not exist: a container stands in for it, in the builds and for the fix.
// After the fix the services run as the mended Compose file says: read-only, without capabilities, as the user of the image.
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, docker, giveBases, quietly, row, stopped, TITLES, usersOf } from "./mended-docker.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const seaworthy = join(here, "../packages/seaworthy/dist/bin.cjs");
const DOWNLOADS = "get.harbour-tools.example";
const NETWORK = "seaworthy-mended-naive";
const PASSWORD = "hunter2-not-real";
const STORES = {
  DATABASE_URL: `postgres://harbour:${PASSWORD}@postgres:5432/harbour`,
  REDIS_URL: `redis://:${PASSWORD}@redis:6379`,
};
const SERVICES = {
  worker: {
    context: ".",
    file: "worker/Dockerfile",
    edit: ["worker/main.py", "#"],
    port: 8000,
    ask: [["/health"]],
    last: [["/summary"]],
    after: ["--tmpfs", "/app/logs"],
  },
  api: {
    context: "api",
    file: "api/Dockerfile",
    edit: ["api/src/index.ts", "//"],
    port: 3000,
    ask: [["/health"], ["/arrivals", '{"ship":"Cutty Sark","eta":"2030-05-01T06:00:00Z"}']],
    last: [["/arrivals"]],
    after: [],
  },
};
const HARDENED = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"];

const work = mkdtempSync(join(tmpdir(), "seaworthy-mended-"));
const containers = [];
const tags = [];
const given = [];

function started(...args) {
  const id = docker(["run", "-d", ...args]);
  containers.push(id);
  return id;
}

/** What stands in for the address: an install script that does nothing, for whatever is asked. */
function downloads() {
  const code = 'require("http").createServer((q,s)=>s.end("#!/bin/sh\\necho installed\\n")).listen(80)';
  const id = started("--entrypoint", "node", "node:latest", "-e", code);
  return docker(["inspect", "-f", "{{.NetworkSettings.IPAddress}}", id]);
}

function build(name, state, address) {
  const { context, file, edit } = SERVICES[name];
  const tag = `seaworthy-mended/naive-${name}:${state}`;
  given.push(...giveBases(join(work, file)));
  const secret = state === "before" ? ["--build-arg", "NPM_TOKEN"] : ["--secret", "id=npm_token,env=NPM_TOKEN"];
  const words = [
    "build",
    "-q",
    "-t",
    tag,
    "--add-host",
    `${DOWNLOADS}:${address}`,
    ...secret,
    "-f",
    join(work, file),
    join(work, context),
  ];
  docker(words, { NPM_TOKEN: PASSWORD });
  tags.push(tag);
  appendFileSync(join(work, edit[0]), `\n${edit[1]} edited at ${process.hrtime.bigint()}\n`);
  const began = performance.now();
  docker(words, { NPM_TOKEN: PASSWORD });
  return { tag, rebuild: (performance.now() - began) / 1000, size: Number(docker(["image", "inspect", "-f", "{{.Size}}", tag])) };
}

async function look(state, address) {
  const built = Object.fromEntries(Object.keys(SERVICES).map((name) => [name, build(name, state, address)]));
  const stores = [
    started(
      ...["--network", NETWORK, "--network-alias", "postgres"],
      ...["-e", "POSTGRES_USER=harbour", "-e", `POSTGRES_PASSWORD=${PASSWORD}`, "-e", "POSTGRES_DB=harbour", "postgres:latest"],
    ),
    started("--network", NETWORK, "--network-alias", "redis", "redis:latest", "redis-server", "--requirepass", PASSWORD),
  ];
  for (let left = 60; left > 0; left--) {
    const { status } = spawnSync("docker", ["exec", stores[0], "pg_isready", "-h", "127.0.0.1", "-U", "harbour"], {
      stdio: "ignore",
    });
    if (status === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const running = Object.fromEntries(
    Object.entries(SERVICES).map(([name, { port, after }]) => {
      const how = state === "before" ? ["--user", "root"] : [...HARDENED, ...after];
      const env = Object.entries(STORES).flatMap(([key, value]) => ["-e", `${key}=${value}`]);
      return [name, started("--network", NETWORK, "-p", `127.0.0.1:0:${port}`, ...how, ...env, built[name].tag)];
    }),
  );
  const portOf = (name) =>
    docker(["port", running[name], `${SERVICES[name].port}/tcp`])
      .split(":")
      .at(-1);
  const seen = {};
  for (const [name, { ask: asked }] of Object.entries(SERVICES)) {
    seen[name] = { ...built[name], answers: [] };
    for (const [path, sent] of asked) seen[name].answers.push(await ask(portOf(name), path, sent ?? null));
  }
  // The worker gives the arrival its berth meanwhile.
  for (let left = 30; left > 0 && !(await ask(portOf("api"), "/arrivals")).includes("berthed"); left--)
    await new Promise((resolve) => setTimeout(resolve, 1000));
  for (const [name, { last }] of Object.entries(SERVICES)) {
    for (const [path] of last) seen[name].answers.push(await ask(portOf(name), path));
    Object.assign(seen[name], { uid: usersOf(running[name]) }, stopped(running[name]));
  }
  if (process.env.SHOW) for (const id of Object.values(running)) console.log(docker(["logs", id]));
  for (const id of stores) quietly("rm", "-f", "-v", id);
  return seen;
}

try {
  cpSync(join(here, "../examples/naive"), work, { recursive: true });
  execFileSync("git", ["init", "-q"], { cwd: work });
  execFileSync("git", ["add", "-A"], { cwd: work });
  docker(["network", "create", NETWORK]);
  const address = downloads();
  const before = await look("before", address);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [seaworthy, "fix", "--review", "--write", "--online", "--lockfiles", "--format", "json", work],
    { encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, http_proxy: `http://${address}`, no_proxy: "" } },
  );
  if (stdout === "") throw new Error(stderr);
  const { fixed, left } = JSON.parse(stdout);
  const open = left.filter(({ weight, rule }) => weight === "required" && !rule.startsWith("craft/"));
  console.log(`${fixed.length} fixes; required findings that are left: ${open.length}`);
  for (const { rule, message, because } of open) console.log(`  ${rule}: ${message}: ${because}`);
  if (process.env.SHOW) for (const { file } of Object.values(SERVICES)) console.log(readFileSync(join(work, file), "utf8"));
  const after = await look("after", address);
  console.log(TITLES);
  for (const name of Object.keys(SERVICES)) {
    const same = JSON.stringify(before[name].answers) === JSON.stringify(after[name].answers);
    if (!same) process.exitCode = 1;
    console.log(row(name, "before", before[name], same));
    console.log(row(name, "after", after[name], same));
  }
} finally {
  for (const id of containers) quietly("rm", "-f", "-v", id);
  quietly("network", "rm", NETWORK);
  for (const tag of tags) quietly("image", "rm", "-f", tag);
  for (const name of given) quietly("image", "rm", name);
  rmSync(work, { recursive: true, force: true });
}
