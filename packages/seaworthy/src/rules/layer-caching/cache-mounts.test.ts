import { testRule } from "../../testing/test-rule.js";
import rule from "./cache-mounts.js";

testRule(rule, {
  source: {
    yes: [
      "FROM golang:1.25\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build -o /x\n",
      "FROM python:3.13\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt\n",
      "FROM node:22\nCOPY --link package.json .\nRUN --mount=type=cache,id=npm,target=/root/.npm npm ci\n",
      "FROM rust:1.89\nCOPY . .\nRUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/target cargo build --release\n",
    ],
    no: [
      { files: "FROM node:22\nCOPY --link package.json yarn.lock ./\nRUN «yarn install»\n", because: ".cache/yarn" },
      "FROM node:22\nCOPY --link package.json .\nRUN «npm ci»\n",
      "FROM node:22\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc «npm ci»\n",
      "# syntax=docker/dockerfile:1.7\nFROM python:3.13\nCOPY requirements.txt .\nRUN «pip install --no-cache-dir -r requirements.txt»\n",
      "FROM alpine:3.22\nCOPY <<EOF /a\nx\nEOF\nRUN «bundle install»\n",
    ],
    "n/a": [
      "FROM node:22\nCOPY package.json .\nRUN npm ci\n",
      "# syntax=docker/dockerfile:1\nFROM nginx:1.29\nCOPY dist /usr/share/nginx/html\n",
    ],
  },
  fix: [
    {
      before:
        "# syntax=docker/dockerfile:1\nFROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n",
      after:
        "# syntax=docker/dockerfile:1\nFROM node:22-slim\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci\nCOPY . .\n",
      safety: "safe",
    },
  ],
});
