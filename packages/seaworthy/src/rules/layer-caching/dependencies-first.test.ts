import { testRule } from "../../testing/test-rule.js";
import rule from "./dependencies-first.js";

testRule(rule, {
  source: {
    yes: [
      "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      {
        title: "manifests mounted, not copied",
        files:
          "FROM node:22-slim\nWORKDIR /app\nRUN --mount=type=bind,source=package.json,target=package.json --mount=type=bind,source=package-lock.json,target=package-lock.json npm ci\nCOPY . .\n",
      },
      "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /x\nFROM scratch\nCOPY --from=build /x /x\n",
      {
        title: "a recipe of cargo-chef",
        files:
          "FROM lukemathwalker/cargo-chef:latest-rust-1.80.1 AS chef\nWORKDIR /app\nFROM chef AS planner\nCOPY . .\nRUN cargo chef prepare --recipe-path recipe.json\nFROM chef AS builder\nCOPY --from=planner /app/recipe.json recipe.json\nRUN cargo chef cook --release --recipe-path recipe.json\nCOPY . .\nRUN cargo build --release\nFROM debian:13-slim\nCOPY --from=builder /app/target/release/x /x\n",
      },
      {
        title: "an empty program first",
        files:
          "FROM rust:1.89\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nRUN mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release\nCOPY . .\nRUN touch src/main.rs && cargo build --release\n",
      },
      "FROM maven:3.9 AS b\nCOPY pom.xml .\nRUN mvn -B dependency:go-offline\nCOPY src ./src\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY --from=b /target/a.jar /a.jar\n",
      'FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY ["src/Api/Api.csproj", "Api/"]\nRUN dotnet restore Api/Api.csproj\nCOPY src/ .\nRUN dotnet publish Api/Api.csproj -o /out\n',
      "FROM composer:2\nWORKDIR /app\nCOPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader\nCOPY . .\nRUN composer install\n",
      {
        title: "a pruned workspace",
        files:
          "FROM node:22-alpine AS prune\nWORKDIR /app\nCOPY . .\nRUN npx turbo prune web --docker\nFROM node:22-alpine AS build\nWORKDIR /app\nCOPY --from=prune /app/out/json/ .\nRUN npm ci\nCOPY --from=prune /app/out/full/ .\nRUN npx turbo run build\n",
      },
      "FROM node:22\nWORKDIR /app\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install --offline --frozen-lockfile\n",
      {
        title: "packages of another stage",
        files:
          "FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\nFROM node:22\nWORKDIR /app\nCOPY . .\nCOPY --from=deps /app/node_modules ./node_modules\nRUN yarn install --offline && yarn build\n",
      },
      {
        title: "downloads on a cache mount",
        files: "FROM golang:1.25\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /x\n",
      },
      {
        title: "a small member of the workspace that the manifest needs",
        files: {
          Dockerfile:
            "FROM rust:1.89\nWORKDIR /app\nCOPY Cargo.toml Cargo.lock ./\nCOPY macros ./macros\nRUN cargo build --release\nCOPY . .\nRUN cargo build --release\n",
          "Cargo.toml": "",
          "macros/src/lib.rs": "",
          "src/main.rs": "",
          "src/a.rs": "",
          "src/b.rs": "",
          "src/c.rs": "",
        },
      },
      {
        title: "installed elsewhere, moved later",
        files:
          "FROM node:22\nCOPY package*.json /tmp/app/\nRUN cd /tmp/app && npm install\nCOPY . /usr/src/app\nRUN cp -a /tmp/app/node_modules /usr/src/app\n",
      },
      "FROM eclipse-temurin:21 AS b\nARG JAR\nCOPY ${JAR}.jar app.jar\nRUN java -Djarmode=layertools -jar app.jar extract\nFROM eclipse-temurin:21-jre\nCOPY --from=b dependencies/ ./\n",
      {
        title: "a stage that nothing is taken from",
        files: "FROM node:22 AS test\nCOPY . .\nRUN npm ci\nFROM node:22\nCOPY package.json .\nRUN npm ci\nCOPY . .\n",
      },
      {
        title: "a cross compiler's wrapper",
        files: "FROM rust:1.89\nCOPY Cargo.toml ./\nRUN cargo new x && xx-cargo build\nCOPY . .\nRUN xx-cargo build\n",
      },
      "FROM node:22\nCOPY releases/prune.mjs /tmp/prune.mjs\nCOPY package.json .\nRUN npm install\nCOPY . .\n",
      "FROM python:3.13\nCOPY backend/requirements /req\nRUN pip install -r /req/prod.txt\nCOPY backend /app\n",
      "FROM node:22\nCOPY web/package.json web/*yarn* ./\nRUN yarn install\nCOPY . .\n",
      "FROM python:3.13\nCOPY requirements.txt version.py ./\nCOPY scripts ./scripts\nRUN pip install -r requirements.txt\nCOPY app ./app\n",
    ],
    no: [
      "FROM golang:1.25\nADD ./src/chi /chi\nWORKDIR /chi\nRUN «go build -o server .»\n",
      "FROM node:22-slim\nCOPY . .\nRUN npm install -g pm2 && «npm install»\n",
      "FROM golang:1.25 AS build\nCOPY . .\nRUN «go build -o /x»\nFROM scratch\nCOPY --from=build /x /x\n",
      "FROM rust:1.89 AS build\nCOPY . .\nRUN «cargo build --release»\nFROM debian:13-slim\nCOPY --from=build /target/release/x /x\n",
      "FROM maven:3.9\nCOPY pom.xml .\nCOPY src ./src\nRUN «mvn -B package»\n",
      "FROM gradle:8\nCOPY --chown=gradle:gradle . /home/gradle/src\nRUN «gradle build --no-daemon»\n",
      "FROM php:8-apache\nCOPY . .\nRUN cd /var/www/html/api && «composer install»\n",
      "FROM ruby:3.4\nCOPY . /app\nRUN «bundle install»\n",
      "FROM python:3.13\nCOPY . /app\nRUN «pip install -r /app/requirements.txt»\n",
      "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN «pip install .»\n",
      "FROM python:3.13\nCOPY src ./src\nCOPY pyproject.toml uv.lock ./\nRUN «uv sync --frozen»\n",
      "FROM golang:1.25\nCOPY go.mod go.sum main.go ./\nRUN «go mod download»\n",
      "FROM python:3.13\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nRUN «pip install -r requirements-extra.txt»\n",
      {
        title: "the whole folder of the service",
        files: {
          Dockerfile:
            'FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY ["/src/accounting/", "Accounting/"]\nRUN «dotnet restore Accounting/Accounting.csproj»\n',
          "src/accounting/Accounting.csproj": "",
          "src/accounting/Program.cs": "",
        },
      },
      {
        title: "through another stage",
        files: "FROM alpine:3.22 AS src\nCOPY . /app\nFROM node:22\nCOPY --from=src /app /app\nRUN «npm ci»\n",
      },
      {
        title: "the context mounted whole",
        files: "FROM node:22\nRUN --mount=type=bind,target=/app,rw «npm ci --prefix /app»\n",
      },
      {
        title: "another program of the same image",
        files:
          "FROM node:22\nWORKDIR /app/api\nCOPY api/package.json ./\nRUN npm ci\nCOPY . /app\nWORKDIR /app/web\nRUN «npm ci»\n",
      },
      "FROM node:22 AS base\nCOPY . .\nFROM base AS a\nRUN «yarn»\nFROM base\nCOPY --from=a /dist /dist\n",
    ],
    unknown: [
      {
        title: "a folder that is not in the tree",
        files: "FROM mcr.microsoft.com/dotnet/sdk:8.0\nCOPY Benchmarks .\nRUN dotnet publish -o /out\n",
      },
      "<<<<<<< HEAD\nFROM node:22\nCOPY . .\n=======\nFROM node:20\nCOPY package.json .\n>>>>>>> other\nRUN npm ci\n",
      "FROM node:22\nARG SRC\nCOPY $SRC /app/\nRUN npm ci\n",
      { title: "a script that may install", files: "FROM node:22\nCOPY . .\nRUN ./build.sh\n" },
      "FROM golang:1.25\nCOPY . .\nRUN make build\n",
    ],
    "n/a": [
      {
        title: "no modules to fetch",
        files: { Dockerfile: "FROM golang:1.25\nCOPY . .\nRUN go build -o /x\n", "go.mod": "module x\n", "main.go": "" },
      },
      "FROM golang:1.26\nCOPY patches /tmp/patches\nRUN git clone https://example.com/x.git . && go build -o /x\n",
      "FROM nginx:1.29-alpine\nCOPY dist /usr/share/nginx/html\n",
      "FROM python:3.13\nCOPY . .\nRUN pip install flask==3.0.0\n",
      "FROM node:22\nRUN git clone https://example.com/x.git . && npm ci\n",
      {
        title: "vendored",
        files: {
          Dockerfile: "FROM golang:1.25\nCOPY . .\nRUN go build -o /x\n",
          "go.mod": "module x\n",
          "vendor/modules.txt": "",
          "main.go": "",
        },
      },
      "FROM golang:1.25\nCOPY . .\nRUN go build -mod=vendor -o /x\n",
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCOPY . .\nRUN npm ci\n",
    ],
  },
  trial: {
    yes: [{ trial: { drills: { rebuild: {} } }, because: "every step that installs was reused (1)" }],
    no: [
      {
        trial: {
          drills: {
            rebuild: {
              installs: [
                { step: "RUN apt-get install -y curl", reused: true },
                { step: "RUN pip install -r requirements.txt", reused: false },
              ],
            },
          },
        },
        because: "`RUN pip install -r requirements.txt` ran again after an edit of src/server.js",
        at: ["after an edit of src/server.js"],
      },
    ],
    unknown: [
      { drills: { rebuild: [{ installs: [{ step: "RUN npm ci", reused: false }] }, {}] } },
      { drills: { rebuild: { ran: false, reason: "failed", because: "the second build did not end" } } },
    ],
    "n/a": [{ drills: { rebuild: { installs: [] } } }],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\n# the code\nCOPY --chown=1000 . .\nENV A=1\nRUN npm ci\nUSER 1000\n",
        "package.json": "{}",
        "package-lock.json": "{}",
        "a.js": "",
      },
      after: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /app\n# the code\nCOPY --chown=1000 package.json package-lock.json ./\nENV A=1\nRUN npm ci\nCOPY --chown=1000 . .\nUSER 1000\n",
      },
      safety: "review",
    },
    {
      title: "a build behind it in the same RUN",
      before: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /app\nCOPY . /app\nRUN --network=default yarn install \\\n    && yarn build || exit 1\n",
        "package.json": "{}",
        "yarn.lock": "",
        "a.js": "",
      },
      because: "cannot be parted",
    },
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . /app\nRUN --network=default yarn install \\\n    && yarn build\n",
        "package.json": "{}",
        "yarn.lock": "",
        "a.js": "",
      },
      after: {
        Dockerfile:
          "FROM node:22-slim\nWORKDIR /app\nCOPY package.json yarn.lock /app/\nRUN --network=default yarn install\nCOPY . /app\nRUN --network=default yarn build\n",
      },
    },
    {
      before: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y gcc\nRUN pip install -r worker/requirements.txt\n",
        "worker/requirements.txt": "-r base.txt\na==1\n",
        "worker/base.txt": "b==1\n",
        "worker/a.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY worker/base.txt worker/requirements.txt ./worker/\nRUN apt-get update && apt-get install -y gcc\nRUN pip install -r worker/requirements.txt\nCOPY . .\n",
      },
    },
    {
      title: "the manifest is there already",
      before: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nCOPY . .\nRUN npm ci\n",
      after: "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\n",
    },
    {
      before: {
        Dockerfile: "FROM golang:1.27 AS b\nWORKDIR /s\nCOPY . .\nRUN go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
        "go.mod": "module a\n",
        "go.sum": "x\n",
        "main.go": "package main\n",
      },
      after: {
        Dockerfile:
          "FROM golang:1.27 AS b\nWORKDIR /s\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
      },
    },
    {
      title: "beside a mount that is there",
      before: {
        Dockerfile:
          "FROM golang:1.27 AS b\nWORKDIR /s\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/go-build go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
        "go.mod": "module a\n",
        "go.sum": "x\n",
        "main.go": "package main\n",
      },
      after: {
        Dockerfile:
          "FROM golang:1.27 AS b\nWORKDIR /s\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
      },
    },
    {
      title: "scripts that run on install",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
        "package.json": '{"scripts": {"postinstall": "node a.js"}}',
        "a.js": "",
      },
      because: "run on install",
    },
    {
      title: "what needs the code stands between",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN ./setup\nRUN npm ci\n",
        "package.json": "{}",
        "a.js": "",
      },
      because: "may need the code",
    },
    {
      title: "poetry: the packages first, the project once its code is there",
      before: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install poetry==2.1.1 && poetry config virtualenvs.create false && poetry install --only main\n",
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "a/main.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN pip install poetry==2.1.1 && poetry config virtualenvs.create false && poetry install --no-root --only main\nCOPY . .\nRUN poetry install --only main\n",
      },
      safety: "review",
    },
    {
      title: "poetry that leaves the project out: once",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN poetry install --no-root\n",
        "pyproject.toml": '[tool.poetry]\nname = "a"\n',
        "poetry.lock": "",
        "a/main.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root\nCOPY . .\n",
      },
    },
    {
      title: "uv, with a build behind it",
      before: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY . /app\nRUN --mount=type=ssh uv sync --frozen --no-dev && python -m compileall src\n",
        "pyproject.toml": '[project]\nname = "a"\n',
        "uv.lock": "",
        "src/main.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml uv.lock /app/\nRUN --mount=type=ssh uv sync --no-install-project --frozen --no-dev\nCOPY . /app\nRUN --mount=type=ssh uv sync --frozen --no-dev && python -m compileall src\n",
      },
    },
    {
      title: "uv with members of a workspace",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN uv sync --frozen\n",
        "pyproject.toml": '[project]\nname = "a"\n[tool.uv.workspace]\nmembers = ["packages/*"]\n',
        "uv.lock": "",
        "src/main.py": "",
      },
      because: "names packages of the tree itself",
    },
    {
      title: "pdm without a lockfile",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pdm install --prod\n",
        "pyproject.toml": '[project]\nname = "a"\n',
        "src/main.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY pyproject.toml ./\nRUN pdm install --no-self --prod\nCOPY . .\nRUN pdm install --prod\n",
      },
    },
    {
      title: "composer: scripts and the autoloader need the code",
      before: {
        Dockerfile: "FROM php:8.4-apache\nWORKDIR /var/www/html\nCOPY . .\nRUN composer install --no-dev\n",
        "composer.json": "{}",
        "composer.lock": "{}",
        "index.php": "",
      },
      after: {
        Dockerfile:
          "FROM php:8.4-apache\nWORKDIR /var/www/html\nCOPY composer.json composer.lock ./\nRUN composer install --no-scripts --no-autoloader --no-dev\nCOPY . .\nRUN composer install --no-dev\n",
      },
    },
    {
      title: "composer with packages of the tree",
      before: {
        Dockerfile: "FROM php:8.4-apache\nWORKDIR /var/www/html\nCOPY . .\nRUN composer install --no-dev\n",
        "composer.json": '{"repositories": [{"type": "path", "url": "lib/*"}]}',
        "index.php": "",
      },
      because: "names packages of the tree itself",
    },
    {
      title: "bundler, which reads the version of Ruby from a file",
      before: {
        Dockerfile: "FROM ruby:3.4-slim\nWORKDIR /app\nCOPY . .\nRUN bundle config set without development && bundle install\n",
        Gemfile: 'source "https://gems.example.com"\nruby File.read(".ruby-version")\ngem "puma"\n',
        "Gemfile.lock": "",
        ".ruby-version": "3.4.1\n",
        "app.rb": "",
      },
      after: {
        Dockerfile:
          "FROM ruby:3.4-slim\nWORKDIR /app\nCOPY Gemfile Gemfile.lock .ruby-version ./\nRUN bundle config set without development && bundle install\nCOPY . .\n",
      },
    },
    {
      title: "bundler with a gem of the tree",
      before: {
        Dockerfile: "FROM ruby:3.4-slim\nWORKDIR /app\nCOPY . .\nRUN bundle install\n",
        Gemfile: 'gem "own", path: "lib/own"\n',
        "app.rb": "",
      },
      because: "names gems of the tree itself",
    },
    ...["yarnPath: .yarn/releases/yarn-4.5.0.cjs\n", "plugins:\n  - path: .yarn/plugins/a.cjs\n"].map((settings) => ({
      title: `yarn with ${settings}`,
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN yarn install --immutable\n",
        "package.json": "{}",
        "yarn.lock": "__metadata:\n",
        ".yarnrc.yml": settings,
        "a.js": "",
      },
      because: "a part of itself in the folder .yarn",
    })),
    {
      title: "pnpm with patches",
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN pnpm install --frozen-lockfile\n",
        "package.json": '{"pnpm": {"patchedDependencies": {"a@1.0.0": "patches/a@1.0.0.patch"}}}',
        "pnpm-lock.yaml": "",
        "a.js": "",
      },
      because: "it reads patches",
    },
    ...["-r https://acme.dev/more.txt", "--constraint=limits.txt", '-r "more.txt'].map((line) => ({
      title: `a list with ${line}`,
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n",
        "requirements.txt": `a==1\n${line}\n`,
        "a.py": "",
      },
      because: "which is no file beside the code",
    })),
    {
      title: "a list of blank lines alone, each of which could begin what is looked for",
      before: {
        Dockerfile: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n",
        "requirements.txt": `${"\n".repeat(400_000)}x`,
        "a.py": "",
      },
      after: {
        Dockerfile:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\nCOPY . .\n",
      },
    },
  ],
});
