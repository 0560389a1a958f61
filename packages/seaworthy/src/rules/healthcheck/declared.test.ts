import { testRule } from "../../testing/test-rule.js";
import canFail from "./can-fail.js";
import checksDependencies from "./checks-dependencies.js";
import rule from "./declared.js";
import toolPresent from "./tool-present.js";

const CHECKED = 'FROM alpine:3.22\nHEALTHCHECK CMD wget -q --spider http://127.0.0.1:8000/health\nCMD ["/app"]\n';
const BARE = 'FROM alpine:3.22\nCMD ["/app"]\n';
const workload = (probe: string, kind = "Deployment") =>
  `apiVersion: ${kind === "Job" ? "batch" : "apps"}/v1\nkind: ${kind}\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n${probe}`;

testRule(rule, {
  source: {
    yes: [
      {
        title: "inherited from a stage below",
        files: `${CHECKED.replace("alpine:3.22", "alpine:3.22 AS base")}FROM base\nCMD ["/app"]\n`,
      },
      {
        title: "NONE and then a check: the last counts",
        files: 'FROM alpine:3.22\nHEALTHCHECK NONE\nHEALTHCHECK CMD wget -q http://127.0.0.1/\nCMD ["/app"]\n',
      },
      {
        title: "Compose alone",
        files: {
          Dockerfile: BARE,
          "compose.yaml": 'services:\n  app:\n    build: .\n    healthcheck:\n      test: ["CMD", "/app", "ping"]\n',
        },
      },
      {
        title: "Compose changes the times of the image's check",
        files: {
          Dockerfile: CHECKED,
          "compose.yaml": "services:\n  app:\n    build: .\n    healthcheck:\n      interval: 10s\n",
        },
      },
      {
        title: "a probe of Kubernetes",
        files: {
          Dockerfile: BARE,
          "k8s.yaml": workload(
            "          livenessProbe:\n            httpGet:\n              path: /health\n              port: 8000\n",
          ),
        },
      },
      { title: "the base has one", files: "FROM dunglas/frankenphp:1.9-php8.4\nCOPY . /app\n" },
      {
        title: "switched off for a task that runs once",
        files: {
          Dockerfile: CHECKED,
          "compose.yaml":
            'services:\n  app:\n    build: .\n  migrate:\n    build: .\n    restart: "no"\n    command: ["/app", "migrate"]\n    profiles: [tools]\n    healthcheck:\n      disable: true\n',
        },
      },
    ],
    no: [
      `${CHECKED.replace("FROM alpine:3.22", "FROM alpine:3.22 AS build")}«FROM alpine:3.22»\nCOPY --from=build /app /app\nCMD ["/app"]\n`,
      'FROM alpine:3.22\n«HEALTHCHECK NONE»\nCMD ["/app"]\n',
      { title: "lower case, with blanks", files: 'FROM alpine:3.22\n«healthcheck   none»\nCMD ["/app"]\n' },
      {
        title: "switched off by Compose",
        files: {
          Dockerfile: CHECKED,
          "compose.yaml": "services:\n  app:\n    build: .\n    healthcheck:\n      disable: true\n",
        },
        because: "switched off",
      },
      {
        title: "one of two deployments has none",
        files: {
          Dockerfile: BARE,
          "compose.yaml":
            'services:\n  api:\n    build: .\n    healthcheck:\n      test: ["CMD", "/app", "ping"]\n  «worker»:\n    build: .\n    command: ["/app", "work"]\n',
        },
        because: "worker",
      },
      {
        title: "Kubernetes ignores the image's",
        files: { Dockerfile: CHECKED, "k8s.yaml": workload("") },
        because: "ignores HEALTHCHECK",
      },
      {
        title: "a startup probe alone ends with the start",
        files: {
          Dockerfile: BARE,
          "k8s.yaml": workload("          startupProbe:\n            tcpSocket:\n              port: 8000\n"),
        },
      },
      { title: "a foreign image", files: { "compose.yaml": "services:\n  «db»:\n    image: postgres:16.4\n" }, service: "db" },
    ],
    unknown: [
      'FROM registry.example.com/team/base:1\nCMD ["/app"]\n',
      'ARG BASE\nFROM $BASE\nCMD ["/app"]\n',
      {
        title: "a chart deploys it",
        files: {
          Dockerfile: BARE,
          "chart/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
          "chart/templates/app.yaml": "kind: Deployment\nspec: {{ .Values.spec }}\n",
        },
      },
    ],
    "n/a": [
      { title: "a shell behind the script of the base", files: 'FROM node:22-alpine\nCMD ["/bin/sh"]\n', because: "a shell" },
      { title: "a base for others", files: "FROM alpine:3.22\nRUN apk add --no-cache tzdata\n" },
      { title: "a shell", files: 'FROM debian:12-slim\nCMD ["bash"]\n' },
      { title: "a job", files: { Dockerfile: BARE, "k8s.yaml": workload("", "Job") } },
      { title: "a function", files: 'FROM public.ecr.aws/lambda/python:3.12\nCMD ["app.handler"]\n' },
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
    ],
  },
  image: {
    yes: [
      { config: { cmd: ["/app"], healthcheck: { test: ["CMD", "/app", "health"] } } },
      { config: { cmd: ["/app"], healthcheck: { test: ["CMD-SHELL", "wget -q --spider http://127.0.0.1/"] } } },
      {
        title: "Compose changes a time and keeps the check",
        image: { config: { cmd: ["/app"], healthcheck: { test: ["CMD", "/app", "health"] } } },
        ship: {
          Dockerfile: "FROM scratch\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      interval: 5s\n",
        },
      },
    ],
    no: [
      { image: { config: { cmd: ["/app"], healthcheck: { test: ["NONE"] } } }, at: ["Healthcheck"] },
      {
        title: "lost by the OCI form",
        image: {
          form: "oci",
          config: { cmd: ["/app"] },
          history: [
            {
              createdBy: '/bin/sh -c #(nop) HEALTHCHECK --interval=30s CMD ["/app", "health"]',
              created: null,
              comment: "",
              layer: null,
            },
            { createdBy: '/bin/sh -c #(nop) CMD ["/app"]', created: null, comment: "", layer: null },
          ],
        },
        at: ["1"],
        because: "cannot carry one",
      },
      {
        form: "oci",
        config: { cmd: ["/app"] },
        history: [
          {
            createdBy: 'HEALTHCHECK &{["CMD" "/app"] "30s" "5s" "0s" "0s" \'\\x00\'}',
            created: null,
            comment: "buildkit.dockerfile.v0",
            layer: null,
          },
        ],
      },
    ],
    unknown: [
      { config: { cmd: ["/app"] } },
      { image: { form: "oci", config: { cmd: ["/app"] } }, because: "cannot carry one" },
      { config: { cmd: ["/app"], healthcheck: { test: [] } } },
      {
        form: "oci",
        config: { cmd: ["/app"] },
        history: [{ createdBy: "HEALTHCHECK NONE", created: null, comment: "", layer: null }],
      },
    ],
    "n/a": [
      {},
      { config: { cmd: ["/bin/sh"] } },
      { form: "rootfs" },
      {
        title: "Kubernetes ignores it",
        image: { config: { cmd: ["/app"], healthcheck: { test: ["CMD", "/app", "health"] } } },
        ship: {
          Dockerfile: "FROM scratch\n",
          "compose.yaml": "services:\n  app:\n    build: .\n    image: app:1.0.0\n",
          "k8s.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n",
        },
      },
      {
        title: "Compose has a check of its own",
        image: { config: { cmd: ["/app"], healthcheck: { test: ["NONE"] } } },
        ship: {
          Dockerfile: "FROM scratch\n",
          "compose.yaml": "services:\n  web:\n    build: .\n    healthcheck:\n      test: [CMD, /app, health]\n",
        },
      },
    ],
  },
  trial: {
    yes: [{ drills: { health: {} } }],
    no: [{ trial: { conditions: { deployed: true }, drills: { health: { declaredBy: null } } }, at: ["started"] }],
    unknown: [{ title: "the image alone", trial: { drills: { health: { declaredBy: null } } } }],
  },
  fix: [
    {
      before: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nUSER 1000\nCMD ["node", "a.js"]\n' },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nUSER 1000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\\n  CMD ["node", "-e", "fetch(\'http://127.0.0.1:3000/\').then(r=>process.exit(r.status<500?0:1),()=>process.exit(1))"]\nCMD ["node", "a.js"]\n',
      },
      safety: "review",
    },
    {
      title: "the endpoint that the app has",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nEXPOSE 8000\nCMD ["python", "main.py"]\n',
        "main.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/healthz')\ndef health():\n    return {}\n",
        "requirements.txt": "fastapi==0.115.0\n",
      },
      after: {
        Dockerfile:
          'FROM python:3.13-slim\nCOPY . .\nEXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\\n  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen(\'http://127.0.0.1:8000/healthz\', timeout=4)"]\nCMD ["python", "main.py"]\n',
      },
    },
    {
      before: 'FROM alpine:3.22\nCOPY app /app\nEXPOSE 8080/tcp\nHEALTHCHECK NONE\nCMD ["/app"]\n',
      after:
        'FROM alpine:3.22\nCOPY app /app\nEXPOSE 8080/tcp\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\\n  CMD ["wget", "-q", "--spider", "http://127.0.0.1:8080/"]\nCMD ["/app"]\n',
    },
    { title: "no port", before: 'FROM node:22-slim\nCMD ["node", "a.js"]\n', because: "which port it serves is not known" },
    {
      title: "nothing to ask with",
      before: 'FROM scratch\nEXPOSE 80\nCOPY app /app\nCMD ["/app"]\n',
      because: "no program that could ask",
    },
    {
      title: "no program but bash: any answer but that of a fault",
      before: 'FROM debian:13-slim\nEXPOSE 80\nCOPY app /app\nCMD ["/app"]\n',
      after:
        'FROM debian:13-slim\nEXPOSE 80\nCOPY app /app\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\\n  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80 && printf \'GET / HTTP/1.0\\\\r\\\\nHost: localhost\\\\r\\\\n\\\\r\\\\n\' >&3 && read -r -t 4 _ status _ <&3 && [ \\"$status\\" -lt 500 ]"]\nCMD ["/app"]\n',
      safety: "review",
      rules: [checksDependencies, canFail, toolPresent],
    },
    {
      title: "Python without a known endpoint asks the app, and not its socket alone",
      before: 'FROM python:3.13-slim\nEXPOSE 8000\nCMD ["python", "a.py"]\n',
      after:
        'FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \\\n  CMD ["python", "-c", "import http.client as h; c=h.HTTPConnection(\'127.0.0.1\',8000,timeout=4); c.request(\'GET\',\'/\'); exit(c.getresponse().status>=500)"]\nCMD ["python", "a.py"]\n',
      rules: [checksDependencies, canFail, toolPresent],
    },
    {
      title: "a port that speaks no HTTP",
      before: 'FROM debian:13-slim\nEXPOSE 5432\nCMD ["/app"]\n',
      because: "port 5432 is that of PostgreSQL",
    },
    {
      title: "a foreign image that has a tool of its own",
      before: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" },
      after: {
        "compose.yaml":
          'services:\n  db:\n    image: postgres:17.2\n    healthcheck:\n      test: ["CMD-SHELL", "pg_isready -U \\"$${POSTGRES_USER:-postgres}\\""]\n      interval: 30s\n      timeout: 5s\n      retries: 3\n      start_period: 30s\n',
      },
      safety: "review",
    },
    {
      title: "a pod, by the path that the app serves",
      before: {
        Dockerfile: 'FROM node:22-slim\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK CMD ["node", "h.js"]\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.0.0"}}',
        "server.js": 'const app = require("express")();\napp.get("/healthz", (q, r) => r.send("ok"));\napp.listen(3000);\n',
        "compose.yaml": "services:\n  api:\n    build: .\n    image: acme/api:1.2\n",
        "k8s.yaml":
          "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api\n      image: acme/api:1.2\n",
      },
      after: {
        "k8s.yaml":
          "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api\n      image: acme/api:1.2\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 3000\n        periodSeconds: 10\n        timeoutSeconds: 5\n",
      },
    },
    {
      title: "an image that nobody here knows",
      before: {
        "compose.yaml":
          "services:\n  db:\n    image: mysql:8.4.0\n    healthcheck: {disable: true}\n  x:\n    image: node:22-slim\n    command: node a.js\n",
      },
      after: {
        "compose.yaml":
          'services:\n  db:\n    image: mysql:8.4.0\n    healthcheck: { test: ["CMD-SHELL", "mysqladmin ping -h 127.0.0.1 --silent"], interval: 30s, timeout: 5s, retries: 3, start_period: 30s }\n  x:\n    image: node:22-slim\n    command: node a.js\n',
      },
      partly: true,
      because: "is not known",
    },
  ],
});
