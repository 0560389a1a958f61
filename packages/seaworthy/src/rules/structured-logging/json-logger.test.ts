import { testRule } from "../../testing/test-rule.js";
import rule from "./json-logger.js";

const node = (code: string, dependencies = "{}", entry = "server.js") => ({
  Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
  "package.json": `{ "main": "server.js", "dependencies": ${dependencies} }\n`,
  [entry]: code,
});
const python = (code: string) => ({
  Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
  "requirements.txt": "",
  "main.py": code,
});

testRule(rule, {
  source: {
    yes: [
      node('const pino = require("pino");\nconst log = pino();\nlog.info("up");\nconsole.log("bye");\n', '{ "pino": "9.0.0" }'),
      node(
        'const winston = require("winston");\nconst log = winston.createLogger({ format: winston.format.json(), transports: [new winston.transports.Console()] });\nlog.info("up");\n',
        '{ "winston": "3.0.0" }',
      ),
      python(
        'import structlog\n\nstructlog.configure(processors=[structlog.processors.JSONRenderer()])\nlog = structlog.get_logger()\nlog.info("up")\n',
      ),
      {
        title: "the guide's format",
        files: python(
          'import logging\nlogging.basicConfig(\n    level=logging.INFO,\n    format=\'{"time":"%(asctime)s","level":"%(levelname)s","message":"%(message)s"}\',\n    handlers=[logging.StreamHandler()],\n)\nlogging.info("up")\n',
        ),
      },
    ],
    no: [
      {
        title: "a server that a shell starts: the -c is the shell's",
        files: {
          Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD gunicorn --bind 0.0.0.0:5000 app:app\n",
          "requirements.txt": "flask\ngunicorn\n",
          "app.py": "from flask import Flask\n\napp = Flask(__name__)\n",
        },
        because: "gunicorn writes text",
      },
      {
        title: "Quarkus, which has no main class of its own",
        files: {
          Dockerfile:
            'FROM eclipse-temurin:21-jre\nCOPY target/quarkus-app/ /app/\nCMD ["java", "-jar", "/app/quarkus-run.jar"]\n',
          "pom.xml":
            "<project><dependencies><dependency><groupId>io.quarkus</groupId>\n<artifactId>«quarkus-rest»</artifactId></dependency></dependencies></project>\n",
          "src/main/java/shop/Shop.java": '@Path("/shop")\nclass Shop {\n  @GET String all() { return ""; }\n}\n',
        },
      },
      node('«console.log(»"up");\n'),
      python("«print(»'up')\n"),
      python('import logging\n«logging.basicConfig(»level=logging.INFO)\nlogging.info("up")\n'),
      "«FROM nginx:1.29-alpine»\nCOPY dist /usr/share/nginx/html\n",
      { title: "the base's start, written out", files: '«FROM nginx:1.29-alpine»\nCMD ["nginx", "-g", "daemon off;"]\n' },
    ],
    unknown: [
      'FROM ruby:3.4-slim\nCMD ["ruby", "app.rb"]\n',
      {
        title: "a configuration that is not read",
        files: { Dockerfile: "FROM nginx:1.29-alpine\nCOPY nginx.conf /etc/nginx/nginx.conf\n", "nginx.conf": "" },
      },
      node("module.exports = 1;\n"),
      {
        title: "only the health check prints",
        files: {
          Dockerfile: 'FROM python:3.13-slim\nCOPY . .\nHEALTHCHECK CMD ./ask.py\nCMD ["python", "main.py"]\n',
          "ask.py": 'print("well")\n',
          "main.py": "serve()\n",
        },
        because: "no logger",
      },
      {
        title: "JSON or text, as the program is told",
        files: {
          Dockerfile: 'FROM alpine:3.22\nCOPY app /app\nCMD ["/app"]\n',
          "go.mod": "module example.com/a\n",
          "main.go":
            'package main\n\nimport "log/slog"\n\nfunc main() {\n\tvar h slog.Handler = slog.NewTextHandler(w, nil)\n\tif format == "json" {\n\t\th = slog.NewJSONHandler(w, nil)\n\t}\n\tslog.New(h).Info("up")\n}\n',
        },
      },
      {
        title: "a JSON logger beside text for every request",
        files: node(
          'const pino = require("pino");\nconst morgan = require("morgan");\nconst log = pino();\napp.use(morgan("combined"));\nlog.info("up");\n',
          '{ "pino": "9.0.0", "morgan": "1.10.0" }',
        ),
        because: "morgan",
      },
    ],
    "n/a": [
      {
        title: "a box of tools beside an app",
        files: {
          Dockerfile: 'FROM node:22-alpine\nCOPY Makefile /\nCMD ["/bin/sh"]\n',
          Makefile: "all:\n",
          "go.mod": "module shop\n",
          "main.go": 'package main\n\nimport "log"\n\nfunc main() { log.Println("up") }\n',
        },
        because: "a shell is started",
      },
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n',
    ],
  },
  trial: {
    yes: [
      { trial: { drills: { logs: {} } }, because: "all of 20 lines are JSON" },
      {
        title: "a banner at the start",
        trial: {
          drills: {
            logs: {
              counts: [
                { phase: "starting", stream: "stdout", lines: 3, json: 1 },
                { phase: "steady", stream: "stderr", lines: 8, json: 8 },
              ],
              offenders: ["Picked up JAVA_TOOL_OPTIONS"],
            },
          },
        },
        because: "all of 8 lines are JSON; 2 at its start and end are not, such as: Picked up JAVA_TOOL_OPTIONS",
      },
      {
        title: "it says nothing of requests",
        trial: { drills: { logs: { counts: [{ phase: "starting", stream: "stdout", lines: 2, json: 2 }] } } },
      },
    ],
    no: [
      {
        trial: {
          drills: {
            logs: {
              counts: [
                { phase: "steady", stream: "stdout", lines: 19, json: 19 },
                { phase: "steady", stream: "stderr", lines: 1, json: 0 },
              ],
              offenders: ["Traceback (most recent call last):"],
            },
          },
        },
        because: "1 of 20 lines while it serves are no JSON, such as: Traceback",
        at: ["steady"],
      },
      {
        title: "text at the start, and then silence",
        trial: { drills: { logs: { counts: [{ phase: "starting", stream: "stdout", lines: 1, json: 0 }] } } },
        at: ["starting"],
      },
    ],
    unknown: [{ trial: { drills: { logs: { counts: [] } } }, because: "it logged nothing, not even about 20 requests" }],
  },
  fix: [
    {
      title: "console in CommonJS, single quotes, no semicolons, CRLF",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{}}\n',
        "server.js":
          "#!/usr/bin/env node\r\n'use strict'\r\n\r\nconst http = require('http')\r\n\r\nhttp.createServer((q, r) => r.end('ok')).listen(3000, () => console.log('up on %d', 3000))\r\n",
      },
      after: {
        "server.js":
          "#!/usr/bin/env node\r\n'use strict'\r\nconst { format } = require('node:util')\r\n\r\n// Every line of the log is one JSON object; the stack of an error is a field of it.\r\nfor (const level of ['debug', 'log', 'info', 'warn', 'error']) {\r\n  console[level] = (...given) => {\r\n    const error = given.find((one) => one instanceof Error)\r\n    process.stdout.write(\r\n      JSON.stringify({\r\n        time: new Date().toISOString(),\r\n        level: level === 'log' ? 'info' : level,\r\n        msg: format(...given),\r\n        stack: error?.stack,\r\n      }) + '\\n',\r\n    )\r\n  }\r\n}\r\n\r\nconst http = require('http')\r\n\r\nhttp.createServer((q, r) => r.end('ok')).listen(3000, () => console.log('up on %d', 3000))\r\n",
      },
    },
    {
      title: "console in TypeScript, behind its imports",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/index.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"},"devDependencies":{"@types/node":"22.0.0"}}\n',
        "tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}\n',
        "src/index.ts":
          'import express from "express";\nimport {\n  a,\n} from "./format.js";\n\nconst format = a();\nconst app = express();\napp.listen(3000, () => console.info("up", format));\n',
        "src/format.ts": 'export const a = () => "x";\n',
      },
      after: {
        "src/index.ts":
          'import express from "express";\nimport {\n  a,\n} from "./format.js";\nimport { format as formatLine } from "node:util";\n\n// Every line of the log is one JSON object; the stack of an error is a field of it.\nfor (const level of ["debug", "log", "info", "warn", "error"] as const) {\n  console[level] = (...given: unknown[]) => {\n    const error = given.find((one): one is Error => one instanceof Error);\n    process.stdout.write(\n      JSON.stringify({\n        time: new Date().toISOString(),\n        level: level === "log" ? "info" : level,\n        msg: formatLine(...given),\n        stack: error?.stack,\n      }) + "\\n",\n    );\n  };\n}\n\nconst format = a();\nconst app = express();\napp.listen(3000, () => console.info("up", format));\n',
      },
    },
    {
      title: "TypeScript that does not know Node.js",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/index.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}\n',
        "tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}\n',
        "src/index.ts": 'import express from "express";\n\nconst app = express();\napp.listen(3000, () => console.info("up"));\n',
      },
      because: "without the types of Node.js",
    },
    {
      title: "morgan",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0","morgan":"1.10.0"}}\n',
        "server.js":
          'const express = require("express");\nconst morgan = require("morgan");\n\nconst app = express();\napp.use(morgan("combined"));\napp.listen(3000);\n',
      },
      after: {
        "server.js":
          'const express = require("express");\nconst morgan = require("morgan");\n\nconst app = express();\napp.use(morgan(\n  (tokens, req, res) =>\n    JSON.stringify({\n      time: new Date().toISOString(),\n      level: "info",\n      msg: "request",\n      method: tokens.method(req, res),\n      url: tokens.url(req, res),\n      status: Number(tokens.status(req, res)),\n      ms: Number(tokens["response-time"](req, res)),\n    }),\n));\napp.listen(3000);\n',
      },
    },
    {
      title: "morgan with options",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0","morgan":"1.10.0"}}\n',
        "server.js":
          'const express = require("express");\nconst morgan = require("morgan");\n\nconst app = express();\napp.use(morgan("combined", { skip }));\napp.listen(3000);\n',
      },
      because: "options of its own",
    },
    {
      title: "Nest 11",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
        "package.json": '{"dependencies":{"@nestjs/core":"11.0.0","@nestjs/common":"^11.0.0"}}\n',
        "src/main.ts":
          'import { ValidationPipe } from "@nestjs/common";\nimport { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule, { cors: true });\n  await app.listen(3000);\n}\nbootstrap();\n',
      },
      after: {
        "src/main.ts":
          'import { ConsoleLogger, ValidationPipe } from "@nestjs/common";\nimport { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule, { logger: new ConsoleLogger({ json: true }), cors: true });\n  await app.listen(3000);\n}\nbootstrap();\n',
      },
    },
    {
      title: "Nest 10",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
        "package.json": '{"dependencies":{"@nestjs/core":"10.0.0","@nestjs/common":"^10.0.0"}}\n',
        "src/main.ts":
          'import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nbootstrap();\n',
      },
      because: "has no logger that writes JSON",
    },
    {
      title: "print, as far as it can be carried over",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "",
        "main.py":
          '"""Counts."""\n\nimport sys\nfrom time import (\n    sleep,\n)\n\n# forever\nn = 0\nwhile True:\n    n += 1\n    print("at", n)\n    print(f"n = {n}", flush=True)\n    print(n, file=sys.stderr)\n    print("100 %", n)\n    print("a" "b", "c")\n    print()\n    print("no end", end="")\n    sleep(1)\n',
      },
      after: {
        "main.py":
          '"""Counts."""\n\nimport json\nimport logging\nimport sys\nfrom time import (\n    sleep,\n)\n\n\nclass JsonFormatter(logging.Formatter):\n    """One JSON object a line; a traceback is a field of it."""\n\n    def format(self, record):\n        line = {\n            "time": self.formatTime(record),\n            "level": record.levelname.lower(),\n            "logger": record.name,\n            "msg": record.getMessage(),\n        }\n        if record.exc_info:\n            line["stack"] = self.formatException(record.exc_info)\n        return json.dumps(line, default=str)\n\n\njson_handler = logging.StreamHandler()\njson_handler.setFormatter(JsonFormatter())\nlogging.basicConfig(level=logging.INFO, handlers=[json_handler])\n\n# forever\nn = 0\nwhile True:\n    n += 1\n    logging.info("at %s", n)\n    logging.info(f"n = {n}")\n    logging.error("%s", n)\n    logging.info("%s %s", "100 %", n)\n    logging.info("%s %s", "a" "b", "c")\n    print()\n    print("no end", end="")\n    sleep(1)\n',
      },
    },
    {
      title: "print in another module, and in one that is run by hand",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "",
        "main.py": "import work\n\nwork.go()\n",
        "work.py": 'from time import sleep\n\n\ndef go():\n    while True:\n        print("going")\n        sleep(1)\n',
        "scripts/seed.py": 'print("seeded")\n',
      },
      after: {
        "main.py":
          'import json\nimport logging\nimport work\n\n\nclass JsonFormatter(logging.Formatter):\n    """One JSON object a line; a traceback is a field of it."""\n\n    def format(self, record):\n        line = {\n            "time": self.formatTime(record),\n            "level": record.levelname.lower(),\n            "logger": record.name,\n            "msg": record.getMessage(),\n        }\n        if record.exc_info:\n            line["stack"] = self.formatException(record.exc_info)\n        return json.dumps(line, default=str)\n\n\njson_handler = logging.StreamHandler()\njson_handler.setFormatter(JsonFormatter())\nlogging.basicConfig(level=logging.INFO, handlers=[json_handler])\n\nwork.go()\n',
        "work.py":
          'import logging\nfrom time import sleep\n\n\ndef go():\n    while True:\n        logging.info("going")\n        sleep(1)\n',
      },
    },
    {
      title: "basicConfig, and Uvicorn's own lines",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\n",
        "main.py":
          'import logging\n\nfrom fastapi import FastAPI\n\nlogging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(message)s", force=True)\napp = FastAPI()\n\n\n@app.get("/")\ndef root():\n    logging.info("asked")\n    return {}\n',
      },
      after: {
        "main.py":
          'import json\nimport logging\n\nfrom fastapi import FastAPI\n\n\nclass JsonFormatter(logging.Formatter):\n    """One JSON object a line; a traceback is a field of it."""\n\n    def format(self, record):\n        line = {\n            "time": self.formatTime(record),\n            "level": record.levelname.lower(),\n            "logger": record.name,\n            "msg": record.getMessage(),\n        }\n        if record.exc_info:\n            line["stack"] = self.formatException(record.exc_info)\n        return json.dumps(line, default=str)\n\n\njson_handler = logging.StreamHandler()\njson_handler.setFormatter(JsonFormatter())\n\nlogging.basicConfig(level=logging.DEBUG, force=True, handlers=[json_handler])\nfor server in ("uvicorn", "uvicorn.access"):\n    logging.getLogger(server).handlers.clear()\n    logging.getLogger(server).propagate = True\napp = FastAPI()\n\n\n@app.get("/")\ndef root():\n    logging.info("asked")\n    return {}\n',
      },
    },
    {
      title: "Uvicorn alone",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app", "--host", "0.0.0.0"]\n',
        "requirements.txt": "fastapi\nuvicorn\n",
        "main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
      },
      after: {
        "main.py":
          'import json\nimport logging\nfrom fastapi import FastAPI\n\n\nclass JsonFormatter(logging.Formatter):\n    """One JSON object a line; a traceback is a field of it."""\n\n    def format(self, record):\n        line = {\n            "time": self.formatTime(record),\n            "level": record.levelname.lower(),\n            "logger": record.name,\n            "msg": record.getMessage(),\n        }\n        if record.exc_info:\n            line["stack"] = self.formatException(record.exc_info)\n        return json.dumps(line, default=str)\n\n\njson_handler = logging.StreamHandler()\njson_handler.setFormatter(JsonFormatter())\nlogging.basicConfig(level=logging.INFO, handlers=[json_handler])\nfor server in ("uvicorn", "uvicorn.access"):\n    logging.getLogger(server).handlers.clear()\n    logging.getLogger(server).propagate = True\n\napp = FastAPI()\n',
      },
    },
  ],
});
