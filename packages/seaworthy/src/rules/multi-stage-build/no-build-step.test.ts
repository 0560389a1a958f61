import { testRule } from "../../testing/test-rule.js";
import rule from "./no-build-step.js";

testRule(rule, {
  source: {
    yes: [
      "FROM golang:1.26 AS b\nRUN go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
      "FROM maven:3.9 AS b\nRUN mvn -B package\nFROM eclipse-temurin:21-jre\nCOPY --from=0 /target/a.jar /a.jar\n",
      {
        title: "two stages away",
        files: "FROM node:24 AS a\nRUN npx tsc\nFROM node:24 AS b\nCOPY --from=a /d /d\nFROM node:24\nCOPY --from=b /d /d\n",
      },
      {
        title: "by a mount",
        files:
          "FROM rust:1.90 AS b\nRUN cargo build --release\nFROM debian:13-slim\nRUN --mount=from=b,source=/t,target=/t cp /t/app /app\n",
      },
      {
        title: "static files and extensions are no build",
        files:
          "FROM node:24 AS a\nRUN npm run build\nFROM python:3.14-slim\nCOPY --from=a /d /d\nRUN python manage.py collectstatic --noinput\n",
      },
    ],
    no: [
      "FROM golang:1.26\nCOPY . .\nRUN «go build -o /a .»\n",
      "FROM node:24 AS base\nRUN npm ci\nFROM base\nRUN «yarn build»\n",
      "FROM gradle:9\nCOPY . .\nRUN «./gradlew bootJar»\n",
      "FROM rust:1.90\nCOPY . .\nRUN «cargo build --release»\n",
      "FROM mcr.microsoft.com/dotnet/sdk:10.0\nCOPY . .\nRUN «dotnet publish -c Release -o out»\n",
      "FROM alpine:3.23\nCOPY . /src\nRUN cd /src && «make»\n",
    ],
    unknown: [
      "FROM node:24-slim\nCOPY . .\nRUN ./scripts/build.sh\n",
      "FROM node:24-slim\nCOPY . .\nRUN node build.mjs\n",
      'FROM alpine:3.23\nSHELL ["python3", "-c"]\nRUN print(1)\n',
    ],
    "n/a": [
      "FROM python:3.14-slim\nCOPY . .\nRUN pip install -r requirements.txt\n",
      "FROM php:8.4-fpm-alpine\nRUN docker-php-ext-install pdo_mysql && pecl install redis\n",
      {
        title: "a tool out of fetched sources",
        files: "FROM alpine:3.23\nRUN wget https://example.com/a.tgz && tar xf a.tgz && make install\n",
      },
      { title: "a stage that is not used", files: "FROM golang:1.26\nRUN go build\nFROM alpine:3.23\nCOPY app /app\n" },
      "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN msbuild\n",
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: 'FROM node:24-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["node", "dist/a.js"]\n',
        "package.json":
          '{"scripts": {"build": "tsc", "start": "node dist/a.js"}, "dependencies": {"x": "1"}, "devDependencies": {"typescript": "5"}}',
        "package-lock.json": "{}",
        "src/a.ts": "",
        "public/x.html": "",
      },
      after: {
        Dockerfile:
          'FROM node:24-slim AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nRUN npm prune --omit=dev\n\nFROM node:24-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY --from=build /app/package.json ./package.json\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\nCOPY --from=build /app/public ./public\nCMD ["node", "dist/a.js"]\n',
      },
      safety: "review",
    },
  ],
});
