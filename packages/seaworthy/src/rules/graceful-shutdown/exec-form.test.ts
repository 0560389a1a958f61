import { testRule } from "../../testing/test-rule.js";
import rule from "./exec-form.js";

testRule(rule, {
  source: {
    yes: [
      'FROM python:3.13-slim\nCMD ["python", "server.py"]\n',
      'FROM alpine:3.22\nENTRYPOINT ["/app"]\nCMD ["--port", "80"]\n',
      'FROM alpine:3.22 AS base\nCMD ["/app"]\nFROM base\nUSER 1000\n',
      { title: "the base's own start", files: "FROM nginx:1.29-alpine\nCOPY site /usr/share/nginx/html\n" },
      { title: "an argument of the base's entrypoint", files: 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["server.js"]\n' },
      { title: "exec in the shell form", files: "FROM alpine:3.22\nENTRYPOINT exec java $JAVA_OPTS -jar app.jar\n" },
      { title: "several commands, the last by exec", files: "FROM alpine:3.22\nCMD migrate && exec serve\n" },
      { title: "CMD of no effect behind a shell that execs", files: "FROM alpine:3.22\nENTRYPOINT exec app\nCMD start\n" },
      { title: "an argument with a blank", files: 'FROM debian:12-slim\nENTRYPOINT ["/app"]\nCMD ["--name", "two words"]\n' },
      { title: "several lines", files: 'FROM alpine:3.22\nCMD [ "node", \\\n  "server.js" ]\n' },
    ],
    no: [
      "FROM python:3.13-slim\n«CMD python server.py»\n",
      'FROM python:3.13-slim\n«ENTRYPOINT python server.py»\nCMD ["x"]\n',
      { title: "a shell behind an init", files: 'FROM alpine:3.22\nENTRYPOINT ["tini", "--"]\n«CMD /bin/app»\n' },
      {
        title: "a comment behind the array",
        files: 'FROM alpine:3.22\n«CMD ["node", "x.js"] # start»\n',
        because: "no valid JSON",
      },
      { title: "a comma too many", files: 'FROM alpine:3.22\n«CMD ["node", "x.js",]»\n', because: "no valid JSON" },
      { title: "one string", files: 'FROM node:22-slim\nENTRYPOINT [«"node x.js"»]\n', because: "one program named" },
      { title: "one string as CMD", files: 'FROM alpine:3.22\nCMD [«"python main.py"»]\n' },
      { title: "from a stage below", files: "FROM alpine:3.22 AS base\n«CMD serve now»\nFROM base\nUSER 1000\n" },
      {
        title: "another SHELL is a shell as well",
        files: 'FROM alpine:3.22\nSHELL ["/bin/bash", "-c"]\n«CMD npm run migrate && npm start»\n',
      },
      { title: "the last one counts", files: 'FROM alpine:3.22\nCMD ["x"]\n«CMD x y»\n' },
    ],
    unknown: [
      "FROM registry.example.com/team/base:1\nUSER 1000\n",
      'FROM alpine:3.22\nCMD if [ -n "$A" ]; then exec a; else b; fi\n',
    ],
    "n/a": [
      "FROM scratch\nCOPY data /data\n",
      "FROM node:22-slim\nRUN npm ci\n",
      "FROM alpine:3.22\nENTRYPOINT []\nCMD []\n",
      "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD app.exe\n",
    ],
  },
  image: {
    yes: [
      { config: { entrypoint: ["/app"] } },
      { config: { cmd: ["node", "server.js"] } },
      { config: { cmd: ["/bin/sh", "-c", "exec node server.js --port $PORT"] } },
      {
        title: "a shell that is asked for, with two arguments",
        image: { config: { cmd: ["/bin/sh", "-c", "node server.js", "x"] } },
      },
      { config: { cmd: ["/bin/bash", "-c", "node server.js"] } },
      { config: { entrypoint: ["/bin/sh", "-c", "exec /app"], cmd: ["/bin/sh", "-c", "ignored"] } },
      { config: { cmd: ["/opt/my app/run"] }, files: { "/opt/my app/run": { mode: 0o755 } } },
    ],
    no: [
      { image: { config: { cmd: ["/bin/sh", "-c", "node server.js"] } }, at: ["Cmd"] },
      { image: { config: { entrypoint: ["/bin/sh", "-c", "python app.py"], cmd: ["x"] } }, at: ["Entrypoint"] },
      { config: { shell: ["/bin/bash", "-o", "pipefail", "-c"], cmd: ["/bin/bash", "-o", "pipefail", "-c", "node server.js"] } },
      { image: { config: { cmd: ["/bin/sh", "-c", "['node', 'server.js']"] } }, because: "no valid JSON" },
      { image: { config: { entrypoint: ["node server.js"] } }, because: "one program named" },
    ],
    unknown: [{ config: { cmd: ["/bin/sh", "-c", 'if [ -n "$A" ]; then exec a; else b; fi'] } }],
    "n/a": [
      {},
      { form: "rootfs" },
      { platform: { os: "windows", architecture: "amd64", variant: null }, config: { cmd: ["a"] } },
    ],
  },
  fix: [
    {
      before: "FROM alpine:3.22\nCMD /app --port 80 'a b'\n",
      after: 'FROM alpine:3.22\nCMD ["/app", "--port", "80", "a b"]\n',
      safety: "review",
    },
    {
      before: "FROM alpine:3.22\nENTRYPOINT exit_hook=1 /app --port $PORT\n",
      after: "FROM alpine:3.22\nENTRYPOINT exit_hook=1 exec /app --port $PORT\n",
    },
    {
      before: "FROM alpine:3.22\nCMD /migrate && \\\n  /app \\\n    --port $PORT\n",
      after: "FROM alpine:3.22\nCMD /migrate && \\\n  exec /app \\\n    --port $PORT\n",
    },
    { before: "FROM alpine:3.22\nCMD ['/app', '-v', ]\n", after: 'FROM alpine:3.22\nCMD ["/app", "-v"]\n' },
    { before: 'FROM alpine:3.22\nENTRYPOINT ["/app -v", "x"]\n', after: 'FROM alpine:3.22\nENTRYPOINT ["/app", "-v", "x"]\n' },
    {
      title: "a copy of the log in a file",
      before: "FROM python:3.13-slim\nCMD python -u main.py 2>&1 | tee -a /var/log/a.log\n",
      after: 'FROM python:3.13-slim\nCMD ["python", "-u", "main.py"]\n',
    },
    { title: "what goes on behind it", before: "FROM alpine:3.22\nCMD /app & /other\n", because: "" },
  ],
});
