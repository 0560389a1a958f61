import { testRule } from "../../testing/test-rule.js";
import rule from "./production-dependencies.js";

const DEV = '{"scripts":{"build":"tsc"},"dependencies":{"express":"5.1.0"},"devDependencies":{"typescript":"5.9.2"}}';
const node = (Dockerfile: string, manifest = DEV) => ({ Dockerfile, "package.json": manifest, "server.js": "" });
const HEAD = "FROM node:24-slim AS build\nWORKDIR /app\nCOPY package*.json ./\n";
const TAIL =
  "FROM node:24-slim\nWORKDIR /app\nCOPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist ./dist\n";

testRule(rule, {
  source: {
    yes: [
      node(`${HEAD}ENV NODE_ENV=production\nRUN npm ci\n`),
      node(`${HEAD}RUN npm install --production\n${TAIL}`),
      node(`${HEAD}RUN npm ci\nRUN npm run build && npm prune --omit=dev\n${TAIL}`),
      node(`${HEAD}RUN npm ci\nRUN npm run build\nRUN rm -rf node_modules && npm ci --omit=dev\n${TAIL}`),
      {
        title: "no development part in the manifest",
        files: node(`${HEAD}RUN npm ci\n`, '{"dependencies":{"express":"5.1.0"}}'),
      },
      {
        title: "two folders of one stage",
        files: node(
          "FROM oven/bun:1 AS i\nWORKDIR /t\nRUN cd /t/dev && bun install\nRUN cd /t/prod && bun install --production\nFROM oven/bun:1-slim\nCOPY --from=i /t/prod/node_modules /app/node_modules\n",
        ),
      },
      {
        Dockerfile:
          "FROM composer:2 AS v\nWORKDIR /a\nCOPY . .\nRUN composer install --no-dev\nFROM php:8.4-fpm-alpine\nCOPY --from=v /a /a\n",
        "composer.json": '{"require-dev":{"phpunit/phpunit":"^12"}}',
        "index.php": "",
      },
    ],
    no: [
      {
        title: "the app's own manifest beside the build",
        files: node(
          `${HEAD}RUN npm ci\nCOPY . .\nRUN npm run build\nCOPY package*.json dist/\nRUN cd dist && «npm install»\nFROM node:24-slim\nCOPY --from=build /app/dist /app/\n`,
        ),
      },
      node(`${HEAD}RUN «npm install»\n`),
      node(`${HEAD}RUN «npm ci»\nCOPY . .\nRUN npm run build\n${TAIL}`),
      node(`${HEAD}RUN «yarn install --frozen-lockfile»\nFROM node:24-slim\nCOPY --from=build /app /app\n`),
      {
        title: "through three stages",
        files: node(
          `${HEAD}RUN «npm ci»\nFROM node:24 AS mid\nWORKDIR /b\nCOPY --from=build /app/node_modules ./node_modules\nFROM node:24-slim\nCOPY --from=mid /b /b\n`,
        ),
      },
      {
        title: "pruned a layer too late",
        files: node(`${HEAD}RUN «npm ci»\nRUN npm run build\nRUN npm prune --omit=dev\n`),
        because: "later layer",
      },
      "FROM python:3.14-slim\nCOPY requirements-dev.txt .\nRUN «pip install -r requirements-dev.txt»\n",
      "FROM python:3.14-slim\nCOPY . .\nRUN «pip install '.[dev]'»\n",
      {
        Dockerfile: "FROM php:8.4-fpm-alpine\nWORKDIR /a\nCOPY . .\nRUN «composer install»\n",
        "composer.json": '{"require-dev":{"phpunit/phpunit":"^12"}}',
        "index.php": "",
      },
    ],
    unknown: [
      { title: "the manifest was not read", files: "FROM node:24-slim\nRUN npm ci\n", because: "not read" },
      {
        title: "the manifest is one that the build wrote",
        files: node(
          `${HEAD}RUN npm ci\nCOPY . .\nRUN npm run build\nWORKDIR /app/dist/apps/api\nCOPY package-lock.json /app/dist/apps/api/\nRUN npm install\nCOPY package.json ./\nFROM node:24-slim\nCOPY --from=build /app/dist/apps /app/\n`,
        ),
      },
      node(`${HEAD}ARG MODE\nENV NODE_ENV=$MODE\nRUN npm ci\n`),
    ],
    "n/a": [
      node(`${HEAD}RUN npm ci\nRUN npm run build\nFROM nginx:1.29-alpine\nCOPY --from=build /app/dist /usr/share/nginx/html\n`),
      "FROM golang:1.26 AS b\nRUN go build -o /a .\nFROM scratch\nCOPY --from=b /a /a\n",
      "FROM python:3.14-slim\nRUN pip install -r requirements.txt\n",
      { title: "a tool by its name", files: node("FROM node:24-slim\nRUN npm install -g serve\n") },
    ],
  },
  fix: [
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
        "package.json": '{"dependencies": {"a": "1"}, "devDependencies": {"b": "1"}}',
        "package-lock.json": "{}",
      },
      after: { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\n" },
      safety: "review",
    },
    {
      before: {
        Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n",
        "package.json": '{"scripts": {"build": "tsc"}, "dependencies": {"a": "1"}, "devDependencies": {"b": "1"}}',
        "package-lock.json": "{}",
      },
      because: "it has to be split first",
    },
  ],
});
