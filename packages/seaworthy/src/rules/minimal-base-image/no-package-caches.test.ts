import { layersOf } from "../../testing/layers.js";
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
  image: {
    yes: [
      {},
      {
        title: "the folders alone",
        image: {
          files: {
            "/var/lib/apt/lists/lock": "",
            "/var/lib/apt/lists/partial": { type: "directory" },
            "/var/cache/apt/archives/lock": { size: 900_000 },
          },
        },
      },
      { title: "too little to speak of", image: { files: { "/root/.npm/_cacache/index": { size: 1000 } } } },
      {
        title: "of the base",
        image: { files: { "/var/lib/apt/lists/a": { size: 9_000_000, layer: 0 } }, layers: layersOf("base", "COPY . .") },
      },
      { title: "packages that the app loads", image: { files: { "/app/.yarn/cache/a.zip": { size: 9_000_000 } } } },
    ],
    no: [
      {
        image: { files: { "/var/lib/apt/lists/deb.debian.org_main": { size: 18_300_000 } } },
        at: ["/var/lib/apt/lists"],
        because: "18.3 MB",
      },
      { files: { "/home/app/.cache/pip/http/a/b": { size: 2_000_000 } } },
      { files: { "/var/cache/apk/APKINDEX.tar.gz": { size: 900_000 } } },
      {
        image: {
          files: { "/root/.npm/_cacache/a": { size: 900_000, layer: 1 } },
          layers: layersOf("base", "RUN /bin/sh -c npm ci # buildkit"),
        },
        because: "left by RUN npm ci",
      },
      {
        title: "deleted one layer too late",
        image: {
          layers: layersOf("RUN apt-get update", "RUN rm -rf /var/lib/apt/lists/*"),
          waste: {
            reclaimable: 9_000_000,
            byLayer: [9_000_000, 0],
            paths: [{ path: "/var/lib/apt/lists/a", bytes: 9_000_000, layer: 0, hiddenBy: 1, how: "deleted" }],
          },
        },
        because: "hides it only",
      },
    ],
    unknown: [{ unread: [{ layer: 0, path: null, because: "cut" }] }],
    "n/a": [{ platform: { os: "windows", architecture: "amd64", variant: null } }],
  },
  fix: [
    {
      title: "gems",
      before: "FROM ruby:3.4-slim\nRUN gem install --no-document puma\n",
      after: 'FROM ruby:3.4-slim\nRUN gem install --no-document puma && rm -rf "$(gem env gemdir)"/cache/*\n',
      safety: "safe",
    },
    {
      title: "composer",
      before: "FROM php:8.4-cli\nRUN composer install --no-dev\n",
      after: "FROM php:8.4-cli\nRUN composer install --no-dev && composer clear-cache\n",
    },
    {
      title: "composer by another name",
      before: "FROM php:8.4-cli\nRUN composer.phar install --no-dev\n",
      because: "called by another name",
    },
    {
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl\n",
      after: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
      safety: "safe",
    },
    {
      before: "FROM debian:13-slim\nRUN apt-get update \\\n  # why\n  && apt-get install -y \\\n    curl \\\n    jq\nUSER 1\n",
      after:
        "FROM debian:13-slim\nRUN apt-get update \\\n  # why\n  && apt-get install -y \\\n    curl \\\n    jq \\\n  && rm -rf /var/lib/apt/lists/*\nUSER 1\n",
    },
    {
      before: "FROM debian:13-slim\nRUN apt-get update; \\\n    apt-get install -y curl;\n",
      after: "FROM debian:13-slim\nRUN apt-get update; \\\n    apt-get install -y curl; \\\n    rm -rf /var/lib/apt/lists/*\n",
    },
    {
      before: "FROM debian:13-slim\nRUN <<EOF\nset -e\n  apt-get update\n  apt-get install -y curl\nEOF\nUSER 1\n",
      after:
        "FROM debian:13-slim\nRUN <<EOF\nset -e\n  apt-get update\n  apt-get install -y curl\n  rm -rf /var/lib/apt/lists/*\nEOF\nUSER 1\n",
    },
    {
      before: "FROM alpine:3.22\nRUN apk update && apk add curl && id\n",
      after: "FROM alpine:3.22\nRUN apk add --no-cache curl && id\n",
    },
    {
      before: "FROM python:3.13-slim\nRUN pip install -r a.txt || exit 1\n",
      after: "FROM python:3.13-slim\nRUN pip install --no-cache-dir -r a.txt || exit 1\n",
    },
    { before: "FROM node:22-slim\nRUN npm ci # all\n", because: "ends in a comment" },
    { before: "FROM node:22-slim\nRUN npm ci\n", after: "FROM node:22-slim\nRUN npm ci && npm cache clean --force\n" },
    {
      before: "FROM maven:3.9-eclipse-temurin-21\nRUN mvn -q package\n",
      after: "FROM maven:3.9-eclipse-temurin-21\nRUN --mount=type=cache,target=/root/.m2 mvn -q package\n",
    },
    {
      title: "lists that a later RUN uses",
      before: "FROM debian:13-slim\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y jq\n",
      because: "a later RUN installs from these lists",
    },
  ],
});
