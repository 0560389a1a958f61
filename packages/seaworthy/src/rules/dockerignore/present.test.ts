import { testRule } from "../../testing/test-rule.js";
import rule from "./present.js";

const ALL = "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n";

testRule(rule, {
  source: {
    yes: [
      {
        title: "also where no whole folder is taken",
        files: { Dockerfile: "FROM alpine:3.22\nCOPY src ./src\n", "src/a.js": "", ".dockerignore": "target\n" },
      },
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n" } },
      { title: "beside the Dockerfile, under its name", files: { Dockerfile: ALL, "Dockerfile.dockerignore": "node_modules\n" } },
      {
        title: "the folder of a program",
        files: {
          Dockerfile: "FROM node:22-slim\nCOPY api /app\n",
          "api/package.json": "{}",
          "api/index.js": "",
          ".dockerignore": "**/node_modules\n",
        },
      },
      {
        title: "mounted whole",
        files: {
          Dockerfile: "FROM golang:1.25\nRUN --mount=type=bind,target=. go build -o /app ./cmd\n",
          "go.mod": "module x\n",
          ".dockerignore": ".git\n",
        },
      },
    ],
    no: [
      "FROM golang:1.25 AS build\nCOPY «.» .\nRUN go build -o /x\nFROM scratch\nCOPY --from=build /x /x\n",
      "FROM alpine:3.22\nADD «./» /app\n",
      "FROM alpine:3.22\nCOPY «*» /app/\n",
      'FROM alpine:3.22\nCOPY [«"."», "/app"]\n',
      {
        title: "in the wrong folder",
        because: "infrastructure/.dockerignore is not read",
        files: {
          "infrastructure/Dockerfile": "FROM node:22-slim\nCOPY «.» .\n",
          "infrastructure/.dockerignore": "node_modules\n",
          "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      dockerfile: infrastructure/Dockerfile\n",
          "package.json": "{}",
        },
      },
      {
        title: "in the wrong case",
        because: "exact case",
        files: { Dockerfile: ALL.replace("COPY .", "COPY «.»"), ".Dockerignore": "node_modules\n" },
      },
      {
        title: "comments alone",
        because: "keeps nothing out",
        files: { Dockerfile: ALL, ".dockerignore": "# node_modules\n\n" },
      },
      { title: "negations alone", because: "keeps nothing out", files: { Dockerfile: ALL, ".dockerignore": "!src\n" } },
      {
        title: "a pattern that Docker refuses",
        because: "stops the build",
        files: { Dockerfile: ALL, ".dockerignore": "node_modules\n«[a-»\n" },
      },
      {
        title: "only in a stage that the shipped one mounts",
        files: "FROM node:22 AS web\nCOPY «.» .\nFROM alpine:3.22\nRUN --mount=from=web,target=/web cp -r /web/dist /www\n",
      },
    ],
    unknown: [
      "FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n",
      { title: "a folder that is not in the tree", files: "FROM alpine:3.22\nCOPY publish /app\n" },
    ],
    "n/a": [
      "FROM alpine:3.22\nCOPY app.conf /etc/\n",
      {
        files: {
          Dockerfile: "FROM node:22-slim\nCOPY package.json ./\nCOPY src ./src\n",
          "package.json": "{}",
          "src/index.js": "",
        },
      },
      {
        title: "a stage that nothing is taken from",
        files: "FROM alpine:3.22 AS lint\nCOPY . .\nFROM alpine:3.22\nCOPY a.sh /\n",
      },
      "FROM eclipse-temurin:21\nARG JAR\nCOPY ${JAR}.jar app.jar\n",
    ],
  },
  fix: [
    {
      title: "made of what the tree holds and what turns up in it",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        "package.json": "{}",
        "packages/a/package.json": "{}",
        "packages/a/package-lock.json": "{}",
        ".env.example": "PORT=1\n",
        "README.md": "#\n",
        "compose.yaml": "services:\n  a:\n    build: .\n",
        ".github/workflows/a.yml": "on: push\n",
        "src/a.js": "",
      },
      after: {
        ".dockerignore":
          ".git\n**/.env\n**/.env.*\n!**/.env.example\n**/node_modules\n.github\nDockerfile\nREADME.md\ncompose.yaml\n",
      },
      safety: "review",
    },
    {
      title: "what a file that Docker does not read was meant to do",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        "package.json": "{}",
        ".Dockerignore": "# ours\r\nnode_modules\r\nlogs\r\n",
      },
      after: { ".dockerignore": "# ours\nnode_modules\nlogs\n.git\n.env\n.env.*\nDockerfile\n" },
    },
  ],
});
