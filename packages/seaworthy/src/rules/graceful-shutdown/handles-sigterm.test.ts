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
      {
        title: "a launcher that passes the signal on",
        files: {
          Dockerfile: NODE.replace("server.js", "launch.mjs"),
          "package.json": '{"dependencies":{"express":"5.1.0"}}',
          "launch.mjs":
            'import { spawn } from "node:child_process";\nconst app = spawn("node", ["server.js"]);\nfor (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => app.kill(signal));\n',
          "server.js":
            'const server = require("express")().listen(3000);\nprocess.on("SIGTERM", () => server.close(() => process.exit(0)));\n',
        },
      },
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
        title: "the handler is in a program that a launcher starts",
        files: {
          Dockerfile: NODE.replace("server.js", "launch.mjs"),
          "package.json": '{"dependencies":{"express":"5.1.0"}}',
          "launch.mjs":
            '«»import { spawn } from "node:child_process";\nconst proxy = spawn("caddy", ["run"]);\nconst app = spawn("node", ["server.js"]);\napp.on("exit", (code) => process.exit(code));\nprocess.on("SIGINT", () => { app.kill("SIGINT"); proxy.kill("SIGINT"); });\n',
          "server.js":
            'const server = require("express")().listen(3000);\nprocess.on("SIGTERM", () => server.close(() => process.exit(0)));\n',
        },
        because: "does not react",
      },
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
      {
        title: "a tag that a program is put on",
        files: "FROM louislam/uptime-kuma:base2-slim\nRUN apt-get install -y chromium\n",
      },
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
    {
      title: "Go, whose error is fatal",
      before: {
        Dockerfile:
          'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        "go.mod": "module example.com/a\n\ngo 1.24\n",
        "main.go":
          'package main\n\nimport (\n\t"fmt"\n\t"log"\n\t"net/http"\n\n\t"github.com/gorilla/mux"\n)\n\nfunc main() {\n\tr := mux.NewRouter()\n\tfmt.Println("up") // http.ListenAndServe\n\tlog.Fatal(http.ListenAndServe(":8080", r))\n}\n',
      },
      after: {
        "main.go":
          'package main\n\nimport (\n\t"context"\n\t"fmt"\n\t"log"\n\t"net/http"\n\t"os"\n\t"os/signal"\n\t"syscall"\n\t"time"\n\n\t"github.com/gorilla/mux"\n)\n\nfunc main() {\n\tr := mux.NewRouter()\n\tfmt.Println("up") // http.ListenAndServe\n\tif err := listenAndServe(":8080", r); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n\n// listenAndServe serves until it is told to stop, and then finishes what runs.\nfunc listenAndServe(addr string, handler http.Handler) error {\n\tctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)\n\tdefer stop()\n\tserver := &http.Server{Addr: addr, Handler: handler}\n\tfailed := make(chan error, 1)\n\tgo func() { failed <- server.ListenAndServe() }()\n\tselect {\n\tcase err := <-failed:\n\t\treturn err\n\tcase <-ctx.Done():\n\t}\n\tfinish, cancel := context.WithTimeout(context.Background(), 8*time.Second)\n\tdefer cancel()\n\treturn server.Shutdown(finish)\n}\n',
      },
    },
    {
      title: "Go, whose error is looked at, with one import",
      before: {
        Dockerfile:
          'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        "go.mod": "module example.com/a\n\ngo 1.24\n",
        "main.go":
          'package main\n\nimport "net/http"\n\nfunc main() {\n\tif err := http.ListenAndServe(":8080", nil); err != nil {\n\t\tpanic(err)\n\t}\n}\n',
      },
      after: {
        "main.go":
          'package main\n\nimport "net/http"\nimport "context"\nimport "os"\nimport "os/signal"\nimport "syscall"\nimport "time"\n\nfunc main() {\n\tif err := listenAndServe(":8080", nil); err != nil {\n\t\tpanic(err)\n\t}\n}\n\n// listenAndServe serves until it is told to stop, and then finishes what runs.\nfunc listenAndServe(addr string, handler http.Handler) error {\n\tctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)\n\tdefer stop()\n\tserver := &http.Server{Addr: addr, Handler: handler}\n\tfailed := make(chan error, 1)\n\tgo func() { failed <- server.ListenAndServe() }()\n\tselect {\n\tcase err := <-failed:\n\t\treturn err\n\tcase <-ctx.Done():\n\t}\n\tfinish, cancel := context.WithTimeout(context.Background(), 8*time.Second)\n\tdefer cancel()\n\treturn server.Shutdown(finish)\n}\n',
      },
    },
    {
      title: "gRPC in Go",
      before: {
        Dockerfile:
          'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        "go.mod": "module example.com/a\n\ngo 1.24\n",
        "main.go":
          'package main\n\nimport (\n\t"log"\n\t"net"\n\t"os"\n\n\t"google.golang.org/grpc"\n)\n\nfunc main() {\n\tlis, err := net.Listen("tcp", os.Getenv("ADDR"))\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tsrv := grpc.NewServer()\n\tif err := srv.Serve(lis); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n',
      },
      after: {
        "main.go":
          'package main\n\nimport (\n\t"log"\n\t"net"\n\t"os"\n\t"os/signal"\n\t"syscall"\n\n\t"google.golang.org/grpc"\n)\n\nfunc main() {\n\tlis, err := net.Listen("tcp", os.Getenv("ADDR"))\n\tif err != nil {\n\t\tlog.Fatal(err)\n\t}\n\tsrv := grpc.NewServer()\n\tgo func() {\n\t\tstop := make(chan os.Signal, 1)\n\t\tsignal.Notify(stop, syscall.SIGTERM)\n\t\t<-stop\n\t\t// What runs is answered; new requests go elsewhere.\n\t\tsrv.GracefulStop()\n\t}()\n\tif err := srv.Serve(lis); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n',
      },
    },
    {
      title: "Go beside the main function",
      before: {
        Dockerfile:
          'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app .\nFROM gcr.io/distroless/static\nCOPY --from=build /app /app\nENTRYPOINT ["/app"]\n',
        "go.mod": "module example.com/a\n\ngo 1.24\n",
        "main.go":
          'package main\n\nimport "net/http"\n\nfunc main() {\n\tgo func() {\n\t\thttp.ListenAndServe(":8080", nil)\n\t}()\n\tselect {}\n}\n',
      },
      because: "runs beside the main function",
    },
    {
      title: "gRPC in Python",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "grpcio\n",
        "main.py":
          'import grpc\nfrom concurrent import futures\n\n\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n    server.add_insecure_port("[::]:8080")\n    server.start()\n    server.wait_for_termination()\n\n\nserve()\n',
      },
      after: {
        "main.py":
          'import signal\nimport grpc\nfrom concurrent import futures\n\n\ndef serve():\n    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n    server.add_insecure_port("[::]:8080")\n    server.start()\n    # What runs is finished; new requests go elsewhere.\n    signal.signal(signal.SIGTERM, lambda *_: server.stop(8))\n    server.wait_for_termination()\n\n\nserve()\n',
      },
    },
    {
      title: "gRPC in Python, kept alive by a loop",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "grpcio\n",
        "main.py":
          'import time\nfrom concurrent import futures\n\nimport grpc\n\n\ndef serve():\n  server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n  server.add_insecure_port("[::]:8080")\n  server.start()\n  try:\n    while True:\n      time.sleep(3600)\n  except KeyboardInterrupt:\n    server.stop(0)\n\n\nserve()\n',
      },
      after: {
        "main.py":
          'import signal\nimport sys\nimport time\nfrom concurrent import futures\n\nimport grpc\n\n\ndef serve():\n  server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))\n  server.add_insecure_port("[::]:8080")\n  server.start()\n\n  def finish(*_):\n    # What runs is finished; new requests go elsewhere.\n    server.stop(8).wait()\n    sys.exit(0)\n\n  signal.signal(signal.SIGTERM, finish)\n  try:\n    while True:\n      time.sleep(3600)\n  except KeyboardInterrupt:\n    server.stop(0)\n\n\nserve()\n',
      },
    },
    {
      title: "a server of a class of the project's own",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"@grpc/grpc-js":"1.0.0"}}\n',
        "server.js":
          'const Shop = require("./shop");\nconst grpc = require("@grpc/grpc-js");\n\nconst server = new Shop();\nserver.listen();\n',
        "shop.js":
          'const grpc = require("@grpc/grpc-js");\n\nmodule.exports = class {\n  listen() {\n    this.server = new grpc.Server();\n    this.server.bindAsync("0.0.0.0:80", grpc.ServerCredentials.createInsecure(), () => {});\n  }\n};\n',
      },
      because: "is not known",
    },
    {
      title: "http.server",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "",
        "main.py":
          'import threading\nfrom http.server import BaseHTTPRequestHandler, HTTPServer\n\nserver = HTTPServer(("", 8000), BaseHTTPRequestHandler)\nserver.serve_forever()\n',
      },
      after: {
        "main.py":
          'import signal\nimport threading\nfrom http.server import BaseHTTPRequestHandler, HTTPServer\n\nserver = HTTPServer(("", 8000), BaseHTTPRequestHandler)\n# What runs is finished; new requests go elsewhere.\nsignal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())\nserver.serve_forever()\n',
      },
    },
    {
      title: "Flask's own server",
      before: {
        Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
        "requirements.txt": "flask\n",
        "main.py":
          'from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == "__main__":\n    app.run(host="0.0.0.0")\n',
      },
      because: "made for development",
    },
    {
      title: "gRPC in Node.js",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n',
        "package.json": '{"dependencies":{"@grpc/grpc-js":"1.0.0"}}',
        "server.js":
          'const grpc = require("@grpc/grpc-js");\n\nconst server = new grpc.Server();\nserver.bindAsync("0.0.0.0:80", grpc.ServerCredentials.createInsecure(), () => {});\n',
      },
      after: {
        "server.js":
          'const grpc = require("@grpc/grpc-js");\n\nconst server = new grpc.Server();\nserver.bindAsync("0.0.0.0:80", grpc.ServerCredentials.createInsecure(), () => {});\nprocess.on("SIGTERM", () => {\n  // What runs is answered; new requests go elsewhere.\n  server.tryShutdown(() => process.exit(0));\n});\n',
      },
    },
  ],
});
