import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RulingWord } from "../src/core/report.js";
import { readProjectFrom } from "../src/io/memory.js";
import type { Project } from "../src/models/project/project.js";
import { filesToCompare, touchedServices } from "../src/models/project/touched.js";
import { exampleFiles } from "./example-files.js";
import { judgeProject, TODAY } from "./judged.js";

type Files = Readonly<Record<string, string>>;

const DOCKERFILE = (folder: string) =>
  `FROM node:22-slim AS build\nWORKDIR /app\nCOPY ${folder}/package*.json ./\nRUN npm ci\nCOPY ${folder}/src ./src\nRUN --mount=type=bind,source=shared,target=/s npm run build\nFROM node:22-slim\nCOPY --from=build /app/dist /app\nUSER 1000\nCMD ["node", "/app/index.js"]\n`;
/** One context, the root, for several services; layers of Compose; a manifest; a pipeline. */
const MONOREPO: Files = {
  ".dockerignore": "**/node_modules\n.git\n*.md\n",
  ".github/workflows/ci.yml":
    "on: [push]\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker compose build\n      - run: trivy image --exit-code 1 --severity HIGH,CRITICAL api\n",
  "compose.yaml":
    "services:\n  api:\n    build: { context: ., dockerfile: api/Dockerfile }\n    environment:\n      LEVEL: info\n  # the front\n  web:\n    build: { context: ., dockerfile: web/Dockerfile }\n    depends_on: [api]\n  cache:\n    image: redis:8\nnetworks:\n  inner: {}\n",
  "compose.prod.yaml": "services:\n  api:\n    read_only: true\n    cap_drop: [ALL]\n  web:\n    user: root\n",
  "jobs/compose.yaml": "services:\n  nightly:\n    build: .\n    env_file: nightly.env\n",
  "jobs/nightly.env": "A=b\n",
  "jobs/Dockerfile": 'FROM python:3.13-slim\nCOPY . /srv\nCMD ["python", "/srv/main.py"]\n',
  "jobs/main.py": "import logging\nlogging.basicConfig()\n",
  "api/Dockerfile": DOCKERFILE("api"),
  "api/package.json": '{"name":"api","dependencies":{"pino":"9.0.0"}}',
  "api/src/index.js": "const log = require('pino')();\nprocess.on('SIGTERM', () => process.exit(0));\nlog.info('up');\n",
  "web/Dockerfile": DOCKERFILE("web"),
  "web/package.json": '{"name":"web"}',
  "web/src/index.js": "console.log('up');\n",
  "shared/lib.js": "module.exports = 1;\n",
  "deploy.sh": "#!/bin/sh\ndocker run -d api\n",
  "k8s/cache.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: { name: sidecar }\nspec:\n  containers:\n    - name: sidecar\n      image: example/sidecar:1\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: other }\nspec:\n  containers:\n    - name: other\n      image: example/other:1\n      securityContext: { runAsNonRoot: true }\n",
  "README.md": "# all\n",
};
const PROJECTS: readonly Files[] = [MONOREPO, exampleFiles("naive"), exampleFiles("seaworthy")];

/** What may come into a project: with each its text. */
const NEW: Files = {
  ".env": "API_TOKEN=a8f5f167f44f4964e6c998dee827110c\n",
  "api/.env": "API_TOKEN=a8f5f167f44f4964e6c998dee827110c\n",
  "api/Dockerfile.dockerignore": "*\n",
  "web/.dockerignore": "*\n",
  ".github/workflows/nightly.yml": "on: { schedule: [{ cron: '0 3 * * 1' }] }\njobs: {}\n",
  "renovate.json": '{"extends":["config:recommended"]}',
  ".gitlab-ci.yml": "scan:\n  script: [trivy image --exit-code 1 api]\n",
  "scripts/run.sh": "docker run --privileged api\n",
  "api/src/extra.js": "require('fs').appendFileSync('/var/log/app.log', 'x');\n",
  "api/yarn.lock": "# yarn lockfile v1\n",
  "compose.prod.yaml": "services:\n  api:\n    privileged: true\n",
  "compose.override.yaml": "services:\n  api:\n    privileged: true\n",
  "charts/x/Chart.yaml": "name: x\n",
  id_rsa: "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n",
  "notes.txt": "x\n",
};

