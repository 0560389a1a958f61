import { testRule } from "../../testing/test-rule.js";
import rule from "./no-package-caches.js";

const KEEP = "RUN rm -f /etc/apt/apt.conf.d/docker-clean\n";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nRUN apk add --no-cache tini\n",
      "FROM python:3.14-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n",
      "FROM python:3.14-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask\n",
      "FROM node:24-slim\nRUN --mount=type=cache,target=/root/.npm npm ci\n",
      {
        title: "the builder's caches do not ship",
        files: "FROM debian:13 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM debian:13-slim\nRUN true\n",
      },
      {
        title: "caches in mounts, kept on purpose",
        files: `FROM debian:13-slim\n${KEEP}RUN --mount=type=cache,target=/var/cache/apt --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y tini\n`,
      },
      "FROM debian:13-slim\nRUN <<EOF\napt-get update\napt-get install -y tini\nrm -rf /var/lib/apt/lists/*\nEOF\n",
    ],
    no: [
      "FROM debian:13-slim\nRUN «apt-get update» && apt-get install -y tini\n",
      "FROM alpine:3.23\nRUN «apk add tini»\n",
      "FROM python:3.14-slim\nRUN «pip install flask»\n",
      "FROM rockylinux:9-minimal\nRUN «microdnf install -y tini»\n",
      { title: "inherited from the stage below", files: "FROM alpine:3.23 AS base\nRUN «apk add tini»\nFROM base\nRUN true\n" },
      {
        title: "apt's archives, when an earlier RUN keeps them",
        files: `FROM debian:13-slim\n${KEEP}RUN apt-get update && «apt-get install -y tini» && rm -rf /var/lib/apt/lists/*\n`,
        because: "/var/cache/apt/archives",
      },
    ],
    unknown: ['FROM debian:13-slim\nSHELL ["pwsh", "-c"]\nRUN apt-get update\n'],
    "n/a": ["FROM scratch\nCOPY app /app\n", "FROM mcr.microsoft.com/windows/nanoserver:1809\nRUN dir\n"],
  },
});
