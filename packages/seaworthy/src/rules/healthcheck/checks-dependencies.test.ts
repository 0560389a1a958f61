import { testRule } from "../../testing/test-rule.js";
import rule from "./checks-dependencies.js";

const CURL = "HEALTHCHECK CMD curl -f http://localhost:3000/health || exit 1\n";
const node = (handler: string, check = "", dependencies = '{ "express": "5.0.0", "pg": "8.0.0" }') => ({
  Dockerfile: `FROM node:22\nCOPY . .\n${check}CMD ["node", "server.js"]\n`,
  "package.json": `{ "dependencies": ${dependencies} }\n`,
  "server.js": `const express = require("express");\n${dependencies.includes('"pg"') ? 'const { Pool } = require("pg");\nconst pool = new Pool();\n' : ""}const app = express();\n${handler}app.listen(3000);\n`,
});
const DEEP =
  'app.get("/health", async (request, response) => {\n  await pool.query("SELECT 1");\n  response.json({ ok: true });\n});\n';
const SHALLOW = 'app.get("/health", (request, response) => response.send("ok"));\n';

type How = "stopped" | "cut off" | "paused";
const missed = (how: How) => ({ how, unhealthy: { ms: null, deadlineMs: 10_000 }, recovered: null, died: false });
const noticed = (how: How) => ({ ...missed(how), unhealthy: { ms: 2_000, deadlineMs: 10_000 } });

testRule(rule, {
  source: {
    yes: [
      node(DEEP),
      node(DEEP, CURL),
      {
        title: "the guide's endpoint",
        files: {
          Dockerfile: 'FROM python:3.13\nCOPY . .\nCMD ["uvicorn", "main:app"]\n',
          "requirements.txt": "fastapi\nasyncpg\n",
          "main.py":
            'import asyncpg\nfrom fastapi import FastAPI\n\napp = FastAPI()\npool = asyncpg.create_pool()\n\n\n@app.get("/health")\nasync def health():\n    await pool.fetchval("SELECT 1")\n    return {"status": "healthy"}\n',
        },
      },
      {
        title: "readiness asks, liveness does not",
        files: {
          ...node(`${DEEP.replace("/health", "/ready")}app.get("/live", (request, response) => response.send("ok"));\n`),
          "k8s.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: app:1.0.0\n          readinessProbe:\n            httpGet:\n              path: /ready\n              port: 3000\n          livenessProbe:\n            httpGet:\n              path: /live\n              port: 3000\n",
        },
      },
    ],
    no: [
      node(DEEP, "HEALTHCHECK CMD «pgrep node»\n"),
      node(DEEP, "HEALTHCHECK CMD «nc -z localhost 3000»\n"),
      node(DEEP, "HEALTHCHECK CMD «curl -f http://localhost:3000/health || true»\n"),
      {
        title: "no endpoint at all",
        files: node('app.get("/orders", (request, response) => response.send("ok"));\n'),
        because: "no health endpoint",
      },
    ],
    unknown: [
      {
        title: "other services may be asked over HTTP",
        files: node(SHALLOW, CURL, '{ "express": "5.0.0", "axios": "1.7.0" }'),
        because: "axios",
      },
      { title: "shallow", files: node(SHALLOW, CURL), because: "without asking pg" },
      {
        title: "the deep one is not asked",
        files: node(
          `${DEEP}app.get("/up", (request, response) => response.send(""));\n`,
          "HEALTHCHECK CMD curl -f localhost:3000/up\n",
        ),
      },
      { title: "asked, but not found in the source", files: node('app.use(require("./routes"));\n', CURL) },
      'FROM ruby:3.4\nHEALTHCHECK CMD curl -f http://localhost:3000/up\nCMD ["ruby", "app.rb"]\n',
      {
        title: "a neighbour that no client library tells of",
        files: {
          ...node(SHALLOW, "", '{ "express": "5.0.0" }'),
          "compose.yaml": "services:\n  app:\n    build: .\n    environment:\n      STOCK_SERVICE_ADDR: stock:7000\n",
        },
        because: "STOCK_SERVICE_ADDR",
      },
    ],
    "n/a": [
      { title: "nothing to ask", files: node(SHALLOW, CURL, '{ "express": "5.0.0" }') },
      "FROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n",
    ],
  },
  trial: {
    yes: [
      {
        trial: { drills: { dependencies: { dependencies: [{ name: "db" }, { name: "redis" }] } } },
        because: "unhealthy while db, redis",
      },
      {
        title: "one that it can do without",
        trial: { drills: { dependencies: { dependencies: [{ name: "db" }, { name: "mail", losses: [missed("stopped")] }] } } },
        options: { optional: ["mail"] },
      },
    ],
    no: [
      {
        trial: { drills: { dependencies: { dependencies: [{ name: "db" }, { name: "mail", losses: [missed("stopped")] }] } } },
        because: "stayed healthy for 10 s while mail was stopped",
        at: ["mail stopped"],
      },
      {
        title: "a connection is opened and nothing is asked",
        trial: { drills: { dependencies: { dependencies: [{ name: "db", losses: [noticed("stopped"), missed("paused")] }] } } },
        because: "while db was paused",
      },
    ],
    unknown: [
      {
        title: "it died of it",
        trial: {
          drills: { dependencies: { dependencies: [{ name: "db", losses: [{ ...missed("stopped"), died: true }] }] } },
        },
      },
    ],
    "n/a": [
      { trial: { drills: { dependencies: { dependencies: [{ name: "db", usedBy: null }] } } } },
      { drills: { dependencies: { dependencies: [] } } },
    ],
  },
});
