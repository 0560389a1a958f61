import { describe, expect, it } from "vitest";
import type { RulingWord } from "../src/core/report.js";
import { judgeFiles, rulingsOf } from "./judged.js";

/** A recipe as guides for container images give it, in files of our own, with what each of its claims comes to. */
interface Recipe {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly says: Readonly<Record<string, RulingWord>>;
  readonly service?: string;
}

const NODE_APP = {
  "package.json": JSON.stringify({
    name: "quay",
    scripts: { build: "tsc -p .", start: "node dist/server.js" },
    dependencies: { express: "5.1.0" },
    devDependencies: { typescript: "5.9.3" },
  }),
  "package-lock.json": '{"name":"quay","lockfileVersion":3,"packages":{}}',
  "tsconfig.json": '{"compilerOptions":{"outDir":"dist"}}',
  "src/server.ts":
    'import express from "express";\nconst app = express();\napp.get("/", (_request, response) => { response.json({ ok: true }); });\napp.listen(3000);\n',
};

const PYTHON_APP = {
  "requirements.txt": "fastapi==0.115.6\nuvicorn==0.34.0\nasyncpg==0.30.0\nredis==5.2.1\n",
  "src/main.py":
    'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/")\nasync def root():\n    return {"ok": True}\n',
};

const IGNORE = {
  ".dockerignore":
    ".git\n.env\n.env.*\nnode_modules\n__pycache__\n*.pyc\n.venv\n.pytest_cache\n.coverage\ndist\nbuild\n*.md\ndocker-compose*.yml\n",
};