interface Change {
  readonly project: number;
  readonly file: number;
  readonly line: number;
  readonly from: number;
  readonly kind: string;
}

function edit(files: Files, { file, line, from, kind }: Change): { readonly files: Files; readonly path: string } {
  const paths = Object.keys(files);
  if (kind === "new") {
    const path = Object.keys(NEW)[file % Object.keys(NEW).length] ?? "";
    return { files: { ...files, [path]: NEW[path] ?? "" }, path };
  }
  const path = paths[file % paths.length] ?? "";
  const { [path]: text = "", ...rest } = files;
  if (kind === "gone") return { files: rest, path };
  const all = text.split("\n");
  const at = line % all.length;
  if (kind === "delete") all.splice(at, 1);
  else all.splice(at, kind === "insert" ? 0 : 1, all[from % all.length] ?? "");
  return { files: { ...files, [path]: all.join("\n") }, path };
}

/** Of each service, by rule: the ruling and what was found. */
type Told = ReadonlyMap<string, ReadonlyMap<string, { readonly ruling: RulingWord; readonly found: readonly string[] }>>;

function told(files: Files): { readonly project: Project; readonly services: Told } {
  const project = readProjectFrom(files, { today: TODAY });
  const services = judgeProject(project).services.map(({ id, items, advice }) => {
    const rulings = [...items.flatMap((item) => item.rulings), ...advice];
    return [
      id,
      new Map(rulings.map(({ rule, ruling, findings }) => [rule, { ruling, found: findings.map(({ message }) => message) }])),
    ] as const;
  });
  return { project, services: new Map(services) };
}

/** What is worse than before: a fault that is new, a claim that is no longer proven. */
function worse(before: Told, after: Told, id: string): readonly string[] {
  return [...(after.get(id) ?? [])].flatMap(([rule, { ruling, found }]) => {
    const known = before.get(id)?.get(rule);
    const isNew = found.filter((message) => !known?.found.includes(message));
    const isLess = known?.ruling === "yes" && (ruling === "no" || ruling === "unknown");
    return isNew.length > 0 || isLess || !known ? [`${rule}: ${known?.ruling} → ${ruling} ${isNew.join("; ")}`] : [];
  });
}

describe("services that a change does not touch", () => {
  const before = PROJECTS.map((files) => told(files).services);

  it("have no fault that they had not before it, whatever the change", () => {
    const change = fc.record({
      project: fc.nat(PROJECTS.length - 1),
      file: fc.nat(1000),
      line: fc.nat(1000),
      from: fc.nat(1000),
      kind: fc.constantFrom("delete", "replace", "insert", "gone", "new"),
    });
    let untouched = 0;
    let all = 0;
    fc.assert(
      fc.property(change, (made) => {
        const { files, path } = edit(PROJECTS[made.project] ?? {}, made);
        const { project, services } = told(files);
        const changes = { ref: "HEAD", commit: "0", files: new Set([path]) };
        const old = new Map(filesToCompare(project, changes).map((file) => [file, PROJECTS[made.project]?.[file] ?? null]));
        const touched = touchedServices(project, changes, old, null);
        for (const id of services.keys()) {
          all++;
          if (touched.has(id)) continue;
          untouched++;
          const faults = worse(before[made.project] ?? new Map(), services, id);
          expect({ kind: made.kind, path, id, faults }).toEqual({ kind: made.kind, path, id, faults: [] });
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 60) },
    );
    // A way to pass would be to touch everything.
    expect(untouched / all).toBeGreaterThan(0.25);
    expect(untouched / all).toBeLessThan(0.95);
  });
});
