import { testRule } from "../../testing/test-rule.js";
import rule from "./no-wrapper.js";

const NODE = 'FROM node:22-slim\nCMD ["node", "server.js"]\n';

testRule(rule, {
  source: {
    yes: [
      'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
      { title: "a single command in shell form", files: "FROM python:3.13-slim\nCMD gunicorn app:app\n" },
      { title: "exec in a shell line", files: 'FROM python:3.13-slim\nCMD ["sh", "-c", "migrate && exec gunicorn app:app"]\n' },
      { title: "bash makes way for its last command", files: 'FROM python:3.13-slim\nCMD ["bash", "-c", "gunicorn app:app"]\n' },
      {
        title: "bash that waits first",
        files: 'FROM python:3.13-slim\nCMD ["bash", "-c", "while ! </dev/tcp/db/5432; do sleep 1; done; gunicorn app:app"]\n',
      },
      {
        title: "bash by the name of sh",
        files: 'FROM amazonlinux:2023\nENTRYPOINT ["sh", "-c", "java $JAVA_OPTS -jar app.jar"]\n',
      },
      { title: "made for containers", files: 'FROM node:22-slim\nCMD ["pm2-runtime", "server.js"]\n' },
      { title: "bundler replaces itself", files: 'FROM ruby:3.4-slim\nCMD ["bundle", "exec", "puma"]\n' },
      { title: "bun runs a file", files: 'FROM oven/bun:1\nCMD ["bun", "run", "src/index.ts"]\n' },
      {
        title: "a script of the base that hands over to the JVM",
        files:
          'FROM registry.access.redhat.com/ubi9/openjdk-21:1.23\nCOPY target/app/ /deployments/\nENTRYPOINT ["/opt/jboss/container/java/run/run-java.sh"]\n',
      },
      { title: "the base's own start", files: "FROM nginx:1.29-alpine\n" },
      { title: "the start of a known server, whatever its words", files: "FROM prom/prometheus:v3.5.0\n" },
      {
        title: "exec through an entrypoint that is a shell",
        files: 'FROM alpine:3.22\nENTRYPOINT ["sh", "-c", "exec \\"$@\\"", "--"]\nCMD ["node", "x.js"]\n',
      },
      {
        title: "every deployment starts the program itself",
        files: {
          Dockerfile: 'FROM node:22-slim\nCMD ["npm", "start"]\n',
          "compose.yaml": "services:\n  web:\n    build: .\n    command: node server.js\n",
        },
      },
      {
        title: "a task may be run by anything",
        files: {
          Dockerfile: NODE,
          "compose.yaml":
            'services:\n  web:\n    build: .\n  migrate:\n    build: .\n    command: npx prisma migrate deploy\n    restart: "no"\n',
        },
      },
      {
        title: "a script that starts the program",
        files: {
          Dockerfile: 'FROM node:22-slim\nCOPY start.sh /\nCMD ["/start.sh"]\n',
          "start.sh": "#!/bin/sh\nexec node server.js\n",
        },
      },
    ],
    no: [
      'FROM node:22-slim\n«CMD ["npm", "run", "start:prod"]»\n',
      'FROM node:22-slim\n«CMD ["infisical", "run", "--env=prod", "--", "npm", "start"]»\n',
      "FROM node:22-slim\n«CMD npm start»\n",
      'FROM node:22-slim\n«CMD ["yarn", "start"]»\n',
      'FROM node:22-slim\nENTRYPOINT ["dumb-init", "--"]\n«CMD ["npm", "start"]»\n',
      'FROM node:22-slim\n«ENTRYPOINT ["docker-entrypoint.sh", "pnpm", "start"]»\n',
      'FROM node:22-slim\n«CMD ["npx", "serve"]»\n',
      'FROM oven/bun:1\n«CMD ["bun", "run", "start"]»\n',
      'FROM node:22-slim\n«CMD ["env", "NODE_ENV=production", "npm", "start"]»\n',
      'FROM debian:12-slim\n«CMD ["supervisord", "-n"]»\n',
      { title: "a pipe", files: "FROM python:3.13-slim\n«CMD python -u main.py 2>&1 | tee /var/log/x.log»\n" },
      {
        title: "dash stays",
        files: 'FROM eclipse-temurin:21-jre-noble\n«ENTRYPOINT ["sh", "-c", "java $JAVA_OPTS -jar app.jar"]»\n',
      },
      { title: "something in the background", files: 'FROM alpine:3.22\n«CMD ["/bin/sh", "-c", "tor & ./run"]»\n' },
      { title: "bash that has a job left", files: 'FROM alpine:3.22\n«CMD ["bash", "-c", "tor & ./run"]»\n' },
      { title: "bash that has a trap to run", files: 'FROM alpine:3.22\n«CMD ["bash", "-c", "trap clean EXIT; ./run"]»\n' },
      { title: "bash that has a redirection to undo", files: 'FROM alpine:3.22\n«CMD ["bash", "-c", "a; ./run 2>&1"]»\n' },
      { title: "bash after which something is said", files: 'FROM alpine:3.22\n«CMD ["bash", "-c", "./run; echo done"]»\n' },
      { title: "bash with several lines", files: 'FROM alpine:3.22\n«CMD ["bash", "-c", "a; while true; do b; done"]»\n' },
      {
        title: "behind a script that does not exec",
        files: {
          Dockerfile: 'FROM node:22-slim\nCOPY entry.sh /\nENTRYPOINT ["/entry.sh"]\n«CMD ["npm", "start"]»\n',
          "entry.sh": '#!/bin/sh\nsleep 5\n"$@"\n',
        },
      },
      {
        title: "in a deployment alone",
        files: {
          Dockerfile: NODE,
          "compose.yaml": "services:\n  web:\n    build: .\n  worker:\n    build: .\n    command: «npm run worker»\n",
        },
        because: "worker: npm",
      },
      {
        title: "in Kubernetes",
        files: {
          Dockerfile: NODE,
          "k8s.yaml":
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/web:1\n          args: «[npm, start]»\n",
        },
      },
      {
        title: "an init of Compose in front",
        files: {
          Dockerfile: 'FROM node:22-slim\n«CMD ["pnpm", "start"]»\n',
          "compose.yaml": "services:\n  web:\n    build: .\n    init: true\n",
        },
      },
    ],
    unknown: [
      {
        title: "a folder of services",
        files: 'FROM alpine:3.22\nCOPY s6 /etc/s6\nCMD ["s6-svscan", "/etc/s6"]\n',
        because: "could not be followed",
      },
      {
        title: "a script by that name on another base",
        files: 'FROM eclipse-temurin:21-jre\nENTRYPOINT ["/opt/jboss/container/java/run/run-java.sh"]\n',
      },
      'FROM registry.example.com/team/base:1\nCMD ["server.js"]\n',
      'FROM debian:12-slim\nENTRYPOINT ["/opt/entrypoint.sh"]\nCMD ["app"]\n',
      'FROM python:3.13-slim\nCMD ["uv", "run", "app.py"]\n',
      'FROM node:22-slim\nENTRYPOINT ["doppler", "run", "--"]\nCMD ["node", "server.js"]\n',
      'FROM node:22-slim\nCMD ["cross-env", "NODE_ENV=production", "node", "server.js"]\n',
      { title: "what is started stands in a file of its own", files: 'FROM node:22-slim\nCMD ["litefs", "mount"]\n' },
      {
        title: "bash by the name of sh",
        files: 'FROM amazonlinux:2023\nENTRYPOINT ["sh", "-c", "migrate && java -jar app.jar"]\n',
      },
      { title: "which sh?", files: 'FROM registry.example.com/x:1\nENTRYPOINT ["sh", "-c", "java -jar app.jar"]\n' },
      {
        title: "a variable",
        files: {
          Dockerfile: NODE,
          "compose.yaml": "services:\n  web:\n    build: .\n    command: ${START}\n",
        },
      },
    ],
    "n/a": [
      "FROM scratch\n",
      "FROM alpine:3.22\nENTRYPOINT []\n",
      'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["npm"]\n',
    ],
  },
  image: {
    yes: [
      { config: { cmd: ["node", "server.js"] } },
      { config: { entrypoint: ["/sbin/tini", "--"], cmd: ["python", "-m", "app"] } },
      {
        config: { entrypoint: ["/e.sh"], cmd: ["java", "-jar", "a.jar"] },
        files: { "/e.sh": { text: '#!/bin/sh\nexec "$@"\n', mode: 0o755 } },
      },
      { title: "the shell of one command is another rule's", image: { config: { cmd: ["/bin/sh", "-c", "node server.js"] } } },
      { config: { cmd: ["/bin/bash", "-c", "node server.js"] } },
      {
        title: "Compose starts the app itself",
        image: { config: { cmd: ["npm", "start"] } },
        ship: {
          Dockerfile: 'FROM node:22-slim\nCMD ["npm", "start"]\n',
          "compose.yaml": "services:\n  web:\n    build: .\n    command: [node, server.js]\n",
        },
      },
    ],
    no: [
      { image: { config: { cmd: ["npm", "start"] } }, at: ["Cmd"] },
      { image: { config: { entrypoint: ["npm", "start"] } }, at: ["Entrypoint"] },
      { config: { entrypoint: ["dumb-init"], cmd: ["yarn", "run", "serve"] } },
      { config: { cmd: ["/bin/sh", "-c", "npm run migrate && npm start"] } },
      {
        title: "npm behind an entry script",
        image: { config: { entrypoint: ["/e.sh"] }, files: { "/e.sh": { text: "#!/bin/sh\nexec npm start\n", mode: 0o755 } } },
      },
      {
        title: "a dash does not make way for its last command",
        image: {
          config: { cmd: ["sh", "-c", "node server.js"] },
          files: { "/bin/sh": { type: "symlink", target: "dash" }, "/bin/dash": { mode: 0o755 } },
        },
      },
    ],
    unknown: [
      { config: { cmd: ["sh", "-c", "node server.js"] } },
      { image: { config: { entrypoint: ["/docker-entrypoint.sh"] } }, because: "could not be read" },
      { config: { cmd: ["doppler", "run", "--", "node", "server.js"] } },
    ],
    "n/a": [{}, { config: { cmd: ["/bin/bash"] } }, { form: "rootfs" }],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD npm start\n",
        "package.json": '{"scripts": {"start": "node dist/index.js --x"}}',
      },
      after: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "dist/index.js", "--x"]\n' },
      safety: "review",
    },
    {
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["yarn", "run", "serve"]\n',
        "package.json": '{"scripts": {"serve": "next start -p 3000"}}',
      },
      after: { Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node_modules/.bin/next", "start", "-p", "3000"]\n' },
    },
    {
      title: "a script that needs a shell",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n',
        "package.json": '{"scripts": {"start": "A=1 node a.js"}}',
      },
      because: "needs a shell",
    },
    {
      title: "a script before it",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["npm", "start"]\n',
        "package.json": '{"scripts": {"prestart": "tsc", "start": "node a.js"}}',
      },
      because: "other scripts run before or after",
    },
  ],
});
