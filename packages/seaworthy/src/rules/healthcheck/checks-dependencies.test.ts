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
        title: "a page like any other is asked, and what it asks is not followed",
        files: {
          Dockerfile: 'FROM python:3.13\nCOPY . .\nHEALTHCHECK CMD curl -f http://localhost\nCMD ["flask", "run"]\n',
          "requirements.txt": "flask\nredis\n",
          "app.py":
            'from flask import Flask, request\nfrom redis import Redis\n\napp = Flask(__name__)\nstore = Redis()\n\n\n@app.route("/")\ndef home():\n    voter = request.cookies.get("voter")\n    return render_template("home.html", voter=shown(voter))\n',
        },
        because: "/: it calls render_template()",
      },
      {
        title: "which of two programs is started cannot be told",
        files: {
          Dockerfile: 'FROM scratch\nCOPY dist/shop /app\nENTRYPOINT ["/app"]\n',
          "go.mod": "module example.com/shop\n",
          "api/run.go": 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":80", nil) }\n',
          "jobs/run.go": "package main\n\nfunc main() {}\n",
        },
        because: "neither was what starts",
      },
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
  fix: [
    {
      title: "Express without an endpoint, which then asks the database",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0","pg":"8.0.0"}}\n',
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\n\nconst app = express();\nconst pool = new Pool();\napp.use(require("./guard"));\napp.get("/", async (req, res) => {\n  res.json((await pool.query("SELECT * FROM a")).rows);\n});\napp.listen(3000);\n',
      },
      after: {
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\n\nconst app = express();\n\napp.get("/health", async (_request, response) => {\n  try {\n    await Promise.race([\n      Promise.all([pool.query("SELECT 1")]),\n      new Promise((_, reject) => setTimeout(reject, 2000, new Error("no answer in 2 s"))),\n    ]);\n  } catch {\n    response.status(503).json({ status: "unavailable" });\n    return;\n  }\n  response.json({ status: "ok" });\n});\nconst pool = new Pool();\napp.use(require("./guard"));\napp.get("/", async (req, res) => {\n  res.json((await pool.query("SELECT * FROM a")).rows);\n});\napp.listen(3000);\n',
      },
      safety: "review",
    },
    {
      title: "an app that a module beside the entry makes, in its own manner",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"type":"module","dependencies":{"fastify":"5.1.0"}}\n',
        "server.js": "import { app } from './app.js'\n\napp.listen({ port: 3000, host: '0.0.0.0' })\n",
        "app.js":
          "import Fastify from 'fastify'\n\nexport const app = Fastify({\n  logger: true,\n})\napp.get('/', async () => 'hi')\n",
      },
      after: {
        "app.js":
          "import Fastify from 'fastify'\n\nexport const app = Fastify({\n  logger: true,\n})\n\napp.get('/health', async () => ({ status: 'ok' }))\napp.get('/', async () => 'hi')\n",
      },
    },
    {
      title: "FastAPI",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\n",
        "main.py": 'from fastapi import FastAPI\n\napp = FastAPI(title="a")\n\n\n@app.get("/")\ndef root():\n    return {}\n',
      },
      after: {
        "main.py":
          'from fastapi import FastAPI\n\napp = FastAPI(title="a")\n\n\n@app.get("/health")\ndef health():\n    return {"status": "ok"}\n\n\n@app.get("/")\ndef root():\n    return {}\n',
      },
    },
    {
      title: "Flask, where the name is taken",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "flask\n",
        "main.py":
          'from flask import Flask\n\napp = Flask(__name__)\nhealth = 100\n\n\n@app.route("/")\ndef root():\n    return str(health)\n\n\napp.run(host="0.0.0.0")\n',
      },
      after: {
        "main.py":
          'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/health")\ndef answer_health():\n    return {"status": "ok"}\n\n\nhealth = 100\n\n\n@app.route("/")\ndef root():\n    return str(health)\n\n\napp.run(host="0.0.0.0")\n',
      },
    },
    {
      title: "an app that a function makes",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "flask\n",
        "main.py":
          'from flask import Flask\n\n\ndef make():\n    app = Flask(__name__)\n\n    @app.route("/")\n    def root():\n        return ""\n\n    return app\n\n\nmake().run(host="0.0.0.0")\n',
      },
      because: "makes the app inside a function",
    },
    ...["  .disable('x-powered-by')\n", "  , port = 3000\n", "(function () {})()\n"].map((more) => ({
      title: `an app whose statement goes on in the next line: ${more}`,
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}\n',
        "server.js": `const express = require('express')\n\nconst app = express()\n${more}app.listen(3000)\n`,
      },
      because: "makes the app inside a function, or elsewhere",
    })),
    {
      title: "Flask with a guard",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "flask\n",
        "main.py":
          'from flask import Flask, abort\n\napp = Flask(__name__)\n\n\n@app.before_request\ndef guard():\n    abort(401)\n\n\napp.run(host="0.0.0.0")\n',
      },
      because: "something asked before every route",
    },
    {
      title: "Express, clients of the same file",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0","pg":"8.0.0","redis":"5.0.0"}}\n',
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\nconst { createClient } = require("redis");\n\nconst pool = new Pool();\nconst redis = createClient();\nconst app = express();\n\napp.get("/health", (req, res) => {\n  // as the balancer asks\n  res.send("OK");\n});\napp.listen(3000);\n',
      },
      after: {
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\nconst { createClient } = require("redis");\n\nconst pool = new Pool();\nconst redis = createClient();\nconst app = express();\n\napp.get("/health", async (req, res) => {\n  try {\n    await Promise.race([\n      Promise.all([pool.query("SELECT 1"), redis.ping()]),\n      new Promise((_, reject) => setTimeout(reject, 2000, new Error("no answer in 2 s"))),\n    ]);\n  } catch {\n    res.status(503).json({ status: "unavailable" });\n    return;\n  }\n  // as the balancer asks\n  res.send("OK");\n});\napp.listen(3000);\n',
      },
    },
    {
      title: "Express, one line, a client of another module, single quotes, no semicolons",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"type":"module","dependencies":{"express":"5.1.0","pg":"8.0.0"}}\n',
        "server.js":
          "import express from 'express'\nimport { pool } from './db.js'\n\nconst app = express()\napp.get('/health', (_req, res) => res.json({ status: 'ok' }))\napp.listen(3000)\n",
        "db.js": "import pg from 'pg'\n\nexport const pool = new pg.Pool()\n",
      },
      after: {
        "server.js":
          "import express from 'express'\nimport { pool } from './db.js'\n\nconst app = express()\napp.get('/health', async (_req, res) => {\n  try {\n    await Promise.race([\n      Promise.all([pool.query('SELECT 1')]),\n      new Promise((_, reject) => setTimeout(reject, 2000, new Error('no answer in 2 s'))),\n    ])\n  } catch {\n    res.status(503).json({ status: 'unavailable' })\n    return\n  }\n  res.json({ status: 'ok' })\n})\napp.listen(3000)\n",
      },
    },
    {
      title: "Fastify, which is given no answer",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"fastify":"5.1.0","ioredis":"5.0.0"}}\n',
        "server.js":
          'const Fastify = require("fastify");\nconst Redis = require("ioredis");\n\nconst cache = new Redis();\nconst app = Fastify({ logger: true });\napp.get("/health", async () => ({ status: "ok" }));\napp.listen({ port: 3000 });\n',
      },
      after: {
        "server.js":
          'const Fastify = require("fastify");\nconst Redis = require("ioredis");\n\nconst cache = new Redis();\nconst app = Fastify({ logger: true });\napp.get("/health", async (_request, reply) => {\n  try {\n    await Promise.race([\n      Promise.all([cache.ping()]),\n      new Promise((_, reject) => setTimeout(reject, 2000, new Error("no answer in 2 s"))),\n    ]);\n  } catch {\n    return reply.code(503).send({ status: "unavailable" });\n  }\n  return ({ status: "ok" });\n});\napp.listen({ port: 3000 });\n',
      },
    },
    {
      title: "a client out of reach",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0","pg":"8.0.0"}}\n',
        "server.js":
          'const express = require("express");\nconst { Pool } = require("pg");\n\nconst app = express();\napp.get("/health", (req, res) => {\n  res.send("OK");\n});\nfunction main() {\n  const pool = new Pool();\n  app.listen(3000);\n}\nmain();\n',
      },
      because: "no client of a dependency is within reach of server.js",
    },
    {
      title: "FastAPI, a client and a function that connects",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\nredis\npsycopg2\n",
        "main.py":
          'import os\n\nimport psycopg2\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\ncache = redis.Redis.from_url(os.environ["REDIS_URL"])\n\n\ndef connect():\n    return psycopg2.connect(os.environ["DATABASE_URL"])\n\n\n@app.get("/health")\ndef health():\n    """Asked by the balancer."""\n    return {"status": "ok"}\n',
      },
      after: {
        "main.py":
          'from concurrent.futures import ThreadPoolExecutor\nimport os\n\nimport psycopg2\nimport redis\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\ncache = redis.Redis.from_url(os.environ["REDIS_URL"])\n\n\ndef connect():\n    return psycopg2.connect(os.environ["DATABASE_URL"])\n\n\nasking = ThreadPoolExecutor(max_workers=4)\n\n\ndef ask_dependencies():\n    """A round trip to each of what the app cannot work without."""\n    cache.ping()\n    connection = connect()\n    try:\n        with connection.cursor() as cursor:\n            cursor.execute("SELECT 1")\n    finally:\n        connection.close()\n\n\n@app.get("/health")\ndef health():\n    """Asked by the balancer."""\n    try:\n        asking.submit(ask_dependencies).result(timeout=2)\n    except Exception:\n        raise HTTPException(status_code=503, detail="unavailable") from None\n    return {"status": "ok"}\n',
      },
    },
    {
      title: "FastAPI, async",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\nsqlalchemy\n",
        "main.py":
          'from fastapi import FastAPI\nfrom sqlalchemy import create_engine\n\napp = FastAPI()\nengine = create_engine("postgresql://db/x")\n\n\n@app.get("/health")\nasync def health():\n    return {"status": "ok"}\n',
      },
      after: {
        "main.py":
          'import asyncio\nfrom fastapi import FastAPI, HTTPException\nfrom sqlalchemy import create_engine\n\napp = FastAPI()\nengine = create_engine("postgresql://db/x")\n\n\ndef ask_dependencies():\n    """A round trip to each of what the app cannot work without."""\n    with engine.connect() as connection:\n        connection.exec_driver_sql("SELECT 1")\n\n\n@app.get("/health")\nasync def health():\n    try:\n        await asyncio.wait_for(asyncio.to_thread(ask_dependencies), timeout=2)\n    except Exception:\n        raise HTTPException(status_code=503, detail="unavailable") from None\n    return {"status": "ok"}\n',
      },
    },
    {
      title: "Flask",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "main:app"]\n',
        "requirements.txt": "flask\ngunicorn\nflask-sqlalchemy\n",
        "main.py":
          'from flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\n\napp = Flask(__name__)\ndb = SQLAlchemy(app)\n\n\n@app.route("/health")\ndef health():\n    return "ok"\n',
      },
      after: {
        "main.py":
          'from concurrent.futures import ThreadPoolExecutor\nfrom flask import Flask\nfrom flask_sqlalchemy import SQLAlchemy\n\napp = Flask(__name__)\ndb = SQLAlchemy(app)\n\n\nasking = ThreadPoolExecutor(max_workers=4)\n\n\ndef ask_dependencies():\n    """A round trip to each of what the app cannot work without."""\n    with app.app_context():\n        db.session.execute(db.text("SELECT 1"))\n\n\n@app.route("/health")\ndef health():\n    try:\n        asking.submit(ask_dependencies).result(timeout=2)\n    except Exception:\n        return {"status": "unavailable"}, 503\n    return "ok"\n',
      },
    },
    {
      title: "an engine of another module",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\nsqlalchemy\n",
        "main.py":
          'from fastapi import FastAPI\nfrom db import engine\n\napp = FastAPI()\n\n\n@app.get("/health")\ndef health():\n    return {"status": "ok"}\n',
        "db.py": 'from sqlalchemy import create_engine\n\nengine = create_engine("postgresql://db/x")\n',
      },
      because: "no client of a dependency is made at the top of main.py",
    },
  ],
});
