import { testRule } from "../../testing/test-rule.js";
import rule from "./endpoint-matches.js";

const node = (port: number, check: string, more = "") => ({
  Dockerfile: `FROM node:22\nCOPY . .\n${more}HEALTHCHECK CMD ${check}\nCMD ["node", "server.js"]\n`,
  "package.json": '{ "dependencies": { "express": "5.0.0" } }\n',
  "server.js": `const app = require("express")();\napp.get("/health", (request, response) => response.send("ok"));\napp.listen(${port});\n`,
});
const worker = (more: string) => ({
  Dockerfile:
    "FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK CMD " +
    (more ? "" : "«") +
    "python -c \"import urllib.request as u; u.urlopen('http://localhost:8000/up')\"" +
    (more ? "" : "»") +
    '\nCMD ["gunicorn", "app:app"]\n',
  "compose.yaml": `services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: celery -A app worker -l info\n${more}`,
});

testRule(rule, {
  source: {
    no: [
      { title: "a worker inherits the check of the web server", files: worker(""), because: "starts celery worker" },
      node(8080, "«curl -f http://localhost:3000/health || exit 1»"),
      node(8080, "«curl -f localhost:3000/health || exit 1»"),
      node(8080, "«nc -z 127.0.0.1 3000»", "EXPOSE 8080/tcp\n"),
      "FROM nginx:1.29\nHEALTHCHECK CMD «curl -f http://127.0.0.1:8080/»\n",
      {
        title: "the port of the host",
        files: {
          ...node(8080, "true"),
          "compose.yaml":
            'services:\n  app:\n    build: .\n    ports: ["3000:8080"]\n    healthcheck:\n      test: «["CMD", "curl", "-f", "http://localhost:3000/health"]»\n',
        },
      },
    ],
    unknown: [
      {
        title: "a worker with a check of its own",
        files: worker("    healthcheck:\n      test: [CMD, curl, -f, 'http://localhost:9000/']\n"),
      },
      {
        title: "EXPOSE alone tells little",
        files: 'FROM alpine:3.22\nEXPOSE 8000\nHEALTHCHECK CMD wget -q http://localhost:9000/\nCMD ["/app"]\n',
      },
      { title: "a variable may move it", files: node(8080, "curl -f http://localhost:3000/", "ENV MANAGEMENT=3000\n") },
      {
        title: "a configuration that was not read",
        files: {
          Dockerfile: "FROM nginx:1.29\nCOPY nginx.conf /etc/nginx/\nEXPOSE 80\nHEALTHCHECK CMD curl -f http://localhost:8080/\n",
          "nginx.conf": "",
        },
      },
    ],
    "n/a": [
      {
        title: "a port that the code of the check puts in",
        files: `FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK CMD python3 -c "import urllib.request as u; port = 8000; u.urlopen(f'http://localhost:{port}/health')"\nCMD ["uvicorn", "app:app", "--port", "8000"]\n`,
      },
      node(3000, "curl -f http://localhost:3000/health"),
      node(3000, "curl -f http://localhost:${PORT:-8080}/health"),
      node(3000, "curl -f http://other:8080/health"),
      "FROM nginx:1.29\nHEALTHCHECK CMD curl -f http://localhost/\n",
      "FROM nginx:1.29\n",
      {
        title: "a range",
        files: 'FROM alpine:3.22\nEXPOSE 8000-8010/tcp\nHEALTHCHECK CMD wget -q http://localhost:8005/\nCMD ["/app"]\n',
      },
    ],
  },
  fix: [
    {
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK CMD ["node", "-e", "fetch(\'http://localhost:8080/health\').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]\nCMD ["node", "a.js"]\n',
        "package.json": '{"main": "a.js"}',
        "a.js": "require('node:http').createServer((q, s) => s.end()).listen(3000);\n",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nEXPOSE 3000\nHEALTHCHECK CMD ["node", "-e", "fetch(\'http://127.0.0.1:3000/health\').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]\nCMD ["node", "a.js"]\n',
      },
    },
  ],
});
