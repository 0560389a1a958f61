import { testRule } from "../../testing/test-rule.js";
import rule from "./lockfile.js";

const PACKAGE = '{"dependencies": {"express": "^4.18.0", "pg": "8.13.1"}}';
const node = (lines: string, others: Record<string, string> = { "package-lock.json": "{}" }) => ({
  Dockerfile: `FROM node:22.12.0-slim\nWORKDIR /app\n${lines}CMD ["node", "a.js"]\n`,
  "package.json": PACKAGE,
  "a.js": "",
  ...others,
});
const python = (
  requirements: string,
  lines = "COPY . .\nRUN pip install -r requirements.txt\n",
  others: Record<string, string> = {},
) => ({
  Dockerfile: `FROM python:3.12.1-slim\nWORKDIR /app\n${lines}CMD ["python", "a.py"]\n`,
  "requirements.txt": requirements,
  "a.py": "",
  ...others,
});

testRule(rule, {
  source: {
    yes: [
      node("COPY package*.json ./\nRUN npm ci\n"),
      { files: node("COPY . .\nRUN npm install\n"), because: "package-lock.json" },
      node("COPY package.json *yarn* ./\nRUN yarn install\n", { "yarn.lock": "" }),
      node(
        "RUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json npm install\n",
      ),
      python("flask==3.1.0\nredis[hiredis]==5.2.1 --hash=sha256:00\n"),
      {
        title: "a folder without a slash",
        files: python("flask==3.1.0\n", "COPY requirements.txt /app\nRUN pip install -r requirements.txt\nCOPY . /app\n"),
      },
      {
        title: "a folder of the system without a slash",
        files: python("flask==3.1.0\n", "COPY requirements.txt /tmp\nRUN pip install -r /tmp/requirements.txt\nCOPY . .\n"),
      },
      python("python3-saml==1.16.0 --no-binary lxml,xmlsec\n"),
      python("flask>=3\n", "COPY requirements.txt constraints.txt ./\nRUN pip install -c constraints.txt -r requirements.txt\n"),
      {
        files: {
          Dockerfile: "FROM python:3.12.1\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main\n",
          "pyproject.toml": '[tool.poetry.dependencies]\nflask = "^3"\n',
          "poetry.lock": "",
        },
      },
      {
        files: {
          Dockerfile:
            "FROM rust:1.85.0 AS b\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nFROM debian:12-slim\nCOPY --from=b /app/t /t\n",
          "Cargo.toml": '[dependencies]\nserde = "1"\n',
          "Cargo.lock": "",
        },
        title: "a builder's lockfile",
      },
    ],
    no: [
      {
        files: node("COPY package.json ./\nRUN «npm install»\nCOPY . .\n", {
          "package-lock.json": "{}",
          ".dockerignore": "package-lock.json\n",
        }),
        because: "not copied",
      },
      { files: node("COPY package.json ./\nRUN «npm install»\n", {}), because: "express open" },
      // What is copied behind the install comes too late for it.
      { files: node("COPY package.json ./\nRUN «npm install»\nCOPY . .\n"), because: "package-lock.json is not copied before" },
      node("COPY . .\nRUN «npm install --no-package-lock»\n"),
      python("flask\nredis>=5\n"),
      { files: python("flask\n# pinned\nredis==5.2.1\n"), because: "flask open" },
      {
        files: {
          Dockerfile: "FROM ruby:3.4.1-slim\nWORKDIR /app\nCOPY Gemfile ./\nRUN «bundle install»\n",
          Gemfile: 'source "https://gems.example.com"\ngem "rails"\n',
        },
      },
    ],
    unknown: [
      "FROM node:22.12.0\nCOPY . .\nRUN npm install\n",
      python("flask\n", "ADD https://example.com/r.txt /r.txt\nRUN pip install -r /r.txt\n"),
    ],
    "n/a": [
      { files: { "compose.yaml": "services:\n  db:\n    image: postgres:17.2\n" }, because: "not built here" },
      "FROM node:22.12.0\nRUN npm install -g pm2\n",
      "FROM golang:1.25.1\nCOPY . .\nRUN go build ./...\n",
      "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl\n",
    ],
  },
  fix: [
    {
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY src src\nCMD ["node", "src/a.js"]\n',
        "package.json": '{"dependencies": {"a": "^1"}}',
        "package-lock.json": "{}",
        "src/a.js": "",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY src src\nCMD ["node", "src/a.js"]\n',
      },
      safety: "review",
    },
    {
      title: "none is there",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
      },
      because: "--lockfiles",
    },
    {
      title: "one that the package manager makes",
      before: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN npm install --no-fund\nCOPY src src\nCMD ["node", "src/a.js"]\n',
        "package.json": '{"dependencies": {"a": "^1"}}',
        "src/a.js": "",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --no-fund\nCOPY src src\nCMD ["node", "src/a.js"]\n',
        "package-lock.json": '{"lockfileVersion": 3}\n',
      },
      lockfiles: { "npm package.json": { text: '{"lockfileVersion": 3}\n' } },
      safety: "review",
    },
    {
      title: "one that a later copy of everything brings too late",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\nCMD ["node", "a.js"]\n',
        "package.json": '{"dependencies": {"a": "^1"}}',
        "a.js": "",
      },
      after: {
        Dockerfile:
          'FROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "a.js"]\n',
        "package-lock.json": "{}",
      },
      lockfiles: { "npm package.json": { text: "{}" } },
    },
    {
      title: "one below the root, where the folder is copied as a whole",
      before: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY web/ ./\nRUN yarn\nCMD ["node", "a.js"]\n',
        "web/package.json": '{"dependencies": {"a": "^1"}}',
        "web/a.js": "",
      },
      after: {
        Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY web/ ./\nRUN yarn install --frozen-lockfile\nCMD ["node", "a.js"]\n',
        "web/yarn.lock": "# yarn lockfile v1\n",
      },
      lockfiles: { "yarn web/package.json": { text: "# yarn lockfile v1\n" } },
    },
    {
      title: "a list for pip, whose open versions become exact",
      before: python("flask  # the web\r\nredis[hiredis]>=5, <7 ; python_version > '3.8'\r\nPsycopg2\r\nb==1.0\r\n"),
      after: {
        "requirements.txt":
          "flask==3.1.2  # the web\r\nredis[hiredis]==6.4.0 ; python_version > '3.8'\r\nPsycopg2==2.9.11\r\nb==1.0\r\n",
      },
      lockfiles: {
        "pip requirements.txt": {
          text: JSON.stringify({
            install: [
              ["Flask", "3.1.2"],
              ["redis", "6.4.0"],
              ["psycopg2", "2.9.11"],
              ["click", "8.3.0"],
            ].map(([name, version]) => ({ metadata: { name, version } })),
          }),
        },
      },
      safety: "review",
    },
    {
      title: "pip's report is not one",
      before: python("flask\n"),
      lockfiles: { "pip requirements.txt": { text: "no" } },
      because: "pip's report was not read",
    },
    {
      title: "versions that are none",
      before: python("flask\n"),
      lockfiles: {
        "pip requirements.txt": { text: '{"install": [{"metadata": {"name": "flask", "version": "1 --index-url x"}}, null, 1]}' },
      },
      because: "pip resolved none",
    },
    {
      title: "a manager that fails",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
      },
      lockfiles: { "npm package.json": { because: "the build failed: a is not in this registry" } },
      because: "npm could not make the lockfile: the build failed: a is not in this registry",
    },
    {
      title: "one that may not be sent to the build",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm install\n",
        ".dockerignore": "*lock*\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
      },
      lockfiles: { "npm package.json": { text: "{}" } },
      because: "package-lock.json would be kept out of the build by .dockerignore",
    },
    {
      title: "a pattern that copies it already",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
      },
      after: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n",
        "package-lock.json": "{}",
      },
      lockfiles: { "npm package.json": { text: "{}" } },
    },
    {
      title: "a list whose lines are not plain: one that goes on, options, and a name for two Pythons",
      before: python("a>=1, \\\n  <4\nb>=1 --config-settings x=y\nn>=1; python_version < '3.9'\nn>=2; python_version >= '3.9'\n"),
      lockfiles: {
        "pip requirements.txt": {
          text: JSON.stringify({ install: ["a", "b", "n"].map((name) => ({ metadata: { name, version: "3.0" } })) }),
        },
      },
      because: "pip resolved none",
    },
    {
      title: "lines of blanks, which could be read in many ways",
      before: python(`flask${" ".repeat(20_000)}x\nb>=1${" ".repeat(200_000)}"#\n${"[".repeat(20_000)}\n`),
      lockfiles: { "pip requirements.txt": { text: '{"install": [{"metadata": {"name": "flask", "version": "3.0"}}]}' } },
      because: "pip resolved none",
    },
    ...[
      "--index-url https://packages.acme.dev/simple",
      "--extra-index-url=https://packages.acme.dev/simple",
      "--pre",
      "-f /wheels",
    ].map((option) => ({
      title: `pip with ${option}`,
      before: {
        Dockerfile: `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install ${option} -r requirements.txt\n`,
        "requirements.txt": "flask\n",
      },
      lockfiles: { "pip requirements.txt": { text: '{"install": [{"metadata": {"name": "flask", "version": "3.0"}}]}' } },
      because: "say where packages come from",
    })),
    {
      title: "an install that is given a secret",
      before: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm install\n",
        "package.json": '{"dependencies": {"a": "^1"}}',
      },
      lockfiles: { "npm package.json": { text: "{}" } },
      because: "the install is given a secret",
    },
    {
      title: "behind the manifest of another package",
      before: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /a\nCOPY a/package.json ./\nWORKDIR /b\nCOPY ./b/package.json ./\nRUN npm install\n",
        "a/package.json": "{}",
        "b/package.json": '{"dependencies": {"c": "^1"}}',
      },
      after: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /a\nCOPY a/package.json ./\nWORKDIR /b\nCOPY ./b/package.json ./b/package-lock.json ./\nRUN npm ci\n",
        "b/package-lock.json": "{}",
      },
      lockfiles: { "npm b/package.json": { text: "{}" } },
    },
  ],
});
