import { testRule } from "../../testing/test-rule.js";
import rule from "./excludes-secrets.js";

const ALL = "FROM alpine:3.22\nCOPY . .\n";
const MARKED = "FROM alpine:3.22\nCOPY «.» .\n";

testRule(rule, {
  source: {
    yes: [
      { files: { Dockerfile: ALL, ".dockerignore": ".env*\n" } },
      { files: { Dockerfile: ALL, ".dockerignore": "**/.env\n**/.env.*\n!**/.env.example\n", "api/package.json": "{}" } },
      { files: { Dockerfile: ALL, ".dockerignore": "*\n!src\n", "certs/private.key.pem": "x" } },
      {
        title: "templates and public certificates",
        files: { Dockerfile: ALL, ".dockerignore": ".env\n.env.*\n!.env.sample\n", ".env.sample": "", "certs/ca.pem": "x" },
      },
      {
        title: "a key that a test made for itself",
        files: { Dockerfile: ALL, ".dockerignore": ".env\n.env.*\n", "cmd/testdata/private.key.pem": "x" },
      },
      {
        title: "committed defaults of Symfony",
        files: {
          Dockerfile: ALL,
          ".dockerignore": ".env.local\n",
          ".env": "APP_ENV=dev",
          "symfony.lock": "{}",
          "composer.json": "{}",
        },
      },
    ],
    no: [
      MARKED,
      { because: ".env.local", files: { Dockerfile: ALL, ".dockerignore": "«».env\n.git\n" } },
      { because: ".env would", files: { Dockerfile: ALL, ".dockerignore": "«»node_modules\n.git\n" } },
      { because: "id_rsa is in the repository", files: { Dockerfile: ALL, ".dockerignore": "«».env*\n", "deploy/id_rsa": "x" } },
      { because: "api/.env", files: { Dockerfile: ALL, ".dockerignore": "«».env*\n", "api/package.json": "{}" } },
      { because: "is in the repository", files: { Dockerfile: ALL, ".dockerignore": "«».git\n!.env\n", ".env": "A=b" } },
      { title: "let in again", because: ".env", files: { Dockerfile: ALL, ".dockerignore": "«».env*\n!.env.*\n" } },
    ],
    unknown: ["FROM alpine:3.22\nARG SRC\nCOPY $SRC /app\n"],
    "n/a": [
      { files: { Dockerfile: "FROM alpine:3.22\nCOPY src /src\n", ".env": "A=b", "src/a.js": "" } },
      "FROM alpine:3.22\nCOPY a.conf /etc/\n",
    ],
  },
  fix: [
    {
      title: "behind what is there, without a last line end",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        ".dockerignore": "# ours\nnode_modules\n.git",
        "package.json": "{}",
      },
      after: { ".dockerignore": "# ours\nnode_modules\n.git\n.env\n.env.*" },
      safety: "safe",
    },
    {
      title: "what is let in on purpose stays in; CRLF",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        ".dockerignore": "*\r\n!src\r\n!package.json\r\n!.env.ci\r\n!.env\r\n",
        "package.json": "{}",
        ".env.ci": "PORT=1\n",
        ".env": "DB_PASSWORD=tr0ub4dor9\n",
      },
      after: { ".dockerignore": "*\r\n!src\r\n!package.json\r\n!.env.ci\r\n!.env\r\n.env\r\n.env.*\r\n!.env.ci\r\n" },
      safety: "review",
    },
    {
      title: "a key by its path",
      before: {
        "api/Dockerfile": "FROM node:22-slim\nWORKDIR /app\nCOPY . .\n",
        "compose.yaml": "services:\n  a:\n    build: api\n",
        "api/.dockerignore": ".env*\n",
        "api/package.json": "{}",
        "api/certs/client.p12": "x",
      },
      after: { "api/.dockerignore": ".env*\n.env\n.env.*\ncerts/client.p12\n" },
    },
  ],
});
