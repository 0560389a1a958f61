import { testRule } from "../../testing/test-rule.js";
import numericUser from "./numeric-user.js";
import rule from "./user.js";

const PASSWD = {
  "/etc/passwd":
    "root:x:0:0:root:/root:/bin/sh\n\n# accounts of ours\ntoor:x:0:0::/root:/bin/sh\napp:x:10001:10001::/app:/bin/sh\r\n0day:x:1000:0::/:/bin/sh\n",
};
const started = (text: string) => ({ "/entry.sh": { text, mode: 0o755 }, ...PASSWD });

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.22\nUSER 1000\n",
      "FROM alpine:3.22\nUSER root\nRUN apk add --no-cache x\nUSER app\n",
      'FROM alpine:3.22 AS base\nUSER app:app\nFROM base\nCMD ["x"]\n',
      "FROM alpine:3.22\nENV RUNNER=node\nUSER $RUNNER\n",
      "FROM alpine:3.22\nARG UID=1000\nUSER ${UID}:${UID}\n",
      "FROM nginxinc/nginx-unprivileged:1.27-alpine\n",
      "FROM cgr.dev/chainguard/node:latest\n",
      "FROM mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled\n",
    ],
    no: [
      "FROM alpine:3.22\nUSER app\n«USER root»\n",
      "FROM alpine:3.22\n«USER 0»\n",
      "FROM alpine:3.22\n«USER 0:0»\n",
      "FROM alpine:3.22\n«USER root:root»\n",
      "FROM alpine:3.22\n«USER 0:1000»\n",
      '«FROM python:3.12-slim»\nCMD ["python", "app.py"]\n',
      '«FROM gcr.io/distroless/static»\nCMD ["/app"]\n',
      "FROM golang:1.25 AS build\nUSER 1000\n«FROM debian:12-slim»\n",
      "«FROM nginx:1.29-alpine»\n",
      '«FROM scratch»\nCMD ["/app"]\n',
    ],
    unknown: [
      'FROM registry.example.com/team/base:1\nCMD ["/app"]\n',
      "FROM alpine:3.22\nUSER $WHO\n",
      {
        files: {
          Dockerfile: 'FROM debian:12-slim\nCOPY entry.sh /entry.sh\nENTRYPOINT ["/entry.sh"]\nCMD ["app"]\n',
          "entry.sh": '#!/bin/sh\nchown -R app /data\nexec gosu app "$@"\n',
        },
        because: "gosu",
      },
      'FROM alpine:3.22\nENTRYPOINT ["su-exec", "app", "/app"]\n',
      'ARG BASE\nFROM $BASE\nCMD ["x"]\n',
    ],
    "n/a": ['FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["app.exe"]\n'],
  },
  image: {
    yes: [
      { config: { user: "app" }, files: PASSWD },
      { config: { user: "app:root" }, files: PASSWD },
      { config: { user: "10001:0" }, files: {} },
      { config: { user: "1" } },
      { image: { config: { user: "10001" }, files: PASSWD }, because: "uid 10001 (app)" },
      { image: { config: { user: "0day" }, files: PASSWD }, because: "uid 1000" },
      {
        title: "passwd behind a link",
        image: {
          config: { user: "app" },
          files: {
            "/etc/passwd": { type: "symlink", target: "../usr/lib/passwd" },
            "/usr/lib/passwd": "app:x:7:7::/:/bin/sh\n",
          },
        },
      },
    ],
    no: [
      { config: { user: "" } },
      { image: { config: { user: "0" } }, at: ["User"] },
      { config: { user: "0:0" } },
      { config: { user: "0:1000" } },
      { config: { user: "000" } },
      { config: { user: "root" }, files: PASSWD },
      { config: { user: "root" } },
      { config: { user: "root:root" }, files: PASSWD },
      { config: { user: ":app" }, files: PASSWD },
      { image: { config: { user: "toor" }, files: PASSWD }, because: "which is uid 0" },
      {
        title: "an entry script that stays root",
        image: { config: { entrypoint: ["/entry.sh"], cmd: ["app"] }, files: started('#!/bin/sh\nexec "$@"\n') },
      },
      {
        title: "a script that would drop the rights, but is not the one that starts",
        image: { config: { entrypoint: ["/app"] }, files: started('#!/bin/sh\nexec gosu app "$@"\n') },
      },
    ],
    unknown: [
      { image: { config: { user: "web" }, files: PASSWD }, because: "not in the image's passwd" },
      { image: { config: { user: "web" } }, because: "no passwd" },
      { image: { config: { user: "web" }, files: { "/etc/passwd": { size: 9_000_000 } } }, because: "could not be read" },
      {
        image: { config: { entrypoint: ["/entry.sh"], cmd: ["app"] }, files: started('#!/bin/sh\nexec gosu app "$@"\n') },
        because: "gosu in /entry.sh",
      },
      { image: { config: { entrypoint: ["su-exec", "app", "/app"] } }, because: "su-exec" },
      { config: { user: "root", entrypoint: ["/usr/bin/tini", "--", "setpriv", "--reuid=1000", "/app"] } },
      { config: { cmd: ["/bin/sh", "-c", "exec gosu app node server.js"] } },
      {
        title: "a script that was not read",
        image: { config: { entrypoint: ["/docker-entrypoint.sh"] }, files: { "/docker-entrypoint.sh": { mode: 0o755 } } },
        because: "could not be read",
      },
      { form: "rootfs" },
    ],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
  trial: {
    yes: [
      { trial: { drills: { identity: {} } }, because: "every process at 3 looks ran as uid 10001" },
      {
        title: "a health check that runs as root is not the service",
        trial: { drills: { identity: { processes: [{}, { pid: 30, name: "curl", uids: [0, 0, 0, 0], visitor: true }] } } },
      },
    ],
    no: [
      {
        trial: {
          drills: {
            identity: {
              processes: [
                { uids: [0, 0, 0, 0], name: "node" },
                { pid: 7, uids: [0, 0, 0, 0] },
              ],
            },
          },
        },
        because: "process 1 (node) and 1 more runs as root while it serves",
        at: ["idle"],
      },
      {
        title: "a saved uid that leads back",
        trial: { drills: { identity: { processes: [{ uids: [1000, 1000, 0, 1000] }] } } },
        because: "can become root again",
      },
    ],
    unknown: [
      { title: "user namespaces", trial: { drills: { identity: { mapped: true } } } },
      { drills: { identity: [{ processes: [{ uids: [0, 0, 0, 0] }] }, {}] } },
    ],
    "n/a": [{ conditions: { deployed: true, overrides: ["user"] }, drills: { identity: {} } }],
  },
  fix: [
    {
      before: 'FROM node:22-slim\nARG APP_UID\nRUN usermod -u "$APP_UID" node\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nARG APP_UID\nRUN usermod -u "$APP_UID" node\nUSER node\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    {
      before: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n',
      after: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER 1000\nCMD ["node", "a.js"]\n',
      safety: "review",
    },
    {
      before: 'from alpine:3.22\ncopy app /app\n# start\ncmd ["/app"]',
      after:
        'from alpine:3.22\ncopy app /app\nrun addgroup -S -g 10001 app \\\n    && adduser -S -D -H -u 10001 -G app app\nuser 10001:10001\n# start\ncmd ["/app"]',
    },
    {
      before: "FROM debian:13-slim\r\nRUN <<EOF\r\nid\r\nEOF\r\n",
      after:
        "FROM debian:13-slim\r\nRUN <<EOF\r\nid\r\nEOF\r\nRUN groupadd --system --gid 10001 app \\\r\n    && useradd --system --no-log-init --no-create-home --uid 10001 --gid app app\r\nUSER 10001:10001\r\n",
    },
    {
      title: "one that the file makes",
      before: 'FROM debian:13-slim\nRUN useradd -u 5000 web\nUSER root\nCMD ["/app"]\n',
      after: 'FROM debian:13-slim\nRUN useradd -u 5000 web\nUSER 5000\nCMD ["/app"]\n',
    },
    {
      title: "one that the file makes without a number gets one",
      before: 'FROM debian:13-slim\nRUN groupadd web && useradd -g web web\nCMD ["/app"]\n',
      after: 'FROM debian:13-slim\nRUN groupadd web && useradd --uid 10001 -g web web\nUSER 10001\nCMD ["/app"]\n',
      rules: [numericUser],
    },
    {
      before: 'FROM alpine:3.22\nRUN adduser -D web\nCMD ["/app"]\n',
      after: 'FROM alpine:3.22\nRUN adduser -u 10001 -D web\nUSER 10001\nCMD ["/app"]\n',
      rules: [numericUser],
    },
    {
      title: "files that are given to the number that the system chooses",
      before: 'FROM debian:13-slim\nRUN useradd web\nCOPY --chown=1000:1000 app /app\nCMD ["/app"]\n',
      rules: [numericUser],
      because: "numeric-user would newly say no",
    },
    {
      title: "one that may be there already keeps the number that it has",
      before: 'FROM debian:13-slim\nRUN id web || useradd web\nCMD ["/app"]\n',
      rules: [numericUser],
      because: "numeric-user would newly say no",
    },
    {
      before: 'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n',
      after: 'FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n',
    },
    {
      title: "what the app writes to is its own",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "a.js"]\n',
        "a.js": 'const fs = require("fs");\nfs.writeFileSync("/app/data/state.json", "{}");\n',
        "package.json": "{}",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN mkdir -p /app/data \\\n    && chown 1000:1000 /app/data\nUSER 1000\nCMD ["node", "a.js"]\n',
      },
    },
    { title: "a server that needs root at first", before: "FROM nginx:1.28\n", because: "prepares itself as root" },
    {
      title: "what a variable holds",
      before: "FROM alpine:3.22\nARG APP=root\nUSER $APP\n",
      because: "a variable owns the value",
    },
  ],
});
