// Whole-process time of `seaworthy check` on a one-service project against an empty node, in turn, so that a drift of the machine
// hits both; as a user runs it: where a ShellCheck is on the PATH, what it said before is known. Usage: node bench/start.mjs [RUNS] [NODE…].
// Prints medians, minima and the ratios; judges nothing.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const bin = join(dirname(fileURLToPath(import.meta.url)), "../packages/seaworthy/dist/bin.cjs");
const runs = Number(process.argv[2] ?? 15);
const nodes = process.argv.length > 3 ? process.argv.slice(3) : [process.execPath];
const project = mkdtempSync(join(tmpdir(), "seaworthy-bench-"));
const files = {
  Dockerfile: `FROM node:22.20.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build && npm prune --omit=dev
FROM node:22.20.0-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER 1000
EXPOSE 3000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/server.js"]
`,
  ".dockerignore": ".git\nnode_modules\n.env*\n",
  "package.json":
    '{"name":"api","scripts":{"build":"tsc","start":"node dist/server.js"},"dependencies":{"express":"5.1.0","pino":"9.0.0"}}',
  "package-lock.json": '{"name":"api","lockfileVersion":3,"packages":{}}',
  "src/server.ts":
    'import express from "express";\nconst app = express();\nconst server = app.listen(3000);\nprocess.on("SIGTERM", () => server.close());\n',
  "compose.yaml": "services:\n  api:\n    build: .\n    read_only: true\n",
};
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
function time(node, args) {
  const began = process.hrtime.bigint();
  const { status } = spawnSync(node, args, { cwd: project, stdio: "ignore" });
  if (status === null || status > 1) throw new Error(`${args.join(" ")} ended with ${status}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}

for (const node of nodes) {
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  for (let warm = 0; warm < 3; warm++) time(node, [bin, "check"]);
  const ours = [];
  const empty = [];
  for (let run = 0; run < runs; run++) {
    empty.push(time(node, ["-e", "0"]));
    ours.push(time(node, [bin, "check"]));
  }
  const ratios = ours.map((ms, index) => ms / empty[index]);
  console.log(
    `${version}  node -e 0: ${median(empty).toFixed(0)} ms · check: ${median(ours).toFixed(0)} ms · ratio ${median(ratios).toFixed(2)}, of the minima ${(Math.min(...ours) / Math.min(...empty)).toFixed(2)} (${runs} runs)`,
  );
}
rmSync(project, { recursive: true, force: true });
