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
    "n/a": ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n'],
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
});