const RECIPES: readonly Recipe[] = [
  {
    title: "two stages for Node, with production dependencies installed before the build: the build tools are missing then",
    files: {
      ...NODE_APP,
      ...IGNORE,
      Dockerfile: `FROM node:20-alpine AS builder
WORKDIR /srv
COPY package*.json ./
RUN npm ci --only=production
COPY . .
RUN npm run build
FROM node:20-alpine AS production
WORKDIR /srv
RUN addgroup -g 1001 crew && \\
    adduser -u 1001 -G crew -s /bin/sh -D sailor
COPY --from=builder /srv/dist ./dist
COPY --from=builder /srv/node_modules ./node_modules
COPY --from=builder /srv/package.json ./
USER sailor
EXPOSE 3000
CMD ["node", "dist/server.js"]
`,
    },
    says: {
      "multi-stage-build/uses-stages": "yes",
      "multi-stage-build/no-build-step": "yes",
      "multi-stage-build/no-build-tools": "yes",
      "multi-stage-build/copies-artifacts": "yes",
      "multi-stage-build/production-dependencies": "yes",
      "multi-stage-build/builder-has-dev-dependencies": "no",
      "non-root-user/user": "yes",
      "non-root-user/numeric-user": "no",
      "minimal-base-image/slim-base": "yes",
      "layer-caching/dependencies-first": "yes",
      "dockerignore/present": "yes",
      "dockerignore/excludes-dependencies": "yes",
      "dockerignore/excludes-secrets": "yes",
      "dockerignore/excludes-vcs": "yes",
      "graceful-shutdown/exec-form": "yes",
      "graceful-shutdown/no-wrapper": "yes",
      "graceful-shutdown/handles-sigterm": "no",
      "healthcheck/declared": "no",
      "pinned-versions/base-tag": "yes",
      "pinned-versions/frozen-lockfile": "yes",
      "least-privilege/read-only-root": "unknown",
    },
  },
  {
    title: "two stages for Python, installed under a prefix",
    files: {
      ...PYTHON_APP,
      ...IGNORE,
      "pyproject.toml":
        '[tool.poetry]\nname = "tide"\nversion = "1.0.0"\n[tool.poetry.dependencies]\npython = "^3.12"\nfastapi = "0.115.6"\nuvicorn = "0.34.0"\n',
      "poetry.lock": "# locked\n",
      Dockerfile: `FROM python:3.12-slim AS builder
WORKDIR /srv
RUN pip install --no-cache-dir poetry
COPY pyproject.toml poetry.lock ./
RUN poetry export -f requirements.txt --output requirements.txt --without-hashes
RUN pip install --no-cache-dir --prefix=/install -r requirements.txt
FROM python:3.12-slim AS production
WORKDIR /srv
COPY --from=builder /install /usr/local
COPY src/ ./src/
RUN useradd --create-home --shell /bin/bash sailor
USER sailor
EXPOSE 8000
CMD ["python", "-m", "uvicorn", "src.main:app", "--host", "0.0.0.0", "--port", "8000"]
`,
    },
    says: {
      "multi-stage-build/no-build-tools": "yes",
      "non-root-user/user": "yes",
      "non-root-user/numeric-user": "no",
      "non-root-user/user-exists": "yes",
      "minimal-base-image/slim-base": "yes",
      "minimal-base-image/no-package-caches": "yes",
      "layer-caching/dependencies-first": "yes",
      "graceful-shutdown/exec-form": "yes",
      "graceful-shutdown/handles-sigterm": "yes",
      "pinned-versions/base-tag": "yes",
    },
  },
  {
    title: "the full base image",
    files: {
      ...PYTHON_APP,
      Dockerfile: 'FROM python:3.12\nCOPY src/ /srv/src/\nUSER 1000\nCMD ["python", "-m", "uvicorn", "src.main:app"]\n',
    },
    says: { "minimal-base-image/slim-base": "no" },
  },
  {
    title: "distroless for Python: no shell at all, root without :nonroot",
    files: { ...PYTHON_APP, Dockerfile: 'FROM gcr.io/distroless/python3\nCOPY src/ /srv/src/\nCMD ["/srv/src/main.py"]\n' },
    says: { "minimal-base-image/slim-base": "yes", "non-root-user/user": "no", "pinned-versions/base-tag": "no" },
  },
  {
    title: "everything copied before the install",
    files: {
      ...PYTHON_APP,
      Dockerfile:
        'FROM python:3.12-slim\nWORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt\nUSER 1000\nCMD ["python", "-m", "uvicorn", "src.main:app"]\n',
    },
    says: {
      "layer-caching/dependencies-first": "no",
      "minimal-base-image/no-package-caches": "no",
      "dockerignore/present": "no",
    },
  },
  {
    title: "the requirements first",
    files: {
      ...PYTHON_APP,
      ...IGNORE,
      Dockerfile:
        'FROM python:3.12-slim\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nUSER 1000\nCMD ["python", "-m", "uvicorn", "src.main:app"]\n',
    },
    says: {
      "layer-caching/dependencies-first": "yes",
      "minimal-base-image/no-package-caches": "yes",
      "dockerignore/present": "yes",
      "dockerignore/excludes-secrets": "yes",
    },
  },
  {
    title: "a read-only root with tmpfs and a volume, all capabilities dropped but one for a low port",
    service: "api",
    files: {
      ...NODE_APP,
      Dockerfile: 'FROM node:22-alpine\nCOPY dist /srv/dist\nUSER 1000\nEXPOSE 80\nCMD ["node", "/srv/dist/server.js"]\n',
      "docker-compose.yml": `services:
  api:
    build: .
    image: quay:1.4.2
    read_only: true
    tmpfs:
      - /tmp
    volumes:
      - app-data:/app/data
    cap_drop:
      - ALL
    cap_add:
      - NET_BIND_SERVICE
volumes:
  app-data:
`,
    },
    says: {
      "least-privilege/read-only-root": "yes",
      "least-privilege/capabilities-dropped": "yes",
      "least-privilege/capabilities-added": "yes",
      "least-privilege/not-privileged": "yes",
      "least-privilege/no-new-privileges": "no",
    },
  },
  {
    title: "privileged",
    service: "api",
    files: {
      Dockerfile: 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n',
      "docker-compose.yml": "services:\n  api:\n    build: .\n    privileged: true\n",
    },
    says: {
      "least-privilege/not-privileged": "no",
      "least-privilege/read-only-root": "no",
      "least-privilege/capabilities-dropped": "no",
    },
  },
  {
    title: "docker run --privileged in a script",
    files: {
      Dockerfile: 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n',
      "deploy.sh": "#!/bin/sh\ndocker build -t quay .\ndocker run -d --privileged quay\n",
    },
    says: { "least-privilege/no-privileged-scripts": "no" },
  },
  {
    title: "a HEALTHCHECK with wget on a base that has none",
    files: {
      ...PYTHON_APP,
      Dockerfile: `FROM python:3.12-slim
COPY src/ /srv/src/
USER 1000
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\
    CMD wget --no-verbose --tries=1 --spider http://localhost:8000/health || exit 1
CMD ["python", "-m", "uvicorn", "src.main:app", "--port", "8000"]
`,
    },
    says: {
      "healthcheck/declared": "yes",
      "healthcheck/can-fail": "yes",
      "healthcheck/tool-present": "no",
      "healthcheck/timings": "yes",
    },
  },
  {
    title: "the same check on alpine, where wget is",
    files: {
      ...NODE_APP,
      Dockerfile: `FROM node:22-alpine
COPY dist /srv/dist
USER 1000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\
    CMD wget --no-verbose --tries=1 --spider http://localhost:3000/health || exit 1
CMD ["node", "/srv/dist/server.js"]
`,
    },
    says: { "healthcheck/tool-present": "yes", "healthcheck/can-fail": "yes" },
  },
  {
    title: "a health endpoint that asks the database and the cache",
    files: {
      "requirements.txt": "fastapi==0.115.6\nuvicorn==0.34.0\nasyncpg==0.30.0\nredis==5.2.1\n",
      "src/main.py": `import asyncpg
import redis.asyncio as redis
from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()
cache = redis.Redis(host="cache")


async def check_db_connection():
    try:
        connection = await asyncpg.connect("postgresql://db/quay", timeout=2)
        await connection.fetchval("SELECT 1")
        await connection.close()
        return True
    except Exception:
        return False


async def check_redis_connection():
    try:
        return await cache.ping()
    except Exception:
        return False


@app.get("/health")
async def health():
    checks = {
        "database": await check_db_connection(),
        "redis": await check_redis_connection(),
    }
    healthy = all(checks.values())
    return JSONResponse(
        status_code=200 if healthy else 503,
        content={"status": "healthy" if healthy else "degraded", "checks": checks},
    )
`,
      Dockerfile: `FROM python:3.12-slim
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY src/ ./src/
USER 1000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=3)"]
CMD ["python", "-m", "uvicorn", "src.main:app", "--port", "8000"]
`,
    },
    says: { "healthcheck/checks-dependencies": "yes", "healthcheck/can-fail": "yes", "healthcheck/tool-present": "yes" },
  },
  {
    title: "shell form",
    files: {
      "server.py": "import http.server\n",
      Dockerfile: "FROM python:3.12-slim\nCOPY server.py .\nUSER 1000\nCMD python server.py\n",
    },
    says: { "graceful-shutdown/exec-form": "no" },
  },
  {
    title: "exec form",
    files: {
      "server.py": "import http.server\n",
      Dockerfile: 'FROM python:3.12-slim\nCOPY server.py .\nUSER 1000\nCMD ["python", "server.py"]\n',
    },
    says: { "graceful-shutdown/exec-form": "yes" },
  },
  {
    title: "a SIGTERM handler that leaves at once: sys.exit(0) is no draining",
    files: {
      "server.py": `import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


def graceful_shutdown(signum, frame):
    print("Received SIGTERM, shutting down gracefully...")
    # close connections, finish requests, flush logs
    sys.exit(0)


signal.signal(signal.SIGTERM, graceful_shutdown)
HTTPServer(("", 8000), BaseHTTPRequestHandler).serve_forever()
`,
      Dockerfile:
        'FROM python:3.12-slim\nCOPY server.py /srv/server.py\nUSER 1000\nEXPOSE 8000\nCMD ["python", "/srv/server.py"]\n',
    },
    says: { "graceful-shutdown/exec-form": "yes", "graceful-shutdown/handles-sigterm": "no" },
  },
  {
    title: "a format string of JSON for the standard logger, on stdout",
    files: {
      "server.py": `import logging
from flask import Flask

logging.basicConfig(
    level=logging.INFO,
    format='{"time":"%(asctime)s","level":"%(levelname)s","message":"%(message)s"}',
    handlers=[logging.StreamHandler()],
)
app = Flask(__name__)
logging.info("ready")
`,
      "requirements.txt": "flask==3.1.0\ngunicorn==23.0.0\n",
      Dockerfile:
        'FROM python:3.12-slim\nCOPY server.py /srv/server.py\nUSER 1000\nCMD ["gunicorn", "--chdir", "/srv", "server:app"]\n',
    },
    says: { "structured-logging/json-logger": "yes", "structured-logging/stdout": "yes" },
  },
  {
    title: "a password in ENV and .env in a layer",
    files: {
      ".env": "DATABASE_PASSWORD=mysecretpassword\n",
      Dockerfile: 'FROM alpine:3.22\nENV DATABASE_PASSWORD=mysecretpassword\nCOPY .env /app/.env\nUSER 1000\nCMD ["/app/run"]\n',
    },
    says: { "no-secrets/no-secret-env": "no", "no-secrets/no-secret-files": "no" },
  },
  {
    title: "a secret of the build by mount",
    files: {
      ...NODE_APP,
      Dockerfile: `FROM node:22-alpine AS build
WORKDIR /srv
COPY package*.json ./
RUN --mount=type=secret,id=npm_token \\
    NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci
COPY . .
RUN npm run build
FROM node:22-alpine
COPY --from=build /srv/dist /srv/dist
USER 1000
CMD ["node", "/srv/dist/server.js"]
`,
    },
    says: { "no-secrets/build-secrets": "yes", "no-secrets/no-secret-env": "yes", "no-secrets/no-secret-values": "yes" },
  },
  {
    title: "secrets of Compose as files",
    service: "api",
    files: {
      Dockerfile: 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n',
      "compose.yaml":
        "services:\n  api:\n    build: .\n    environment:\n      DATABASE_PASSWORD_FILE: /run/secrets/db_password\n    secrets: [db_password]\nsecrets:\n  db_password:\n    file: ./secrets/db_password\n",
    },
    says: { "no-secrets/deployed-secrets": "yes" },
  },
  {
    title: "a scan that blocks, and a monthly rebuild",
    files: {
      Dockerfile: 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n',
      ".github/workflows/image.yml": `on:
  push:
  schedule:
    - cron: "17 4 1 * *"
jobs:
  image:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: docker build --pull -t quay:\${{ github.sha }} .
      - run: trivy image --exit-code 1 --severity CRITICAL,HIGH quay:\${{ github.sha }}
      - run: docker push quay:\${{ github.sha }}
`,
    },
    says: { "image-scanning/scan-gate": "yes", "image-scanning/scheduled-rebuild": "yes" },
  },
  {
    title: "a scan that only looks",
    files: {
      Dockerfile: 'FROM alpine:3.22\nUSER 1000\nCMD ["/app"]\n',
      ".github/workflows/image.yml":
        "on: [push]\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build -t quay:1 .\n      - run: trivy image quay:1\n",
    },
    says: { "image-scanning/scan-gate": "no", "image-scanning/scheduled-rebuild": "no" },
  },
  {
    title: "latest",
    files: { Dockerfile: 'FROM node:latest\nUSER node\nCMD ["node", "s.js"]\n' },
    says: { "pinned-versions/base-tag": "no" },
  },
];

describe("the guide's recipes", () => {
  for (const { title, files, says, service } of RECIPES) {
    it(title, () => {
      const rulings = rulingsOf(judgeFiles(files), service);
      const found = Object.fromEntries(Object.keys(says).map((rule) => [rule, rulings.get(rule)?.ruling ?? "no such rule"]));
      const because = Object.keys(says).map((rule) => `${rule}: ${rulings.get(rule)?.because}`);
      expect(found, because.join("\n")).toEqual(says);
    });
  }
});
