import { testRule } from "../../testing/test-rule.js";
import rule from "./copies-artifacts.js";

const NODE = "FROM node:24 AS build\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13 AS b\nRUN make install\nFROM debian:13-slim\nCOPY --from=b /usr/local /usr/local\n",
      "FROM python:3.14 AS b\nRUN pip install --prefix=/install flask\nFROM python:3.14-slim\nCOPY --from=b /install /usr/local\n",
      { title: "a kit that is made for it", files: "FROM tonistiigi/xx AS xx\nFROM golang:1.26\nCOPY --from=xx / /\n" },
      `${NODE}FROM node:24-slim\nCOPY --from=build /app/dist ./dist\nCOPY --from=build /app/node_modules ./node_modules\n`,
      "FROM golang:1.26 AS b\nWORKDIR /src\nCOPY . .\nRUN go build -o /out/app .\nFROM scratch\nCOPY --from=b /out /\n",
      {
        title: "Ruby runs its sources",
        files:
          "FROM ruby:3.4 AS build\nWORKDIR /rails\nCOPY . .\nRUN yarn build && ./bin/rails assets:precompile\nFROM ruby:3.4-slim\nCOPY --from=build /rails /rails\n",
      },
      {
        title: "no build: the tree is the app",
        files:
          "FROM node:24 AS deps\nWORKDIR /app\nCOPY . .\nRUN npm ci --omit=dev\nFROM node:24-slim\nCOPY --from=deps /app /app\n",
      },
      {
        title: "sources are taken away first",
        files: `${NODE}RUN rm -rf packages/*/src test\nFROM node:24-slim\nCOPY --from=build /app /app\n`,
      },
      {
        title: "a root that was made for it",
        files:
          "FROM golang:1.26 AS b\nRUN go build -o /a .\nFROM scratch AS out\nCOPY --from=b /a /a\nFROM alpine:3.23\nCOPY --from=out / /\n",
      },
    ],
    no: [
      "FROM python:3.14 AS b\nRUN pip install flask\nFROM python:3.14-slim\nCOPY --from=b «/usr/local» /usr/local\n",
      `${NODE}FROM node:24-slim\nCOPY --from=build «/app» .\n`,
      `${NODE}FROM node:24-slim\nWORKDIR /app\nCOPY --from=build «/app/» ./\n`,
      {
        title: "only some of the sources are taken away",
        files: `${NODE}RUN rm -rf packages/**/node_modules packages/internal\nFROM node:24-slim\nCOPY --from=build «/app» .\n`,
      },
      `${NODE}FROM node:24-slim\nCOPY --from=build «/app/*» /app/\n`,
      "FROM gradle:9 AS b\nWORKDIR /app\nCOPY src ./src\nRUN gradle build\nFROM eclipse-temurin:21-jre\nCOPY --from=0 «/app» .\n",
      "FROM rust:1.90 AS b\nWORKDIR /w\nCOPY . .\nRUN cargo build --release\nFROM debian:13-slim\nCOPY --from=b «/» /\n",
    ],
    "n/a": [
      "FROM node:24-slim\nCOPY . .\nRUN npm run build\n",
      "FROM php:8.4-fpm-alpine\nCOPY --from=composer:2 /usr/bin/composer /usr/bin/composer\n",
    ],
  },
  fix: [
    {
      before:
        "FROM python:3.13 AS build\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=build /usr/local /usr/local\nCOPY . .\n",
      after:
        "FROM python:3.13 AS build\nWORKDIR /app\nCOPY requirements.txt .\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install -r requirements.txt\nFROM python:3.13-slim\nCOPY --from=build /opt/venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nCOPY . .\n",
      safety: "review",
    },
  ],
});
