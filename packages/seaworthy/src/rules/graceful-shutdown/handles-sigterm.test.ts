import { testRule } from "../../testing/test-rule.js";
import rule from "./handles-sigterm.js";

const NODE = 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
const node = (code: string, scripts = "{}", dockerfile = NODE) => ({
  Dockerfile: dockerfile,
  "package.json": `{"dependencies":{"express":"5.1.0"},"scripts":${scripts}}`,
  "server.js": `const app = require("express")();\nconst server = app.listen(3000);\n${code}\n`,
});
const python = (code: string) => ({
  Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
  "requirements.txt": "flask==3.1.0\n",
  "main.py": code,
});
const SERVE = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef home():\n    return 'hi'\n";

testRule(rule, {
  source: {
    yes: [
      node('process.once("SIGTERM", () => { server.close(); });'),
      'FROM python:3.13-slim\nCMD ["uvicorn", "app:app"]\n',
      'FROM python:3.13-slim\nCMD ["python", "-m", "gunicorn", "app:app"]\n',
      'FROM ruby:3.4-slim\nCMD ["bundle", "exec", "puma", "-C", "config/puma.rb"]\n',
      { title: "nginx by its base's SIGQUIT", files: 'FROM nginx:1.29-alpine\nCMD ["nginx", "-g", "daemon off;"]\n' },
      "FROM nginx:1.29-alpine\n",
      "FROM php:8.4-apache\nCOPY . /var/www/html\n",
      'FROM mcr.microsoft.com/dotnet/aspnet:9.0\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
      {
        title: "the handler is the app's claim, the wrapper another's",
        files: node(
          'process.on("SIGTERM", () => server.close());',
          '{"start":"node server.js"}',
          NODE.replace('"node", "server.js"', '"npm", "start"'),
        ),
      },
    ],
    no: [
      { files: node(""), because: "does not react" },
      {
        title: "leaving is not finishing",
        files: node('«process.on("SIGTERM", () => process.exit(0)»);'),
        because: "ends at once",
      },
      { files: python(`${SERVE}app.run(host='0.0.0.0')\n`), because: "Python does not react" },
      {
        title: "a handler that only exits",
        files: python(
          `import signal, sys\n${SERVE}def stop(signum, frame):\n    print('bye')\n    sys.exit(0)\nsignal.signal(signal.SIGTERM, stop)\napp.run()\n`,
        ),
      },
      'FROM python:3.13-slim\n«CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]»\n',
      {
        title: "an init in front changes little",
        files: node("", "{}", NODE.replace('["node"', '["tini", "--", "node"')),
        because: "ends at once",
      },
      'FROM php:8.4-cli\n«CMD ["php", "-S", "0.0.0.0:80"]»\n',
      {
        title: "behind npm",
        files: node("", '{"start":"nodemon server.js"}', NODE.replace('CMD ["node", "server.js"]', '«CMD ["npm", "start"]»')),
        because: "nodemon",
      },
      {
        title: "nginx without its signal",
        files: 'FROM debian:12-slim\nRUN apt-get install -y nginx\n«CMD ["nginx", "-g", "daemon off;"]»\n',
        because: "SIGQUIT",
      },
      {
        title: "a deployment for development",
        files: {
          ...node('process.on("SIGTERM", () => server.close());'),
          "compose.yaml": "services:\n  web:\n    build: .\n    command: «npx nodemon server.js»\n",
        },
      },
    ],
    unknown: [
      { title: "a setting decides", files: "FROM php:8.4-fpm\nCOPY . /app\n", because: "process_control_timeout" },
      'FROM alpine:3.22\nCMD ["/app"]\n',
      "FROM registry.example.com/x:1\n",
      { title: "a known base whose start is not", files: "FROM registry.access.redhat.com/ubi9/nodejs-22:1\nCOPY . .\n" },
      'FROM rust:1.90-slim\nCMD ["/app"]\n',
      node('process.on("SIGTERM", require("./stop-elsewhere").bye);'),
    ],
    "n/a": [
      "FROM scratch\n",
      "FROM debian:12-slim\n",
      'FROM debian:12-slim\nCMD ["bash"]\n',
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["x"]\n',
    ],
  },
  trial: {
    yes: [
      { trial: { drills: { stop: {} } }, because: "GET /report, in flight when SIGTERM came (slow path), was answered whole" },
      { title: "an idle stop beside it", trial: { drills: { stop: { stops: [{ held: "idle", inFlight: null }, {}] } } } },
    ],
    no: [
      {
        trial: {
          drills: { stop: { stops: [{ inFlight: { request: "POST /orders", outcome: "empty", status: null, ms: 90 } }] } },
        },
        because: "POST /orders, in flight when SIGTERM came, was closed without an answer",
        at: ["exit code 0 after 1.2 s"],
      },
      {
        title: "an answer that says it failed",
        trial: { drills: { stop: { stops: [{ inFlight: { request: "GET /", outcome: "complete", status: 502, ms: 9 } }] } } },
        because: "answered with 502",
      },
      {
        title: "it finishes the request, and then has to be killed",
        trial: { drills: { stop: { stops: [{ killed: true, exitCode: 137 }] } } },
        because: "SIGTERM changed nothing: it was killed after 10 s",
      },
    ],
    unknown: [{ title: "nothing in flight", trial: { drills: { stop: { stops: [{ held: "idle", inFlight: null }] } } } }],
  },
  fix: [
    {
      title: "Express, inside a function, in TypeScript",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/index.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}',
        "tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
        "src/index.ts":
          'import express from "express";\n\nconst app = express();\n\nasync function main() {\n  // listen(1)\n  app.listen(3000, () => console.log("up"));\n}\n\nmain();\n',
      },
      after: {
        "src/index.ts":
          'import express from "express";\n\nconst app = express();\n\nasync function main() {\n  // listen(1)\n  const server = app.listen(3000, () => console.log("up"));\n  process.on("SIGTERM", () => {\n    // What runs is answered; new requests go elsewhere.\n    server.close(() => process.exit(0));\n  });\n}\n\nmain();\n',
      },
      safety: "review",
    },
    {
      title: "node:http in CommonJS, single quotes, no semicolons, CRLF",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": "{}",
        "server.js":
          "const http = require('node:http')\r\nconst server = http.createServer((q, r) => r.end('ok'))\r\nserver.listen(3000)\r\n",
      },
      after: {
        "server.js":
          "const http = require('node:http')\r\nconst server = http.createServer((q, r) => r.end('ok'))\r\nserver.listen(3000)\r\nprocess.on('SIGTERM', () => {\r\n  // What runs is answered; new requests go elsewhere.\r\n  server.close(() => process.exit(0))\r\n})\r\n",
      },
    },
    {
      title: "Fastify, whose close waits by itself",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.mjs"]\n',
        "package.json": '{"dependencies":{"fastify":"5.1.0"}}',
        "server.mjs":
          'import Fastify from "fastify";\nconst app = Fastify({ logger: true });\nawait app.listen({ port: 3000, host: "0.0.0.0" });\n',
      },
      after: {
        "server.mjs":
          'import Fastify from "fastify";\nconst app = Fastify({ logger: true });\nawait app.listen({ port: 3000, host: "0.0.0.0" });\nprocess.on("SIGTERM", () => {\n  // What runs is answered; new requests go elsewhere.\n  app.close().then(() => process.exit(0));\n});\n',
      },
    },
    {
      title: "NestJS, which has a switch",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
        "package.json": '{"dependencies":{"@nestjs/core":"11.0.0"}}',
        "src/main.ts":
          'import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  await app.listen(3000);\n}\nbootstrap();\n',
      },
      after: {
        "src/main.ts":
          'import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\n\nasync function bootstrap() {\n  const app = await NestFactory.create(AppModule);\n  app.enableShutdownHooks();\n  await app.listen(3000);\n}\nbootstrap();\n',
      },
    },
    {
      title: "several servers",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"express":"5.1.0"}}',
        "server.js": 'const app = require("express")();\napp.listen(3000);\napp.listen(3001);\n',
      },
      because: "opens several servers",
    },
  ],
});
