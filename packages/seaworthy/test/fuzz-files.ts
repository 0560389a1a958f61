/** Projects of the shape that people have, to be damaged: each file is read by another reader. */
export const FUZZ_PROJECTS: readonly Readonly<Record<string, string>>[] = [
  {
    Dockerfile: `# syntax=docker/dockerfile:1
# check=skip=StageNameCasing;error=false
ARG NODE=24.11.1
ARG VARIANT=-slim
FROM --platform=$BUILDPLATFORM node:\${NODE}\${VARIANT} AS build
# hadolint ignore=DL3008,DL3015 # pinned elsewhere
RUN apt-get update && apt-get install -y git curl | tee /tmp/log && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm --mount=type=secret,id=npm,target=/root/.npmrc npm ci
COPY --chown=node:node . .
RUN <<-'EOF'
	set -eo pipefail
	npm run build | tee log
	npm prune --omit=dev
	EOF
FROM gcr.io/distroless/nodejs24-debian13:nonroot
ENV NODE_ENV=production PORT=3000 \\
    # why
    DB_PASSWORD_FILE=/run/secrets/db
LABEL org.opencontainers.image.source="https://example.com/a" version=1.4.0
WORKDIR /app
COPY --from=build --link ["/app/dist", "/app/node_modules", "./"]
# seaworthy ignore=healthcheck until=2027-01-31 -- Kubernetes probes it
HEALTHCHECK --interval=10s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz')"]
EXPOSE 3000/tcp $PORT
STOPSIGNAL SIGTERM
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["server.js"]
`,
    "compose.yaml": `x-common: &common
  restart: unless-stopped
  logging: { driver: json-file, options: { max-size: 10m } }
services:
  api:
    <<: *common
    build: { context: ., target: "", args: [NODE=24.11.1, TOKEN] }
    image: registry.example.com/api:\${TAG:-1.4.0}
    read_only: true
    tmpfs: [/tmp]
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true]
    environment:
      DATABASE_URL: postgres://app:\${DB_PASSWORD:?}@db:5432/app
    ports: ["127.0.0.1:8080:3000", { target: 9090, published: "9090" }]
    healthcheck: { test: [CMD, wget, -qO-, "http://localhost:3000"], interval: 10s, retries: 3 }
    stop_grace_period: 20s
    depends_on: { db: { condition: service_healthy } }
    secrets: [db]
  db:
    image: postgres:17.2@sha256:${"0".repeat(64)}
    user: "999"
    volumes: [data:/var/lib/postgresql/data, /var/run/docker.sock:/var/run/docker.sock:ro]
    privileged: false
volumes: { data: {} }
secrets: { db: { file: ./db.txt } }
`,
    ".dockerignore": "# what stays out\n.git\nnode_modules\n**/*.log\n.env*\n!.env.example\ndocs/**/[a-c]?.md\n",
    "package.json":
      '{"name":"api","scripts":{"build":"tsc","start":"node dist/server.js"},"dependencies":{"express":"5.1.0","pino":"10.0.0"}}',
    "package-lock.json": '{"name":"api","lockfileVersion":3,"packages":{}}',
    "src/server.ts":
      'import express from "express";\nimport pino from "pino";\nconst log = pino();\nconst server = express().get("/healthz", (_, res) => res.send("ok")).listen(process.env.PORT);\nprocess.on("SIGTERM", () => server.close(() => log.info("bye")));\n',
    ".github/workflows/ci.yaml": `name: ci
on:
  push: { branches: [main] }
  schedule: [{ cron: "0 4 * * 1" }]
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - run: |
          docker build -t api:\${{ github.sha }} .
          docker run --rm --privileged api:\${{ github.sha }} true
      - uses: aquasecurity/trivy-action@0.33.1
        with: { image-ref: "api:\${{ github.sha }}", severity: "CRITICAL,HIGH", exit-code: "1" }
`,
    "seaworthy.yaml": "rules:\n  healthcheck/timings: { maxDetectionSeconds: 60 }\n",
  },
  {
    "svc/Dockerfile": `FROM python:3.14-slim AS base
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
FROM base AS deps
COPY requirements.txt .
RUN pip install -r requirements.txt gunicorn && useradd --system -l --uid 1000001 app
FROM deps
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ADD --checksum=sha256:${"a".repeat(64)} https://example.com/tool-1.2.3.tgz /opt/
RUN cd /opt && tar xzf tool-1.2.3.tgz; sudo true
COPY entry.sh app.py /srv/
ONBUILD RUN apk add tini
USER app
ENTRYPOINT /srv/entry.sh gunicorn app:app
CMD gunicorn -b 0.0.0.0:$PORT app:app
`,
    "svc/entry.sh": '#!/bin/sh\nset -e\nif [ "$1" = gunicorn ]; then\n  python -m app migrate\nfi\nexec "$@"\n',
    "svc/requirements.txt": "flask==3.1.2\npsycopg[binary]>=3.2 ; python_version > '3.9'\n",
    "svc/app.py":
      'import logging, signal\nfrom flask import Flask\napp = Flask(__name__)\nlogging.basicConfig(filename="app.log")\n@app.get("/health")\ndef health():\n    return "ok"\n',
    "svc/.dockerignore": "*\n!*.py\n!entry.sh\n!requirements.txt\n",
    "deploy/app.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: svc }
spec:
  replicas: 2
  template:
    spec:
      terminationGracePeriodSeconds: 30
      securityContext: { runAsNonRoot: true, runAsUser: 1000 }
      containers:
        - name: svc
          image: registry.example.com/svc:2.0.1
          args: ["gunicorn", "app:app"]
          env: [{ name: TOKEN, valueFrom: { secretKeyRef: { name: a, key: b } } }]
          readinessProbe: { httpGet: { path: /health, port: 8000 }, periodSeconds: 5 }
          livenessProbe: { exec: { command: [cat, /tmp/ok] } }
          securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
          resources: { limits: { memory: 256Mi, cpu: "1" } }
          volumeMounts: [{ name: tmp, mountPath: /tmp }]
      volumes: [{ name: tmp, emptyDir: {} }]
---
apiVersion: v1
kind: Service
metadata: { name: svc }
`,
    ".gitlab-ci.yml":
      "scan:\n  image: aquasec/trivy:0.67.0\n  script: [trivy image --exit-code 1 --severity HIGH,CRITICAL $IMAGE]\n",
    "renovate.json": '{ "extends": ["config:recommended", "docker:pinDigests"] }',
    Makefile: "image:\n\tdocker build -t registry.example.com/svc:2.0.1 svc\n",
  },
];
